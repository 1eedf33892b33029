"""What can be sent about a called meeting without changing it: its agenda, or the notice again."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import events, history, letters
from scheduler.actor import Actor
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.leaving import AT_ONCE, Leaving
from scheduler.model import Invitation, Meeting
from scheduler.services import meetings


class NobodyBehind(Refused):
    """Nobody's calendar lags."""

    message = N_("Everybody who was called has been told how the meeting stands.")


def send_agenda(
    session: Session, meeting_id: UUID, *, leave: Leaving = AT_ONCE, by: Actor
) -> Meeting:
    """Send a called meeting's agenda as an update; answers stay."""
    meeting = meetings.to_come(session, meeting_id, by)
    if meeting.called_at is not None and meeting.agenda:
        meetings.raise_sequence(session, meeting)
        change = meetings.note(session, meeting, "agenda", by, leave)
        record(session, events.AgendaSent(**meetings.about(meeting, by), change=change.id))
    return meeting


def resend(
    session: Session, invitation_id: UUID, *, leave: Leaving = AT_ONCE, by: Actor
) -> Invitation:
    """Send one invitee the notice again, with a higher SEQUENCE so that calendars take it."""
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or not invitation.active:
        raise NotFound
    meeting = meetings.to_come(session, invitation.meeting_id, by)
    if meeting.called_at is not None:
        _resend(session, meeting, [invitation], leave, by)
    return invitation


def resend_behind(
    session: Session, meeting_id: UUID, *, leave: Leaving = AT_ONCE, by: Actor
) -> list[Invitation]:
    """Send all those the notice again whose calendars show the meeting as it was."""
    meeting = meetings.to_come(session, meeting_id, by)
    late = behind(session, meeting)
    if not late:
        raise NobodyBehind
    _resend(session, meeting, late, leave, by)
    return late


def behind(session: Session, meeting: Meeting) -> list[Invitation]:
    """Give those who were told of a meeting, but not how it stands now."""
    told = history.told(session, meeting.id)
    return [
        one
        for one in meeting.invitations
        if one.active and letters.is_behind(meeting, told.get(one.id))
    ]


def _resend(
    session: Session, meeting: Meeting, people: list[Invitation], leave: Leaving, by: Actor
) -> None:
    meetings.raise_sequence(session, meeting)
    change = meetings.note(session, meeting, "resent", by, leave)
    for one in people:
        record(
            session,
            events.NoticeResent(
                by=by.name,
                subject=one.id,
                network_id=meeting.network_id,
                meeting=meeting.id,
                change=change.id,
            ),
        )
