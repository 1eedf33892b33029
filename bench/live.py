"""How soon do 300 open player pages have an inject that is released, and what does it cost others?

`.venv/bin/python -m bench.live [--players 300] [--rounds 8]` starts the real service on loopback.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.live_clients import Asking, Others, Pollers, Readers, Streams, mark_of, said
from bench.live_service import HOST, Service, World, free_port, text_of

OVER = 20  # streams beyond the cap
BETWEEN = 6.0  # seconds between two injects, in which all say that they have seen it


def main() -> None:
    """Print what is claimed, and what was found."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--players", type=int, default=300)
    options.add_argument("--rounds", type=int, default=8)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        service = Service(Path(folder) / "instance", asked.players)
        world = service.world(asked.players)
        service.start()
        try:
            _measure(service, world, asked.rounds)
        finally:
            _say("ended after an error" if sys.exc_info()[0] else "", service.stop())


def _measure(service: Service, world: World, rounds: int) -> None:
    _tell("")
    _alone(service, world)
    service.api(world.token, "POST", f"/runs/{world.run}/start")
    ours = _streamed(service, world, rounds)
    _polled(service, world, rounds)
    peer = _peer(len(world.links), rounds)
    ratio = _p95(ours) / _p95(peer)
    _tell(f"a bare echo of events in memory (peer): {said(peer)}; our p95 is {ratio:.1f} of its")
    pages = Streams(service.port, [f"{link}/stream" for link in world.links])
    _tell(f"shutdown with {pages.open} streams open: {service.stop():.2f} s (claim 5)")
    pages.close()


def _alone(service: Service, world: World) -> None:
    others = Others(service.port, world.pages, world.cookie)
    time.sleep(6)
    _tell(f"other pages, nobody else there: {said(others.end()[5:])}")


def _streamed(service: Service, world: World, rounds: int) -> list[float]:
    loading = Asking(service.port, 4)
    marks = [mark_of(loading.ask("GET", link)[1]) for link in world.links]
    _tell(f"player pages, one after another: {said(loading.times)}")
    paths = [f"{link}/stream?after={mark}" for link, mark in zip(world.links, marks, strict=True)]
    begun = time.perf_counter()
    pages = Streams(service.port, paths + paths[:OVER])
    took = time.perf_counter() - begun
    refused = pages.statuses.count(204)
    _tell(f"{pages.open} streams opened in {took:.1f} s; {refused} of {OVER} beyond the cap: 204")
    readers = Readers(service.port, world.links)
    others = Others(service.port, world.pages, world.cookie)
    times = _released(service, world, pages, range(rounds), readers.has)
    other = others.end()
    readers.end()
    _tell(f"inject to {pages.open} streams: {said(times)} (claim p95 300)")
    _tell(f"other pages meanwhile: {said(other)} (claim p95 150)")
    _tell(f"“I have seen it” of each page meanwhile: {said(readers.asking.times)}")
    pages.close()
    return times


def _polled(service: Service, world: World, rounds: int) -> None:
    pages = Pollers(service.port, world.links)
    others = Others(service.port, world.pages, world.cookie)
    time.sleep(4)
    times = _released(service, world, pages, range(rounds, 2 * rounds), lambda *_: None)
    other = others.end()
    pages.end()
    _tell(f"inject to {len(world.links)} polling pages: {said(times)} (claim p95 3500)")
    _tell(f"other pages meanwhile: {said(other)} (claim p95 150)")
    _tell(f"each poll: {said(pages.asking.times)}")


def _released(
    service: Service,
    world: World,
    pages: Streams | Pollers,
    numbers: range,
    seen: Callable[[int, str], None],
) -> list[float]:
    times: list[float] = []
    for number in numbers:
        pages.expect(text_of(number))
        if isinstance(pages, Streams):
            pages.on_arrival = lambda page, key=f"C{number}": seen(page, key)  # type: ignore[misc]
        begun = time.perf_counter()
        service.api(world.token, "POST", f"/runs/{world.run}/injects/C{number}/release")
        time.sleep(BETWEEN)
        times += [at - begun for at in pages.arrived.values()]
        if len(pages.arrived) != len(world.links):
            _tell(f"inject {number}: only {len(pages.arrived)} of {len(world.links)} had it")
    return times


def _peer(listeners: int, rounds: int) -> list[float]:
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "bench.live_peer", str(port)])  # noqa: S603
    time.sleep(1)
    pages = Streams(port, ["/"] * listeners)
    times: list[float] = []
    for number in range(rounds):
        words = f"event: changed\ndata: {text_of(number)} {'x' * 8000}\n\n"
        pages.expect(text_of(number))
        begun = time.perf_counter()
        Asking(port, 1).ask("POST", "/tell", words.encode())
        time.sleep(1)
        times += [at - begun for at in pages.arrived.values()]
    pages.close()
    server.terminate()
    server.wait()
    return times


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _say(words: str, took: float) -> None:
    if words:
        _tell(f"{words}: stopped in {took:.1f} s at {HOST}")


def _tell(words: str) -> None:
    print(words, flush=True)  # noqa: T201  # a benchmark prints


if __name__ == "__main__":
    main()
