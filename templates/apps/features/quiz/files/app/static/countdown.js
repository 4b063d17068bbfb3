// Shows how much time is left, and sends the answers when it has run out. The server keeps the time as well.
"use strict";

const box = document.querySelector("[data-seconds]");
const shown = box.querySelector("[data-left]");
const end = new Date(box.dataset.started).getTime() + Number(box.dataset.seconds) * 1000;

const tick = () => {
  const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
  shown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")} left`;
  if (left > 0) setTimeout(tick, 500);
  else document.querySelector("#answers").submit();
};

tick();
