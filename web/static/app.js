// What makes pages a little easier; each of them works without.
"use strict";

// An open menu closes by Escape, by a press elsewhere, and when the focus leaves it.
const menus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});
for (const kind of ["click", "focusin"]) {
  document.addEventListener(kind, (event) => {
    for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
  });
}

// What is wrong with a form is read out first, also when a part of the page was replaced.
const showErrors = () => document.querySelector(".ds-error-summary")?.focus();
document.addEventListener("DOMContentLoaded", showErrors);
document.addEventListener("htmx:after:swap", showErrors);

// One press sends once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000);
});

// Who types a time has chosen it.
document.addEventListener("input", (event) => {
  const chosen = document.getElementById(event.target.dataset?.chooses ?? "");
  if (chosen) chosen.checked = true;
});
