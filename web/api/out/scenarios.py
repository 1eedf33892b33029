"""How are scenarios, suggested injects and capabilities shown?"""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.exercise.content import Content
from scheduler.model import Capability as CapabilityRow
from scheduler.model.scenario import SuggestionState, VersionState
from scheduler.queries.scenarios import ScenarioLine as Line
from scheduler.queries.scenarios import ScenarioView
from scheduler.queries.scenarios import VersionLine as LineOfVersion
from scheduler.queries.suggestions import SuggestionLine
from web.api.out.base import Id, Instant, Out


class ScenarioVersion(Out):
    """One version of a scenario; a run needs one that is approved or locked."""

    number: int
    state: VersionState
    hash: str
    change_note: str
    by: str
    at: Instant
    approved_by: str
    approved_at: Instant | None
    locked_at: Instant | None

    @classmethod
    def of(cls, line: LineOfVersion) -> ScenarioVersion:
        """Show a version."""
        return cls.copy_of(line)


class ScenarioLine(Out):
    """A scenario in a list; `approved_version`: the newest that can be run, null if there is none.

    `proposed`: by a member; `waiting`: suggested injects that nobody has decided.
    """

    counted = frozenset({"waiting"})

    id: Id
    network: Id
    title: str
    language: str
    source: str
    proposed: bool
    version: int
    state: VersionState
    hash: str
    approved_version: int | None
    objectives: int
    injects: int
    minutes: int
    waiting: int
    retired: bool
    created_at: Instant

    @classmethod
    def of(cls, line: Line) -> ScenarioLine:
        """Show a scenario."""
        return cls.copy_of(
            line,
            network=line.network_id,
            version=line.newest.number,
            state=line.newest.state,
            hash=line.newest.hash,
            approved_version=line.usable.number if line.usable else None,
        )


class Scenario(Out):
    """A scenario whole: `content` is what its newest version says, or the one that was asked for.

    It can be sent back as it is. `hash` is SHA-256 over the canonical JSON of the content.
    """

    id: Id
    network: Id
    title: str
    language: str
    source: str
    proposed: bool
    version: int
    state: VersionState
    hash: str
    edited: int
    content: Content
    versions: list[ScenarioVersion]
    retired: bool
    created_at: Instant

    @classmethod
    def of(cls, view: ScenarioView) -> Scenario:
        """Show what a version of a scenario says."""
        return cls.copy_of(
            view.line,
            network=view.line.network_id,
            version=view.version.number,
            state=view.version.state,
            hash=view.version.hash,
            edited=view.version.edited,
            content=view.content,
            versions=[ScenarioVersion.of(line) for line in view.versions],
        )

    @property
    def location(self) -> str:
        """Where it is found."""
        return f"/scenarios/{self.id}"


class Suggestion(Out):
    """An inject that somebody suggests; `inject`: its control number in the draft, once taken."""

    id: Id
    scenario: Id
    title: str
    text: str
    state: SuggestionState
    answer: str
    inject: str
    by: str
    at: Instant
    decided_at: Instant | None

    @classmethod
    def of(cls, line: SuggestionLine) -> Suggestion:
        """Show a suggestion."""
        return cls.copy_of(line, scenario=line.scenario_id, inject=line.inject_key, by=line.who)


class Capability(Out):
    """What a network wants to be able to do; objectives are tied to it by its code."""

    code: str
    name: str
    text: str


class Capabilities(Out):
    """All that a network wants to be able to do, by code; can be sent back as it is."""

    items: list[Capability]

    @classmethod
    def of(cls, rows: Sequence[CapabilityRow]) -> Capabilities:
        """Show them."""
        return cls(items=[Capability.copy_of(row) for row in rows])
