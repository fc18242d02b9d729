// The code of a sign-in card comes behind the # of its address, which no server ever hears of: it
// goes along with the forms on the way, and into the field that asks for it. Nothing is sent before
// somebody presses the button.
const code = decodeURIComponent(location.hash.slice(1));
if (/^[a-z0-9]{12}$/.test(code)) {
  const field = document.querySelector("input[name=code]");
  if (field && !field.value) field.value = code;
  for (const form of document.querySelectorAll("form[data-carries-hash]")) form.action += location.hash;
}
