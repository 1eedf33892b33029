"""What exercises has a village? One that is planned, one that goes on, one that is reported.

The village's own scenario is played: all that can be said in a run stands in its log once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from scheduler.model import Run, RunRole, ScenarioVersion
from tests.hostile import pages
from tests.web.browser import Browser

if TYPE_CHECKING:
    from tests.hostile.village import Village

GROUP, INJECT, QUESTION, ASKED, TARGET = "kommun", "1", "1.2", "1.1", "M1.1"
ROLES = ("evaluator", "recorder", "observer", "facilitator")
STATES = ("paused", "hotwash", "running")  # the last is the run that `ids` names
OPENED = {  # places whose pages are looked at: each in a run that goes on, and where others differ
    "running": {"player", *ROLES},
    "hotwash": {"player", "evaluator", "recorder"},
    "closed": {"player", "evaluator"},
    "aborted": {"player"},
}


def exercises(village: Village) -> None:
    """Let the village play its scenario, and report on it."""
    exercise = _planned(village, "exercised", "2027-03-11")
    planned = _planned(village, "rehearsed", "2027-03-18")
    _mailed(village, planned, _prepared(village, planned, "prepared"))
    for state in STATES:
        run = _prepared(village, exercise, state)
        _played(village, run, state)
        if state in {"running", "hotwash"}:
            _observed(village, state)
    _steered(village, village.several["run"]["paused"])
    village.ask("pause_run", run=village.several["run"]["paused"])
    village.ask("end_run", run=village.several["run"]["hotwash"])
    village.ask("open_hotwash", run=village.several["run"]["hotwash"])
    _talked(village, "hotwash")
    village.ids |= {"run": village.several["run"]["running"], "exercise": exercise}
    _reported(village)
    over = village.ids["over"]
    village.several["exercise"] = {"planned": planned, "is over": over, "goes on": exercise}
    with village.database.reading() as session:
        first = select(ScenarioVersion.id).order_by(ScenarioVersion.number)
        mine = ScenarioVersion.scenario_id == UUID(village.ids["scenario"])
        village.ids["scenario_version"] = str(session.scalars(first.where(mine)).first())
        shown = session.get_one(Run, UUID(village.ids["run"]))
        village.tokens["screen"] = village.keys.token("screen", shown.id, shown.screen_generation)


def parts(village: Village) -> list[str]:
    """Give the addresses that show a form only when they are asked for a part of something."""
    asked = f"rate?target={TARGET}&group={GROUP}"
    return [
        f"/meetings/{village.meetings['planned']}/exercise?scenario={village.ids['scenario']}",
        f"/runs/{village.ids['run']}/final?target={TARGET}",
        f"/runs/{village.ids['run']}/jump?module=1",
        f"/scenarios/{village.ids['scenario']}/injects/edit?key={INJECT}",
        f"/play/{village.tokens['play running evaluator']}/{asked}",
    ]


def _planned(village: Village, name: str, day: str) -> str:
    asked = {"start": f"{day}T09:00", "kind": "exercise", "online_url": "https://x.example/rum"}
    meeting = village.meetings[name] = village.ask("add_meeting", asked)["id"]
    own = {"organisation": village.ids["organisation"], "text": village.text}
    plan = {"scenario": village.ids["scenario"], "sub_objectives": [own]}
    made = village.ask("plan_exercise", plan, meeting=meeting)["id"]
    village.ask("change_exercise", {"sub_objectives": [own]}, exercise=made)
    return str(made)


def _prepared(village: Village, exercise: str, state: str) -> str:
    """Prepare a run with Bo in a group, once named by its name, and Anna at all other tasks."""
    group = village.text if state == "prepared" else GROUP
    plan: dict[str, Any] = {"audiences": [{"group": group, "people": [village.ids["other"]]}]}
    run = village.several["run"][state] = village.ask("prepare_run", plan, exercise=exercise)["id"]
    for kind in ROLES:
        task = {"person": village.ids["person"], "kind": kind, "group": ""}
        village.ask("seat", task, run=run)
    _opened(village, run, state)
    return str(run)


def _opened(village: Village, run: str, state: str) -> None:
    """Keep what opens the places of a run."""
    with village.database.reading() as session:
        mine = select(RunRole).where(RunRole.run_id == UUID(run)).order_by(RunRole.position)
        for role in session.scalars(mine):
            village.ids["run_role"] = str(role.id)
            if role.kind in OPENED.get(state, {"player"}):
                token = village.keys.token("play", role.id, role.generation)
                village.tokens[f"play {state} {role.kind}"] = token


def _mailed(village: Village, exercise: str, run: str) -> None:
    """Let everybody get the link to their place, and players and evaluators their papers."""
    leader = village.app.test_client()
    assert isinstance(leader, Browser)
    leader.set_cookie("kallelse", village.tokens["cookie"])
    assert leader.send(f"/runs/{run}/links").status_code == 303
    for kind in ("situation_manual", "evaluation_guide"):
        village.ask("send_pack", exercise=exercise, kind=kind)


def _played(village: Village, run: str, state: str) -> None:
    """Start a run, let the inject out, and say all that can be said."""
    here: dict[str, Any] = {"run": run, "key": INJECT}
    village.ask("start_run", **here)
    village.ask("release_inject", **here)
    village.ask("correct_inject", **here)
    village.ask("add_inject", **here)
    village.ask("add_inject", {"later": True, "kind": "note"}, **here)
    said = {"group": GROUP, "inject": ""}
    village.ask("record_response", said | {"question": ASKED}, **here)
    only = {"question": QUESTION, "group": GROUP, "text": village.text}
    village.ask("record_response", only=only, **here)
    village.ask("reveal_answers", run=run, key=ASKED)
    village.ask("mark_action", {"action": "1.b"}, **here)
    village.ask("record_decision", said, **here)
    village.ask("record_observation", said | {"indicator": TARGET}, **here)
    rated = {"target": TARGET, "group": GROUP, "value": "1", "role": ""}
    village.ask("record_rating", rated, **here)
    village.ask("record_rating", rated | {"target": "M1", "final": True, "group": ""}, **here)
    typed = {"question": QUESTION, "text": village.text}
    _send(village, f"play {state} player", "answer", typed)


def _observed(village: Village, state: str) -> None:
    """Let an evaluator see and rate, behind the link."""
    as_evaluator = f"play {state} evaluator"
    seen = {"text": village.text, "kind": "fact", "indicator": TARGET}
    _send(village, as_evaluator, "observe", seen)
    rating = {"target": TARGET, "value": "2", "reason": village.text, "group": GROUP}
    _send(village, as_evaluator, "rate", rating)


def _steered(village: Village, run: str) -> None:
    """Take injects back, leave them out, hold them: with the reason."""
    injects = village.ask("list_run_injects", run=run)["items"]
    out, waiting = (one["id"] for one in injects[-2:])
    village.ask("withdraw_inject", run=run, key=out)
    village.ask("hold_inject", run=run, key=waiting)
    village.ask("skip_inject", run=run, key=waiting)


def _talked(village: Village, state: str) -> None:
    """Let the hot wash be held, by player and evaluator; one fills in the form."""
    for kind, said in (("player", "improve"), ("evaluator", "kept")):
        typed = {"kind": said, "text": village.text}
        _send(village, f"play {state} {kind}", "say", typed)
    _send(village, f"play {state} recorder", "feedback", {"answers.1": "4"})


def _reported(village: Village) -> None:
    """Let another exercise be over: what it has shown, what is done about it, its report."""
    exercise = village.ids["over"] = _planned(village, "reported", "2027-03-04")
    run = _prepared(village, exercise, "closed")
    _played(village, run, "closed")
    village.ask("end_run", run=run)
    village.ask("close_run", run=run)
    seen = village.ask("list_observations", run=run)["items"][0]["number"]
    found = {"objective": "M1", "capability": "", "evidence": [{"run": run, "entry": seen}]}
    findings = {
        state: village.ask("add_finding", found, exercise=exercise)["id"]
        for state in ("bare", "mended")
    }
    village.several["finding"], village.ids["finding"] = findings, findings["bare"]
    known = {"objective": "M1", "capability": "lagesbild", "evidence": found["evidence"]}
    village.ask("change_finding", known)
    mended = village.ask("add_corrective_action", finding=findings["mended"])["id"]
    village.ask("change_action", only={"state": "done"}, action=mended)
    shown = {"exercise": village.ids["exercise"], "works": True}
    village.ask("verify_action", shown, action=mended)
    village.several["action"] = {"promised": village.ids["action"], "mended": mended}
    village.ask("issue_exercise_report", exercise=exercise)
    aborted = _prepared(village, exercise, "aborted")
    village.ask("start_run", run=aborted)
    village.ask("abort_run", run=aborted)


def _send(village: Village, door: str, what: str, typed: Mapping[str, Any]) -> None:
    path = f"/play/{village.tokens[door]}/{what}"
    posted = pages.post(village.app.test_client(), path, typed)
    assert posted.status_code == 303, (path, posted.text)
