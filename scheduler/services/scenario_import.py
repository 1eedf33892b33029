"""How does a file become a scenario? Looked at first, then kept whole or not at all.

What is in a file decides what it is: a workbook, a text with columns, a package, JSON. A list of
injects goes into a scenario field by field; a package or JSON is the whole scenario.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePath
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.errors import N_, Conflict, NotFound, Refused
from scheduler.exercise.canonical import content_hash
from scheduler.exercise.content import Content
from scheduler.exercise.msel import files
from scheduler.exercise.msel.book import Asked
from scheduler.exercise.msel.messages import Message
from scheduler.exercise.msel.preview import Preview
from scheduler.inputs.scenario import ScenarioInput, ScenarioPatch
from scheduler.inputs.scenario_import import ImportInput
from scheduler.model import Network, Scenario, ScenarioUpload
from scheduler.queries import scenario_mappings
from scheduler.services import attachments, scenario_files, scenarios
from scheduler.text import clean_line

KEPT = timedelta(days=1)
MOST_KEPT = 3  # uploads of one person


class NotImported(Refused):
    """The file has errors; `messages` name their cells."""

    message = N_("Nothing is imported: %(count)s places need to be corrected first.")

    def __init__(self, messages: tuple[Message, ...]) -> None:
        self.messages = messages
        super().__init__(field="file", count=sum(one.level == "error" for one in messages))


class NeedsStart(Refused):
    """Times of day mean nothing before the start is known."""

    message = N_("The list has times of day. Give the start of the exercise, and send it again.")


class NoSuchMapping(Refused):
    """A name under which no mapping is kept."""

    message = N_("No mapping of columns is kept under the name “%(name)s”.")


class File(NamedTuple):
    """A file as it was given: what it is called, what is in it."""

    name: str
    content: bytes


class Found(NamedTuple):
    """What a file would make: the preview, the scenario it goes into and what that said."""

    preview: Preview
    into: UUID | None = None
    before: str = ""


def look(session: Session, network_id: UUID, *, file: File, plan: ImportInput, by: Actor) -> Found:
    """Say what a file would make of a scenario; writes nothing."""
    network = session.get(Network, network_id)
    if network is None:
        raise NotFound
    by.must("scenarios:write", network.id)
    base = _said(session, network.id, plan.scenario) if plan.scenario else None
    saved = scenario_mappings.named(session, network.id, plan.saved) if plan.saved else None
    if plan.saved and saved is None:
        raise NoSuchMapping(field="saved", name=plan.saved)
    asked = Asked(
        start=plan.start,
        mapping={**(saved.columns if saved else {}), **plan.mapping},
        without=frozenset(plan.without),
        title=plan.title,
        language=plan.language or network.language[:2],
        name=clean_line(PurePath(file.name).stem)[:200],
    )
    preview = files.look(file.content, base=base, asked=asked)
    return Found(preview, plan.scenario, content_hash(base) if base else "")


def keep(
    session: Session, network_id: UUID, *, found: Found, megabytes: int, by: Actor
) -> Scenario:
    """Make a scenario of what was found, or write it into the one it belongs to."""
    preview = found.preview
    if preview.needs_start:
        raise NeedsStart(field="start")
    if preview.content is None:
        raise NotImported(preview.messages)
    by.must("scenarios:write", network_id)
    made = _written(session, network_id, found, preview.content, by)
    for paper in preview.content.papers:
        content = preview.papers.get(paper.sha256)
        if content is not None:
            kind = attachments.checked(content, megabytes)
            if kind.media_type != paper.media_type:
                raise attachments.NotTaken(field="file")
            scenario_files.keep(session, made.id, paper, content, by)
    return made


def put_aside(session: Session, network_id: UUID, *, file: File, by: Actor) -> ScenarioUpload:
    """Keep a file until it is imported, at most a day; the oldest of one person make room."""
    by.must("scenarios:write", network_id)
    session.execute(delete(ScenarioUpload).where(ScenarioUpload.at < now() - KEPT))
    own = select(ScenarioUpload.id).where(ScenarioUpload.by == by.name)
    newest = own.order_by(ScenarioUpload.at.desc(), ScenarioUpload.id).limit(MOST_KEPT - 1)
    kept = list(session.scalars(newest))
    session.execute(
        delete(ScenarioUpload).where(ScenarioUpload.by == by.name, ScenarioUpload.id.not_in(kept))
    )
    upload = ScenarioUpload(
        network_id=network_id, name=clean_line(file.name)[:200], content=file.content, by=by.name
    )
    session.add(upload)
    session.flush()
    return upload


def aside(session: Session, network_id: UUID, upload_id: UUID, *, by: Actor) -> ScenarioUpload:
    """Give a file that was put aside, to whoever did; raises NotFound after a day."""
    upload = session.get(ScenarioUpload, upload_id)
    if upload is None or (upload.network_id, upload.by) != (network_id, by.name):
        raise NotFound
    if upload.at < now() - KEPT:
        raise NotFound
    return upload


def _said(session: Session, network_id: UUID, scenario_id: UUID) -> Content:
    scenario = session.get(Scenario, scenario_id)
    if scenario is None or scenario.network_id != network_id:
        raise NotFound
    return Content.model_validate(scenario.versions[-1].content)


def _written(
    session: Session, network_id: UUID, found: Found, content: Content, by: Actor
) -> Scenario:
    if found.into is None:
        made = scenarios.create(session, network_id, plan=ScenarioInput(content=content), by=by)
        made.source = "import"
        return made
    scenario = scenarios.loaded(session, found.into, by)
    if scenario.network_id != network_id:
        raise NotFound
    if scenario.versions[-1].hash != found.before:
        raise Conflict
    scenarios.write(session, scenario.id, plan=ScenarioPatch(content=content), by=by)
    return scenario
