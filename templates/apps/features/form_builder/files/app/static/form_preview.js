// Shows beside the questions how the form will look, while they are written. Without this, saving shows it.
const design = document.querySelector("#design");
const preview = document.querySelector("#preview");
let waiting = 0;
let asked = 0;

const refresh = async () => {
  const number = ++asked;
  const answer = await fetch(design.dataset.preview, { method: "POST", body: new URLSearchParams(new FormData(design)) });
  if (answer.ok && number === asked) preview.innerHTML = await answer.text();
};

design.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 200);
});
