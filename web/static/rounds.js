// The time that an organisation has in a round, counted down; without it the planned time stands.
"use strict";

let running = null;

const shown = (seconds) => {
  const whole = Math.abs(seconds);
  const clock = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  return seconds < 0 ? `−${clock}` : clock;
};

const halt = () => {
  if (!running) return;
  clearInterval(running.timer);
  running.words.textContent = running.start;
  running = null;
};

const count = (button) => {
  const place = button.parentElement;
  const left = place.querySelector("[data-left]");
  const until = Date.now() + Number(button.dataset.timebox) * 1000;
  const words = button.querySelector("span");
  const tick = () => {
    const seconds = Math.ceil((until - Date.now()) / 1000);
    const over = seconds <= 0;
    left.textContent = over ? `${button.dataset.over} ${shown(seconds)}` : shown(seconds);
    if (over && place.dataset.state !== "over") {
      const name = document.getElementById(button.closest("li").getAttribute("aria-labelledby"));
      document.getElementById("status").textContent = `${name.textContent}: ${button.dataset.over}`;
    }
    place.dataset.state = over ? "over" : "running";
  };
  running = { button, words, start: words.textContent, timer: setInterval(tick, 250) };
  words.textContent = button.dataset.stop;
  tick();
};

for (const button of document.querySelectorAll("[data-timebox]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const again = running?.button === button;
    halt();
    if (!again) count(button);
  });
}
