// Everything by keyboard. No key acts while somebody types.
const VIEWS = { r: "/requests", a: "/approvals", s: "/assets", p: "/apps", o: "/overview" };

export function keys() {
  let going = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.closest("[data-answer]")) event.target.closest("[data-approval]").focus();
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog[open]")) return;
    if (Date.now() - going < 1200 && VIEWS[event.key]) { location.href = VIEWS[event.key]; return; }
    const ask = document.activeElement?.closest("[data-approval]") ?? document.querySelector("[data-approval] [data-answer]")?.closest("[data-approval]");
    switch (event.key) {
      case "g": going = Date.now(); return;
      case "n": location.href = "/requests/new"; return;
      case "?": document.querySelector("[data-keys]")?.showModal(); return;
      case "/": event.preventDefault(); (document.querySelector("#words") ?? document.querySelector("#q"))?.focus(); return;
      case "j": case "k": move(event.key === "j" ? 1 : -1); return;
      case "a": case "d": case "r": case "e": {
        // An answer is given on the approval that has the focus; the first press puts it there.
        if (!ask) return;
        event.preventDefault();
        if (!ask.contains(document.activeElement)) { ask.focus(); ask.scrollIntoView({ block: "center" }); return; }
        ask.querySelector(`[data-key="${event.key}"]`)?.click();
      }
    }
  });
}

function move(by) {
  const all = [...document.querySelectorAll("[data-approval], .step > a, .list > li > a")].filter((one) => one.offsetParent);
  const cards = all.filter((one) => one.matches("[data-approval]"));
  const among = cards.length ? cards : all.filter((one) => one.matches(".step > a"));
  const list = among.length ? among : all;
  const at = list.indexOf(document.activeElement?.closest("[data-approval], .step > a, .list > li > a"));
  const next = list[Math.max(0, Math.min(list.length - 1, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "center" });
}
