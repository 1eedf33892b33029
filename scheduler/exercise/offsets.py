"""How is a stretch of exercise time typed and shown? As hours and minutes: 0:45."""

from __future__ import annotations

import re

from scheduler.errors import N_, Refused
from scheduler.exercise.parts import LONGEST_OFFSET

_MINUTES = re.compile(r"([+-]?)(\d{1,5})")
_CLOCK = re.compile(r"([+-]?)(\d{1,4})[:.](\d\d)(?:[:.](\d\d))?")


class NoOffset(Refused):
    """What was typed is no stretch of time."""

    message = N_("Write hours and minutes, such as 0:45 or 1:20, or minutes alone, such as 45.")


def read(text: str, *, field: str = "") -> int:
    """Give the seconds that "0:45", "+00:45", "1:20:30" or "45" (minutes) mean; "" is none."""
    typed = re.sub(r"\s", "", text)
    found = _CLOCK.fullmatch(typed)
    if found:
        sign, hours, minutes, seconds = found.groups()
        if int(minutes) > 59 or int(seconds or 0) > 59:
            raise NoOffset(field=field)
        length = int(hours) * 3600 + int(minutes) * 60 + int(seconds or 0)
    elif _MINUTES.fullmatch(typed):
        sign, length = typed[:1], int(typed.lstrip("+-")) * 60
    elif not typed:
        return 0
    else:
        raise NoOffset(field=field)
    if length > LONGEST_OFFSET:
        raise NoOffset(field=field)
    return -length if sign == "-" else length


def shown(seconds: int) -> str:
    """Write seconds as h:mm, with seconds where they are not whole minutes; before STARTEX: -."""
    sign, whole = ("-" if seconds < 0 else ""), abs(seconds)
    text = f"{sign}{whole // 3600}:{whole % 3600 // 60:02d}"
    return f"{text}:{whole % 60:02d}" if whole % 60 else text
