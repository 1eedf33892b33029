"""What do people say in a demonstration? The texts of demo/past/*.yaml, by language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml

FOLDER = Path(__file__).parents[2] / "demo"


@cache
def words(language: str) -> dict[str, Any]:
    """Give the texts of a language, English where there are none."""
    path = FOLDER / "past" / f"{language}.yaml"
    if not path.exists():
        path = FOLDER / "past" / "en.yaml"
    found: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def chance(*of: object) -> float:
    """Give a number from 0 to 1 that is always the same for the same things: no dice are thrown."""
    return crc32(repr(of).encode()) / 0xFFFFFFFF


def answer_of(*of: object) -> str:
    """Give how somebody answers: most come, some do not, some say nothing."""
    dice = chance(*of)
    for word, share in (("accepted", 0.66), ("declined", 0.78), ("tentative", 0.84)):
        if dice < share:
            return word
    return "needs-action"
