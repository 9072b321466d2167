// Dragging a card to another stage presses the button that stands on the card already. Without this file the buttons
// do all of it; with it they stay.
const board = document.querySelector(".board");
let dragged = null;

/** The button or link that brings the dragged card to the stage of this column; null where the table knows no step. */
function step(column) {
  return dragged?.querySelector(`.moves [data-stage="${column.dataset.stage}"]`) ?? null;
}

for (const card of board?.querySelectorAll(".entry:has(.moves)") ?? []) {
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    dragged = card;
    event.dataTransfer.effectAllowed = "move";
    for (const column of board.querySelectorAll(".board-stage")) column.classList.toggle("takes", step(column) !== null);
  });
  card.addEventListener("dragend", () => {
    dragged = null;
    for (const column of board.querySelectorAll(".takes")) column.classList.remove("takes");
  });
}

for (const column of board?.querySelectorAll(".board-stage") ?? []) {
  column.addEventListener("dragover", (event) => {
    if (step(column)) event.preventDefault();
  });
  column.addEventListener("drop", (event) => {
    event.preventDefault();
    step(column)?.click();
  });
}
