// How many answers are wanted: looked up now and then, and when the page is looked at again.
const PERIOD = 5000;

export function news() {
  const badge = document.querySelector("[data-badge]");
  const number = badge.querySelector("[data-badge-number]");
  async function look() {
    if (document.hidden) return;
    try {
      const answer = await fetch("/api/v1/overview");
      if (!answer.ok) return;
      const waiting = (await answer.json()).waiting.approvals;
      number.textContent = waiting;
      badge.hidden = !waiting;
    } catch { /* the next look will tell */ }
  }
  setInterval(look, PERIOD);
  document.addEventListener("visibilitychange", look);
}
