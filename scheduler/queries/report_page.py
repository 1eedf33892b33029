"""What does the page behind an action's link show: what was promised, by whom, from where?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import clock, ownership
from scheduler.errors import N_, NotFound, Refused
from scheduler.model import Action, ActionReport, Decision, Minutes, Network
from scheduler.queries.action_lines import ActionLine, find
from scheduler.tokens import KeyRing, identity_in


class DeadActionLink(NotFound):
    """An action's link that is cut off, revoked or never was."""

    message = N_(
        "This link to an action does not work any more: the action has been given to somebody "
        "else or taken away, or the link was cut off on its way. Ask the network's coordinator."
    )


class NotByLink(Refused):
    """What comes from a point that is not open is told of after signing in only."""

    message = N_("This action is not shown through the link. Sign in to tell how it goes.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One report: when, which state it named ("": a word alone), and its words."""

    at: datetime
    state: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """An action as its owner's link shows it; `line` is None where the link must not show it."""

    action_id: UUID
    network: str
    language: str
    time_zone: str
    line: ActionLine | None
    decisions: Sequence[str]
    reports: Sequence[Told]


def token_of(keys: KeyRing, action: Action) -> str:
    """Give the token of the link by which an action's owner reports."""
    return keys.token("action", action.id, action.generation)


def find_action(session: Session, keys: KeyRing, token: str) -> Action:
    """Find which action a token opens; raises DeadActionLink."""
    action = session.get(Action, identity_in(token) or UUID(int=0))
    if action is None or not keys.verify(token, "action", action.id, action.generation):
        raise DeadActionLink
    if not ownership.is_promised(session, action):
        raise DeadActionLink
    return action


def must_be_open(session: Session, action: Action) -> None:
    """Refuse what a link must not do; raises NotByLink."""
    if not ownership.is_open_to_links(session, action):
        raise NotByLink


def show(session: Session, action: Action) -> ReportPage:
    """Give the page of an action's link."""
    network = session.get_one(Network, action.network_id)
    shown = ownership.is_open_to_links(session, action)
    found = find(session, clock.today(network.time_zone), Action.id == action.id)
    return ReportPage(
        action_id=action.id,
        network=network.name,
        language=action.person.language if action.person else network.language,
        time_zone=network.time_zone,
        line=found[0].line if shown else None,
        decisions=_decisions(session, action) if shown else [],
        reports=_reports(session, action) if shown else [],
    )


def _decisions(session: Session, action: Action) -> list[str]:
    if action.item_id is None:
        return []
    on_point = (
        select(Decision)
        .join(Minutes, Minutes.id == Decision.minutes_id)
        .where(Decision.item_id == action.item_id, Minutes.state == "published")
    )
    found = session.scalars(on_point.order_by(Decision.year, Decision.number))
    return [f"{one.number}/{one.year} {one.text}" for one in found]


def _reports(session: Session, action: Action) -> list[Told]:
    told = select(ActionReport).where(ActionReport.action_id == action.id)
    rows = session.scalars(told.order_by(ActionReport.at.desc()))
    return [Told(at=row.at, state=row.state, text=row.text) for row in rows]
