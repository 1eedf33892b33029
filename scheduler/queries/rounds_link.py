"""What does a mailed link to a meeting's rounds open? One organisation's slots in the open ones."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actor import SYSTEM, Actor
from scheduler.config import Settings
from scheduler.model import Invitation
from scheduler.queries import head, reply_page, rounds
from scheduler.queries.entitled import Reader
from scheduler.queries.head import MeetingHead
from scheduler.queries.rounds import Round, Slot
from scheduler.tokens import KeyRing


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSlot:
    """One open round, and the slot that is the organisation's own."""

    round: Round
    slot: Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """What one organisation reports at a meeting; `shut`: rounds for which one must sign in."""

    person_id: UUID
    person: str
    organisation_id: UUID | None
    organisation: str
    language: str
    time_zone: str
    meeting: MeetingHead
    slots: list[OwnSlot]
    shut: int

    @property
    def closed(self) -> bool:
        """Whether nothing more is taken: the minutes hold, or the meeting is cancelled."""
        return any(one.round.closed for one in self.slots)

    @property
    def by(self) -> Actor:
        """Who writes behind the link."""
        return Actor(kind="link", id=self.person_id, person_id=self.person_id)


def round_url(settings: Settings, keys: KeyRing, invitation: Invitation) -> str:
    """Give the address at which one person reports for their organisation."""
    return f"{settings.base_url}/round/{keys.token('round', invitation.id, invitation.generation)}"


def by_token(session: Session, keys: KeyRing, token: str) -> OwnPage:
    """Give what a link opens; raises DeadLink."""
    invitation = reply_page.find(session, keys, token, purpose="round")
    person, house = invitation.person, invitation.organisation
    everything = rounds.of_meeting(session, invitation.meeting_id, Reader(SYSTEM))
    own = [(one, one.slot(house.id)) for one in everything] if house else []
    return OwnPage(
        person_id=person.id,
        person=person.public_name,
        organisation_id=house.id if house else None,
        organisation=house.name if house else "",
        language=person.language,
        time_zone=person.time_zone,
        meeting=head.of(invitation.meeting),
        slots=[OwnSlot(round=one, slot=slot) for one, slot in own if slot and one.point.open],
        shut=sum(slot is not None and not one.point.open for one, slot in own),
    )
