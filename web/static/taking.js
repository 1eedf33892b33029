// Taking minutes: what is typed saves itself, what others save appears. Without this every piece
// is a form of its own with its button.
"use strict";

const root = document.getElementById("taking");
const PAUSE = 1500; // ms after the last key, before notes are saved
const AGAIN = 5000; // ms between two tries, and between two looks at what others have saved
let mark = root.dataset.mark;
let writings = 0; // an answer that was asked for before one of them ended is too old to be shown
const later = new Map(); // parts that wait until nobody types in them

const forms = [...root.querySelectorAll("form[data-note]")];
const notes = new Map(forms.map((form) => [form.dataset.note, {
  form, area: form.elements.text, base: form.elements.text.defaultValue, timer: 0, busy: false, held: "", kept: "", told: null,
}]));
const dirty = (note) => note.area.value !== note.base;

// What is said about a piece stands at the foot of its point.
const say = (inside, words, trouble = false) => {
  const place = inside.closest("[data-point]")?.querySelector("[data-said]");
  if (!place) return;
  place.toggleAttribute("data-trouble", trouble);
  if (place.textContent !== words) place.textContent = words;
};

// All that was saved just now was saved then.
const sayWhen = (told) => { document.getElementById("last-saved").textContent = `${told.saved}.`; };

const ask = async (address, body) => {
  const how = body ? { method: "POST", body } : {};
  const answer = await fetch(address, { ...how, headers: { Accept: "application/json" } });
  const read = answer.headers.get("Content-Type")?.startsWith("application/json");
  return { ok: answer.ok, told: read ? await answer.json() : null };
};

const grow = (area) => {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
};

// Somebody types there: a field has the focus, or holds what has not been saved.
const typed = (field) => field.defaultValue !== undefined && field.type !== "hidden" && field.value !== field.defaultValue;
const inUse = (part) => part.contains(document.activeElement)
  || [...part.querySelectorAll("textarea, input:not([type=checkbox])")].some(typed);

const put = (part, { mark: now, html }) => {
  const focus = part.contains(document.activeElement) ? document.activeElement.id : "";
  const open = [...part.querySelectorAll("details[open]")].map((one) => one.id);
  part.innerHTML = html;
  part.dataset.mark = now;
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (focus) (document.getElementById(focus) ?? part.closest("[data-point]")).focus();
};

const putLater = () => {
  for (const [id, drawn] of later) {
    const part = document.getElementById(id);
    if (inUse(part)) continue;
    later.delete(id);
    put(part, drawn);
  }
  notes.forEach(follow);
};

// Take what the service tells: parts that look otherwise now, notes that others have written.
const take = (told, sent = null) => {
  if (!told?.parts) return;
  mark = told.mark;
  for (const [id, drawn] of Object.entries(told.parts)) {
    const part = document.getElementById(id);
    later.delete(id);
    if (!part || part.dataset.mark === drawn.mark) continue;
    if (sent === part || !inUse(part)) put(part, drawn);
    else later.set(id, drawn);
  }
  for (const written of told.notes) {
    const note = notes.get(written.key);
    if (!note) continue;
    note.told = written;
    if (note.held && !told.parts[`waiting-${written.key}`].html.includes(note.held)) release(note);
    follow(note);
  }
};

// Somebody else has chosen between the two texts: what was kept of this page is in theirs.
const release = (note) => {
  note.held = "";
  if (note.area.value === note.kept) note.base = note.kept;
  else plan(note);
};

// Show what others have written, unless somebody types here.
const follow = (note) => {
  const seen = note.form.elements.seen.value;
  if (!note.told || note.busy || note.held || dirty(note) || String(note.told.version) === seen) return;
  if (document.activeElement === note.area) say(note.form, root.dataset.newer);
  else show(note, note.told.text, note.told.version);
};

const show = (note, text, version) => {
  note.area.value = note.base = text;
  note.form.elements.seen.value = version;
  grow(note.area);
};

const versionOf = (told, key) => told.notes.find((one) => one.key === key);

