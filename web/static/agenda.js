// Points change their places, and their minutes are summed, without a new page; each works without.
"use strict";

for (const form of document.querySelectorAll("form[data-agenda]")) {
  const words = form.dataset;
  const status = document.getElementById("status");
  const fit = document.getElementById("fit");
  const points = () => [...form.querySelectorAll(":scope > .row-card")];
  let typed = "typed" in words;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const say = (text) => { status.textContent = text; };
  const button = (point, verb) => point.querySelector(`button[value^="${verb}:"]`);

  // Names, ids and words carry the number of the row.
  const number = (point, place) => {
    for (const one of [point, ...point.querySelectorAll("[id], [name], [for], [aria-describedby]")]) {
      for (const name of ["id", "name", "for", "aria-describedby"]) {
        const value = one.getAttribute(name);
        if (value) one.setAttribute(name, value.replace(/\bitems\.\d+/g, `items.${place}`));
      }
    }
    for (const one of point.querySelectorAll("button[name=do]")) {
      one.value = one.value.replace(/\d+$/, place);
    }
    const title = fill(words.point, { n: place + 1 });
    for (const one of point.querySelectorAll("[data-point], label[for$='.title']")) one.textContent = title;
    for (const one of point.querySelectorAll("[data-number]")) one.textContent = ` ${place + 1}`;
  };

  const renumber = () => {
    const found = points();
    found.forEach((point, place) => {
      number(point, place);
      button(point, "up").hidden = place === 0;
      button(point, "down").hidden = place === found.length - 1;
    });
  };

  // The first point begins with the meeting; its clock tells how clocks are written here.
  const first = form.querySelector("[data-begins]")?.textContent ?? "";
  const [hour, minute] = first.split(/\D/).map(Number);
  const clock = (after) => {
    const at = (hour * 60 + minute + after) % 1440;
    const two = (number) => String(number).padStart(2, "0");
    return `${two(Math.floor(at / 60))}${first[2]}${two(at % 60)}`;
  };

  const length = (point) => {
    const field = point.querySelector("input[name$='.minutes']");
    const value = field ? field.value.trim() : point.dataset.minutes;
    return /^\d{1,4}$/.test(value) ? Number(value) : 0;
  };

  const sum = () => {
    if (!fit || !words.length) return;
    let total = 0;
    for (const point of points()) {
      const begins = point.querySelector("[data-begins]");
      if (begins) begins.textContent = clock(total);
      total += length(point);
    }
    const over = total - Number(words.length);
    fit.toggleAttribute("data-over", over > 0);
    const text = over > 0 ? words.over : total ? words.fits : "";
    const said = fill(text, { total, over });
    if (fit.textContent !== said) fit.textContent = said;
  };

  const move = (point, step) => {
    const other = points()[points().indexOf(point) + step];
    if (!other) return;
    const focused = document.activeElement;
    if (step < 0) point.after(other);
    else point.before(other);
    renumber();
    sum();
    if (focused.hidden) button(point, step < 0 ? "down" : "up").focus();
    point.scrollIntoView({ block: "nearest" });
    typed = true;
    say(fill(words.place, { n: points().indexOf(point) + 1, m: points().length }));
  };

  const remove = (point) => {
    const place = points().indexOf(point);
    point.remove();
    renumber();
    sum();
    const next = points()[Math.min(place, points().length - 1)];
    (next.querySelector("input:not([type=hidden])") ?? button(next, "up")).focus();
    typed = true;
    say(words.gone);
  };

  form.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const point = event.target.closest(".row-card");
    if (!step || !point || !event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    move(point, step);
  });

  form.addEventListener("click", (event) => {
    if (event.target.closest("a[href].ds-button")) typed = false;  // left without saving, as it says
    const [verb] = event.target.closest("button[name=do]")?.value.split(":") ?? [];
    const point = event.target.closest(".row-card");
    if (!point || !verb || (verb === "remove" && points().length === 1)) return;
    event.preventDefault();
    if (verb === "remove") remove(point);
    else move(point, verb === "up" ? -1 : 1);
  });

  form.addEventListener("input", () => { typed = true; sum(); });
  form.addEventListener("submit", () => { typed = false; });

  // What is typed here is not lost by deciding on something else of the page.
  window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
}
