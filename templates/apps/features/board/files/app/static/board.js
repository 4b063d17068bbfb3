// Cards can be dragged to another column. Without this script, and by keyboard, each card has its own buttons.
"use strict";

const board = document.querySelector(".board");
let dragged = null;

const send = (card, column) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = card.dataset.move;
  for (const [name, value] of [["_csrf", board.dataset.csrf], ["to", column]]) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
};

for (const card of board.querySelectorAll("[data-move]")) {
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    dragged = card;
    event.dataTransfer.effectAllowed = "move";
  });
}

for (const column of board.querySelectorAll("[data-column]")) {
  column.addEventListener("dragover", (event) => {
    event.preventDefault();
    column.classList.add("over");
  });
  column.addEventListener("dragleave", () => column.classList.remove("over"));
  column.addEventListener("drop", (event) => {
    event.preventDefault();
    column.classList.remove("over");
    if (dragged && !column.contains(dragged)) send(dragged, column.dataset.column);
  });
}
