"""Which scenarios does a network have, and what does each say? Those who lead exercises see all.

Everybody else sees what they have proposed themselves, by its title and state; what it says only
while it is theirs to write.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from scheduler.actor import Actor
from scheduler.errors import NotFound
from scheduler.exercise.comparing import Difference, differences
from scheduler.exercise.content import Content, Paper
from scheduler.model import Scenario, ScenarioFile, ScenarioVersion
from scheduler.queries import actors, suggestions
from scheduler.queries.suggestions import SuggestionLine

OPEN_STATES = ("draft", "review")


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One version; `edited` counts the writings of all versions, `by` is a name or ""."""

    id: UUID
    number: int
    state: str
    hash: str
    edited: int
    change_note: str
    by: str
    at: datetime
    approved_by: str
    approved_at: datetime | None
    locked_at: datetime | None

    @property
    def can_be_run(self) -> bool:
        """Whether an exercise may run it."""
        return self.state in {"approved", "locked"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioLine:
    """One scenario in the library; counts are the newest version's.

    `proposed`: a member's; `proposed_by` their name. `mine`: proposed by who asks.
    """

    id: UUID
    network_id: UUID
    title: str
    language: str
    source: str
    proposed: bool
    proposed_by: str
    mine: bool
    retired: bool
    created_at: datetime
    newest: VersionLine
    usable: VersionLine | None
    objectives: int
    injects: int
    minutes: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioView:
    """One scenario whole: what one of its versions says, all versions the newest first."""

    line: ScenarioLine
    version: VersionLine
    content: Content
    versions: tuple[VersionLine, ...]
    suggestions: tuple[SuggestionLine, ...]

    @property
    def newest(self) -> bool:
        """Whether it is the newest version that is shown."""
        return self.version.id == self.versions[0].id

    @property
    def open(self) -> bool:
        """Whether what is shown is a draft, or in review."""
        return self.newest and self.version.state in OPEN_STATES


def of_network(session: Session, network_id: UUID, by: Actor) -> list[ScenarioLine]:
    """Give a network's scenarios by title, those out of use last; to others their own."""
    chosen = (
        select(Scenario)
        .where(Scenario.network_id == network_id)
        .options(selectinload(Scenario.versions), selectinload(Scenario.suggestions))
    )
    if not by.may("scenarios:read", network_id):
        chosen = chosen.where(
            Scenario.proposed_by == by.person_id, Scenario.proposed_by.is_not(None)
        )
    rows = list(session.scalars(chosen))
    names = actors.names(session, [actor for row in rows for actor in _actors(row)])
    lines = [_line(row, by, names) for row in rows]
    return sorted(lines, key=lambda line: (line.retired, line.title.casefold(), str(line.id)))


def one(session: Session, scenario_id: UUID, by: Actor, number: int | None = None) -> ScenarioView:
    """Give a scenario whole, its newest version or that of a number.

    Raises NotFound for whoever may not read what it says.
    """
    scenario = session.get(Scenario, scenario_id)
    if scenario is None or not may_read(scenario, by):
        raise NotFound
    version = _version(scenario, number)
    names = actors.names(session, _actors(scenario))
    lines = tuple(_version_line(row, names) for row in reversed(scenario.versions))
    return ScenarioView(
        line=_line(scenario, by, names),
        version=_version_line(version, names),
        content=Content.model_validate(version.content),
        versions=lines,
        suggestions=tuple(suggestions.line(row, by, names) for row in scenario.suggestions),
    )


def compared(
    session: Session, scenario_id: UUID, by: Actor, *, before: int, after: int
) -> list[Difference]:
    """Give what is different between two versions of a scenario, by their numbers."""
    scenario = session.get(Scenario, scenario_id)
    if scenario is None or not may_read(scenario, by):
        raise NotFound
    old, new = _version(scenario, before), _version(scenario, after)
    return differences(Content.model_validate(old.content), Content.model_validate(new.content))


def paper(
    session: Session, version: ScenarioVersion, name: str, audiences: Collection[str] = ("all",)
) -> tuple[Paper, bytes]:
    """Give a paper of a version and what is in it, if it is for one of these audiences."""
    for one_ in Content.model_validate(version.content).papers:
        if one_.name == name and one_.audience in audiences:
            kept = session.scalar(
                select(ScenarioFile).where(
                    ScenarioFile.scenario_id == version.scenario_id,
                    ScenarioFile.sha256 == one_.sha256,
                )
            )
            if kept is not None:  # what is in it says what it is, whatever the content says
                return one_.model_copy(update={"media_type": kept.media_type}), kept.content
    raise NotFound


def may_read(scenario: Scenario, by: Actor) -> bool:
    """Tell whether somebody may read what a scenario says: leaders, or its proposer for now."""
    return by.may("scenarios:read", scenario.network_id) or is_theirs(scenario, by)


def is_theirs(scenario: Scenario, by: Actor) -> bool:
    """Tell whether it is a proposal of somebody's own that nobody has approved or retired yet."""
    own = by.person_id is not None and by.person_id == scenario.proposed_by
    unsettled = all(version.state in OPEN_STATES for version in scenario.versions)
    return own and unsettled and by.may("scenarios:propose", scenario.network_id)


def _version(scenario: Scenario, number: int | None) -> ScenarioVersion:
    for version in reversed(scenario.versions):
        if number in {None, version.number}:
            return version
    raise NotFound


def _line(scenario: Scenario, by: Actor, names: dict[str, str]) -> ScenarioLine:
    newest = scenario.versions[-1]
    content = newest.content
    lines = [_version_line(row, names) for row in scenario.versions]
    return ScenarioLine(
        id=scenario.id,
        network_id=scenario.network_id,
        title=scenario.title,
        language=scenario.language,
        source=scenario.source,
        proposed=scenario.proposed_by is not None,
        proposed_by=names.get(f"person:{scenario.proposed_by}", ""),
        mine=scenario.proposed_by is not None and scenario.proposed_by == by.person_id,
        retired=scenario.retired_at is not None,
        created_at=scenario.created_at,
        newest=lines[-1],
        usable=next((line for line in reversed(lines) if line.can_be_run), None),
        objectives=len(content.get("objectives", ())),
        injects=len(content.get("injects", ())),
        minutes=sum(
            module.get(f"{what}_minutes", 0)
            for module in content.get("modules", ())
            for what in ("talk", "read", "break")
        ),
        waiting=sum(row.state == "open" for row in scenario.suggestions),
    )


def _version_line(row: ScenarioVersion, names: dict[str, str]) -> VersionLine:
    return VersionLine(
        id=row.id,
        number=row.number,
        state=row.state,
        hash=row.hash,
        edited=row.edited,
        change_note=row.change_note,
        by=names.get(row.by, ""),
        at=row.at,
        approved_by=names.get(row.approved_by, ""),
        approved_at=row.approved_at,
        locked_at=row.locked_at,
    )


def _actors(scenario: Scenario) -> list[str]:
    proposer = [f"person:{scenario.proposed_by}"] if scenario.proposed_by else []
    of_versions = [name for row in scenario.versions for name in (row.by, row.approved_by)]
    return [*proposer, *of_versions, *(row.by for row in scenario.suggestions)]
