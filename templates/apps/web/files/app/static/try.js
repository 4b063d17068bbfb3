// Trying the APIs from their pages. Without this script the pages still describe them, and queries still run.
"use strict";

const pretty = (text) => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};

const fields = (form, place) =>
  [...form.querySelectorAll(`[data-place=${place}]`)].filter((field) => field.value !== "");

const show = (form, heading, text) => {
  const title = document.createElement("h3");
  const answer = document.createElement("pre");
  title.textContent = heading;
  answer.textContent = text;
  answer.tabIndex = 0;
  form.querySelector("[data-answer]").replaceChildren(title, answer);
};

for (const form of document.querySelectorAll("form[data-path]")) {
  form.querySelector("[hidden]")?.removeAttribute("hidden");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    let path = form.dataset.path;
    for (const field of fields(form, "path")) path = path.replace(`{${field.name}}`, encodeURIComponent(field.value));
    const query = new URLSearchParams(fields(form, "query").map((field) => [field.name, field.value])).toString();
    const body = form.elements.body?.value;
    try {
      const answer = await fetch(query ? `${path}?${query}` : path, {
        method: form.dataset.method,
        headers: body ? { "Content-Type": "application/json" } : {},
        body,
      });
      show(form, `${answer.status} ${answer.statusText}`, pretty(await answer.text()));
    } catch (problem) {
      show(form, "No answer", String(problem));
    }
  });
}

const explorer = document.querySelector("form[data-graphql]");
explorer?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const place = document.getElementById("answer");
  try {
    const variables = JSON.parse(explorer.elements.variables.value || "{}");
    const answer = await fetch("/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ query: explorer.elements.query.value, variables }),
    });
    place.textContent = pretty(await answer.text());
  } catch (problem) {
    place.textContent = String(problem);
  }
});
