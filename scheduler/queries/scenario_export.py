"""What goes into a file of a scenario: what a version says, and its papers?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from scheduler.actor import Actor
from scheduler.exercise.content import Content
from scheduler.model import ScenarioFile
from scheduler.queries import scenarios


def whole(
    session: Session, scenario_id: UUID, by: Actor, *, number: int | None = None, papers: bool
) -> tuple[Content, dict[str, bytes]]:
    """Give a version (the newest, if no number is said) and its papers by SHA-256, if asked."""
    content = scenarios.one(session, scenario_id, by, number).content
    if not papers:
        return content, {}
    wanted = {paper.sha256 for paper in content.papers}
    rows = session.scalars(
        select(ScenarioFile)
        .where(ScenarioFile.scenario_id == scenario_id, ScenarioFile.sha256.in_(wanted))
        .options(undefer(ScenarioFile.content))
    )
    return content, {row.sha256: row.content for row in rows}
