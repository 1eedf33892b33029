"""What does the page behind a reply link show, and whose link is it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scheduler import calling, clock, entries, letters
from scheduler.calendar import timezone
from scheduler.config import Settings
from scheduler.errors import N_, NotFound
from scheduler.model import Invitation, Meeting, MeetingChange
from scheduler.queries import agenda, head
from scheduler.queries.agenda import Point
from scheduler.queries.head import MeetingHead
from scheduler.queries.membership import convenor
from scheduler.tokens import KeyRing, Purpose, identity_in


class DeadLink(NotFound):
    """A reply link that is cut off, revoked or never was."""

    message = N_(
        "This link does not work. It may have been cut off on its way, or the person is no longer "
        "called to the meeting. Open the link in the latest mail about the meeting, or answer "
        "that mail and ask for a new one."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class LastChange:
    """What happened last to the meeting that its invitees should see; old times are wall times."""

    kind: str  # moved | cancelled | restored | text
    reason: str
    old_start: datetime | None
    old_end: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPage:
    """One person's call to one meeting.

    `own_start` and `own_end` are wall times in the person's zone, None where its clocks show what
    the meeting's do. `closed` says why no answer is taken: started, cancelled, or "". `calendar`
    says what the person's calendar does about an answer it does not show: it is told by "mail", it
    "asks" on, or "" if it shows it.
    """

    invitation_id: UUID
    person_id: UUID
    person: str
    organisation: str
    language: str
    own_zone: str
    own_start: datetime | None
    own_end: datetime | None
    meeting: MeetingHead
    purpose: str
    convenor: str
    text: str
    answer: str
    comment: str
    answered_at: datetime | None
    answered_via: str
    answered_late: bool
    reply_by: date | None
    late: bool
    closed: str
    calendar: str
    change: LastChange | None
    points: list[Point]
    hidden_points: int


def reply_url(settings: Settings, keys: KeyRing, invitation: Invitation) -> str:
    """Give the address at which one person answers for one meeting."""
    return f"{settings.base_url}/r/{token_of(keys, invitation)}"


def token_of(keys: KeyRing, invitation: Invitation) -> str:
    """Give an invitation's reply token."""
    return keys.token("reply", invitation.id, invitation.generation)


def find(session: Session, keys: KeyRing, token: str, *, purpose: Purpose = "reply") -> Invitation:
    """Find whose link a token is; raises DeadLink."""
    invitation = session.scalars(
        select(Invitation)
        .where(Invitation.id == identity_in(token))
        .options(
            joinedload(Invitation.person),
            joinedload(Invitation.organisation),
            joinedload(Invitation.meeting).joinedload(Meeting.network),
        )
    ).one_or_none()
    if invitation is None or not invitation.active:
        raise DeadLink
    if not keys.verify(token, purpose, invitation.id, invitation.generation):
        raise DeadLink
    return invitation


def show(session: Session, invitation: Invitation) -> ReplyPage:
    """Give what the invited person may see."""
    meeting, person = invitation.meeting, invitation.person
    moment = clock.now()
    organisation = invitation.organisation or person.organisation
    convening = convenor(session, meeting.network_id, meeting.start.date())
    own_start, own_end = own_times(meeting, person.time_zone)
    return ReplyPage(
        invitation_id=invitation.id,
        person_id=person.id,
        person=person.public_name,
        organisation=organisation.name if organisation and not person.protected else "",
        language=person.language,
        own_zone=person.time_zone,
        own_start=own_start,
        own_end=own_end,
        meeting=head.of(meeting),
        purpose=meeting.network.purpose,
        convenor=convening.name if convening else "",
        text=meeting.text,
        answer=invitation.answer,
        comment=invitation.comment,
        answered_at=invitation.answered_at,
        answered_via=invitation.answered_via or "",
        answered_late=invitation.answered_late,
        reply_by=calling.reply_by(meeting),
        late=calling.is_late(meeting, moment),
        closed=_closed(meeting, moment),
        calendar=_calendar(invitation),
        change=_last_change(session, meeting),
        points=agenda.open_points(agenda.points(meeting)),
        hidden_points=sum(item.item_class != "open" for item in meeting.agenda),
    )


def calendar_file(invitation: Invitation, *, url: str) -> bytes:
    """Give the meeting as a file for the person's calendar."""
    return entries.file(invitation.meeting, url=url, language=invitation.person.language)


def own_times(meeting: Meeting, zone: str) -> tuple[datetime | None, datetime | None]:
    """Give start and end on the clocks of `zone`, or None twice where they show the same."""
    own = timezone.zone(zone)
    start, end = (
        instant.astimezone(own).replace(tzinfo=None)
        for instant in (meeting.starts_at, meeting.ends_at)
    )
    return (None, None) if start == meeting.start else (start, end)


def _closed(meeting: Meeting, moment: datetime) -> str:
    if meeting.cancelled:
        return "cancelled"
    return "started" if meeting.starts_at <= moment else ""


def _calendar(invitation: Invitation) -> str:
    if invitation.answer in {"needs-action", invitation.told_answer}:
        return ""
    mailed = letters.takes_calendar(invitation) and invitation.told_answer is not None
    return "mail" if mailed and invitation.answered_via == "link" else "asks"


def _last_change(session: Session, meeting: Meeting) -> LastChange | None:
    change = session.scalars(
        select(MeetingChange)
        .where(
            MeetingChange.meeting_id == meeting.id,
            MeetingChange.kind.in_(("moved", "cancelled", "restored", "text")),
            MeetingChange.undone_at.is_(None),
        )
        .order_by(MeetingChange.sequence.desc())
    ).first()
    if change is None:
        return None
    old_end = None
    if change.old_start is not None and change.old_minutes is not None:
        old_end = change.old_start + timedelta(minutes=change.old_minutes)
    return LastChange(
        kind=change.kind, reason=change.reason, old_start=change.old_start, old_end=old_end
    )
