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
  if (place) place.textContent = text;
}
