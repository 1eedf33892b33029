"""How is calendar text from outside taken apart?

RFC 5545 3.1: lines, parameters, components. A line that cannot be read is passed over, so that an
oddity elsewhere costs nobody their answer; what is too much is unreadable before it is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from scheduler.calendar.mime import TooMuch

MOST_EVENTS: Final = 50
MOST_LINES: Final = 20_000
MOST_DEPTH: Final = 5
_ESCAPED: Final = re.compile(r"\\([nN\\;,])")
_CARETS: Final = re.compile(r"\^([n'^])")


@dataclass(frozen=True, slots=True)
class Property:
    """One line: a name, its parameters (names in capitals) and the value as it stands."""

    name: str
    parameters: dict[str, str]
    value: str

    def parameter(self, name: str) -> str:
        """Give a parameter without its quotes; empty if it is not there."""
        given = self.parameters.get(name, "").replace('"', "")
        return _CARETS.sub(lambda m: {"n": "\n", "'": '"', "^": "^"}[m[1]], given)  # RFC 6868

    @property
    def text(self) -> str:
        """The value as TEXT, its escapes taken off (RFC 5545 3.3.11)."""
        return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], self.value)


@dataclass(slots=True)
class Component:
    """A BEGIN, an END and what stands between."""

    name: str
    properties: list[Property] = field(default_factory=list)
    children: list[Component] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """Give every property of a name."""
        return [found for found in self.properties if found.name == name]

    def value(self, name: str) -> str:
        """Give the first value of a name as text; empty if there is none."""
        return next((found.text.strip() for found in self.all(name)), "")

    def inside(self, name: str) -> list[Component]:
        """Give the components of a name right inside this one."""
        return [child for child in self.children if child.name == name]


def calendar(text: str) -> Component:
    """Read the first VCALENDAR of a text; an empty one if there is none."""
    lines = re.split(r"\r?\n", re.sub(r"\r?\n[ \t]", "", text), maxsplit=MOST_LINES + 1)
    events = sum(line.strip().upper() == "BEGIN:VEVENT" for line in lines)
    if len(lines) > MOST_LINES or events > MOST_EVENTS:
        raise TooMuch
    stack = [Component("")]
    for line in lines:
        _take(line, stack)
        if len(stack) > MOST_DEPTH:
            raise TooMuch
    return next(iter(stack[0].inside("VCALENDAR")), Component("VCALENDAR"))


def number(text: str) -> int:
    """Read a count; 0 if it is none."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def instant(text: str) -> datetime | None:
    """Read a time in UTC (RFC 5545 3.3.5, form 2); None if it is none."""
    if re.fullmatch(r"[0-9]{8}T[0-9]{6}Z", text):
        try:
            return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError:
            return None
    return None


def _take(line: str, stack: list[Component]) -> None:
    found = _property(line)
    if found is None:
        return
    name = found.value.strip().upper()
    if found.name == "BEGIN":
        child = Component(name)
        stack[-1].children.append(child)
        stack.append(child)
    elif found.name != "END":
        stack[-1].properties.append(found)
    elif len(stack) > 1 and stack[-1].name == name:
        stack.pop()


def _property(line: str) -> Property | None:
    head, *value = _cut(line, ":", most=1)
    name, *parameters = _cut(head, ";")
    if not value or not name:
        return None
    pairs = (parameter.partition("=")[::2] for parameter in parameters)
    return Property(name.strip().upper(), {key.strip().upper(): v for key, v in pairs}, value[0])


def _cut(text: str, mark: str, *, most: int = -1) -> list[str]:
    """Split at marks that no quotes enclose."""
    pieces, begin, quoted = [], 0, False
    for place, char in enumerate(text):
        if char == '"':
            quoted = not quoted
        elif char == mark and not quoted:
            pieces.append(text[begin:place])
            begin = place + 1
            if len(pieces) == most:
                break
    return [*pieces, text[begin:]]
