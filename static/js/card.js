// What a sign-in card says comes behind the # of its address, which no server ever hears of: a code
// goes along with the forms on the way, into the field that asks for it; a first card carries the
// name, too, and its code stands where a password would. Nothing is sent before somebody presses
// the button.
const [name, first] = decodeURIComponent(location.hash.slice(1)).split(":");
const isCode = (text) => /^[a-z0-9]{12}$/.test(text);
const fill = (field, text) => {
  if (field && !field.value) field.value = text;
};
if (first !== undefined) {
  fill(document.querySelector("input[name=username]"), name);
  if (isCode(first)) fill(document.querySelector(".gate-staff input[name=password]"), first);
} else if (isCode(name)) {
  fill(document.querySelector("input[name=code]"), name);
  for (const form of document.querySelectorAll("form[data-carries-hash]")) form.action += location.hash;
}
