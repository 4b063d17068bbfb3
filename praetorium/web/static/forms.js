// Forms: the box one says things in, answers, and what wants a second thought.
export function forms() {
  for (const box of document.querySelectorAll("[data-grow]")) {
    const grow = () => { box.style.height = "auto"; box.style.height = `${box.scrollHeight + 2}px`; };
    box.addEventListener("input", grow);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); box.form.requestSubmit(); }
    });
    grow();
  }
  for (const input of document.querySelectorAll("[data-files]")) {
    const shown = input.form.querySelector("[data-attached]");
    const show = () => shown.replaceChildren(...[...input.files].map((file) => {
      const item = document.createElement("li");
      item.textContent = file.name;
      return item;
    }));
    input.addEventListener("change", show);
    const area = input.form;
    area.addEventListener("dragover", (event) => event.preventDefault());
    area.addEventListener("drop", (event) => {
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      input.files = event.dataTransfer.files;
      show();
    });
  }
  document.addEventListener("click", (event) => {
    const example = event.target.closest("[data-example]");
    if (example) {
      const box = document.querySelector("#words");
      box.value = example.dataset.example;
      box.focus();
      box.dispatchEvent(new Event("input"));
    }
    const toggle = event.target.closest("[data-toggle]");
    if (toggle) {
      const panel = document.getElementById(toggle.dataset.toggle);
      panel.hidden = !panel.hidden;
      toggle.setAttribute("aria-expanded", String(!panel.hidden));
      if (!panel.hidden) panel.querySelector("textarea, input, select")?.focus();
    }
    for (const menu of document.querySelectorAll("[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.confirm;
    if (question && !confirm(question)) { event.preventDefault(); return; }
    // A form is sent once: a second press while it is on its way does nothing.
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    if (event.target.method === "post") {
      event.target.dataset.sent = "1";
      setTimeout(() => { delete event.target.dataset.sent; }, 4000);
    }
  });
  document.addEventListener("change", (event) => { if (event.target.matches("[data-submit]")) event.target.form.requestSubmit(); });
  document.addEventListener("click", async (event) => {
    const more = event.target.closest("[data-more]");
    if (!more) return;
    event.preventDefault();
    const answer = await fetch(more.href, { headers: { "X-Fragment": "1" } });
    if (!answer.ok) { location.href = more.href; return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    more.closest("li").replaceWith(...page.querySelectorAll("[data-list] > li"));
  });
  const search = document.querySelector("[data-search]");
  let later = 0;
  search?.addEventListener("input", () => {
    clearTimeout(later);
    later = setTimeout(async () => {
      const answer = await fetch(`/requests?q=${encodeURIComponent(search.q.value)}`, { headers: { "X-Fragment": "1" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.querySelector("[data-list]").replaceChildren(...page.querySelectorAll("[data-list] > li"));
    }, 180);
  });
}
