// Evidence on demand: steps and assets open beside the thread, not instead of it.
import { fragment } from "./parts.js";

export function evidence() {
  const panel = document.querySelector("[data-evidence]");
  if (!panel) return;
  const body = panel.querySelector("[data-evidence-body]");
  const id = document.querySelector("[data-request]").dataset.request;
  let opener = null;

  async function open(address, from) {
    opener = from;
    try { body.innerHTML = await fragment(address); } catch { location.href = address; return; }
    panel.hidden = false;
    document.body.classList.add("open");
    panel.scrollTop = 0;
    panel.querySelector("[data-close]").focus({ preventScroll: true });
  }

  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    document.body.classList.remove("open");
    document.querySelector(".step.current")?.classList.remove("current");
    if (opener?.isConnected) opener.focus?.({ preventScroll: true });
  }

  document.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    const step = event.target.closest("[data-open-step]");
    const asset = event.target.closest("[data-open-asset]");
    if (!step && !asset) return;
    event.preventDefault();
    if (step) {
      document.querySelector(".step.current")?.classList.remove("current");
      document.querySelector(`[data-step-item="${CSS.escape(step.dataset.openStep)}"]`)?.classList.add("current");
    }
    open(step ? `/requests/${id}/steps/${step.dataset.openStep}` : asset.dataset.openAsset, step ?? asset);
  });
  panel.querySelector("[data-close]").addEventListener("click", close);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
}
