"""What goes into the papers of an exercise? Its scenario in its own words, and their head.

Which papers there are, and which of them players may have.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.errors import N_
from scheduler.exercise.content import Content
from scheduler.exercise.manual import manual
from scheduler.exercise.plan import skinned
from scheduler.model import Exercise, Network, Organisation, Run, RunRole, ScenarioVersion
from scheduler.titles import Play, play

PackKind = Literal[
    "situation_manual",
    "feedback_form",
    "facilitator_handbook",
    "evaluator_handbook",
    "evaluation_guide",
    "inject_cards",
    "inject_list",
]
NAMES: Mapping[PackKind, str] = {
    "situation_manual": N_("Situation manual"),
    "feedback_form": N_("Feedback form"),
    "facilitator_handbook": N_("Facilitator handbook"),
    "evaluator_handbook": N_("Evaluator handbook"),
    "evaluation_guide": N_("Evaluation guide"),
    "inject_cards": N_("Injects as cards"),
    "inject_list": N_("List of injects"),
}
OVER = ("ended", "hotwash", "closed", "aborted")  # states of a run after which no paper is sent
PLAYER_PACKS: tuple[PackKind, ...] = ("situation_manual", "feedback_form")

# To whom each is mailed, by what they are in a run; what is not here is printed by whoever leads.
READERS: Mapping[PackKind, tuple[str, ...]] = {
    "situation_manual": ("player", "observer"),
    "facilitator_handbook": ("director", "facilitator"),
    "evaluator_handbook": ("director", "evaluator"),
    "evaluation_guide": ("director", "evaluator"),
}

RULES = (
    N_("Answer as your organisation would today, with the people, mandates and means that it has."),
    N_("There is no right answer. What is tried is how we work together, not who knows most."),
    N_("Take the story as it is told, even where it would be otherwise."),
    N_("Speak of the story alone: no real persons, no real cases."),
    N_("Whoever calls or writes to somebody outside the room says “%(mark)s” first."),
    N_("Real events come first: say “%(word)s”, and everybody stops at once."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """When an exercise is: wall times in `zone` (IANA), and the instant it begins."""

    start: datetime
    end: datetime
    zone: str
    begins: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """Which organisations sit in a group of a run; `run` is its label where there are several."""

    run: str
    group: str
    organisations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackHead:
    """What stands on every paper of an exercise; of a scenario alone `time` is None.

    Its mark and stop word are in the scenario's language. `own`: (organisation, its own objective).
    """

    title: str
    demo: bool
    network: str
    play: Play
    time: Time | None = None
    place: str = ""
    online_url: str = ""
    privacy_note: str = ""
    seats: tuple[Seats, ...] = ()
    own: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PackPaper:
    """One paper to be: its kind, the scenario with no {names} left, its head.

    `group` is the key of whose copy a player's is ("": everybody's).
    """

    kind: PackKind
    content: Content
    head: PackHead
    group: str = ""


def of_exercise(
    session: Session, exercise: Exercise, kind: PackKind, *, group: str = ""
) -> PackPaper:
    """Give a paper of an exercise."""
    content = content_of(exercise)
    meeting, network = exercise.meeting, session.get_one(Network, exercise.network_id)
    head = PackHead(
        title=meeting.title,
        demo=network.demo,
        network=network.name,
        play=play(content.language, exercise.stop_word),
        time=Time(
            start=meeting.start,
            end=meeting.end,
            zone=meeting.time_zone,
            begins=meeting.starts_at,
        ),
        place="" if meeting.place_protected else meeting.place,
        online_url=meeting.online_url,
        privacy_note=exercise.privacy_note,
        seats=_seats(session, exercise),
        own=_own(session, exercise),
    )
    return PackPaper(kind=kind, content=content, head=head, group=group)


def of_version(session: Session, version: ScenarioVersion, kind: PackKind) -> PackPaper:
    """Give a paper of a scenario that no meeting exercises yet, with the scenario's own names."""
    content = skinned(Content.model_validate(version.content), {})
    network = session.get_one(Network, version.scenario.network_id)
    head = PackHead(
        title=content.title,
        demo=network.demo,
        network=network.name,
        play=play(content.language),
    )
    return PackPaper(kind=kind, content=content, head=head)


def digest(paper: PackPaper) -> str:
    """Digest what a paper says to its readers: who has the same has no need of it again."""
    said = manual(paper.content, paper.group) if paper.kind in PLAYER_PACKS else paper.content
    return hashlib.sha256(repr((paper.kind, paper.head, said)).encode()).hexdigest()[:32]


def readers(exercise: Exercise, kind: PackKind) -> list[RunRole]:
    """Give the roles to whom a paper is mailed, in the order of their runs."""
    kinds = READERS.get(kind, ())
    return [
        role
        for run in exercise.runs
        if run.state not in OVER
        for role in run.roles
        if role.kind in kinds and role.left_at is None
    ]


def content_of(exercise: Exercise) -> Content:
    """Give what an exercise exercises, in its own words where it has any."""
    content = Content.model_validate(exercise.version.content)
    own = {
        name: getattr(exercise, name)
        for name in ("purpose", "scope", "artificialities")
        if getattr(exercise, name)
    }
    return skinned(content.model_copy(update=own), exercise.variables)


def _seats(session: Session, exercise: Exercise) -> tuple[Seats, ...]:
    rows = session.execute(
        select(Run.number, Run.label, RunRole.group, Organisation.name)
        .join(RunRole, RunRole.run_id == Run.id)
        .join(Organisation, Organisation.id == RunRole.organisation_id)
        .where(Run.exercise_id == exercise.id, RunRole.kind == "player", RunRole.left_at.is_(None))
        .order_by(Run.number, RunRole.group, Organisation.name)
        .distinct()
    ).all()
    several = len(exercise.runs) > 1
    found: dict[tuple[str, str], list[str]] = {}
    for _, label, group, name in rows:
        found.setdefault((label if several else "", group), []).append(name)
    return tuple(
        Seats(run=run, group=group, organisations=tuple(dict.fromkeys(names)))
        for (run, group), names in found.items()
    )


def _own(session: Session, exercise: Exercise) -> tuple[tuple[str, str], ...]:
    ids = {UUID(one["organisation"]) for one in exercise.sub_objectives}
    rows = session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    names = {str(one.id): one.name for one in rows}
    return tuple(
        (names[one["organisation"]], one["text"])
        for one in exercise.sub_objectives
        if one["organisation"] in names
    )
