"""What can be done with the papers of a scenario: one is added to its draft, taken out of it.

What a version says of its papers stands in its content, by name and SHA-256; the files themselves
are kept once for all versions, so that a locked version has what it had.
"""

from __future__ import annotations

import hashlib
from typing import Literal, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.errors import N_, Refused
from scheduler.exercise import editing
from scheduler.exercise.content import Content, Paper
from scheduler.inputs.scenario import ScenarioPatch
from scheduler.model import ScenarioFile, ScenarioVersion
from scheduler.services import attachments, scenarios

MOST_FILES = 100
Audience = Literal["all", "facilitators", "evaluators"]


class TooManyPapers(Refused):
    """A scenario's papers are bounded."""

    message = N_("The scenario has %(most)s papers already. Take one away first.")


class Given(NamedTuple):
    """A file as it was given: what it is called, what is in it, and who may see it."""

    name: str
    content: bytes
    audience: Audience = "all"


def add(
    session: Session, scenario_id: UUID, *, given: Given, megabytes: int, by: Actor
) -> ScenarioVersion:
    """Add a paper to the draft; one of the same name is put in its place."""
    scenario = scenarios.loaded(session, scenario_id, by)
    kind = attachments.checked(given.content, megabytes)
    content = Content.model_validate(scenario.versions[-1].content)
    if len(content.papers) >= MOST_FILES:
        raise TooManyPapers(field="file", most=MOST_FILES)
    paper = Paper(
        name=attachments.safe_name(given.name, kind),
        sha256=hashlib.sha256(given.content).hexdigest(),
        media_type=kind.media_type,
        size=len(given.content),
        audience=given.audience,
    )
    keep(session, scenario_id, paper, given.content, by)
    plan = ScenarioPatch(content=editing.put(content, "papers", paper, was=paper.name))
    return scenarios.write(session, scenario_id, plan=plan, by=by)


def remove(session: Session, scenario_id: UUID, name: str, *, by: Actor) -> ScenarioVersion:
    """Take a paper out of the draft; earlier versions keep it. One that is gone stays gone."""
    scenario = scenarios.loaded(session, scenario_id, by)
    content = Content.model_validate(scenario.versions[-1].content)
    left = [paper for paper in content.papers if paper.name != name]
    plan = ScenarioPatch(content=editing.changed(content, {"papers": left}))
    return scenarios.write(session, scenario_id, plan=plan, by=by)


def keep(session: Session, scenario_id: UUID, paper: Paper, content: bytes, by: Actor) -> None:
    """Keep what is in a paper, once, found by its SHA-256."""
    known = select(ScenarioFile.id).where(
        ScenarioFile.scenario_id == scenario_id, ScenarioFile.sha256 == paper.sha256
    )
    if session.scalar(known) is None:
        session.add(
            ScenarioFile(
                scenario_id=scenario_id,
                sha256=paper.sha256,
                media_type=paper.media_type,
                size=paper.size,
                content=content,
                by=by.name,
            )
        )
        session.flush()
