"""What does whoever takes the minutes need to see, point by point, and how old is it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import clock, identity_numbers
from scheduler.model import Attendance, Decision, Minutes, NoteClash
from scheduler.model.minutes import FIXED
from scheduler.queries import membership, minutes
from scheduler.queries.actions import ActionLine
from scheduler.queries.agenda import Point
from scheduler.queries.attendance import Attendee
from scheduler.queries.head import MeetingHead
from scheduler.queries.minutes import MinutesView

WHOLE = "whole"  # the name of what is written on the meeting as a whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """One line of the attendance list; `state`: present | absent | late. A guest has no person."""

    person_id: UUID | None
    guest_id: UUID | None
    name: str
    organisation: str
    state: str
    arrived: str
    represents_id: UUID | None
    represents: str

    @property
    def key(self) -> str:
        """What names the line on a page."""
        return str(self.person_id or self.guest_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One decision, its number within network and year, and its version."""

    id: UUID
    label: str
    text: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What a writer wrote while another saved: it waits to be joined."""

    id: UUID
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One point (`point` None: the whole meeting) with what is written on it, and its version."""

    point: Point | None
    text: str
    version: int
    round: str  # what the organisations reported (Markdown)
    waiting: list[Waiting]
    decisions: list[Decided]
    actions: list[ActionLine]

    @property
    def key(self) -> str:
        """What names the point on a page."""
        return str(self.point.id) if self.point else WHOLE

    @property
    def spoken(self) -> bool:
        """Whether no more than its title is kept."""
        return self.point is not None and self.point.item_class == "spoken"

    @property
    def personal(self) -> bool:
        """Whether somebody's personal identity number stands in it."""
        decided, promised = (
            [one.text for one in self.decisions],
            [one.text for one in self.actions],
        )
        return any(identity_numbers.found(text) for text in (self.text, *decided, *promised))

    @property
    def seconds(self) -> int | None:
        """How long its clock has run; None: it has not."""
        if self.point is None or self.point.started_at is None:
            return None
        return int(((self.point.ended_at or clock.now()) - self.point.started_at).total_seconds())

    @property
    def running(self) -> bool:
        """Whether its clock runs."""
        return self.seconds is not None and self.point is not None and self.point.ended_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """A meeting's minutes while they are taken; `others` may be added to the attendance list."""

    meeting: MeetingHead
    state: str
    version: int
    saved_at: datetime | None
    called: list[str]
    missing: list[str]
    presence: list[Presence]
    others: list[tuple[UUID, str]]
    pieces: list[Piece]

    @property
    def fixed(self) -> bool:
        """Whether the text is approved: it changes with a reason only, on another page."""
        return self.state in FIXED

    @property
    def here(self) -> int:
        """Of how many of the organisations that were called somebody is here."""
        return len(self.called) - len(self.missing)


def of_meeting(session: Session, meeting_id: UUID) -> Taking:
    """Give all that whoever takes a meeting's minutes works with; raises NotFound."""
    view = minutes.live(session, meeting_id)
    written = select(Minutes).where(Minutes.meeting_id == meeting_id)
    row = session.scalars(written).one_or_none()
    presence = _noted(row, view) if row else [_answered(one) for one in view.attendance]
    return Taking(
        meeting=view.meeting,
        state=view.state,
        version=view.version,
        saved_at=view.saved_at,
        called=view.called,
        missing=view.missing,
        presence=presence,
        others=_others(session, view, presence),
        pieces=_pieces(session, view, row),
    )


def _pieces(session: Session, view: MinutesView, row: Minutes | None) -> list[Piece]:
    waiting = _waiting(session, row)
    versions: dict[UUID | None, int] = {}
    for entry in row.entries if row else ():
        versions[entry.item_id] = max(entry.version, versions.get(entry.item_id, 0))
    rounds = {note.item_id: note.text for note in view.rounds}
    found = []
    for point in (None, *view.points):
        item_id = point.id if point else None
        found.append(
            Piece(
                point=point,
                text="\n\n".join(note.text for note in view.notes if note.item_id == item_id),
                round=rounds.get(item_id, ""),
                version=versions.get(item_id, 0),
                waiting=[one for item, one in waiting if item == item_id],
                decisions=_decided(row.decisions if row else (), item_id),
                actions=[line for line in view.actions if line.item_id == item_id],
            )
        )
    return found


def _decided(decisions: Sequence[Decision], item_id: UUID | None) -> list[Decided]:
    return [
        Decided(id=one.id, label=f"{one.number}/{one.year}", text=one.text, version=one.version)
        for one in decisions
        if one.item_id == item_id
    ]


def _waiting(session: Session, row: Minutes | None) -> list[tuple[UUID | None, Waiting]]:
    if row is None:
        return []
    clashes = session.scalars(
        select(NoteClash)
        .where(NoteClash.minutes_id == row.id, NoteClash.settled_at.is_(None))
        .order_by(NoteClash.at, NoteClash.id)
    )
    return [
        (one.item_id, Waiting(id=one.id, text=one.text, by=one.by, at=one.at)) for one in clashes
    ]


def _noted(row: Minutes, view: MinutesView) -> list[Presence]:
    return [_line(one, line) for line, one in zip(row.attendance, view.attendance, strict=True)]


def _answered(one: Attendee) -> Presence:
    return _line(one, None)


def _line(one: Attendee, row: Attendance | None) -> Presence:
    state = "absent" if not one.present else "late" if one.arrived else "present"
    return Presence(
        person_id=one.person_id,
        guest_id=row.id if row and one.person_id is None else None,
        name=one.name,
        organisation=one.organisation,
        state=state,
        arrived=one.arrived,
        represents_id=one.represents_id,
        represents=one.represents,
    )


def _others(
    session: Session, view: MinutesView, presence: Sequence[Presence]
) -> list[tuple[UUID, str]]:
    """Give the network's people who are not on the list: they may come all the same."""
    listed = {one.person_id for one in presence}
    day = clock.today(view.meeting.time_zone)
    return [
        (one.person_id, f"{one.person.public_name} · {one.organisation.name}")
        for one in membership.members(session, view.meeting.network_id, day)
        if one.person_id and one.person_id not in listed and one.person and one.organisation
    ]
