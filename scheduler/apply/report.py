"""What did a network file change?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from scheduler.errors import N_
from scheduler.language import Language

Mark = Literal["+", "~", "=", "!", "·"]

_SUBJECTS = {
    "network": N_("network"),
    "organisation": N_("organisation"),
    "person": N_("person"),
    "area": N_("area"),
    "series": N_("series"),
    "meeting": N_("meeting"),
    "scenario": N_("scenario"),
}
FIXED = N_("its dates are fixed already: change it on its page (%(fields)s)")
TOLD = N_("it is no longer preliminary: change it on its page (%(fields)s)")
ELSEWHERE = N_("also in networks that are not yours: ask an administrator (%(fields)s)")
NOT_NAMED = N_("not in the file, left as it is")
_SUMMARY = N_("%(added)s added, %(changed)s changed, %(same)s the same.")
_NOTHING = N_("Nothing to change.")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: + added, ~ changed (which fields), = the same, ! not done (why), · left alone."""

    mark: Mark
    subject: str
    name: str
    fields: tuple[str, ...] = ()
    words: str = ""


@dataclass(slots=True)
class Report:
    """All that one run did, in the order of the file."""

    lines: list[Line] = field(default_factory=list)

    def add(
        self, mark: Mark, subject: str, name: str, fields: tuple[str, ...] = (), words: str = ""
    ) -> None:
        """Note one thing."""
        self.lines.append(Line(mark, subject, name, fields, words))

    @property
    def wrote(self) -> bool:
        """Whether anything was written."""
        return any(line.mark in "+~" for line in self.lines)

    def text(self, language: Language) -> Iterator[str]:
        """Write a line for each thing, and the sum."""
        for line in self.lines:
            yield _written(line, language)
        yield self._sum(language)

    def _sum(self, language: Language) -> str:
        if not self.wrote:
            return language.gettext(_NOTHING)
        marks = [line.mark for line in self.lines]
        return language.gettext(
            _SUMMARY, added=marks.count("+"), changed=marks.count("~"), same=marks.count("=")
        )


def _written(line: Line, language: Language) -> str:
    subject = language.gettext(_SUBJECTS[line.subject])
    fields = ", ".join(line.fields)
    why = language.gettext(line.words, fields=fields) if line.words else fields
    return f"{line.mark} {subject} {line.name}" + (f": {why}" if why else "")
