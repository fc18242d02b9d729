// data-preview on a file field: shows the chosen photos, or the names of other files.
// The field itself, whose words are the browser's, then gives way to a button of ours.
function show(input) {
  const list = document.getElementById(input.dataset.preview);
  list.querySelectorAll("img").forEach((img) => URL.revokeObjectURL(img.src));
  list.textContent = "";
  list.append(...Array.from(input.files, (file) => {
    const item = document.createElement("li");
    if (file.type.startsWith("image/")) {
      const img = document.createElement("img");
      img.src = URL.createObjectURL(file);
      img.alt = file.name;
      item.append(img);
    } else {
      item.textContent = `${file.name} · ${Math.ceil(file.size / 1024)} KB`;
    }
    return item;
  }));
  input.closest("[data-upload]").dataset.upload = input.files.length ? "chosen" : "none";
}

const FIELDS = "input[type=file][data-preview]";
document.addEventListener("change", ({ target }) => target.matches(FIELDS) && show(target));
addEventListener("pageshow", () => document.querySelectorAll(FIELDS).forEach(show)); // back again, with what was chosen
document.querySelectorAll(FIELDS).forEach(show);
