// How many answers are wanted: looked up now and then, and when the page is looked at again. Calls who wants to be called.
const PERIOD = 5000;

export function news() {
  const badge = document.querySelector("[data-badge]");
  const number = badge.querySelector("[data-badge-number]");
  const call = document.documentElement.dataset.call;
  let known = Number(number.textContent);
  async function look() {
    if (document.hidden && call !== "notification") return;
    try {
      const answer = await fetch("/waiting");
      if (!answer.ok) return;
      const { waiting } = await answer.json();
      number.textContent = waiting;
      badge.hidden = !waiting;
      if (waiting > known) wanted(call);
      known = waiting;
    } catch { /* the next look will tell */ }
  }
  setInterval(look, PERIOD);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("change", (event) => {
    if (event.target.matches('[name="call"][value="notification"]')) Notification.requestPermission();
  });
}

function wanted(call) {
  if (call === "sound" || call === "notification") chime();
  if (call === "notification" && document.hidden && Notification.permission === "granted") {
    const told = new Notification("Praetorium", { body: "Your answer is wanted.", tag: "praetorium-waiting", icon: document.querySelector("link[rel=icon]").href });
    told.addEventListener("click", () => { focus(); location.href = "/approvals"; });
  }
}

// Two short notes, made here: nothing to load, and nothing where the browser allows no sound yet.
function chime() {
  const audio = new AudioContext();
  if (audio.state !== "running") { audio.close(); return; }
  for (const [at, pitch] of [[0, 660], [0.14, 880]]) {
    const [note, volume] = [audio.createOscillator(), audio.createGain()];
    note.frequency.value = pitch;
    volume.gain.setValueAtTime(0.08, audio.currentTime + at);
    volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + at + 0.35);
    note.connect(volume).connect(audio.destination);
    note.start(audio.currentTime + at);
    note.stop(audio.currentTime + at + 0.36);
  }
  setTimeout(() => audio.close(), 900);
}
