"""How do stories wait? For a condition, bounded, and saying what never came."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PATIENCE = 40.0  # seconds; far more than anything takes, so that a busy machine fails nothing
LOOK_EVERY = 0.02


def until(found: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
    """Give the first true thing that `found` gives; fail with `what` when none comes."""
    end = time.monotonic() + patience
    while True:
        thing = found()
        if thing:
            return thing
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(LOOK_EVERY)
