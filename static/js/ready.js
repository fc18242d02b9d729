// /ready/: what this browser can do. Each tick has a state, and shows of its sentences those that
// name it in data-when. What is seen here stays here: nothing is sent but one question for the time.
const OFF_BY = 60000; // milliseconds
const PATIENCE = 15000; // milliseconds, for what may never answer
const KEPT = "ready"; // a database that is made and dropped again
const ticks = [...document.querySelectorAll("[data-tick]")];

function show(name, state) {
  const tick = document.querySelector(`[data-tick="${name}"]`);
  tick.dataset.state = state;
  for (const part of tick.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(state);
  const well = ticks.every((each) => each.dataset.state === "yes");
  const waits = ticks.some((each) => each.dataset.state === "unseen");
  for (const each of document.querySelectorAll("[data-verdict]")) each.hidden = waits || (each.dataset.verdict === "yes") !== well;
}

const late = () => new Promise((resolve) => setTimeout(resolve, PATIENCE, null));

function address() {
  if (location.protocol === "https:") return "yes";
  return window.isSecureContext ? "local" : "no";
}

// A page opens over a warning; a service worker is fetched from nobody the phone does not trust.
async function certificate() {
  if (!window.isSecureContext) return "first";
  if (location.protocol !== "https:") return "first";
  if (!navigator.serviceWorker) return "silent";
  const asked = navigator.serviceWorker.register("/sw.js").then(() => "yes", (error) => (error.name === "SecurityError" ? "no" : "silent"));
  return (await Promise.race([asked, late()])) || "silent";
}

// What is written is read back: some browsers take it and keep nothing.
function keeps() {
  return new Promise((resolve) => {
    const no = () => resolve(false);
    const opening = window.indexedDB.open(KEPT, 1);
    opening.onerror = opening.onblocked = no;
    opening.onupgradeneeded = () => opening.result.createObjectStore("tries");
    opening.onsuccess = () => {
      const base = opening.result;
      const writing = base.transaction("tries", "readwrite");
      writing.objectStore("tries").put("kept", 1);
      writing.onabort = writing.onerror = no;
      writing.oncomplete = () => {
        const reading = base.transaction("tries").objectStore("tries").get(1);
        reading.onerror = no;
        reading.onsuccess = () => {
          base.close();
          window.indexedDB.deleteDatabase(KEPT);
          resolve(reading.result === "kept");
        };
      };
    };
  });
}

async function storage(ask) {
  const kept = await Promise.race([keeps(), late()]).catch(() => false);
  if (!kept) return "no";
  const { storage } = navigator;
  if (!storage || !storage.persisted) return "part";
  return (await storage.persisted()) || (ask && (await storage.persist())) ? "yes" : "part";
}

async function camera(ask) {
  const devices = navigator.mediaDevices;
  if (!devices || !devices.getUserMedia) return window.isSecureContext ? "none" : "first";
  if (!(await devices.enumerateDevices()).some((each) => each.kind === "videoinput")) return "none";
  if (!ask) {
    const known = navigator.permissions ? await navigator.permissions.query({ name: "camera" }).catch(() => null) : null;
    return { granted: "yes", denied: "denied" }[known && known.state] || "ask";
  }
  const film = await devices.getUserMedia({ video: { facingMode: "environment" } });
  for (const track of film.getTracks()) track.stop();
  return "yes";
}

async function clock() {
  const before = Date.now();
  const answer = await Promise.race([fetch(location.pathname, { method: "HEAD", cache: "no-store", redirect: "error" }), late()]);
  const after = Date.now();
  const ours = answer ? Number(answer.headers.get("X-Now")) : 0;
  if (!ours) return "silent";
  document.querySelector("[data-theirs]").textContent = new Date(after).toLocaleString();
  document.querySelector("[data-ours]").textContent = new Date(ours + (after - before) / 2).toLocaleString();
  // Somewhere between the question and the answer we looked at our clock.
  return ours < before - OFF_BY || ours > after + OFF_BY ? "no" : "yes";
}

// What breaks on the way is an answer, too.
const broken = { certificate: "silent", storage: "no", camera: "denied", clock: "silent" };
const look = (name, how, ask) => how(ask).catch(() => broken[name]).then((state) => show(name, state));

show("address", address());
look("certificate", certificate);
look("storage", storage);
look("camera", camera);
look("clock", clock);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-ask]");
  if (button) look(button.dataset.ask, { storage, camera }[button.dataset.ask], true);
});
