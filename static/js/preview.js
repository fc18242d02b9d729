// data-preview on a file field: shows the chosen photos, or the names of other files.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches("input[type=file][data-preview]")) return;
  const list = document.getElementById(input.dataset.preview);
  list.querySelectorAll("img").forEach((img) => URL.revokeObjectURL(img.src));
  list.replaceChildren(...Array.from(input.files, (file) => {
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
});
