// Forms: the box one says things in, answers, and what wants a second thought.
export function forms() {
  for (const box of document.querySelectorAll("[data-grow]")) {
    const grow = () => { box.style.height = "auto"; box.style.height = `${box.scrollHeight + 2}px`; };
    const blank = () => box.setCustomValidity(box.value && !box.value.trim() ? "Say in a sentence what you need." : "");
    box.addEventListener("input", grow);
    box.addEventListener("input", blank);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); box.form.requestSubmit(); }
    });
    grow();
  }
  for (const input of document.querySelectorAll("[data-files]")) {
    const shown = input.form.querySelector("[data-attached]");
    // What the page would not take is said before it is sent: nobody waits for an upload that is refused at its end.
    const show = () => {
      const files = [...input.files];
      const over = files.reduce((sum, file) => sum + file.size, 0) > Number(input.dataset.most);
      input.setCustomValidity(over ? `More than ${Math.round(input.dataset.most / 1e6)} MB cannot be attached.` : "");
      shown.replaceChildren(...files.map((file) => item(file.name)), ...(over ? [item(input.validationMessage, "problem")] : []));
    };
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
  function item(text, look = "") {
    const made = document.createElement("li");
    made.textContent = text;
    made.className = look;
    return made;
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
      // One at a time: what stands in the other is not what is sent.
      for (const other of toggle.form.querySelectorAll("[data-toggle][aria-expanded=true]")) if (!panel.hidden && other !== toggle) {
        document.getElementById(other.dataset.toggle).hidden = true;
        other.setAttribute("aria-expanded", "false");
      }
      if (!panel.hidden) panel.querySelector("textarea, input, select")?.focus();
    }
    for (const menu of document.querySelectorAll("[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("[data-menu][open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  // Enter in a field of an answer presses the button that belongs to that field, and where there is none, nothing.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("[data-answer] input:not([type=checkbox])")) return;
    event.preventDefault();
    event.target.closest(".panel, .other-answer")?.querySelector("button")?.click();
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
