// Views without a thread keep themselves current, and leave alone whoever reads, types or has opened something in them.
import { fragment, announce } from "./parts.js";

export function refresh() {
  const view = document.querySelector("[data-refresh]");
  if (!view) return;
  const main = view.parentElement;
  const asks = () => new Set([...main.querySelectorAll("[data-approval]")].map((card) => card.dataset.approval));

  function touched() {
    const active = document.activeElement;
    return (active !== main && main.contains(active))
      || getSelection()?.isCollapsed === false
      || [...main.querySelectorAll("details")].some((box) => box.open !== box.hasAttribute("data-opened"))
      || [...main.querySelectorAll(".panel")].some((panel) => !panel.hidden)
      || [...main.querySelectorAll("input:not([type=hidden]), textarea, select")].some(changed);
  }

  async function look() {
    if (document.hidden || touched()) return;
    let told;
    try { told = await fragment(location.pathname + location.search); } catch { return; }
    if (touched()) return;
    const known = asks();
    const [left, top] = [scrollX, scrollY];
    main.innerHTML = told;
    scrollTo(left, top);
    const news = [...main.querySelectorAll("[data-approval]")].filter((card) => !known.has(card.dataset.approval));
    if (news.length) announce(`${news.length} more to decide`);
  }
  setInterval(look, Number(view.dataset.refresh) * 1000);
  document.addEventListener("visibilitychange", look);
}

function changed(field) {
  if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
  if (field.matches("select")) return [...field.options].some((option) => option.selected !== option.defaultSelected) && field.selectedIndex !== 0;
  return field.value !== field.defaultValue;
}
