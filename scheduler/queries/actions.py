"""What has been promised, and what is late? Each reader gets the actions that are theirs to read.

An action follows its point: what came from one of class circle is for those who may read that
point, and for the action's own person. One that stands in minutes follows their state too: a draft
is for those who write actions, what is out for comments also for those who were there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.errors import NotFound
from scheduler.model import Action, Network, Organisation
from scheduler.model.action import OPEN_STATES
from scheduler.queries.action_lines import ActionLine, Found, find
from scheduler.queries.entitled import Reader, attended_by

__all__ = [
    "ActionLine",
    "by_id",
    "count_overdue",
    "left_behind",
    "of_meeting",
    "of_network",
    "of_networks",
    "open_for_agenda",
    "open_of_person",
]


def of_network(session: Session, network: Network, reader: Reader) -> list[ActionLine]:
    """Give a network's actions: the overdue first, then the open by date, then the closed."""
    today = clock.today(network.time_zone)
    found = find(session, today, Action.network_id == network.id)
    return sorted(_readable(session, found, reader), key=in_order)


def of_networks(session: Session, networks: Iterable[Network], reader: Reader) -> list[ActionLine]:
    """Give the actions of several networks in one order; each network has its own today."""
    lines = [line for one in networks for line in of_network(session, one, reader)]
    return sorted(lines, key=in_order)


def open_for_agenda(session: Session, network: Network, reader: Reader) -> list[ActionLine]:
    """Give what is left to do or to show in a network: what its next meeting goes through."""
    lines = of_network(session, network, reader)
    return [line for line in lines if line.open or line.awaits_retest]


def of_meeting(session: Session, meeting_id: UUID, today: date) -> list[ActionLine]:
    """Give all actions that came out of a meeting, as they were written; editions cut them."""
    return [one.line for one in find(session, today, Action.meeting_id == meeting_id)]


def by_id(session: Session, action_id: UUID, reader: Reader) -> ActionLine:
    """Give one action by its network's day; raises NotFound also where it is not theirs to read."""
    action = session.get(Action, action_id)
    if action is None:
        raise NotFound
    network = session.get_one(Network, action.network_id)
    found = find(session, clock.today(network.time_zone), Action.id == action_id)
    for line in _readable(session, found, reader):
        return line
    raise NotFound


def open_of_person(session: Session, person_id: UUID) -> list[ActionLine]:
    """Give what a person has left to do in all networks; each network has its own today.

    What stands in a draft of minutes is not promised yet.
    """
    networks = session.scalars(
        select(Network)
        .join(Action, Action.network_id == Network.id)
        .where(Action.person_id == person_id)
        .distinct()
    ).all()
    found = [
        one.line
        for network in networks
        for one in find(
            session,
            clock.today(network.time_zone),
            Action.person_id == person_id,
            Action.network_id == network.id,
            Action.state.in_(OPEN_STATES),
        )
        if one.minutes_state != "draft"
    ]
    return sorted(found, key=in_order)


def count_overdue(session: Session, network: Network) -> int:
    """Count a network's overdue actions."""
    counted = (
        select(func.count())
        .select_from(Action)
        .where(
            Action.network_id == network.id,
            Action.due < clock.today(network.time_zone),
            Action.state.in_(OPEN_STATES),
        )
    )
    return session.scalar(counted) or 0


def left_behind(
    session: Session, networks: Iterable[UUID]
) -> list[tuple[UUID, Organisation, int, datetime]]:
    """Count the open actions whose person has left: network, organisation, how many, since when."""
    rows = session.execute(
        select(Action.network_id, Organisation, func.count(), func.min(Action.left_at))
        .join(Organisation, Organisation.id == Action.organisation_id)
        .where(
            Action.network_id.in_(list(networks)),
            Action.left_at.is_not(None),
            Action.state.in_(OPEN_STATES),
        )
        .group_by(Action.network_id, Organisation.id)
        .order_by(func.min(Action.left_at))
    )
    return [(network, house, count, since) for network, house, count, since in rows if since]


def in_order(line: ActionLine) -> tuple[bool, bool, bool, date, datetime]:
    """Give what sorts a line: the overdue first, then the open by date, then the closed."""
    return (
        not line.overdue,
        not line.open,
        line.due is None,
        line.due or date.max,
        line.created_at,
    )


def _readable(session: Session, found: list[Found], reader: Reader) -> list[ActionLine]:
    there = attended_by(session, reader.actor.person_id)
    return [one.line for one in found if _may_read(one, reader, there)]


def _may_read(one: Found, reader: Reader, there: frozenset[UUID]) -> bool:
    line, own = one.line, reader.actor.person_id
    owns = own is not None and line.person_id == own
    if one.minutes_state not in {None, "published"}:
        writes = reader.actor.may("actions:write", line.network_id)
        outside = one.minutes_state == "draft" or (line.meeting_id not in there and not owns)
        if outside and not writes:
            return False
    return owns or reader.may_read(line.network_id, line.meeting_id, line.item_class, one.audience)
