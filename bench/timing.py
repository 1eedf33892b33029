"""How are two ways timed against each other? In turn, several times; medians are compared."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def against(ours: Callable[[], object], peer: Callable[[], object], *, rounds: int = 7) -> str:
    """Run both in turn, once to warm up; gives medians in milliseconds and the peer's ratio."""
    ours(), peer()
    pairs = [(_seconds(ours), _seconds(peer)) for _ in range(rounds)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratios = sorted(peers / own for own, peers in pairs)
    return (
        f"ours {mine * 1000:.3f} ms · peer {theirs * 1000:.3f} ms · "
        f"ratio {statistics.median(ratios):.0f} ({ratios[0]:.0f}–{ratios[-1]:.0f})"
    )


def _seconds(way: Callable[[], object]) -> float:
    start = time.perf_counter()
    way()
    return time.perf_counter() - start
