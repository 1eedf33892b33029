"""How is a stream of Server-Sent Events written? (HTML Living Standard, 9.2)"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from uuid import UUID

from flask import Flask, Response, current_app, request

from scheduler.exercise.entries import Entry
from scheduler.queries import runs
from web.live.hub import Live, hub
from web.live.watcher import Glimpse, Reader

PATIENCE = 2.0  # seconds that a stream waits at a time: so soon it sees that the service ends
PING = 15.0  # seconds after which a quiet stream says that it is there
LIFE = 600.0  # seconds; then the browser asks anew
REST = 0.5  # seconds between two pieces of news for those who are told of every line

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
# What a page needs to know that nobody on the way keeps it back; `retry` is in milliseconds.
HELLO = b"retry: 2000\nevent: hello\ndata:\n\n"
Render = Callable[[Glimpse], str | None]


class Stream:
    """One admitted stream, until it is closed; iterating gives its bytes."""

    def __init__(self, live: Live, lines: Iterator[bytes]) -> None:
        self._live = live
        self._lines = lines
        self._closed = False

    def __iter__(self) -> Stream:
        return self

    def __next__(self) -> bytes:
        return next(self._lines)

    def close(self) -> None:
        """Make room for another; a second time is none."""
        if not self._closed:
            self._closed = True
            self._live.leave()


def stream(run_id: UUID, reader: Reader, *, after: str, render: Render | None = None) -> Response:
    """Tell a page of each change of a run that concerns its kind of reader.

    `after`: the mark that the page stands at. `render` gives the page's part anew (None: it is
    nobody's any more), called with an application context and no request; without it the page
    asks for it itself. When no more streams are admitted the answer is 204, and the page polls.
    """
    live = hub()
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001  # Flask's own way
    return _open(live, _changes(live, run_id, reader, after, _within(app, render)))


def lines_of(run_id: UUID, *, after: int, write: Callable[[Entry], str]) -> Response:
    """Tell a program of each line of a run's log after a number, as `write` writes it."""
    live = hub()
    return _open(live, _entries(live, run_id, after, write))


def event(name: str, data: str, identity: str | int = "") -> bytes:
    """Write one event."""
    text = data.replace("\r", "").replace("\n", "\ndata: ")
    mark = f"id: {identity}\n" if identity != "" else ""
    return f"event: {name}\n{mark}data: {text}\n\n".encode()


def _open(live: Live, lines: Iterator[bytes]) -> Response:
    if request.method == "HEAD":  # who only asks what it is takes no place
        return Response(mimetype="text/event-stream", headers=HEADERS)
    if not live.admit():
        return Response(status=204, headers=HEADERS)
    return Response(
        Stream(live, lines),
        mimetype="text/event-stream",
        headers=HEADERS,
        direct_passthrough=True,
    )


def _within(app: Flask, render: Render | None) -> Render:
    def rendered(glimpse: Glimpse) -> str | None:
        if render is None:
            return ""
        with app.app_context():
            return render(glimpse)

    return rendered


def _changes(
    live: Live, run_id: UUID, reader: Reader, after: str, render: Render
) -> Iterator[bytes]:
    yield HELLO
    told = None
    for glimpse in _glimpses(live, run_id, reader, after):
        if glimpse is None:
            yield b": \n\n"
            continue
        words = render(glimpse)
        if words is None:
            yield event("gone", "")
            return
        if words != told or not words:  # a line may concern others of the same kind alone
            yield event("changed", words, glimpse.mark(reader))
        told = words


def _entries(
    live: Live, run_id: UUID, after: int, write: Callable[[Entry], str]
) -> Iterator[bytes]:
    yield HELLO
    number = after
    for glimpse in _glimpses(live, run_id, "leaders", ""):
        if glimpse is None:
            yield b": \n\n"
            continue
        with live.watcher.database.reading() as session:
            lines = runs.log(session, run_id, after=number)
        for entry in lines:
            yield event(entry.verb, write(entry), entry.number)
            number = entry.number


def _glimpses(live: Live, run_id: UUID, reader: Reader, after: str) -> Iterator[Glimpse | None]:
    """Give the run each time it is another, and None when it is time for a sign of life."""
    until = time.monotonic() + LIFE
    spoken = time.monotonic()
    while not live.stopped and time.monotonic() < until:
        glimpse = live.watcher.wait(run_id, reader, after, PATIENCE)
        if glimpse is not None:
            after, spoken = glimpse.mark(reader), time.monotonic()
            yield glimpse
            if reader == "leaders":
                live.watcher.rest(REST)
        elif time.monotonic() - spoken >= PING:
            spoken = time.monotonic()
            yield None
