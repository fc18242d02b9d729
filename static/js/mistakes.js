// A form that came back with mistakes: the first faulty field has the focus, its words selected.
const wrong = document.querySelector("main [aria-invalid=true]:not([type=hidden])");
const summary = document.querySelector("main [data-errors]");

const folded = wrong && wrong.closest("details");
if (folded) folded.open = true;
const first = wrong || summary;
if (first) first.focus();
