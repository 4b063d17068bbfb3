// The page's own script: it makes what is there livelier. Everything works without it, a reload at a time.
import { follow } from "./live.js";
import { evidence } from "./evidence.js";
import { drafts } from "./drafts.js";
import { forms } from "./forms.js";
import { keys } from "./keys.js";
import { news } from "./news.js";
import { refresh } from "./refresh.js";

const thread = document.querySelector("[data-request]");
drafts();
forms();
evidence();
keys();
refresh();
if (thread) follow(thread);
if (document.querySelector("[data-badge]")) news();

// A link to what is folded away opens it.
function unfold() {
  const box = document.getElementById(location.hash.slice(1))?.closest("details");
  if (box) { box.open = true; box.scrollIntoView(); }
}
addEventListener("hashchange", unfold);
unfold();

// "toggle" does not bubble: it is caught on its way down, so that boxes that come later are heard too.
document.addEventListener("toggle", async ({ target: box }) => {
  if (!box.open || !box.dataset?.lazy) return;
  const answer = await fetch(box.dataset.lazy, { headers: { "X-Fragment": "1" } });
  if (answer.ok) box.querySelector("[data-lazy-body]").innerHTML = await answer.text();
  const text = box.querySelector("pre");
  if (text) text.scrollTop = text.scrollHeight;
}, true);