// Save one point's notes; after a meeting of two texts the writer chooses before more is sent.
const save = async (note) => {
  clearTimeout(note.timer);
  if (!dirty(note) || note.busy || note.held) return;
  note.busy = true;
  say(note.form, root.dataset.saving);
  const text = note.area.value;
  try {
    const { ok, told } = await ask(note.form.action, new FormData(note.form));
    writings += 1;
    if (ok) {
      sayWhen(told);
      note.base = text;
      note.form.elements.seen.value = versionOf(told, note.form.dataset.note).version;
    }
    note.held = told?.clash ?? "";
    note.kept = text;
    say(note.form, ok ? told.saved : told?.words ?? root.dataset.failed, !ok);
    note.busy = false;
    take(told);
    if (note.held) document.querySelector(`#waiting-${note.form.dataset.note} [data-clash]`)?.scrollIntoView({ block: "nearest" });
    if (dirty(note) && (ok || !told)) plan(note, ok ? PAUSE : AGAIN); // what is refused waits for words
  } catch {
    say(note.form, root.dataset.offline, true);
    plan(note, AGAIN);
  } finally {
    note.busy = false;
  }
};

const plan = (note, wait = PAUSE) => {
  clearTimeout(note.timer);
  note.timer = setTimeout(save, wait, note);
};

// A form that was sent: a decision, an action, a line of the attendance, a clock, a choice.
const send = async (form, button) => {
  const body = new FormData(form);
  if (button?.name) body.set(button.name, button.value);
  const note = form.dataset.clash === undefined ? null : notes.get(form.closest("[data-point]").id.slice("point-".length));
  const own = Boolean(note?.held) && note.held === body.get("clash");
  const text = note?.area.value;
  if (own) body.set("text", text); // as it is by now
  say(form, root.dataset.saving);
  try {
    const { ok, told } = await ask(form.action, body);
    writings += 1;
    say(form, ok ? told.saved : told?.words ?? root.dataset.failed, !ok);
    if (ok) sayWhen(told);
    if (ok && own) {
      const now = versionOf(told, note.form.dataset.note);
      note.held = "";
      if (note.area.value === text) show(note, now.text, now.version);
      else plan(note);
    }
    if (ok && form.dataset.clears !== undefined) {
      form.reset();
      form.querySelector("textarea, input:not([type=hidden]), select").focus();
    }
    take(told, ok ? form.closest("[data-part]") : null);
    if (ok && note) note.area.focus();
  } catch {
    say(form, root.dataset.offline, true);
  }
};

root.addEventListener("submit", (event) => {
  event.preventDefault();
  const note = notes.get(event.target.dataset.note);
  if (note) save(note);
  else send(event.target, event.submitter);
});
root.addEventListener("input", (event) => {
  if (event.target.matches("textarea")) grow(event.target);
  const note = notes.get(event.target.form?.dataset.note);
  if (!note) return;
  if (!note.held) say(note.form, root.dataset.unsaved);
  plan(note);
});
root.addEventListener("focusout", (event) => {
  const note = notes.get(event.target.form?.dataset.note);
  if (note) save(note);
  setTimeout(putLater);
});
addEventListener("online", () => notes.forEach(save));
addEventListener("beforeunload", (event) => {
  const begun = [...root.querySelectorAll("[data-clears] textarea")].some(typed);
  if (begun || [...notes.values()].some(dirty)) event.preventDefault();
});

const look = async () => {
  if (document.visibilityState === "visible" && navigator.onLine) {
    const before = writings;
    try {
      const { ok, told } = await ask(`${root.dataset.pieces}?since=${mark}`);
      if (ok && before === writings) take(told);
    } catch { /* no connection: the next look tells */ }
    putLater();
  }
  setTimeout(look, AGAIN);
};
setTimeout(look, AGAIN);

// The clock that runs, second by second.
const begun = new WeakMap();
setInterval(() => {
  for (const face of root.querySelectorAll("[data-elapsed]")) {
    if (!begun.has(face)) begun.set(face, performance.now() - Number(face.dataset.elapsed) * 1000);
    const seconds = Math.floor((performance.now() - begun.get(face)) / 1000);
    face.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    const planned = Number(face.dataset.planned);
    face.parentElement.querySelector("[data-over]").hidden = !planned || seconds < planned;
  }
}, 1000);

root.toggleAttribute("data-live", true);
for (const area of root.querySelectorAll("textarea")) grow(area);
