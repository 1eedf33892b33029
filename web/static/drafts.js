// What is typed into a form is kept in this tab until it has arrived: a phone loses its network,
// a page is closed by mistake. Nothing leaves the browser, and nothing outlives the tab.
"use strict";

const link = location.pathname.split("/").slice(0, 3).join("/");
const place = (name) => `draft:${link}:${name}`;
const fields = (form) => [...form.querySelectorAll("textarea, input[type=text]")];

// A page says once that something has arrived: loaded again, it does not take what came after.
for (const { dataset } of document.querySelectorAll("[data-arrived]")) {
  const mark = `${place(dataset.arrived)}:arrived`;
  if (sessionStorage.getItem(mark) === dataset.number) continue;
  sessionStorage.setItem(mark, dataset.number);
  sessionStorage.removeItem(place(dataset.arrived));
}

for (const form of document.querySelectorAll("form[data-draft]")) {
  const draft = place(form.dataset.draft);
  const kept = JSON.parse(sessionStorage.getItem(draft) ?? "{}");
  for (const field of fields(form)) {
    if (!field.value && kept[field.name]) field.value = kept[field.name];
  }
  form.addEventListener("input", () => {
    const typed = fields(form).map((field) => [field.name, field.value]);
    sessionStorage.setItem(draft, JSON.stringify(Object.fromEntries(typed)));
  });
}
