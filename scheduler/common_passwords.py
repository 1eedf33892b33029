"""Which passwords are guessed first?

With fifteen characters at least, what is common is rarely one word: it is a word twice, a word and
a year, a walk over the keyboard, a line that everybody knows. So a password is undressed (case,
accents, 4 for a, numbers and marks between) and refused when nothing but a few common pieces is
left. The pieces and lines stand in common_passwords.txt.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

FEWEST_DIFFERENT = 6  # characters
FEWEST_WORDS = 4  # different common words: fewer are tried by rote
ENOUGH_OWN = 6  # letters beside common pieces make a password one's own

_LEET = str.maketrans("4@310$5!7+8", "aaelossitt" + "b")
_FLAT = str.maketrans({"æ": "ae", "ø": "o", "ð": "d", "þ": "th", "ß": "ss"})
_WALKS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopåasdfghjklöäzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "!qaz@wsx#edc$rfv%tgb^yhn",
    '!"#¤%&/()=',
    "!@#$%^&*()",
)
_SHORTEST_STEP = 4


def is_common(password: str, about: tuple[str, ...] = ()) -> bool:
    """Tell whether nothing is left of a password but what is guessed first.

    `about` holds the owner's name and address: they are common pieces for this one.
    """
    small = password.casefold()
    if len(set(small)) < FEWEST_DIFFERENT or _is_walked(small):
        return True
    own = frozenset(piece for text in about for piece in _letters(text).split() if len(piece) > 2)
    shapes = (_letters(small), _letters(small.translate(_LEET)))
    beside = (_jumps(small) + _signs(small)) // 2
    return any(_is_made_of(shape.replace(" ", ""), own, beside) for shape in shapes)


def _is_made_of(solid: str, own: frozenset[str], beside: int) -> bool:
    if solid in lines():
        return True
    used, left = _taken_apart(solid, words() | own)
    return left + beside < ENOUGH_OWN and len(used - own) < FEWEST_WORDS


def _taken_apart(solid: str, pieces: frozenset[str]) -> tuple[set[str], int]:
    """Give the common pieces found from the left, longest first, and how many letters are none."""
    used: set[str] = set()
    left = place = 0
    longest = max(map(len, pieces))
    while place < len(solid):
        size = next(
            (n for n in range(longest, 2, -1) if solid[place : place + n] in pieces),
            0,
        )
        if size:
            used.add(solid[place : place + size])
        left += not size
        place += size or 1
    return used, left


def _is_walked(small: str) -> bool:
    """Tell whether all but a few characters are steps along a keyboard, an alphabet or numbers."""
    steps = (walk for line in _WALKS for walk in (line, line[::-1]))
    covered = [False] * len(small)
    for line in steps:
        for place in range(len(small) - _SHORTEST_STEP + 1):
            if small[place : place + _SHORTEST_STEP] in line:
                covered[place : place + _SHORTEST_STEP] = [True] * _SHORTEST_STEP
    return covered.count(False) < ENOUGH_OWN


def _jumps(text: str) -> int:
    """Count the digits that neither belong to a year nor follow the one before."""
    digits = [int(digit) for digit in re.sub(r"(19|20)\d\d|[^0-9]", "", text)]
    return sum(abs(after - before) > 1 for before, after in pairwise(digits))


def _signs(text: str) -> int:
    """Count the different characters that are neither letter nor digit nor space."""
    return len({char for char in text if not char.isalnum() and not char.isspace()})


def _letters(text: str) -> str:
    """Give the letters alone, small and without accents, a space for what stood between."""
    flat = unicodedata.normalize("NFKD", text.casefold().translate(_FLAT))
    kept = "".join(char for char in flat if not unicodedata.combining(char))
    return re.sub(r"[\W\d_]+", " ", kept).strip()


@cache
def words() -> frozenset[str]:
    """Give the common words and names."""
    return frozenset(word for line in _file("[words]") for word in line.split())


@cache
def lines() -> frozenset[str]:
    """Give the lines that everybody knows, as letters alone."""
    return frozenset(line.replace(" ", "") for line in _file("[lines]"))


def _file(section: str) -> list[str]:
    path = Path(__file__).with_suffix(".txt")
    whole = path.read_text(encoding="ascii").split(section, 1)[1]
    return [line.strip() for line in whole.split("\n[", 1)[0].splitlines() if line.strip()]
