"""Who may have which paper of an exercise, and which has been mailed?

Papers for players: whoever may see that there is an exercise, and by a personal link. All others:
those who lead exercises, and whoever has the part that a paper is for, signed in as themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import packs
from scheduler.actor import Actor
from scheduler.errors import NotFound
from scheduler.model import Exercise, Letter, Network, RunRole, ScenarioVersion
from scheduler.packs import NAMES, PLAYER_PACKS, READERS, PackKind, PackPaper
from scheduler.queries import head
from scheduler.queries.head import MeetingHead
from scheduler.tokens import KeyRing, identity_in

LETTERS = ("pack", "handbook")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackLine:
    """One paper in the list; `readers`: how many parts it is mailed to, None where it is not."""

    kind: PackKind
    name: str
    for_players: bool
    readers: int | None
    sent: int
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PacksView:
    """The papers of an exercise that somebody may have; `leads`: may mail them."""

    exercise: UUID
    meeting: MeetingHead
    lines: list[PackLine]
    leads: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """The papers of a scenario that no meeting exercises yet."""

    version: UUID
    scenario: UUID
    number: int
    title: str
    network_name: str
    network_slug: str
    kinds: list[tuple[PackKind, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPack:
    """A player's own copy, in the language of its reader."""

    paper: PackPaper
    language: str
    name: str


def of_exercise(session: Session, exercise_id: UUID, kind: str, *, by: Actor) -> PackPaper:
    """Give a paper of an exercise to whoever may have it."""
    exercise = session.get(Exercise, exercise_id)
    if exercise is None or kind not in NAMES:
        raise NotFound
    known = cast("PackKind", kind)
    if known in PLAYER_PACKS:
        by.must("exercises:read", exercise.network_id)
    elif not _has_part(exercise, known, by):
        by.must("exercises:run", exercise.network_id)
    return packs.of_exercise(session, exercise, known)


def of_version(session: Session, version_id: UUID, kind: str, *, by: Actor) -> PackPaper:
    """Give a paper of a scenario's version to whoever may read scenarios."""
    version = session.get(ScenarioVersion, version_id)
    if version is None or kind not in NAMES:
        raise NotFound
    by.must("scenarios:read", version.scenario.network_id)
    return packs.of_version(session, version, cast("PackKind", kind))


def by_token(session: Session, keys: KeyRing, token: str, kind: str) -> OwnPack:
    """Give a paper for players to whoever has a part in a run, by their link; raises NotFound."""
    role = session.get(RunRole, identity_in(token) or UUID(int=0))
    if role is None or role.left_at is not None or kind not in PLAYER_PACKS:
        raise NotFound
    if not keys.verify(token, "play", role.id, role.generation):
        raise NotFound
    paper = packs.of_exercise(session, role.run.exercise, kind, group=role.group)
    return OwnPack(paper=paper, language=role.person.language, name=role.person.public_name)


def listing(session: Session, exercise_id: UUID, *, by: Actor) -> PacksView:
    """List the papers of an exercise that somebody may have, and what has been mailed."""
    exercise = session.get(Exercise, exercise_id)
    if exercise is None:
        raise NotFound
    by.must("exercises:read", exercise.network_id)
    leads = by.may("exercises:run", exercise.network_id)
    sent = _sent(session, exercise) if leads else {}
    return PacksView(
        exercise=exercise.id,
        meeting=head.of(head.load(session, exercise.meeting_id)),
        lines=[
            _line(exercise, kind, sent.get(kind, []))
            for kind in NAMES
            if leads or kind in PLAYER_PACKS or _has_part(exercise, kind, by)
        ],
        leads=leads,
    )


def of_scenario(session: Session, version_id: UUID, *, by: Actor) -> VersionView:
    """List the papers of a scenario's version."""
    version = session.get(ScenarioVersion, version_id)
    if version is None:
        raise NotFound
    scenario = version.scenario
    by.must("scenarios:read", scenario.network_id)
    network = session.get_one(Network, scenario.network_id)
    return VersionView(
        version=version.id,
        scenario=scenario.id,
        number=version.number,
        title=scenario.title,
        network_name=network.name,
        network_slug=network.slug,
        kinds=list(NAMES.items()),
    )


def _has_part(exercise: Exercise, kind: PackKind, by: Actor) -> bool:
    """Tell whether a paper is for what somebody, signed in as themselves, is in a run."""
    if by.kind != "person" or by.person_id is None:
        return False
    return any(
        role.person_id == by.person_id and role.left_at is None and role.kind in READERS[kind]
        for run in exercise.runs
        for role in run.roles
        if kind in READERS
    )


def _line(exercise: Exercise, kind: PackKind, sent: list[datetime]) -> PackLine:
    return PackLine(
        kind=kind,
        name=NAMES[kind],
        for_players=kind in PLAYER_PACKS,
        readers=len(packs.readers(exercise, kind)) if kind in READERS else None,
        sent=len(sent),
        sent_at=max(sent, default=None),
    )


def _sent(session: Session, exercise: Exercise) -> dict[str, list[datetime]]:
    found: dict[str, list[datetime]] = {}
    rows = session.execute(
        select(Letter.body, Letter.queued_at).where(
            Letter.meeting_id == exercise.meeting_id,
            Letter.kind.in_(LETTERS),
            Letter.state != "withdrawn",
        )
    )
    for body, at in rows:
        found.setdefault(body["pack"], []).append(at)
    return found
