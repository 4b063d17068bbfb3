// What somebody has typed and not sent, or sent in vain: it is there again after signing in anew, or going back.
const SENT = "sent";

export function drafts() {
  document.addEventListener("submit", (event) => { if (event.target.matches("[data-leave]")) sessionStorage.clear(); });
  const sent = sessionStorage.getItem(SENT);
  // A request that is shown instead of the page it was said on: the words have arrived.
  if (sent && sent !== location.pathname && document.querySelector("[data-request]")) sessionStorage.removeItem(sent);
  const box = document.querySelector("[data-say] textarea[name=words]");
  if (!box) return;
  sessionStorage.removeItem(SENT);
  if (!box.value) box.value = sessionStorage.getItem(location.pathname) ?? "";
  box.addEventListener("input", () => sessionStorage.setItem(location.pathname, box.value));
  box.form.addEventListener("submit", () => sessionStorage.setItem(SENT, location.pathname));
}
