/* The keys of a presenter: arrows, space, Page Up and Page Down. They follow the links that are on the page. */

const STEPS = {
  ArrowRight: "next", PageDown: "next", " ": "next",
  ArrowLeft: "prev", PageUp: "prev",
};

function step(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  // Space on a link or button keeps its own meaning.
  if (event.key === " " && event.target.closest("a, button, summary")) return;
  if (event.key === "Escape") {
    location.assign(document.querySelector(".slide-foot > a").href);
    return;
  }
  const link = document.querySelector(`.slide-foot a[rel="${STEPS[event.key]}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
}

document.addEventListener("keydown", step);
