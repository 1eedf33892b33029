"""Which brief may somebody open: their own organisation's, a keeper's all, a link's open part?"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import briefing, clock
from scheduler.briefing import Brief
from scheduler.errors import N_, NotFound
from scheduler.model import Invitation, Meeting, Organisation
from scheduler.queries import actions, head, membership
from scheduler.queries.entitled import Reader
from scheduler.queries.head import MeetingHead
from scheduler.queries.membership import alphabetical
from scheduler.tokens import KeyRing, identity_in


class MeetingIsOver(NotFound):
    """A brief is for before the meeting; its link is forwarded and kept."""

    message = N_(
        "This link to a brief has ended: the meeting is over. "
        "Sign in to see what has been decided, or ask the network's coordinator."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefView:
    """A brief with its meeting's head."""

    meeting: MeetingHead
    brief: Brief


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView(BriefView):
    """What a mailed link opens: whose it is, and the tokens of what they can do."""

    language: str
    name: str
    round_token: str
    propose_token: str


def organisations(session: Session, meeting_id: UUID, reader: Reader) -> list[tuple[UUID, str]]:
    """Give the organisations whose briefs the reader may open, by name; raises NotFound."""
    meeting = head.load(session, meeting_id)
    called = session.execute(
        select(Organisation.id, Organisation.name)
        .join(Invitation, Invitation.organisation_id == Organisation.id)
        .where(Invitation.meeting_id == meeting.id, Invitation.removed_at.is_(None))
        .distinct()
    )
    found = {row.id: row.name for row in called}
    if not reader.keeps(meeting.network_id):
        own = _own(session, meeting, reader)
        found = {house: name for house, name in found.items() if house in own}
    return sorted(found.items(), key=lambda one: alphabetical(one[1]))


def show(session: Session, meeting_id: UUID, organisation_id: UUID, reader: Reader) -> BriefView:
    """Give an organisation's brief as its reader may read it; raises NotFound to others."""
    allowed = [house for house, _ in organisations(session, meeting_id, reader)]
    if organisation_id not in allowed:
        raise NotFound
    meeting = head.load(session, meeting_id)
    brief = briefing.gather(session, meeting, organisation_id, open_only=False)
    lines = actions.of_network(session, meeting.network, reader)
    shown = brief.only(
        lambda scope: reader.may_read(meeting.network_id, *scope.point),
        actions={line.id for line in lines},
    )
    return BriefView(meeting=head.of(meeting), brief=shown)


def by_token(session: Session, keys: KeyRing, token: str) -> LinkView:
    """Give what a mailed link opens, open things alone; raises NotFound or MeetingIsOver."""
    invitation = session.get(Invitation, identity_in(token) or UUID(int=0))
    if invitation is None or not invitation.active or invitation.organisation_id is None:
        raise NotFound
    if not keys.verify(token, "brief", invitation.id, invitation.generation):
        raise NotFound
    meeting = head.load(session, invitation.meeting_id)
    if meeting.cancelled or meeting.ends_at <= clock.now():
        raise MeetingIsOver
    brief = briefing.gather(session, meeting, invitation.organisation_id, open_only=True)
    return LinkView(
        meeting=head.of(meeting),
        brief=brief,
        language=invitation.person.language,
        name=invitation.person.public_name,
        round_token=keys.token("round", invitation.id, invitation.generation),
        propose_token=keys.token("propose", invitation.id, invitation.generation),
    )


def _own(session: Session, meeting: Meeting, reader: Reader) -> frozenset[UUID]:
    """Give the organisations that the reader sits for at the meeting, or belongs to."""
    person_id = reader.actor.person_id
    if person_id is None:
        return frozenset()
    sat_for = reader.seats.get(meeting.id, frozenset())
    today = clock.today(meeting.time_zone)
    held = membership.of_person(session, meeting.network_id, person_id, today)
    belongs = held is not None and held.holds(today) and held.organisation_id
    return sat_for | ({belongs} if isinstance(belongs, UUID) else set())
