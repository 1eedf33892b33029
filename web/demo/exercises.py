"""What does a demonstration exercise? One day that comes, and one of the past year with its report.

All goes through the services, the past on a clock of its own; nobody is mailed of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import yaml
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.actor import SYSTEM
from scheduler.calendar import timezone
from scheduler.clock import now
from scheduler.inputs import ActionPatch, MeetingInput, MinutesInput, parse
from scheduler.inputs.exercise import (
    AudienceInput,
    CorrectiveInput,
    ExerciseInput,
    FeedbackInput,
    FindingInput,
    ReportInput,
    RoleInput,
    RunInput,
)
from scheduler.model import (
    DueRow,
    Exercise,
    Invitation,
    Meeting,
    Network,
    Person,
    Reply,
    Run,
    Scenario,
)
from scheduler.services import (
    actions,
    corrective,
    exercise_reports,
    exercises,
    feedback,
    findings,
    meetings,
    minutes,
    runs,
    seating,
)
from web.demo import promises
from web.demo.acting import Hand, Stage
from web.demo.past import hold
from web.demo.words import FOLDER

NOTICE = timedelta(days=28)  # how long before an exercise of the past it was planned
# What follows from the past without a letter to anybody.
_QUIET = ("feeds.", "returning.", "indexing.")


def lay(session: Session, network: Network) -> None:
    """Plan the exercise that comes, with a run to be started, and hold one of the past year."""
    path = FOLDER / "past" / "exercises.sv.yaml"
    script = yaml.safe_load(path.read_text(encoding="utf-8"))
    _come(session, network, script)
    _hold(session, network, script)
    promises.were_told(session, network)


def _come(session: Session, network: Network, script: Mapping[str, Any]) -> None:
    plan = script["coming"]
    meeting = session.scalars(
        select(Meeting)
        .where(Meeting.network_id == network.id, Meeting.title == plan["meeting"])
        .where(Meeting.starts_at > now())
    ).one()
    _plan(session, network, meeting, plan, script["seats"])


def _hold(session: Session, network: Network, script: Mapping[str, Any]) -> None:
    plan = script["held"]
    day = clock.today(network.time_zone) - timedelta(days=plan["days"])
    day -= timedelta(days=(day.weekday() - 3) % 7)  # a Thursday, as all days of this network
    start = datetime.combine(day, time.fromisoformat(plan["at"]))
    begins = timezone.resolve(start, network.time_zone, fold=None)
    before = set(session.scalars(select(DueRow.id)))
    hand = Hand(begins - NOTICE)
    with clock.told_by(hand):
        _age(session, network, plan["scenario"])
        meeting = _add(session, network, plan, start, script["seats"])
        run = _plan(session, network, meeting, plan, script["seats"])
        stage = Stage(session, run, hand, begins)
        stage.play(plan["acts"])
        hand.at = meeting.ends_at + timedelta(hours=1)
        hold(session, meeting, answers=_came)
        _write_up(session, meeting, plan["notes"])
        hand.at += timedelta(days=1)
        _evaluate(stage, plan)
    _keep_quiet(session, before)


def _plan(
    session: Session,
    network: Network,
    meeting: Meeting,
    plan: Mapping[str, Any],
    seats: Mapping[str, Any],
) -> Run:
    """Make a meeting an exercise with one run, and seat its people."""
    people = _people(session, seats)
    asked = ExerciseInput(
        scenario=_scenario(session, network, plan["scenario"]).id,
        director=people[seats["director"][0]],
        purpose=plan["purpose"],
        privacy_note=plan.get("privacy_note", ""),
        gap="count",
    )
    made = exercises.plan(session, meeting.id, plan=asked, by=SYSTEM)
    audiences = [
        AudienceInput(group=group, people=[people[email] for email in emails])
        for group, emails in seats["players"].items()
    ]
    wanted = RunInput(label=plan["label"], audiences=audiences)
    run = runs.prepare(session, made.id, plan=wanted, by=SYSTEM)
    for kind in ("director", "facilitator", "evaluator", "recorder"):
        for email in seats[kind]:
            seat = RoleInput(person=people[email], kind=kind)
            seating.seat(session, run.id, plan=seat, by=SYSTEM)
    return run


def _people(session: Session, seats: Mapping[str, Any]) -> dict[str, UUID]:
    emails = [one for kind, ones in seats.items() if kind != "players" for one in ones]
    emails += [one for ones in seats["players"].values() for one in ones]
    found = session.execute(select(Person.email, Person.id).where(Person.email.in_(emails)))
    return {row.email: row.id for row in found}


def _scenario(session: Session, network: Network, letter: str) -> Scenario:
    own = select(Scenario).where(Scenario.network_id == network.id)
    return session.scalars(own.where(Scenario.source == f"ready:{letter}")).one()


def _age(session: Session, network: Network, letter: str) -> None:
    """Let a scenario have been there before it was exercised."""
    scenario = _scenario(session, network, letter)
    scenario.created_at = now() - NOTICE
    for version in scenario.versions:
        version.at = version.approved_at = now() - NOTICE


def _add(
    session: Session,
    network: Network,
    plan: Mapping[str, Any],
    start: datetime,
    seats: Mapping[str, Any],
) -> Meeting:
    asked = {name: plan[name] for name in ("title", "place", "minutes")}
    asked |= {"kind": "exercise", "start": start, "people": list(_people(session, seats).values())}
    return meetings.add(session, network.id, plan=parse(MeetingInput, asked), by=SYSTEM)


def _came(meeting: Meeting, invitation: Invitation) -> None:
    """Let somebody have said yes: who has a place in an exercise came."""
    at = meeting.starts_at - NOTICE / 2
    invitation.replies.append(
        Reply(answer="accepted", comment="", via="link", at=at, sequence=meeting.sequence)
    )
    invitation.answer, invitation.answered_at, invitation.answered_via = "accepted", at, "link"


def _write_up(session: Session, meeting: Meeting, notes: str) -> None:
    item = next(one for one in meeting.agenda if one.kind == "exercise")
    plan = {"entries": [{"item": item.id, "text": notes}]}
    written = minutes.save(
        session, meeting.id, plan=parse(MinutesInput, plan), version=None, by=SYSTEM
    )
    written.state, written.published_by = "published", SYSTEM.name
    written.published_at = now() + timedelta(days=1)


def _evaluate(stage: Stage, plan: Mapping[str, Any]) -> None:
    """Let the evaluators rate, the players fill in their forms, the director find and act."""
    for target, (first, second, final, reason) in plan["ratings"].items():
        stage.do("evaluator", "rate", {"target": target, "value": first})
        stage.do("evaluator 2", "rate", {"target": target, "value": second})
        told = {"target": target, "value": final, "reason": reason, "final": True}
        stage.do("director", "rate", told)
    players = [role for role in stage.run.roles if role.kind == "player"]
    for role, answers in zip(players, plan["feedback"], strict=False):
        feedback.give(stage.session, role.id, plan=FeedbackInput(answers=answers))
    for found in plan["findings"]:
        _find(stage, stage.run.exercise, found)
    stage.session.flush()
    exercise_reports.issue(stage.session, stage.run.exercise_id, plan=ReportInput(), by=SYSTEM)


def _find(stage: Stage, exercise: Exercise, found: Mapping[str, Any]) -> None:
    session = stage.session
    asked = {name: value for name, value in found.items() if name != "actions"}
    lines = [{"run": stage.run.id, "entry": stage.lines[name]} for name in found["evidence"]]
    finding = findings.add(
        session,
        exercise.id,
        plan=FindingInput.model_validate(asked | {"evidence": lines}),
        by=SYSTEM,
    )
    for one in found.get("actions", []):
        told = {name: one[name] for name in ("text", "organisation", "element")}
        told |= {"due": (now() + timedelta(days=one["days"])).date()}
        made = corrective.add(
            session, finding.id, plan=CorrectiveInput.model_validate(told), by=SYSTEM
        )
        actions.change(session, made.id, plan=ActionPatch(state=one["state"]), by=SYSTEM)


def _keep_quiet(session: Session, before: set[int]) -> None:
    """Let nothing of the past be done again, or told to anybody, now that it is over."""
    session.flush()
    waiting = select(DueRow).where(DueRow.state == "waiting", DueRow.due_at < now())
    done = [
        row.id
        for row in session.scalars(waiting)
        if row.id not in before and not str(row.body.get("handler", "")).startswith(_QUIET)
    ]
    session.execute(
        update(DueRow)
        .where(DueRow.id.in_(done))
        .values(state="cancelled", done_at=now())
        .execution_options(synchronize_session=False)
    )
