"""How do a network's scenarios come to be as the file says?"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import select

from scheduler.apply.reading import FileScenario, NetworkFile
from scheduler.apply.report import NOT_NAMED
from scheduler.apply.run import Run
from scheduler.exercise.canonical import content_hash
from scheduler.exercise.content import Content
from scheduler.exercise.ready import LANGUAGES, ready
from scheduler.inputs.scenario import ApprovalInput, ScenarioInput, ScenarioPatch
from scheduler.model import Scenario, ScenarioVersion
from scheduler.services import scenarios

_WAY: tuple[Literal["draft", "review", "approved"], ...] = ("draft", "review", "approved")


def put_scenario(run: Run, plan: FileScenario) -> None:
    """Bring a ready scenario, or write one as the file says; what goes on never goes back.

    A ready one that is there is the network's own to change, so it is left as it is.
    """
    known = _known(run, plan)
    if known is None:
        asked = ScenarioInput(**plan.model_dump(include=set(ScenarioInput.model_fields)))
        made = scenarios.create(run.session, run.network.id, plan=asked, by=run.by)
        _advance(run, made.versions[-1], plan)
        run.report.add("+", "scenario", made.title)
        return
    changed = []
    newest = known.versions[-1]
    if plan.content is not None and content_hash(plan.content) != newest.hash:
        patch = ScenarioPatch(content=plan.content, change_note=plan.change_note)
        newest = scenarios.write(run.session, known.id, plan=patch, by=run.by)
        changed.append("content")
    if newest.hash == _hash(run, plan) and _advance(run, newest, plan):
        changed.append("state")
    run.report.add("~" if changed else "=", "scenario", known.title, tuple(changed))


def note_unnamed(run: Run, file: NetworkFile) -> None:
    """Say which scenarios of the network, not retired, the file does not name."""
    named = {_key(run, entry.plan) for entry in file.scenarios}
    for one in _all(run):
        if _key_of(one) not in named and one.retired_at is None:
            run.report.add("·", "scenario", one.title, (), NOT_NAMED)


def _known(run: Run, plan: FileScenario) -> Scenario | None:
    return next((one for one in _all(run) if _key_of(one) == _key(run, plan)), None)


def _all(run: Run) -> list[Scenario]:
    own = select(Scenario).where(Scenario.network_id == run.network.id)
    return list(run.session.scalars(own.order_by(Scenario.title)))


def _key(run: Run, plan: FileScenario) -> tuple[str, str]:
    """Give what a scenario is found again by: the ready one's letter and language, or the title."""
    if plan.ready:
        return (f"ready:{plan.ready}", _spoken(run, plan))
    return ("", (plan.content.title if plan.content else plan.title).casefold())


def _key_of(one: Scenario) -> tuple[str, str]:
    is_ready = one.source.startswith("ready:")
    return (one.source, one.language) if is_ready else ("", one.title.casefold())


def _hash(run: Run, plan: FileScenario) -> str:
    if plan.ready:
        return content_hash(ready(plan.ready, _spoken(run, plan)))
    language = plan.language or run.network.language
    return content_hash(plan.content or Content(title=plan.title, language=language))


def _spoken(run: Run, plan: FileScenario) -> str:
    """Give the language in which a ready scenario comes: English where there is none."""
    asked = plan.language or run.network.language
    return asked if asked in LANGUAGES else "en"


def _advance(run: Run, version: ScenarioVersion, plan: FileScenario) -> bool:
    """Let a version go on as far as the file says; gives whether it went."""
    wanted = plan.state or ("approved" if plan.ready else "draft")
    if version.state not in _WAY or _WAY.index(version.state) >= _WAY.index(wanted):
        return False
    scenarios.advance(run.session, version.id, plan=ApprovalInput(state=wanted), by=run.by)
    return True
