"""What can be done with scenarios: begun, written in, sent round, approved, copied, retired.

What a scenario says stands in its versions. Only the newest is written in, as long as it is a
draft or in review; writing in one that is approved opens the next. The first run locks a version
(services/exercises.py: pin). A member's proposal is theirs to write until it is approved.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import N_, Conflict, NotFound, Refused
from scheduler.events import ScenarioChanged
from scheduler.exercise.canonical import as_json, content_hash
from scheduler.exercise.content import Content
from scheduler.exercise.ready import ready
from scheduler.inputs.scenario import ApprovalInput, ScenarioInput, ScenarioPatch
from scheduler.model import Network, Scenario, ScenarioFile, ScenarioVersion
from scheduler.model.scenario import UNCHANGING
from scheduler.queries import scenarios as query

_WAYS: dict[str, tuple[str, ...]] = {
    "draft": ("review", "approved", "retired"),
    "review": ("draft", "approved", "retired"),
    "approved": ("retired",),
    "locked": ("retired",),
    "retired": (),
}


class NoSuchStep(Refused):
    """A version goes from state to state by steps."""

    message = N_(
        "The version cannot take this state from where it is now. "
        "Reload the page to see where it stands."
    )
    status = 409


class NobodyProposes(Refused):
    """A proposal has somebody behind it."""

    message = N_(
        "A scenario is proposed by a person who is signed in. Use a coordinator's or a "
        "facilitator's token to add one by a program."
    )
    status = 403


def create(session: Session, network_id: UUID, *, plan: ScenarioInput, by: Actor) -> Scenario:
    """Begin a scenario with a first draft; a member's is a proposal, a ready one is for leaders."""
    network = session.get(Network, network_id)
    if network is None:
        raise NotFound
    by.must("scenarios:write" if plan.ready else "scenarios:propose", network.id)
    leads = by.may("scenarios:write", network.id)
    if not leads and by.person_id is None:
        raise NobodyProposes
    content = _beginning(plan, network.language)
    scenario = Scenario(
        network_id=network.id,
        title=content.title,
        language=content.language,
        source=f"ready:{plan.ready}" if plan.ready else "",
        proposed_by=None if leads else by.person_id,
    )
    session.add(scenario)
    _begin_version(scenario, content, plan.change_note, by)
    session.flush()
    _record(session, scenario, scenario.versions[-1], by)
    return scenario


def write(
    session: Session,
    scenario_id: UUID,
    *,
    plan: ScenarioPatch,
    by: Actor,
    edited: int | None = None,
) -> ScenarioVersion:
    """Write what the scenario says from now on; `edited`: what its newest version had been."""
    scenario = loaded(session, scenario_id, by)
    newest = scenario.versions[-1]
    if edited is not None and edited != newest.edited:
        raise Conflict
    if content_hash(plan.content) == newest.hash:
        return newest
    if newest.state in UNCHANGING:
        newest = _begin_version(scenario, plan.content, plan.change_note, by, after=newest)
    else:
        _fill(newest, plan.content)
        newest.change_note = plan.change_note or newest.change_note
        newest.edited += 1
    scenario.title, scenario.language = plan.content.title, plan.content.language
    scenario.retired_at = None
    session.flush()
    _record(session, scenario, newest, by)
    return newest


def advance(
    session: Session, version_id: UUID, *, plan: ApprovalInput, by: Actor
) -> ScenarioVersion:
    """Let a version go on to review, back to draft, be approved, go out of use."""
    found = session.get(ScenarioVersion, version_id)
    if found is None:
        raise NotFound
    scenario = loaded(session, found.scenario_id, by)
    version = session.get_one(ScenarioVersion, version_id, with_for_update=True)
    if plan.state == "approved":
        by.must("scenarios:write", scenario.network_id)
    if plan.state == version.state:
        return version
    if plan.state not in _WAYS[version.state]:
        raise NoSuchStep
    version.state = plan.state
    version.change_note = plan.note or version.change_note
    if plan.state == "approved":
        version.approved_by, version.approved_at = by.name, now()
    if all(one.state == "retired" for one in scenario.versions):
        scenario.retired_at = now()
    session.flush()
    _record(session, scenario, version, by)
    return version


def copy(session: Session, scenario_id: UUID, *, title: str, by: Actor) -> Scenario:
    """Begin a new scenario with what the newest version of another says, its files too."""
    original = session.get(Scenario, scenario_id)
    if original is None:
        raise NotFound
    by.must("scenarios:write", original.network_id)
    said = Content.model_validate(original.versions[-1].content)
    plan = ScenarioInput(content=said.model_copy(update={"title": title or said.title}))
    made = create(session, original.network_id, plan=plan, by=by)
    for file in session.scalars(
        select(ScenarioFile).where(ScenarioFile.scenario_id == scenario_id)
    ):
        session.add(
            ScenarioFile(
                scenario_id=made.id,
                sha256=file.sha256,
                media_type=file.media_type,
                size=file.size,
                content=file.content,
                by=by.name,
            )
        )
    session.flush()
    return made


def may_write(scenario: Scenario, by: Actor) -> bool:
    """Tell whether somebody may write in a scenario: leaders, or its proposer for now."""
    return by.may("scenarios:write", scenario.network_id) or query.is_theirs(scenario, by)


def loaded(session: Session, scenario_id: UUID, by: Actor) -> Scenario:
    """Load a scenario to be written in; raises NotFound, NotAllowed."""
    scenario = session.get(Scenario, scenario_id, with_for_update=True)
    if scenario is None:
        raise NotFound
    if not may_write(scenario, by):
        by.must("scenarios:write", scenario.network_id)
    return scenario


def _beginning(plan: ScenarioInput, language: str) -> Content:
    if plan.content is not None:
        return plan.content
    spoken = plan.language or language
    if plan.ready:
        return ready(plan.ready, spoken if spoken in {"sv", "en"} else "en")
    return Content(title=plan.title, language=spoken)


def _begin_version(
    scenario: Scenario,
    content: Content,
    note: str,
    by: Actor,
    after: ScenarioVersion | None = None,
) -> ScenarioVersion:
    version = ScenarioVersion(
        number=after.number + 1 if after else 1,
        state="draft",
        edited=after.edited + 1 if after else 1,  # so that it tells the versions apart too
        change_note=note,
        by=by.name,
    )
    _fill(version, content)
    scenario.versions.append(version)
    return version


def _fill(version: ScenarioVersion, content: Content) -> None:
    version.content, version.hash = as_json(content), content_hash(content)


def _record(session: Session, scenario: Scenario, version: ScenarioVersion, by: Actor) -> None:
    record(
        session,
        ScenarioChanged(
            by=by.name,
            subject=scenario.id,
            network_id=scenario.network_id,
            version=version.number,
            state=version.state,
        ),
    )
