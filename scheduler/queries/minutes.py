"""What did a meeting come to? The whole of it; who gets which part stands in editions.py."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from scheduler import clock
from scheduler.model import (
    Adjuster,
    Attendance,
    Decision,
    Invitation,
    Meeting,
    Minutes,
    MinutesVersion,
    Organisation,
)
from scheduler.model.minutes import FIXED
from scheduler.queries import actions, agenda, frozen, head, rounds
from scheduler.queries.attendance import from_answers, listed
from scheduler.queries.membership import alphabetical
from scheduler.queries.minutes_view import (
    AdjusterLine,
    DecisionLine,
    MinutesView,
    Note,
    Section,
)

__all__ = [
    "AdjusterLine",
    "DecisionLine",
    "MinutesView",
    "Note",
    "Section",
    "count_called",
    "live",
    "newest_version",
    "of_meeting",
    "version",
]


def of_meeting(session: Session, meeting_id: UUID) -> MinutesView:
    """Give a meeting's minutes; before the first save a draft, attendance as people answered.

    Approved ones are given as they were approved, whatever has happened to actions since.
    """
    view = live(session, meeting_id)
    if view.state not in FIXED:
        return view
    kept = newest_version(session, meeting_id)
    return frozen.as_kept(session, view, kept.content) if kept else view


def live(session: Session, meeting_id: UUID) -> MinutesView:
    """Give a meeting's minutes as the rows have them now."""
    meeting = head.load(session, meeting_id)
    minutes = session.scalars(
        select(Minutes)
        .where(Minutes.meeting_id == meeting_id)
        .options(
            selectinload(Minutes.attendance).joinedload(Attendance.person),
            selectinload(Minutes.attendance).joinedload(Attendance.represents),
            selectinload(Minutes.attendance).joinedload(Attendance.organisation),
            selectinload(Minutes.entries),
            selectinload(Minutes.decisions),
            selectinload(Minutes.adjusters).joinedload(Adjuster.person),
        )
    ).one_or_none()
    called = _called(session, meeting)
    return (
        _written(session, meeting, minutes, called) if minutes else _blank(session, meeting, called)
    )


def count_called(session: Session, meeting_id: UUID) -> int:
    """Count those who will be told when the minutes are published: all who were called."""
    called = select(func.count()).where(
        Invitation.meeting_id == meeting_id, Invitation.removed_at.is_(None)
    )
    return session.scalar(called) or 0


def newest_version(session: Session, meeting_id: UUID) -> MinutesVersion | None:
    """Give the newest version of a meeting's minutes that was kept."""
    kept = (
        select(MinutesVersion)
        .join(Minutes, Minutes.id == MinutesVersion.minutes_id)
        .where(Minutes.meeting_id == meeting_id)
        .order_by(MinutesVersion.number.desc())
    )
    return session.scalars(kept.limit(1)).one_or_none()


def version(session: Session, meeting_id: UUID, number: int) -> MinutesView | None:
    """Give the minutes as one of their versions has them; None if there is none of this number."""
    kept = session.scalars(
        select(MinutesVersion)
        .join(Minutes, Minutes.id == MinutesVersion.minutes_id)
        .where(Minutes.meeting_id == meeting_id, MinutesVersion.number == number)
    ).one_or_none()
    return frozen.read_version(session, kept.content, kept.hash) if kept else None


def _blank(session: Session, meeting: Meeting, called: list[str]) -> MinutesView:
    return MinutesView(
        meeting=head.of(meeting),
        state="draft",
        version=0,
        saved_at=None,
        published_at=None,
        called=called,
        attendance=from_answers(session, meeting.id),
        points=agenda.points(meeting),
        notes=[],
        rounds=_rounds(session, meeting),
        decisions=[],
        actions=actions.of_meeting(session, meeting.id, clock.today(meeting.network.time_zone)),
    )


def _written(
    session: Session, meeting: Meeting, minutes: Minutes, called: list[str]
) -> MinutesView:
    kept = newest_version(session, meeting.id)
    return MinutesView(
        meeting=head.of(meeting),
        state=minutes.state,
        version=minutes.version,
        saved_at=minutes.saved_at,
        published_at=minutes.published_at,
        circulated_at=minutes.circulated_at,
        comments_until=minutes.comments_until,
        silence_approves=minutes.silence_approves,
        adjusted_at=minutes.adjusted_at,
        approved_at=minutes.approved_at,
        case_number=minutes.case_number,
        adjusters=[_adjuster(one, minutes) for one in minutes.adjusters],
        hash=kept.hash if kept else "",
        called=called,
        attendance=listed(minutes),
        points=agenda.points(meeting),
        notes=[Note(item_id=entry.item_id, text=entry.text) for entry in minutes.entries],
        rounds=_rounds(session, meeting),
        decisions=_decisions(session, minutes.decisions),
        actions=actions.of_meeting(session, meeting.id, clock.today(meeting.network.time_zone)),
    )


def _rounds(session: Session, meeting: Meeting) -> list[Note]:
    said = rounds.compiled(session, meeting.id)
    return [Note(item_id=item_id, text=text) for item_id, text in said.items()]


def _called(session: Session, meeting: Meeting) -> list[str]:
    names = session.scalars(
        select(Organisation.name)
        .join(Invitation, Invitation.organisation_id == Organisation.id)
        .where(
            Invitation.meeting_id == meeting.id,
            or_(Invitation.removed_at.is_(None), Invitation.removed_at >= meeting.starts_at),
        )
        .distinct()
    )
    return sorted(names, key=alphabetical)


def _adjuster(one: Adjuster, minutes: Minutes) -> AdjusterLine:
    return AdjusterLine(
        person_id=one.person_id,
        name=one.person.public_name,
        adjusted=one.adjusted_version == minutes.version or minutes.state in (*FIXED, "adjusted"),
    )


def _decisions(session: Session, decisions: Sequence[Decision]) -> list[DecisionLine]:
    later = {one.superseded_by_id for one in decisions} - {None}
    numbers = {
        one.id: f"{one.number}/{one.year}"
        for one in session.scalars(select(Decision).where(Decision.id.in_(later)))
    }
    return [
        DecisionLine(
            id=one.id,
            item_id=one.item_id,
            year=one.year,
            number=one.number,
            text=one.text,
            superseded_by=numbers.get(one.superseded_by_id, "") if one.superseded_by_id else "",
        )
        for one in decisions
    ]
