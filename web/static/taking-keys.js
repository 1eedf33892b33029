// Keys for whoever takes minutes: from point to point, a decision, an action, the clock.
"use strict";

const page = document.getElementById("taking");
const help = document.getElementById("keys");
const on = document.getElementById("keys-on");
const points = () => [...page.querySelectorAll("[data-point]")];
let last = null; // the point that had the focus last

page.addEventListener("focusin", (event) => { last = event.target.closest("[data-point]") ?? last; });

const present = () => {
  const place = document.activeElement.closest?.("[data-point]") ?? last;
  return page.contains(place) ? place : null;
};

const step = (by) => {
  const all = points();
  const here = present();
  const next = here ? all[all.indexOf(here) + by] : all[by > 0 ? 1 : 0];
  if (!next) return;
  (next.querySelector("[data-note] textarea") ?? next).focus();
  next.scrollIntoView({ block: "nearest" });
};

const add = (what) => {
  const here = present() ?? points()[1];
  const place = here.querySelector(`[data-new="${what}"]`);
  if (!place) return;
  place.open = true;
  place.querySelector("textarea").focus();
};

const turn = () => (present() ?? points()[1]).querySelector(".clock button")?.click();

const KEYS = {
  KeyN: () => step(1),
  KeyP: () => step(-1),
  KeyD: () => add("decision"),
  KeyA: () => add("action"),
  KeyT: turn,
};

const writes = (place) => place.matches?.("textarea, select, input:not([type=checkbox])");

document.addEventListener("keydown", (event) => {
  if (!on.checked || help.open || event.ctrlKey || event.metaKey || event.getModifierState("AltGraph")) return;
  if (event.altKey && KEYS[event.code]) {
    event.preventDefault();
    KEYS[event.code]();
  } else if (event.key === "?" && !event.altKey && !writes(event.target)) {
    event.preventDefault();
    help.showModal();
  }
});

const button = document.getElementById("keys-button");
button.hidden = false;
button.addEventListener("click", () => help.showModal());
