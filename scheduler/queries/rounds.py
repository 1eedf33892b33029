"""What does each organisation report in a situation round?"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scheduler import identity_numbers
from scheduler.errors import NotFound
from scheduler.language import Language, language
from scheduler.model import AgendaItem, Invitation, Meeting, Minutes, Organisation, RoundSlot
from scheduler.model.minutes import FIXED
from scheduler.queries import agenda, head
from scheduler.queries.agenda import Point
from scheduler.queries.entitled import Reader
from scheduler.queries.membership import alphabetical

STEP = 15  # seconds: shorter differences are nothing that a chair could keep
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """What one organisation reports; `version` 0: nobody has written it."""

    item_id: UUID
    organisation_id: UUID
    organisation: str
    text: str
    nothing_to_report: bool
    version: int
    filled_at: datetime | None
    via: str  # link | page

    @property
    def filled(self) -> bool:
        """Whether the organisation has said something, be it that it has nothing to report."""
        return self.nothing_to_report or bool(self.text)

    @property
    def identity_numbers(self) -> list[str]:
        """The personal identity numbers in its text: they belong into no record."""
        return identity_numbers.found(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round with a slot for each organisation that is called, in the order they speak.

    `closed`: the minutes hold or the meeting is cancelled, so that nothing more is written.
    """

    meeting_id: UUID
    network_id: UUID
    point: Point
    slots: list[Slot]
    closed: bool

    @property
    def item_id(self) -> UUID:
        """Which point of the agenda it is."""
        return self.point.id

    @property
    def seconds(self) -> int | None:
        """The timebox of one slot: the point's time shared, in whole quarters of a minute."""
        if not self.point.minutes or not self.slots:
            return None
        return self.point.minutes * 60 // len(self.slots) // STEP * STEP

    @property
    def quiet(self) -> int:
        """How many have nothing to report."""
        return sum(slot.nothing_to_report for slot in self.slots)

    @property
    def silent(self) -> list[Slot]:
        """The slots that nobody has filled."""
        return [slot for slot in self.slots if not slot.filled]

    def slot(self, organisation_id: UUID) -> Slot | None:
        """Give one organisation's slot; None: it takes no part."""
        return next((one for one in self.slots if one.organisation_id == organisation_id), None)


def of_item(session: Session, item_id: UUID, reader: Reader) -> Round:
    """Give one point's round; raises NotFound when it is none, or not the reader's to see."""
    item = session.get(AgendaItem, item_id)
    found = of_meeting(session, item.meeting_id, reader) if item else []
    for one in found:
        if one.item_id == item_id:
            return one
    raise NotFound


def of_meeting(session: Session, meeting_id: UUID, reader: Reader) -> list[Round]:
    """Give the rounds of a meeting that the reader may read, in the agenda's order."""
    meeting = head.load(session, meeting_id)
    return [
        one
        for one in _all(session, meeting)
        if reader.sees(meeting.network_id, meeting.id, one.point)
    ]


def compiled(session: Session, meeting_id: UUID) -> dict[UUID, str]:
    """Give each round that somebody has filled as notes: item → Markdown.

    In the network's language; those who were silent are named last.
    """
    meeting = head.load(session, meeting_id)
    speech = language(meeting.network.language)
    return {
        one.item_id: _as_notes(one, speech)
        for one in _all(session, meeting)
        if any(slot.filled for slot in one.slots)
    }


def organisations(session: Session, meeting: Meeting) -> dict[UUID, str]:
    """Give the organisations that are (or were, when it began) called to a meeting: id → name."""
    called = (
        select(Organisation.id, Organisation.name)
        .join(Invitation, Invitation.organisation_id == Organisation.id)
        .where(
            Invitation.meeting_id == meeting.id,
            or_(Invitation.removed_at.is_(None), Invitation.removed_at >= meeting.starts_at),
        )
    )
    return dict(session.execute(called).all())


def takes_part(organisation_id: UUID, audience: Collection[UUID]) -> bool:
    """Tell whether a round meant for an audience (empty: all who are called) asks this one."""
    return not audience or organisation_id in audience


def _all(session: Session, meeting: Meeting) -> list[Round]:
    points = [
        point
        for point in agenda.points(meeting)
        if point.kind == "round" and point.item_class != "spoken"
    ]
    if not points:
        return []
    called = organisations(session, meeting)
    written = _written(session, meeting.id)
    state = session.scalar(select(Minutes.state).where(Minutes.meeting_id == meeting.id))
    return [
        Round(
            meeting_id=meeting.id,
            network_id=meeting.network_id,
            point=point,
            slots=_slots(point, called, written.get(point.id, {})),
            closed=meeting.cancelled or state in FIXED,
        )
        for point in points
    ]


def _written(session: Session, meeting_id: UUID) -> dict[UUID, dict[UUID, tuple[RoundSlot, str]]]:
    rows = session.execute(
        select(RoundSlot, Organisation.name)
        .join(Organisation, Organisation.id == RoundSlot.organisation_id)
        .where(RoundSlot.meeting_id == meeting_id)
    )
    found: dict[UUID, dict[UUID, tuple[RoundSlot, str]]] = {}
    for slot, name in rows:
        found.setdefault(slot.item_id, {})[slot.organisation_id] = (slot, name)
    return found


def _slots(
    point: Point, called: dict[UUID, str], written: dict[UUID, tuple[RoundSlot, str]]
) -> list[Slot]:
    names = {key: name for key, name in called.items() if takes_part(key, point.audience)}
    # What was reported stays reported, also when its organisation is called no longer.
    names |= {key: name for key, (slot, name) in written.items() if slot.version}
    rows = {key: written[key][0] for key in written if key in names}
    order = sorted(names, key=lambda key: _place(rows.get(key), names[key]))
    return [_slot(point.id, key, names[key], rows.get(key)) for key in order]


def _place(slot: RoundSlot | None, name: str) -> tuple[bool, int, str]:
    """Sort by the order that was given, then by name."""
    position = slot.position if slot else None
    return position is None, position or 0, alphabetical(name)


def _slot(item_id: UUID, organisation_id: UUID, name: str, row: RoundSlot | None) -> Slot:
    written = row if row and row.version else None
    return Slot(
        item_id=item_id,
        organisation_id=organisation_id,
        organisation=name,
        text=written.text if written else "",
        nothing_to_report=bool(written and written.nothing_to_report),
        version=written.version if written else 0,
        filled_at=written.at if written else None,
        via=written.via if written else "",
    )


def _as_notes(one: Round, speech: Language) -> str:
    lines = [_line(slot, speech) for slot in one.slots if slot.filled]
    silent = [_plain(slot.organisation) for slot in one.silent]
    if silent:
        lines.append(speech.gettext("Did not report: %(names)s.", names=", ".join(silent)))
    return "\n\n".join(lines)


def _line(slot: Slot, speech: Language) -> str:
    said = speech.gettext("nothing to report") if slot.nothing_to_report else slot.text
    # A list, a heading or a second paragraph begins on a line of its own.
    gap = "\n\n" if "\n" in said else " "
    return f"**{_plain(slot.organisation)}**:{gap}{said}"


def _plain(name: str) -> str:
    """Write a name so that nothing in it is Markdown."""
    return _MARKUP.sub(r"\\\1", name)
