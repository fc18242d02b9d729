/* Reads a part of the page aloud: what in it says `data-say`, in the language of the page.

   Only with a voice of the device itself, so what is read leaves it nowhere. Where there is none
   the buttons stay disabled, and a disabled one is not seen. */

const synth = window.speechSynthesis;
const language = document.documentElement.lang.slice(0, 2);
const SLOWLY = 0.9;
let turn = null; // whose turn it is to be read: the button, and its sentences

function voice() {
  const ours = synth.getVoices().filter(({ localService, lang }) => {
    const spoken = lang.toLowerCase().replace(/^cmn/, "zh");
    return localService && spoken.startsWith(language) && !/hk|mo$/.test(spoken);
  });
  return ours.find(({ lang }) => /cn|hans/i.test(lang)) || ours[0];
}

/* 1,240 is one number; a long one is said digit by digit; −5 is not "5". */
function sayable(words) {
  return words
    .replace(/(\d)[,\u2009\u202f](?=\d{3})/g, "$1")
    .replace(/\d{6,}(-\d+)?/g, (digits) => [...digits.replace("-", "")].join(" "))
    .replace(/\u2212(?=\d)/g, language === "zh" ? "负" : "minus ")
    .replace(/\s+/g, " ")
    .trim();
}

function sentencesOf(button) {
  const place = document.getElementById(button.dataset.aloud);
  const parts = place.matches("[data-say]") ? [place] : place.querySelectorAll("[data-say]");
  return [...parts]
    .map((part) => sayable(part.dataset.say || part.textContent))
    .flatMap((words) => words.match(/[^。！？!?]+[。！？!?]?/g) || []); // a long one breaks off in Chromium
}

function name(button, reading) {
  const words = button.querySelector("[data-words]");
  if (!words.dataset.start) words.dataset.start = words.textContent;
  words.textContent = reading ? button.dataset.stop : words.dataset.start;
}

function stop() {
  const was = turn;
  turn = null;
  synth.cancel();
  if (was) name(was.button, false);
}

function read(button) {
  const mine = { button, speech: sentencesOf(button).map((words) => new SpeechSynthesisUtterance(words)) };
  const speaker = voice();
  turn = mine;
  name(button, true);
  for (const said of mine.speech) Object.assign(said, { voice: speaker, lang: speaker.lang, rate: SLOWLY });
  const last = mine.speech[mine.speech.length - 1];
  last.onend = last.onerror = () => turn === mine && stop();
  mine.speech.forEach((said) => synth.speak(said));
}

function offer() {
  const able = Boolean(voice());
  for (const button of document.querySelectorAll("[data-aloud]")) button.disabled = !able;
}

if (synth && window.SpeechSynthesisUtterance) {
  offer();
  if (synth.addEventListener) synth.addEventListener("voiceschanged", offer);
  addEventListener("pagehide", stop);
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-aloud]");
    if (!button) return;
    const again = turn && turn.button === button;
    stop();
    if (!again) read(button);
  });
}
