"""Which injects were suggested for a scenario? Leaders see all, others their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.errors import NotFound
from scheduler.model import Network, Scenario, Suggestion
from scheduler.queries import actors


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionLine:
    """One suggested inject; `who` is a name, that of a protected person is their role."""

    id: UUID
    scenario_id: UUID
    title: str
    text: str
    state: str
    answer: str
    inject_key: str
    who: str
    mine: bool
    at: datetime
    decided_at: datetime | None


def of_scenario(session: Session, scenario_id: UUID, by: Actor) -> list[SuggestionLine]:
    """Give what was suggested for a scenario, the oldest first."""
    scenario = session.get(Scenario, scenario_id)
    if scenario is None:
        raise NotFound
    leads = by.may("scenarios:read", scenario.network_id)
    rows = [row for row in scenario.suggestions if leads or row.by == by.name]
    names = actors.names(session, [row.by for row in rows])
    return [line(row, by, names) for row in rows]


def one(session: Session, suggestion_id: UUID, by: Actor) -> SuggestionLine:
    """Give one suggestion; raises NotFound for whoever may not read it."""
    row = session.get(Suggestion, suggestion_id)
    if row is not None:
        for found in of_scenario(session, row.scenario_id, by):
            if found.id == suggestion_id:
                return found
    raise NotFound


def head(session: Session, scenario_id: UUID) -> tuple[str, Network]:
    """Give a scenario's title and network, which is all that suggesting needs."""
    scenario = session.get(Scenario, scenario_id)
    if scenario is None:
        raise NotFound
    return scenario.title, session.get_one(Network, scenario.network_id)


def line(row: Suggestion, by: Actor, names: Mapping[str, str]) -> SuggestionLine:
    """Give a row as it is shown to somebody."""
    return SuggestionLine(
        id=row.id,
        scenario_id=row.scenario_id,
        title=row.title,
        text=row.text,
        state=row.state,
        answer=row.answer,
        inject_key=row.inject_key,
        who=names.get(row.by, ""),
        mine=row.by == by.name,
        at=row.at,
        decided_at=row.decided_at,
    )
