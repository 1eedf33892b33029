// The console: a press keeps the page, so that what is half typed stays; clock and countdowns tick;
// what others do appears. Without this every button is a form that leads back to the page.
"use strict";

const root = document.getElementById("console");
const board = document.getElementById("board");
const refused = document.getElementById("refused");
const status = document.getElementById("status");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const AGAIN = 3000; // ms between two looks at the service
const SELDOM = 30000; // ms, when a stream tells of news
let begun = performance.now(); // when the times on the board were true
let busy = false;

const face = () => board.firstElementChild;
const say = (words) => { if (words && status.textContent !== words) status.textContent = words; };

// A press that was meant for what stood there a moment ago must not release something else.
const LATE = 400; // ms
let moved = -LATE;
let pressed = false;
const order = () => [...board.querySelectorAll("button")].map((one) => mark(one).join()).join();
board.addEventListener("pointerdown", () => { pressed = true; });
for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => setTimeout(() => { pressed = false; }));

// Put the board as it stands now; what is open stays open, and the focus where it was.
const put = (html, own = false) => {
  const stood = order();
  const before = face().dataset.news;
  const open = [...board.querySelectorAll("details[open][id]")].map((one) => one.id);
  const focus = board.contains(document.activeElement) ? mark(document.activeElement) : null;
  const scrolled = board.querySelector(".run-log")?.scrollTop ?? 0;
  board.innerHTML = html;
  begun = performance.now();
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (!own && order() !== stood) moved = performance.now();
  const log = board.querySelector(".run-log");
  if (log) log.scrollTop = scrolled;
  if (focus) (find(focus) ?? first()).focus({ preventScroll: true });
  if (face().dataset.news !== before) say(face().dataset.news);
  tick();
};

const first = () => board.querySelector(".clock-head button, .clock-head a") ?? root;

// The same button, link, summary or scrolled part on a board that was drawn anew.
const mark = (one) => [one.tagName, one.getAttribute("formaction") ?? one.getAttribute("href"), one.getAttribute("value"), one.closest("[id]").id];
const find = (wanted) => [...board.querySelectorAll("button, a, summary, [tabindex]")].find((one) => mark(one).join() === wanted.join());

const complain = (words) => {
  refused.innerHTML = `<div class="ds-alert" data-color="danger" role="alert"><p class="ds-paragraph"></p></div>`;
  refused.querySelector("p").textContent = words;
};

const send = async (form, button) => {
  const body = new FormData(form);
  if (button?.name) body.set(button.name, button.value);
  busy = true;
  try {
    const answer = await fetch(button?.getAttribute("formaction") ?? form.action, {
      method: "POST", body, headers: { Accept: "application/json" },
    });
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) {
      complain(answer.status === 400 || answer.status === 401 ? root.dataset.signedOut : root.dataset.failed);
      return;
    }
    const told = await answer.json();
    put(told.html, true);
    refused.innerHTML = told.refused ?? "";
    if (told.refused) refused.focus();
    else if (button?.isConnected && button.offsetParent === null) first().focus(); // a tool for another state
    say(told.said);
    if (answer.ok && form.dataset.clears !== undefined) form.reset();
  } catch {
    complain(root.dataset.failed);
  } finally {
    busy = false;
  }
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.id !== "act" && form.dataset.step === undefined) return;
  event.preventDefault();
  if (form.id === "act" && performance.now() - moved < LATE) complain(root.dataset.moved);
  else if (!busy) send(form, event.submitter);
}, true);

// What has been typed and not sent is asked for before the page is left.
addEventListener("beforeunload", (event) => {
  const typed = [...document.querySelectorAll("#add textarea, #add input[type=text], #add input:not([type])")];
  if (typed.some((field) => field.value !== field.defaultValue)) event.preventDefault();
});

const hms = (seconds) => {
  const whole = Math.max(Math.floor(seconds), 0);
  const two = (number) => String(number).padStart(2, "0");
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
};

// Exercise time now, as far as this page knows.
const seconds = () => {
  const { status: state, seconds: shown, rate } = face().dataset;
  const gone = state === "running" ? ((performance.now() - begun) / 1000) * Number(rate) : 0;
  return Number(shown) + gone;
};

const tick = () => {
  const at = seconds();
  const clock = board.querySelector("[data-clock]");
  if (clock) clock.textContent = hms(at);
  for (const one of board.querySelectorAll("[data-due]")) one.textContent = hms(Math.ceil(Number(one.dataset.due) - at));
};
let ticks = 0;
setInterval(() => {
  ticks += 1;
  if (!still.matches || ticks % 10 === 0) tick(); // who wants little motion sees it every ten seconds
}, 1000);

// What others do, and what comes by itself: a stream tells that there is news; without one the
// page asks every few seconds.
let told = false;
let timer = 0;
const look = async () => {
  clearTimeout(timer);
  if (document.visibilityState === "visible" && !busy && !pressed) {
    try {
      const answer = await fetch(root.dataset.live, { headers: { Accept: "text/html" } });
      const html = await answer.text();
      const drawn = new DOMParser().parseFromString(html, "text/html").querySelector("[data-number]");
      if (answer.ok && drawn && !busy && !pressed && changed(drawn)) put(html);
    } catch { /* no connection: the next look tells */ }
  }
  timer = setTimeout(look, pressed || busy ? LATE : told ? SELDOM : AGAIN);
};
const changed = (drawn) => drawn.dataset.mark !== face().dataset.mark
  || drawn.dataset.status !== face().dataset.status
  || Math.abs(Number(drawn.dataset.seconds) - seconds()) > 2;
timer = setTimeout(look, AGAIN);

const listen = () => {
  const stream = new EventSource(`${root.dataset.stream}?after=${face().dataset.mark}`);
  stream.addEventListener("hello", () => { told = true; });
  stream.addEventListener("changed", look);
  stream.addEventListener("error", () => {
    told = false;
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, SELDOM); // too many, or the end
  });
};
listen();
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") look(); });

// Keys are an addition, and off until somebody asks for them (WCAG 2.1.4).
const box = document.getElementById("use-keys");
box.closest("[hidden]").hidden = false;
box.checked = localStorage.getItem("console-keys") === "on";
box.addEventListener("change", () => localStorage.setItem("console-keys", box.checked ? "on" : "off"));
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (!box.checked || typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  board.querySelector(`[data-key="${CSS.escape(event.key)}"]`)?.click();
});
document.querySelector(".no-script").hidden = true;
