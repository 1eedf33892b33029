"""What has each invitee been told of a meeting, and which letter has not left yet?"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from scheduler import told as telling
from scheduler.letters import TELLING, owes
from scheduler.model import Invitation, Letter, Meeting
from scheduler.told import Told

WAITING = ("queued", "held")


def arrived() -> ColumnElement[bool]:
    """Say of which letters: those that have left, or may have."""
    left: ColumnElement[bool] = Letter.state.in_(("sending", "sent", "doubt"))
    return and_(Letter.kind.in_(TELLING), or_(left, Letter.body["doubt"].as_boolean()))


def told(session: Session, meeting_id: UUID) -> dict[UUID, Told]:
    """Give what each invitation of a meeting was told last, or may have been.

    Where a letter that may have arrived was given up for a newer one, the calendar shows what it
    told or what was told before it: of these, what differs from the meeting as it stands.
    """
    meeting = session.get_one(Meeting, meeting_id)
    rows = session.scalars(
        select(Letter)
        .where(Letter.meeting_id == meeting_id, arrived())
        .order_by(Letter.sequence, Letter.queued_at)
    )
    of: dict[UUID, list[Letter]] = {}
    for row in rows:
        if row.invitation_id:
            of.setdefault(row.invitation_id, []).append(row)
    found = {one.id: _worst(of.get(one.id, []), meeting, one) for one in meeting.invitations}
    return {key: known for key, known in found.items() if known is not None}


def told_one(session: Session, letter: Letter) -> Told | None:
    """Give what the invitation of `letter` was told last, as `told` does, that letter left out."""
    if letter.invitation is None or letter.meeting is None:
        return None
    rows = session.scalars(
        select(Letter)
        .where(
            Letter.invitation_id == letter.invitation_id,
            Letter.sequence <= letter.sequence,
            Letter.id != letter.id,
            arrived(),
        )
        .order_by(Letter.sequence, Letter.queued_at)
    )
    return _worst(list(rows), letter.meeting, letter.invitation)


def told_by(session: Session, invitation_id: UUID, meeting: Meeting, *, upto: int) -> Told | None:
    """Give what an invitation was told last, by letters of at most the SEQUENCE `upto`."""
    return _last(session, invitation_id, meeting, Letter.sequence <= upto)


def waiting(session: Session, meeting_id: UUID) -> dict[UUID, Letter]:
    """Give each invitation's letter that has certainly not left, the latest of several."""
    rows = session.scalars(
        select(Letter)
        .where(
            Letter.meeting_id == meeting_id,
            Letter.kind.in_(TELLING),
            Letter.state.in_(WAITING),
            Letter.body["doubt"].as_boolean().is_not(True),
        )
        .order_by(Letter.sequence, Letter.queued_at)
    )
    return {row.invitation_id: row for row in rows if row.invitation_id}


def lags(session: Session, meeting: Meeting, invitation: Invitation) -> bool:
    """Tell whether a calendar must be told of an answer, or of what an answer had spared it.

    It shows another answer than the person gave, or lacks a change of text because they had
    declined; and no letter waits that will say so.
    """
    out = meeting.cancelled or not invitation.active
    told = None if out else told_by(session, invitation.id, meeting, upto=meeting.sequence)
    if told is None or invitation.id in waiting(session, meeting.id):
        return False
    if invitation.answered_via == "coordinator":
        return False
    if invitation.told_answer not in {None, invitation.answer}:
        return True
    return invitation.answer != "declined" and told.words != telling.words_of(meeting)


def last_marks(session: Session, letter: Letter) -> tuple[int | None, datetime | None]:
    """Give the highest SEQUENCE and DTSTAMP that the reader of `letter` may have for its UID."""
    row = session.execute(
        select(func.max(Letter.sequence), func.max(Letter.stamp)).where(
            Letter.invitation_id == letter.invitation_id,
            Letter.method != "",
            Letter.id != letter.id,
            Letter.state.in_(("sending", "sent", "doubt")) | Letter.body["doubt"].as_boolean(),
        )
    ).one()
    return row[0], row[1]


def _last(
    session: Session, invitation_id: UUID, meeting: Meeting, condition: ColumnElement[bool]
) -> Told | None:
    last = session.scalar(
        select(Letter)
        .where(Letter.invitation_id == invitation_id, arrived(), condition)
        .order_by(Letter.sequence.desc(), Letter.queued_at.desc())
        .limit(1)
    )
    return _told(last, meeting) if last is not None else None


def _worst(rows: list[Letter], meeting: Meeting, invitation: Invitation) -> Told | None:
    """Of what a calendar may show give the latest by which something is owed, else the latest.

    A letter that is withdrawn is repeated no more; any other arrives, or somebody is told.
    """
    sure = max((at for at, row in enumerate(rows) if row.state != "withdrawn"), default=-1)
    before = _told(rows[sure], meeting) if sure >= 0 else None
    possible = [before, *(_told(row, meeting) for row in rows[sure + 1 :])]
    owing = (one for one in reversed(possible) if owes(meeting, invitation, one))
    return next(owing, possible[-1])


def _told(letter: Letter, meeting: Meeting) -> Told:
    if letter.tells is not None:
        return telling.from_json(letter.tells)
    # A letter of before this was kept: what we know is whether it told the present time.
    same = letter.time_sequence == meeting.time_sequence
    return Told(
        kind=letter.kind,
        sequence=letter.sequence,
        cancelled=letter.kind in {"cancelled", "removed"},
        start=meeting.start if same else None,
        minutes=meeting.minutes,
        zone=meeting.time_zone,
        starts_at=meeting.starts_at if same else None,
        place=meeting.place,
        words=telling.words_of(meeting),
        agenda=telling.agenda_of(meeting),
        answer="",
    )
