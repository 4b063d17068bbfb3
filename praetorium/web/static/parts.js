// What the other scripts share: fragments of pages, and a voice for screen readers.
export const proof = () => document.querySelector("meta[name=proof]")?.content ?? "";

export async function fragment(address) {
  const answer = await fetch(address, { headers: { "X-Fragment": "1", Accept: "text/html" } });
  if (answer.status === 401 || answer.redirected) { location.reload(); return ""; }
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.text();
}

export function announce(text) {
  const place = document.querySelector("[data-announce]");
  if (!place) return;
  // The same words twice are news twice: a voice reads what changes.
  place.textContent = "";
  setTimeout(() => { place.textContent = text; }, 50);
}

// What takes its time to find out comes after what is known.
export function later() {
  for (const place of document.querySelectorAll("[data-later]:empty")) {
    fragment(place.dataset.later).then((told) => { place.innerHTML = told; }, () => { /* what is known stays */ });
  }
}
