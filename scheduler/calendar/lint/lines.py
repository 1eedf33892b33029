"""Which components and properties has a calendar (RFC 5545 3.1, 3.4)?

Lines are unfolded, and split into name, parameters and value; nothing is looked over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from scheduler.calendar.lint.characters import CONTROL
from scheduler.calendar.lint.unfit import Unfit
from scheduler.errors import N_

FOLD: Final = 75  # octets in a line, its end not counted
_VALUE: Final = r'(?:"[^"]*"|[^";:,]*)'
_LINE: Final = re.compile(rf"([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+={_VALUE}(?:,{_VALUE})*)*):(.*)")
_PARAMETER: Final = re.compile(rf";([A-Za-z0-9-]+)=({_VALUE}(?:,{_VALUE})*)")


@dataclass(frozen=True, slots=True)
class Line:
    """One property: names are in upper case, quotes around a parameter's value are gone."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass(frozen=True, slots=True)
class Component:
    """What stands between a BEGIN and its END."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The names of its properties, each as often as it stands there."""
        return [line.name for line in self.lines]

    def line(self, name: str) -> Line:
        """Give the only property with this name; an empty one where there is none or more."""
        found = [line for line in self.lines if line.name == name]
        return found[0] if len(found) == 1 else Line(name, {}, "")


def read(content: bytes) -> list[Component]:
    """Give the components of calendar text, in order; raises Unfit."""
    top = Component("")
    open_ = [top]
    for line in _unfolded(content):
        if line.name == "BEGIN":
            component = Component(line.value.upper())
            open_[-1].parts.append(component)
            open_.append(component)
        elif line.name == "END":
            if open_.pop().name != line.value.upper() or not open_:
                raise Unfit(N_("A component of the calendar part has no beginning or no end."))
        else:
            open_[-1].lines.append(line)
    if len(open_) != 1 or top.lines:
        raise Unfit(N_("A component of the calendar part has no beginning or no end."))
    return top.parts


def _unfolded(content: bytes) -> list[Line]:
    raw = content.split(b"\r\n")
    if raw.pop() or any(len(line) > FOLD or b"\n" in line or b"\r" in line for line in raw):
        raise Unfit(N_("A line of the calendar part is too long, or does not end as it should."))
    try:
        texts = [line.decode("utf-8") for line in raw]  # a character is not cut by a fold
    except UnicodeError:
        raise Unfit(N_("The calendar part is not UTF-8.")) from None
    if any(CONTROL.search(text) for text in texts):
        raise Unfit(N_("The calendar part has control characters."))
    return [_line(text) for text in re.split(r"\r\n(?![ \t])", "\r\n".join(texts))]


def _line(text: str) -> Line:
    found = _LINE.fullmatch(re.sub(r"\r\n[ \t]", "", text))
    pairs = _PARAMETER.findall(found[2]) if found else []
    parameters = {name.upper(): value.strip('"') for name, value in pairs}
    if found is None or len(parameters) != len(pairs):
        raise Unfit(N_("A line of the calendar part cannot be read."))
    return Line(found[1].upper(), parameters, found[3])
