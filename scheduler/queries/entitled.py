"""Who may read what, point by point?

Whoever keeps a network's records (`minutes:write`) reads all of them. A point of class `circle`,
and the title of one that is only spoken about, is for those who take part and were called to that
very meeting or were there, then; with an audience for those alone who sat for one of its
organisations. Whoever looks on, or comes later, reads what is open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.model import Attendance, Invitation, Meeting, Minutes
from scheduler.queries.agenda import Point

Seats = Mapping[UUID, frozenset[UUID]]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the asker, and for which organisations they sat in which meetings.

    `seats` has a key for each meeting that they were called to or attended, with the
    organisations they sat for (perhaps none).
    """

    actor: Actor
    seats: Seats = field(default_factory=dict)

    def keeps(self, network_id: UUID) -> bool:
        """Tell whether they keep the network's records."""
        return self.actor.may("minutes:write", network_id)

    def may_read(
        self,
        network_id: UUID,
        meeting_id: UUID | None,
        item_class: str,
        audience: Collection[UUID] = (),
    ) -> bool:
        """Tell whether they may read a point of this class, and all that belongs to it."""
        if item_class == "open" or self.keeps(network_id):
            return True
        sat_for = self.seats.get(meeting_id) if meeting_id else None
        if sat_for is None or not self.actor.may("minutes:read", network_id):
            return False  # who only looks on is called too, but is not of the circle
        return not audience or not sat_for.isdisjoint(audience)

    def sees(self, network_id: UUID, meeting_id: UUID, point: Point) -> bool:
        """Tell whether they may read a point of an agenda."""
        return self.may_read(network_id, meeting_id, point.item_class, point.audience)


def reader(session: Session, actor: Actor) -> Reader:
    """Give who asks as a reader."""
    return Reader(actor, seats_of(session, actor.person_id) if actor.person_id else {})


def seats_of(session: Session, person_id: UUID) -> Seats:
    """Give the meetings to which a person was called or at which they were, and for whom."""
    called = (
        select(Invitation.meeting_id, Invitation.organisation_id)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(
            Invitation.person_id == person_id,
            or_(Invitation.removed_at.is_(None), Invitation.removed_at >= Meeting.starts_at),
        )
    )
    there = (
        select(Minutes.meeting_id, Attendance.organisation_id)
        .join(Attendance, Attendance.minutes_id == Minutes.id)
        .where(Attendance.person_id == person_id, Attendance.present)
    )
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for statement in (called, there):
        for meeting_id, organisation_id in session.execute(statement):
            found[meeting_id].update([organisation_id] if organisation_id else [])
    return {meeting_id: frozenset(houses) for meeting_id, houses in found.items()}


def attended(session: Session, meeting_id: UUID, person_id: UUID) -> bool:
    """Tell whether the minutes of a meeting say that a person was there."""
    there = (
        select(Attendance.id)
        .join(Minutes, Minutes.id == Attendance.minutes_id)
        .where(
            Minutes.meeting_id == meeting_id,
            Attendance.person_id == person_id,
            Attendance.present,
        )
    )
    return session.scalars(there).first() is not None


def attended_by(session: Session, person_id: UUID | None) -> frozenset[UUID]:
    """Give the meetings of which the minutes say that a person was there."""
    if person_id is None:
        return frozenset()
    there = (
        select(Minutes.meeting_id)
        .join(Attendance, Attendance.minutes_id == Minutes.id)
        .where(Attendance.person_id == person_id, Attendance.present)
    )
    return frozenset(session.scalars(there))
