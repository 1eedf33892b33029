"""To which network belongs what an address names?"""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.errors import NotFound
from scheduler.model import (
    Action,
    AgendaItem,
    Area,
    Attachment,
    Callout,
    CalloutCall,
    Commission,
    Decision,
    Exercise,
    Feed,
    Finding,
    Incoming,
    Invitation,
    Letter,
    Meeting,
    MeetingChange,
    Membership,
    Minutes,
    MinutesComment,
    Network,
    Person,
    Proposal,
    Run,
    RunRole,
    Scenario,
    ScenarioVersion,
    Series,
    Suggestion,
)

NAMES: dict[str, type[Any]] = {
    "network": Network,
    "meeting": Meeting,
    "series": Series,
    "invitation": Invitation,
    "item": AgendaItem,
    "proposal": Proposal,
    "comment": MinutesComment,
    "decision": Decision,
    "action": Action,
    "area": Area,
    "commission": Commission,
    "attachment": Attachment,
    "feed": Feed,
    "letter": Letter,
    "incoming": Incoming,
    "change": MeetingChange,
    "scenario": Scenario,
    "scenario_version": ScenarioVersion,
    "suggestion": Suggestion,
    "exercise": Exercise,
    "run": Run,
    "run_role": RunRole,
    "finding": Finding,
    "callout": Callout,
    "callout_call": CalloutCall,
    "person": Person,
}


class Place(NamedTuple):
    """A thing and the networks it belongs to; none: only an administrator's."""

    id: UUID
    networks: frozenset[UUID]


def locate(session: Session, name: str, value: str) -> Place:
    """Find what `name` and `value` of an address mean (a network also by slug); raises NotFound."""
    thing = session.get(NAMES[name], _identity(session, name, value))
    if thing is None:
        raise NotFound
    return Place(thing.id, frozenset(_networks(session, thing)))


def _identity(session: Session, name: str, value: str) -> UUID:
    if name == "network":
        by_slug = session.scalar(select(Network.id).where(Network.slug == value))
        if by_slug is not None:
            return by_slug
    try:
        return UUID(value)
    except ValueError:
        raise NotFound from None


def _networks(session: Session, thing: Any) -> set[UUID]:
    match thing:
        case Network():
            return {thing.id}
        case Invitation() | MeetingChange() | AgendaItem():
            return {session.get_one(Meeting, thing.meeting_id).network_id}
        case ScenarioVersion() | Suggestion() | RunRole() | MinutesComment() | CalloutCall():
            return {_whole(session, thing).network_id}
        case Person():
            return _of_person(session, thing.id)
        case Feed() if thing.network_id is None and thing.person_id is not None:
            return _of_person(session, thing.person_id)
    return {thing.network_id} - {None}


def _whole(session: Session, part: Any) -> Any:
    match part:
        case RunRole():
            return session.get_one(Run, part.run_id)
        case CalloutCall():
            return session.get_one(Callout, part.callout_id)
        case MinutesComment():
            minutes = session.get_one(Minutes, part.minutes_id)
            return session.get_one(Meeting, minutes.meeting_id)
    return session.get_one(Scenario, part.scenario_id)


def _of_person(session: Session, person_id: UUID) -> set[UUID]:
    return set(
        session.scalars(select(Membership.network_id).where(Membership.person_id == person_id))
    )
