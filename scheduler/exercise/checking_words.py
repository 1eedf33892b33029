"""Are all names in a scenario invented, and does it hold nothing by which somebody is found?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scheduler import identity_numbers
from scheduler.errors import N_
from scheduler.exercise import remarks
from scheduler.exercise.content import Content
from scheduler.exercise.remarks import Booking, Place
from scheduler.exercise.wording import texts

_MAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@((?:[\w-]+\.)+[\w-]+)")
# Begins with + or 0, or is of Norwegian and Danish form; dates and amounts begin otherwise.
_PHONE = re.compile(
    r"(?<![\w.,-])(?:\+|0)\d(?:[ ()/–-]{0,2}\d){6,13}(?!\w)"
    r"|(?<![\w.,-])\d\d(?: \d\d){3}(?!\w)|(?<![\w.,-])\d{3} \d\d \d{3}(?!\w)"
)
_SHORTEST_NAME = 5  # letters, with at least two words: “Bo” alone is nobody


def findings(content: Content, asked: Booking) -> Iterator[remarks.Warning]:
    """Give what may be somebody's: identity numbers, addresses, phone numbers, names."""
    names = _names(asked.real_names)
    for place, text in texts(content):
        yield from _about(place, text, names)


def _about(place: Place, text: str, names: re.Pattern[str] | None) -> Iterator[remarks.Warning]:
    numbers = identity_numbers.found(text)
    if numbers:
        words = N_("A personal identity number stands here. Take it away.")
        yield remarks.error(place, words)
    for found in _MAIL.finditer(text):
        if not f".{found[1]}".casefold().endswith(".example"):
            words = N_("“%(address)s” may be a real address. Use one that ends in .example.")
            yield remarks.error(place, words, address=found[0])
    for found in _PHONE.finditer(text):
        if found[0] not in numbers:
            words = N_(
                "“%(number)s” looks like a phone number. Somebody may have it: leave it out."
            )
            yield remarks.warning(place, words, number=found[0])
    for found in names.finditer(text) if names else ():
        words = N_("“%(name)s” is the name of somebody in the network. Invent another.")
        yield remarks.warning(place, words, name=found[0])


def _names(real: tuple[str, ...]) -> re.Pattern[str] | None:
    known = {" ".join(name.split()) for name in real}
    whole = sorted(name for name in known if " " in name and len(name) >= _SHORTEST_NAME)
    if not whole:
        return None
    spelt = "|".join(r"\s+".join(map(re.escape, name.split())) for name in whole)
    return re.compile(rf"(?<!\w)(?:{spelt})(?!\w)", re.IGNORECASE)
