"""Does a text hold somebody's personal identity number?

Sweden, Norway, Denmark, Finland and Iceland, every written form. A date that exists and the
country's control digits tell a number from a phone number or a case number. Denmark checks nothing
since 2007, Iceland need not: there the written form and the date decide.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

# Eight or six digits of birth, what stands between, and the tail; no letter or digit beside it.
_SHAPE = re.compile(
    r"""(?<![^\W_])
    (?P<born>[0-9]{8}|[0-9]{6})
    (?P<mark>[ \t\u00a0\u2009\u202f]?[-+\u2010-\u2015\u2212][ \t\u00a0\u2009\u202f]?
           |[ \t\u00a0\u2009\u202f]|[A-FU-Ya-fu-y]|)
    (?P<tail>[0-9]{3}[0-9A-Ya-y]|[0-9]{5})
    (?![^\W_])""",
    re.VERBOSE,
)
_CENTURIES = (1800, 1900, 2000)
_FINNISH = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_FINNISH_CENTURY = {"+": 1800} | dict.fromkeys("-UVWXY", 1900) | dict.fromkeys("ABCDEF", 2000)
_NORWEGIAN_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_NORWEGIAN_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_ICELANDIC = (3, 2, 7, 6, 5, 4, 3, 2, 1)


def found(text: str) -> list[str]:
    """Find every personal identity number in `text`, as and in the order it was typed."""
    return [
        shape.group()
        for shape in _SHAPE.finditer(text)
        if any(rule(shape["born"], _plain(shape["mark"]), shape["tail"]) for rule in _RULES)
    ]


def _plain(mark: str) -> str:
    """Give what stands between as nothing, "-", "+" or a letter; a space is as good as nothing."""
    mark = mark.strip().upper()
    return mark if mark in {"", "+"} or mark.isalpha() else "-"


def _swedish(born: str, mark: str, tail: str) -> bool:
    """Take (YY)YYMMDD-NNNC: Luhn over the last ten digits; day + 60 is a coordination number.

    A coordination number of somebody whose birth is unknown may have month 00 and day 60.
    """
    number = born[-6:] + tail
    if mark.isalpha() or len(tail) != 4 or not number.isdecimal() or not _luhn(number):
        return False
    years = [int(born[:4])] if len(born) == 8 else [c + int(born[:2]) for c in _CENTURIES]
    if not all(1800 <= year < 2100 for year in years):
        return False
    month, day = int(number[2:4]), int(number[4:6])
    if day >= 60 and (month == 0 or day == 60):
        return month <= 12 and day <= 91
    return _any_date(years, month, day - 60 * (day > 60))


def _luhn(number: str) -> bool:
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(number))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def _norwegian(born: str, mark: str, tail: str) -> bool:
    """Take DDMMYY NNNCC: D-number day + 40, H-number month + 40, common H-number from 8 or 9.

    From 2032 the first control digit leaves 0 to 3 of modulus 11; the second leaves nothing.
    """
    if mark not in {"", "-"} or len(born) != 6 or len(tail) != 5:
        return False
    number = born + tail
    first, second = _left(number, _NORWEGIAN_FIRST, 11), _left(number, _NORWEGIAN_SECOND, 11)
    if number[0] in "89":
        return first == second == 0
    day, month, year = _split(born)
    day, month = day - 40 * (day > 40), month - 40 * (month > 40)
    return first <= 3 and second == 0 and _any_date([c + year for c in _CENTURIES], month, day)


def _danish(born: str, mark: str, tail: str) -> bool:
    """Take DDMMYY-XXXX: the seventh digit and the year tell the century; no control digit."""
    if mark not in {"", "-"} or len(born) != 6 or len(tail) != 4 or not tail.isdecimal():
        return False
    day, month, year = _split(born)
    return _any_date([_danish_century(int(tail[0]), year) + year], month, day)


def _danish_century(seventh: int, year: int) -> int:
    if seventh <= 3:
        return 1900
    if seventh in {4, 9}:
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800


def _finnish(born: str, mark: str, tail: str) -> bool:
    """Take DDMMYY, the sign of the century, NNN and the letter or digit that checks them."""
    century = _FINNISH_CENTURY.get(mark)
    if century is None or len(born) != 6 or len(tail) != 4:
        return False
    day, month, year = _split(born)
    check = _FINNISH[int(born + tail[:3]) % 31]
    return tail[3].upper() == check and _any_date([century + year], month, day)


def _icelandic(born: str, mark: str, tail: str) -> bool:
    """Take DDMMYY-NNCM: C by modulus 11, M the century; a company's day + 40 is nobody's."""
    if mark not in {"", "-"} or len(born) != 6 or len(tail) != 4 or not tail.isdecimal():
        return False
    day, month, year = _split(born)
    century = {"8": 1800, "9": 1900, "0": 2000}.get(tail[3])
    checks = _left(born + tail, _ICELANDIC, 11) == 0
    return century is not None and checks and _any_date([century + year], month, day)


def _left(number: str, weights: tuple[int, ...], modulus: int) -> int:
    pairs = zip(number, weights, strict=False)  # what has no weight does not count
    return sum(int(digit) * weight for digit, weight in pairs) % modulus


def _split(born: str) -> tuple[int, int, int]:
    return int(born[:2]), int(born[2:4]), int(born[4:])


def _any_date(years: list[int], month: int, day: int) -> bool:
    """Tell whether the day stands in the calendar of any of the years."""
    for year in years:
        try:
            date(year, month, day)
        except ValueError:
            continue
        return True
    return False


_RULES: tuple[Callable[[str, str, str], bool], ...] = (
    _swedish,
    _norwegian,
    _danish,
    _finnish,
    _icelandic,
)
