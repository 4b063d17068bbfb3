// A request as it happens: rows, steps, questions and the ending, by one socket that finds its way back.
import { fragment, announce, later } from "./parts.js";
import { reader } from "./reader.js";

const LOOKS = { "step.started": "run", "step.succeeded": "good", "step.failed": "bad", "step.cancelled": "quiet", "step.skipped": "quiet" };
const WORDS = { run: "running", good: "succeeded", bad: "failed", quiet: "ended" };
const PARTS = [
  [/^brief\./, ["head", "brief", "asks"]],
  [/^plan\./, ["plan"]],
  [/^approval\./, ["head", "asks", "plan"]],
  [/^grant\./, ["asks"]],
  [/^asset\./, ["assets"]],
  [/^request\.(delivered|failed|denied|rejected|cancelled|undone)/, ["head", "plan", "asks", "ending", "assets"]],
  [/^request\./, ["head", "asks"]],
];
const QUIET = 4000;
// Rows that stay in the page: each one more makes every later one dearer to lay out. Earlier ones come on demand.
const KEPT_ROWS = 100;
const MOST_ROWS = 1500;

export function follow(thread) {
  const id = thread.dataset.request;
  const rows = thread.querySelector("[data-rows]");
  const still = thread.querySelector("[data-still]");
  const jump = thread.querySelector("[data-jump]");
  const more = thread.querySelector("[data-earlier]");
  const light = document.querySelector("[data-live]");
  let position = Number(thread.dataset.position);
  let final = Boolean(thread.dataset.final);
  let heard = Date.now();
  let wait = 250;
  const stale = new Set();
  const person = reader();
  let refreshing = false;
  let socket;

  function connect() {
    socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
    socket.addEventListener("open", () => {
      wait = 250;
      lit(true);
      socket.send(JSON.stringify({ type: "follow", payload: { request: id, position, page: true, paced: true } }));
    });
    socket.addEventListener("message", (event) => {
      const { type, payload } = JSON.parse(event.data);
      if (type === "progress" && payload.request === id) arrived(payload);
    });
    socket.addEventListener("close", (event) => {
      lit(false);
      if (event.code === 4401) { location.reload(); return; }
      setTimeout(connect, wait + Math.random() * wait);
      wait = Math.min(wait * 2, 8000);
    });
  }

  function lit(on) {
    light.hidden = false;
    light.classList.toggle("off", !on);
    light.lastElementChild.textContent = on ? "live" : "reconnecting";
  }

  // What arrives between two frames is shown at once: the more there is to show, the fewer layouts.
  let pending = [];
  function arrived(payload) {
    if (payload.position <= position) return;
    pending.push(payload);
    if (pending.length > 1) return;
    // Nobody sees a hidden page, and its frames stand still. Any other waits for its frame, however late that comes.
    if (document.hidden) setTimeout(show, 50); else requestAnimationFrame(show);
  }
  document.addEventListener("visibilitychange", () => show());

  function show() {
    if (!pending.length) return;
    const follows = near;
    const known = position;
    const calm = Date.now() - heard > 400;
    const logs = pending.flatMap((payload) => payload.logs).filter((log) => log.position > known);
    const sheet = document.createElement("template");
    sheet.innerHTML = pending.map((payload) => payload.html).join("");
    position = pending.at(-1).position;
    pending = [];
    heard = Date.now();
    const news = [...sheet.content.querySelectorAll("[data-position]")].filter((row) => Number(row.dataset.position) > known);
    if (calm) news.forEach((row) => row.classList.add("fresh"));
    rows.append(...news);
    trim(follows ? KEPT_ROWS : MOST_ROWS);
    for (const log of logs) {
      if (log.step && LOOKS[log.kind]) mark(log);
      for (const [kind, parts] of PARTS) if (kind.test(log.kind)) { parts.forEach((part) => stale.add(part)); break; }
      if (/^step\.(succeeded|failed)/.test(log.kind)) stale.add("plan");
      if (/^request\.(delivered|failed|denied|rejected|cancelled)$/.test(log.kind)) { final = true; announce(log.title); }
      if (/^request\.(started|queued)$/.test(log.kind)) final = false;
      if (log.kind === "approval.asked") announce(`A question waits: ${log.title}`);
      if (log.kind === "step.started") announce(`Now: ${log.title}`);
      if (log.kind.startsWith("request.")) stale.add("list");
    }
    if (stale.size) refresh(follows);
    if (follows) toEnd(); else jump.hidden = false;
    if (document.hidden) drawn(); else requestAnimationFrame(drawn);
  }

  // More is told when this is drawn, all of it at once: a page that draws slowly is told less often, and falls behind by
  // no more than one drawing. The browser begins the next frame when it is done with the one that shows it.
  function drawn() {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: "drawn", payload: { request: id } }));
  }

  // Who reads further up keeps what is there.
  function trim(most) {
    const over = rows.childElementCount - most;
    if (over <= 0) return;
    for (let n = 0; n < over; n++) rows.firstElementChild.remove();
    more.dataset.earlier = rows.firstElementChild.dataset.position;
    more.hidden = false;
  }

  function mark(log) {
    const look = LOOKS[log.kind];
    const item = thread.querySelector(`[data-step-item="${CSS.escape(log.step)}"]`);
    if (item) {
      item.classList.remove("quiet", "run", "good", "bad", "wait");
      item.classList.add(look);
      item.dataset.started = look === "run" ? log.at : "";
      const [word, clock] = [document.createElement("span"), document.createElement("span")];
      word.className = "sr";
      word.textContent = `${WORDS[look]}, `;
      clock.dataset.clock = "";
      clock.textContent = look === "run" ? "now" : "";
      item.querySelector(".took").replaceChildren(word, clock);
    }
    const station = thread.querySelector(`[data-station="${CSS.escape(log.step)}"]`);
    if (station) station.setAttribute("class", `station ${look}`);
  }

  // Parts are fetched one after the other; what somebody is typing in, or has opened, is left alone.
  async function refresh(follows) {
    if (refreshing) return;
    refreshing = true;
    let matters = false;
    while (stale.size) {
      const name = stale.values().next().value;
      stale.delete(name);
      if (name === "list") { await relist(); continue; }
      matters ||= name === "asks" || name === "ending";
      const place = document.querySelector(`[data-part="${name}"]`);
      if (!place || (place.contains(document.activeElement) && place.querySelector("textarea, input:not([type=hidden])"))) continue;
      try { place.innerHTML = await fragment(`/requests/${id}/part/${name}`); } catch { stale.add(name); await new Promise((done) => setTimeout(done, 1000)); }
      if (follows) toEnd();
    }
    refreshing = false;
    later();
    if (matters && !person.reading) toWhatMatters();
  }

  // The list beside it, where nobody searches in it.
  async function relist() {
    const list = document.querySelector(".side [data-list]");
    if (!list?.offsetParent || list.contains(document.activeElement) || document.querySelector("[data-search] input")?.value) return;
    try {
      const page = new DOMParser().parseFromString(await fragment("/requests"), "text/html");
      page.querySelector(`[data-list] a[href="/requests/${id}"]`)?.setAttribute("aria-current", "page");
      list.replaceChildren(...page.querySelectorAll("[data-list] > li"));
    } catch { /* the next change will tell */ }
  }

  // Whether the end is in sight is told by the browser: asking for it would cost a layout at each row.
  let near = true;
  new IntersectionObserver(([end]) => {
    near = end.isIntersecting;
    if (near) { jump.hidden = true; person.left(); }
  }, { rootMargin: "0px 0px 60px 0px" }).observe(thread.querySelector("[data-end]"));
  function toEnd() {
    if (!document.hidden && getSelection()?.isCollapsed !== false) scrollTo(0, 1e9);
  }
  jump.addEventListener("click", () => { jump.hidden = true; near = true; person.left(); toEnd(); });

  more.addEventListener("click", async () => {
    const answer = await fetch(`/requests/${id}/rows?before=${more.dataset.earlier}`);
    if (!answer.ok) return;
    const height = document.documentElement.scrollHeight;
    rows.insertAdjacentHTML("afterbegin", await answer.text());
    more.dataset.earlier = answer.headers.get("X-Earlier") ?? "";
    more.hidden = !more.dataset.earlier;
    scrollBy(0, document.documentElement.scrollHeight - height);
  });

  // A quiet stretch says only that it still runs, and for how long.
  const since = (text) => { const s = Math.max(0, Math.round((Date.now() - Date.parse(text)) / 1000)); return s < 100 ? `${s} s` : `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, "0")} s`; };
  function tick() {
    const running = [...thread.querySelectorAll("[data-started]")].filter((item) => item.dataset.started);
    for (const item of running) item.querySelector("[data-clock]").textContent = since(item.dataset.started);
    const quiet = !final && running.length > 0 && Date.now() - heard > QUIET;
    still.hidden = !quiet;
    if (quiet) still.textContent = `Still running: ${running.map((item) => `${item.querySelector("b").textContent}, ${since(item.dataset.started)}`).join(" · ")}`;
  }
  setInterval(tick, 1000);
  tick();
  later();
  connect();
  // What matters now: the question, the delivery, or the work.
  function toWhatMatters() {
    const first = thread.querySelector("[data-part=asks] [data-answer]")?.closest("[data-approval]")
      ?? thread.querySelector("[data-part=ending] > *") ?? (final ? null : thread.querySelector("[data-part=plan]"));
    first?.scrollIntoView({ block: first.offsetHeight > innerHeight - 260 ? "start" : "end", behavior: "instant" });
  }
  if (!location.hash) toWhatMatters();
}
