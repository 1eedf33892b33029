"""What is gathered while a list is read: its parts by name, its messages?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from scheduler.errors import N_, Refused
from scheduler.exercise.content import Content
from scheduler.exercise.msel import messages, naming
from scheduler.exercise.msel.headings import Field
from scheduler.exercise.msel.messages import Level, Message
from scheduler.exercise.msel.registers import Register, numbered
from scheduler.exercise.msel.rows import Mapped, Record


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What is said beside the file.

    `start`: the exercise's, for clock times · `mapping`: heading → field · `without`: audiences
    that shall not come to be (what is for them is for nobody yet) · a new one's title, language;
    `name`: the file's, for want of a title.
    """

    start: datetime | None = None
    mapping: Mapped = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    title: str = ""
    language: str = "en"
    name: str = ""


class Book:
    """Gathers; `base` is the scenario as it is, None for a new one."""

    def __init__(self, base: Content | None, asked: Asked) -> None:
        self.base, self.asked = base, asked
        self.messages: list[Message] = []
        self.needs_start = False
        self.modules = Register((one.key, one.title) for one in (base.modules if base else ()))
        self.groups = Register((one.key, one.name) for one in (base.groups if base else ()))
        self.personas = Register((one.key, one.name) for one in (base.personas if base else ()))
        goals = base.objectives if base else ()
        self.objectives = Register(
            ((one.key, one.text) for one in goals), numbered("O", [one.key for one in goals])
        )
        self.injects = {one.key: one for one in (base.injects if base else ())}
        self.numbers: dict[str, Record] = {}
        self.free = naming.Free()
        self.actions: dict[str, str] = {}  # key of an expected action → its inject's
        self.files = {one.name for one in (base.papers if base else ())}

    def say(self, record: Record, name: str, level: Level, text: str, **params: object) -> None:
        """Keep a message on a cell."""
        self.messages.append(Message(*record.place(name), level, text, params))

    def refuse(self, record: Record, name: str, refused: Refused, level: Level = "error") -> None:
        """Keep a refusal of a cell."""
        self.messages.append(messages.of_refusal(record.place(name), refused, level))

    def keep(self, record: Record, name: Field, words: str) -> None:
        """Keep a cell that says nothing we know as a column of its own, and say so."""
        cell = record.text(name)
        record.extra[record.heading(name) or name] = cell
        self.say(record, name, "warning", words, cell=cell[:60])

    def part(self, of: Register, record: Record, name: Field, cell: str, longest: int = 200) -> str:
        """Give the key of the part that a cell names; one that is not there comes to be."""
        if len(naming.read(cell).name) > longest:
            self.say(record, name, "error", messages.TOO_LONG, max_length=longest)
            return ""
        return of.find(cell)

    def audience(self, cell: str) -> str:
        """Give the key of a group that a cell names; one that is declined does not come to be."""
        declined = naming.read(cell).name in self.asked.without
        return self.groups.find(cell, create=not declined)

    def actions_of_others(self, keys: Iterable[str]) -> None:
        """Remember the expected actions of injects that the list does not have: they stay."""
        gone = set(keys)
        for key, inject in self.injects.items():
            if key in gone:
                self.actions.update({action.key: key for action in inject.expected})


UNKNOWN_KIND = N_("“%(cell)s” is no kind of event that is known. It is kept beside, as an inject.")
UNKNOWN_WAY = N_("“%(cell)s” is no way of delivery that is known. It is kept beside; Web is set.")
UNKNOWN_STATUS = N_("“%(cell)s” is no status that is known. It is kept beside; Draft is set.")
UNKNOWN_YES = N_("“%(cell)s” is neither yes nor no. It is kept beside.")
