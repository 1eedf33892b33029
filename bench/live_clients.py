"""Who looks at live pages in the benchmark? Streams, pollers, and readers of other pages."""

from __future__ import annotations

import heapq
import http.client
import random
import re
import selectors
import socket
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import urlencode

HOST = "127.0.0.1"
TAIL = 200  # bytes that are looked at again, should words be cut in two


def said(times: Sequence[float]) -> str:
    """Give p50, p95 and the longest of some seconds, in milliseconds."""
    if not times:
        return "nothing"
    ordered = sorted(times)
    p95 = ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]
    return (
        f"p50 {statistics.median(ordered) * 1000:.0f} ms · p95 {p95 * 1000:.0f} ms · "
        f"max {ordered[-1] * 1000:.0f} ms (n {len(ordered)})"
    )


class Streams:
    """Many open streams, read by one thread; notes when each has the words that are awaited."""

    def __init__(self, port: int, paths: Sequence[str]) -> None:
        self.statuses: list[int] = []
        self.arrived: dict[int, float] = {}
        self.on_arrival: Callable[[int], None] = lambda _: None
        self._words = b""
        self._selector = selectors.DefaultSelector()
        self._tails: dict[int, bytes] = {}
        self._over = False
        for number, path in enumerate(paths):
            self._open(port, number, path)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    @property
    def open(self) -> int:
        """How many are open."""
        return len(self._tails)

    def expect(self, words: str) -> None:
        """Await words anew."""
        self._words = words.encode()
        self.arrived = {}

    def close(self) -> None:
        """Close all."""
        self._over = True
        self._thread.join(timeout=5)
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]  # a socket

    def _open(self, port: int, number: int, path: str) -> None:
        line = socket.create_connection((HOST, port), timeout=20)
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}:{port}\r\n\r\n".encode())
        head = b""
        while b"\r\n\r\n" not in head:
            head += line.recv(4096)
        status = int(head.split(b" ", 2)[1])
        self.statuses.append(status)
        if status != 200:
            line.close()
            return
        line.setblocking(False)  # noqa: FBT003  # its own name
        self._tails[number] = b""
        self._selector.register(line, selectors.EVENT_READ, number)

    def _read(self) -> None:
        while not self._over:
            for key, _ in self._selector.select(timeout=0.2):
                self._take(key)

    def _take(self, key: selectors.SelectorKey) -> None:
        line, number = key.fileobj, key.data
        got = line.recv(1 << 18)  # type: ignore[union-attr]  # a socket
        if not got:
            self._selector.unregister(line)
            self._tails.pop(number, None)
            return
        held = self._tails[number] + got
        if self._words and self._words in held and number not in self.arrived:
            self.arrived[number] = time.perf_counter()
            self.on_arrival(number)
        self._tails[number] = held[-TAIL:]


class Asking:
    """What is asked at times of its own, by some threads with a connection each."""

    def __init__(self, port: int, threads: int = 16) -> None:
        self.port = port
        self.times: list[float] = []
        self._pool = ThreadPoolExecutor(threads)
        self._own = threading.local()

    def ask(
        self, method: str, path: str, body: str | bytes = "", headers: dict[str, str] | None = None
    ) -> tuple[int, bytes, str]:
        """Ask once; gives status, words and ETag."""
        begun = time.perf_counter()
        line = getattr(self._own, "line", None)
        if line is None:
            line = self._own.line = http.client.HTTPConnection(HOST, self.port, timeout=20)
        line.request(method, path, body or None, headers or {})
        answer = line.getresponse()
        words = answer.read()
        self.times.append(time.perf_counter() - begun)
        return answer.status, words, answer.headers.get("ETag", "")

    def later(self, work: Callable[[], object]) -> None:
        """Do something in one of the threads."""
        self._pool.submit(work)

    def end(self) -> None:
        """Wait for what is asked now."""
        self._pool.shutdown(wait=True, cancel_futures=True)


class Readers:
    """Says of each inject that somebody has seen it, as their page does: within five seconds."""

    def __init__(self, port: int, links: Sequence[str]) -> None:
        self.asking = Asking(port, 4)
        self._links = links
        self._due: list[tuple[float, int, str]] = []
        self._lock = threading.Condition()
        self._over = False
        threading.Thread(target=self._run, daemon=True).start()

    def has(self, number: int, inject: str) -> None:
        """Plan what one page says."""
        with self._lock:
            heapq.heappush(self._due, (time.monotonic() + _some(5), number, inject))
            self._lock.notify()

    def end(self) -> None:
        """Say nothing more."""
        with self._lock:
            self._over = True
            self._lock.notify()
        self.asking.end()

    def _run(self) -> None:
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._over or bool(self._due))
                if self._over:
                    return
                at, number, inject = self._due[0]
                if at > time.monotonic():
                    self._lock.wait(at - time.monotonic())
                    continue
                heapq.heappop(self._due)
            body = urlencode({"inject": inject})
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            path = f"{self._links[number]}/seen"
            self.asking.later(partial(self.asking.ask, "POST", path, body, kind))


class Pollers:
    """Many pages that ask every three seconds, each at its own moment."""

    EVERY = 3.0

    def __init__(self, port: int, links: Sequence[str]) -> None:
        self.asking = Asking(port)
        self.arrived: dict[int, float] = {}
        self._links = links
        self._marks = dict.fromkeys(range(len(links)), "")
        self._words = b""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def expect(self, words: str) -> None:
        """Await words anew."""
        self._words = words.encode()
        self.arrived = {}

    def end(self) -> None:
        """Ask no more."""
        self._over.set()
        self._thread.join(timeout=5)
        self.asking.end()

    def _run(self) -> None:
        begun = time.monotonic()
        due = [(begun + _some(self.EVERY), n) for n in range(len(self._links))]
        heapq.heapify(due)
        while not self._over.is_set():
            at, number = heapq.heappop(due)
            self._over.wait(max(at - time.monotonic(), 0))
            self.asking.later(partial(self._poll, number))
            heapq.heappush(due, (at + self.EVERY, number))

    def _poll(self, number: int) -> None:
        mark = self._marks[number]
        path = f"{self._links[number]}/poll?after={mark}"
        known = {"If-None-Match": f'"{mark}"'} if mark else {}
        status, words, etag = self.asking.ask("GET", path, headers=known)
        if status == 200:
            self._marks[number] = etag.strip('"')
            if self._words and self._words in words:
                self.arrived.setdefault(number, time.perf_counter())


class Others:
    """Somebody who looks at other pages meanwhile, five a second."""

    def __init__(self, port: int, pages: Sequence[str], cookie: str) -> None:
        self.asking = Asking(port, 2)
        self._pages, self._cookie = pages, cookie
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def end(self) -> list[float]:
        """Look no more; gives how long each page took."""
        self._over.set()
        self._thread.join(timeout=5)
        self.asking.end()
        return self.asking.times

    def _run(self) -> None:
        number = 0
        while not self._over.wait(0.2):
            page = self._pages[number % len(self._pages)]
            number += 1
            self.asking.later(partial(self._look, page))

    def _look(self, page: str) -> None:
        status, _, _ = self.asking.ask("GET", page, headers={"Cookie": f"kallelse={self._cookie}"})
        if status != 200:
            raise RuntimeError(f"{page}: {status}")


def mark_of(page: bytes) -> str:
    """Read at which mark a page stands."""
    found = re.search(rb'data-after="([^"]*)"', page)
    return found[1].decode() if found else ""


def _some(seconds: float) -> float:
    return random.uniform(0, seconds)  # noqa: S311  # no secret: a moment
