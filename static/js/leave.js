// data-leave: a harmless page at once, in place of this one, so that the way back does not lead here.
// Who then goes back in this window is sent away again: the pages before this one are ours, too.
const leave = document.querySelector("[data-leave]");
const LEFT = "left";
const go = () => {
  document.documentElement.hidden = true;
  location.replace(leave.href);
};
leave.addEventListener("click", (event) => {
  event.preventDefault();
  sessionStorage.setItem(LEFT, "1");
  go();
});
const came = () => performance.getEntriesByType("navigation").map((way) => way.type)[0];
const look = (event) => {
  if (!sessionStorage.getItem(LEFT)) return;
  if (event.persisted || came() === "back_forward") go();
  else sessionStorage.removeItem(LEFT);
};
window.addEventListener("pageshow", look);
