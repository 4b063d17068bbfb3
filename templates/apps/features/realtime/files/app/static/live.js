// Keeps the page as it stands on the server: hears of changes, fetches the page anew and puts in what differs.
// What somebody is writing or has open is left alone.
const CONTROLS = "textarea, select, input:not([type=hidden], [type=submit])";
let waiting = 0;
let running = false;
let again = false;

const isTouched = (control) =>
  control === document.activeElement || (control.type === "checkbox" || control.type === "radio" ? control.checked !== control.defaultChecked
    : control.tagName === "SELECT" ? [...control.options].some((option) => option.selected !== option.defaultSelected) && control.dataset.touched
      : control.value !== control.defaultValue);
const isBusy = (part) => [...part.querySelectorAll(CONTROLS)].some(isTouched) || part.querySelector("details[open]") !== null;
// Every page has a token of its own in its forms; it is no change.
const told = (part) => part.outerHTML.replaceAll(/name="_csrf" value="[^"]*"/g, "");

const put = (old, fresh) => {
  const known = new Set([...old.querySelectorAll("li, tr")].map((row) => row.textContent));
  for (const row of fresh.querySelectorAll("li, tr")) if (!known.has(row.textContent)) row.classList.add("fresh");
  const held = old.contains(document.activeElement) ? document.activeElement : null;
  const at = held && [...old.querySelectorAll("a, button, summary, [tabindex]")].indexOf(held);
  const { scrollTop } = old;
  old.replaceWith(fresh);
  if (held) (document.getElementById(held.id) ?? [...fresh.querySelectorAll("a, button, summary, [tabindex]")][at] ?? document.querySelector("main")).focus({ preventScroll: true });
  fresh.scrollTop = fresh.matches(".talk") ? fresh.scrollHeight : scrollTop;
};

const merge = (old, fresh) => {
  if (told(old) === told(fresh)) return;
  if (!isBusy(old)) return put(old, fresh);
  for (const part of old.querySelectorAll("[data-live][id]")) {
    const other = fresh.querySelector(`#${CSS.escape(part.id)}`);
    if (other && told(part) !== told(other)) put(part, other);
  }
};

const refresh = async () => {
  if (running) { again = true; return; }
  running = true;
  const answer = await fetch(location.href, { headers: { "X-Live": "yes" } });
  if (answer.ok && !answer.redirected) {
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const name of ["main", ".tray"]) {
      const [old, next] = [document.querySelector(name), fresh.querySelector(name)];
      if (!old || !next) continue;
      const [before, after] = [[...old.children].filter((part) => !part.matches(".notice")), [...next.children].filter((part) => !part.matches(".notice"))];
      if (before.length === after.length) before.forEach((part, place) => merge(part, after[place]));
      else if (!isBusy(old)) put(old, next);
    }
  }
  running = false;
  if (again) { again = false; refresh(); }
};

const state = (name, words) => {
  const shown = document.querySelector("[data-live-state]");
  if (shown) { shown.textContent = words; shown.parentElement.dataset.state = name; }
};

document.addEventListener("change", (event) => { if (event.target.tagName === "SELECT") event.target.dataset.touched = "yes"; });
const line = new EventSource("/live");
line.addEventListener("open", () => state("on", "Live"));
line.addEventListener("error", () => state("waiting", "Connecting"));
line.addEventListener("change", () => {
  clearTimeout(waiting);
  waiting = setTimeout(async () => { await refresh(); state("on", `Live, changed at ${new Date().toLocaleTimeString()}`); }, 150);
});
addEventListener("pagehide", () => line.close());
