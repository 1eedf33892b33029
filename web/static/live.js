// Keeps a page up to date while an exercise goes on: by a stream, else by asking every 3 seconds.
//
// <div data-live data-stream="…" data-poll="…" data-after="mark"> has children with ids; each piece
// of news is the whole anew, and only the children that differ are replaced. What somebody types
// stays, the focus stays, nothing scrolls. Without data-stream it polls from the start. A child's
// data-news is read out by [data-news-region] when it comes; a form with data-seen is sent by
// itself when the page is before somebody's eyes. After each change "live:changed" is dispatched.
"use strict";
(() => {
  const root = document.querySelector("[data-live]");
  if (!root) return;
  const EVERY = 3000, QUIET = 8000, AGAIN = 60000;
  const one = (name) => document.querySelector(`[data-${name}]`);
  const region = one("news-region"), connection = one("connection");
  const pauseButton = one("pause-updates"), fullscreen = one("fullscreen");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const title = document.title;
  const given = new Map(); // id → a piece as the service wrote it
  const clocks = new WeakMap(); // clock → when it was shown
  const told = new Set(); // injects that were said to be seen
  let after = root.dataset.after ?? "";
  let paused = false, lost = false, waiting = null, failures = 0, source = null, timer = 0, quiet = 0;

  const say = (state) => {
    if (!connection) return;
    connection.hidden = false;
    connection.textContent = connection.dataset[`${paused ? "paused" : state}Words`] ?? "";
    connection.dataset.state = state;
  };

  // --- what somebody has typed
  const controls = (piece) => piece.querySelectorAll("input:not([type=hidden]), textarea, select");
  const chosen = (field) => field.type === "radio" || field.type === "checkbox";
  const typedIn = (field) => {
    if (chosen(field)) return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return [...field.options].some((o) => o.selected !== o.defaultSelected);
    return field.value !== field.defaultValue;
  };
  const carry = (from, to) => {
    for (const field of controls(from)) {
      const same = field.id && to.querySelector(`#${CSS.escape(field.id)}`);
      if (!same || !typedIn(field)) continue;
      if (chosen(field)) same.checked = field.checked;
      else same.value = field.value;
    }
    for (const open of from.querySelectorAll("details[id][open]")) {
      to.querySelector(`#${CSS.escape(open.id)}`)?.setAttribute("open", "");
    }
    if (from.matches("details[open]")) to.setAttribute("open", "");
  };
  const isTyped = (piece) => [...controls(piece)].some(typedIn);
  const focused = () => {
    const field = document.activeElement;
    if (!field?.id || !root.contains(field)) return () => {};
    const range = typeof field.selectionStart === "number" ? [field.selectionStart, field.selectionEnd] : null;
    return () => {
      const now = document.getElementById(field.id);
      if (!now || now === document.activeElement) return;
      now.focus({ preventScroll: true });
      if (range) now.setSelectionRange(...range);
    };
  };

  // --- what has come
  const replace = (html) => {
    const made = new DOMParser().parseFromString(html, "text/html").body;
    const back = focused();
    const news = [];
    let place = root.firstElementChild;
    for (const piece of [...made.children]) {
      const old = [...root.children].find((child) => child.id === piece.id);
      const written = piece.outerHTML;
      let now = old;
      if (!old || given.get(piece.id) !== written) {
        if (piece.dataset.news && piece.dataset.news !== old?.dataset.news) news.push(piece.dataset.news);
        now = document.adoptNode(piece);
        if (old) {
          carry(old, now);
          old.replaceWith(now);
          if (place === old) place = now;
        }
        given.set(piece.id, written);
      }
      if (now === place) place = place.nextElementSibling;
      else root.insertBefore(now, place);
    }
    while (place) {
      const next = place.nextElementSibling;
      if (!isTyped(place)) place.remove();
      place = next;
    }
    back();
    return news;
  };
  const take = (html, mark, came = performance.now()) => {
    after = mark ?? after;
    if (paused) {
      waiting = { html, came };
      return;
    }
    const news = replace(html);
    if (news.length && region) region.textContent = [...new Set(news)].join(" ");
    if (news.length && document.hidden) document.title = `● ${title}`;
    begin(came);
    root.dispatchEvent(new CustomEvent("live:changed", { bubbles: true }));
  };

  // --- the stream
  const open = () => {
    if (!root.dataset.stream || !window.EventSource) {
      ask();
      return;
    }
    source = new EventSource(`${root.dataset.stream}?after=${encodeURIComponent(after)}`);
    const give = () => {
      source?.close();
      source = null;
      clearTimeout(quiet);
      ask();
    };
    quiet = setTimeout(give, QUIET); // something on the way keeps it back
    source.addEventListener("hello", () => {
      failures = 0;
      clearTimeout(quiet);
      say("live");
    });
    source.addEventListener("changed", (event) => {
      if (event.data) take(event.data, event.lastEventId);
      else fetchOnce();
    });
    source.addEventListener("gone", () => location.reload());
    source.addEventListener("error", () => {
      failures += 1;
      if (failures >= 2 || source?.readyState === EventSource.CLOSED) give();
    });
  };

  // --- without it
  const fetchOnce = async () => {
    try {
      const answer = await fetch(`${root.dataset.poll}?after=${encodeURIComponent(after)}`, {
        cache: "no-store",
        headers: after ? { "If-None-Match": `"${after}"` } : {},
      });
      if (answer.status === 200) {
        take(await answer.text(), answer.headers.get("ETag")?.replace(/^W\/|"/g, ""));
      } else if ([401, 403, 404, 410].includes(answer.status)) {
        location.reload();
        return;
      }
      lost = false;
      say(source ? "live" : "polling");
    } catch {
      lost = true;
      say("lost");
    }
  };
  const ask = (until = performance.now() + AGAIN * (1 + Math.random())) => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const wasLost = lost;
      await fetchOnce();
      const back = wasLost && !lost;
      if ((back || performance.now() > until) && root.dataset.stream) {
        failures = 0;
        open();
      } else ask(until);
    }, EVERY);
  };
  const rest = () => {
    source?.close();
    source = null;
    clearTimeout(timer);
    clearTimeout(quiet);
  };

  // --- the clock
  const begin = (shown = performance.now()) => {
    for (const clock of root.querySelectorAll("[data-clock]")) {
      if (!clocks.has(clock)) clocks.set(clock, shown);
    }
    readLater();
  };
  const two = (number) => String(number).padStart(2, "0");
  const tick = () => {
    for (const clock of root.querySelectorAll("[data-clock][data-going]")) {
      if (paused || !clocks.has(clock)) continue;
      const gone = ((performance.now() - clocks.get(clock)) / 1000) * Number(clock.dataset.rate);
      const shown = Math.floor(Number(clock.dataset.clock) + gone);
      clock.textContent = `${Math.floor(shown / 3600)}:${two(Math.floor(shown / 60) % 60)}:${two(shown % 60)}`;
    }
    setTimeout(tick, calm.matches ? 15000 : 1000);
  };

  // --- what is before somebody's eyes has been seen
  let reading = 0;
  const unread = () => [...root.querySelectorAll("form[data-seen]:not([hidden])")].filter((form) => !told.has(form.dataset.seen));
  const readLater = () => {
    if (reading || document.hidden || !unread().length) return;
    reading = setTimeout(async () => {
      reading = 0;
      const forms = document.hidden ? [] : unread();
      if (!forms.length) return;
      const body = new URLSearchParams(forms.map((form) => ["inject", form.dataset.seen]));
      for (const form of forms) told.add(form.dataset.seen);
      try {
        const answer = await fetch(forms[0].action, { method: "POST", body, redirect: "manual" });
        if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error();
      } catch {
        for (const form of forms) told.delete(form.dataset.seen);
      }
    }, Math.random() * 5000); // three hundred do not say so at once
  };

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    document.title = title;
    readLater();
  });
  window.addEventListener("pagehide", rest);
  window.addEventListener("pageshow", (event) => event.persisted && open());
  if (pauseButton) {
    pauseButton.hidden = false;
    pauseButton.addEventListener("click", () => {
      paused = !paused;
      pauseButton.setAttribute("aria-pressed", String(paused));
      say(connection?.dataset.state ?? "live");
      if (!paused && waiting !== null) {
        const { html, came } = waiting;
        waiting = null;
        take(html, after, came);
      }
    });
  }
  if (fullscreen && document.fullscreenEnabled) {
    fullscreen.hidden = false;
    fullscreen.addEventListener("click", () =>
      document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
  }
  for (const piece of root.children) given.set(piece.id, piece.outerHTML);
  document.documentElement.classList.add("is-live");
  begin();
  setTimeout(tick, 1000);
  open();
})();
