// The page's own script: it makes what is there livelier. Everything works without it, a reload at a time.
import { follow } from "./live.js";
import { evidence } from "./evidence.js";
import { forms } from "./forms.js";
import { keys } from "./keys.js";
import { news } from "./news.js";

const thread = document.querySelector("[data-request]");
forms();
evidence();
keys();
if (thread) follow(thread);
if (document.querySelector("[data-badge]")) news();

for (const box of document.querySelectorAll("[data-lazy]")) {
  box.addEventListener("toggle", async () => {
    if (!box.open) return;
    const answer = await fetch(box.dataset.lazy, { headers: { "X-Fragment": "1" } });
    if (answer.ok) box.querySelector("[data-lazy-body]").innerHTML = await answer.text();
    const text = box.querySelector("pre");
    if (text) text.scrollTop = text.scrollHeight;
  });
}
