"""Does a demonstration have an exercise to start at once, and one that has been learned from?"""

import pytest
from sqlalchemy import select

from scheduler import apply
from scheduler.actor import Actor
from scheduler.model import Action, Feedback, Finding, Letter, Meeting, Network, Run, Scenario
from scheduler.queries.runs import state_of
from scheduler.services import runs
from web.demo import loading
from web.demo.words import FOLDER


@pytest.fixture
def county(database, settings, time):
    """The first network of the demonstration; gives its id."""
    loading.add_network(database, FOLDER / f"{loading.FIRST}.yaml")
    with database.reading() as session:
        return session.scalars(select(Network.id)).one()


def run_of(session, state):
    return session.scalars(select(Run).where(Run.state == state)).one()


def test_every_network_of_the_demonstration_brings_scenarios(settings):
    brought = {
        path.stem: [(entry.plan.ready, entry.plan.language) for entry in file.scenarios]
        for path in loading.files()
        if (file := apply.read(path.read_bytes(), name=path.name))
    }
    assert brought == {
        "orebro-lan": [("A", "sv"), ("B", "sv"), ("C", "sv"), ("D", "sv")],
        "goteborg": [("C", "sv")],
        "infohus": [("D", "en")],
        "kunskapshuset": [("A", "sv")],
        "nordic-safe-cities": [("C", "en"), ("D", "en")],
        "politirad": [("B", "en")],
        "solna": [("A", "sv")],
        "varna-varmland": [("B", "sv")],
    }


def test_the_coming_exercise_has_a_run_that_can_be_started_at_once(database, county):
    with database.transaction() as session:
        run = run_of(session, "prepared")
        assert run.exercise.meeting.title == "Övningsdag"
        assert run.exercise.version.scenario.source == "ready:C"
        seats = sorted((role.kind, role.group) for role in run.roles)
        assert seats == sorted(
            [
                ("director", ""),
                ("facilitator", ""),
                ("evaluator", ""),
                ("evaluator", ""),
                ("recorder", ""),
                *[("player", "kommun")] * 4,
                *[("player", "polis")] * 2,
                *[("player", "skola")] * 3,
                ("player", "civil"),
            ]
        )
        leader = next(role for role in run.roles if role.kind == "facilitator").person
        assert leader.email == loading.ROLES["facilitator"]
        roles = {county: frozenset({"facilitator"})}
        by = Actor(kind="person", id=leader.id, person_id=leader.id, roles=roles)
        runs.start(session, run.id, by=by)
        assert (run.state, run.exercise.version.state) == ("running", "locked")


def test_the_exercise_of_the_past_came_to_its_end_with_all_that_was_said(database, county):
    with database.reading() as session:
        run = run_of(session, "closed")
        state = state_of(session, run.id)
        forms = session.scalars(select(Feedback).where(Feedback.run_id == run.id)).all()
        meeting = run.exercise.meeting
        assert (meeting.status, meeting.starts_at < run.started_at) == ("held", True)
        assert run.exercise.version.approved_at < run.exercise.created_at
    assert (run.entries, run.state) == (state.number, state.status)
    assert {key: (one.how, one.late) for key, one in state.steps.items()} == {
        f"A{number}": ("hand" if number == 2 else "clock", 0) for number in range(1, 11)
    }
    assert set(state.revealed) == {"M1.1", "M2.1", "A9.F1"}
    assert (len(state.answers), len(state.decisions), len(state.observations)) == (13, 2, 5)
    assert (len(state.ratings), len(state.finals), len(state.sayings)) == (10, 5, 4)
    assert sorted(len(roles) for roles in state.votes.values()) == [2, 2]
    assert len(forms) == 6  # from five on their answers may be shown


def test_what_it_found_leads_to_two_actions_that_wait_on_the_next_agenda(database, county, settle):
    settle()
    with database.reading() as session:
        found = session.scalars(select(Finding).order_by(Finding.position)).all()
        logs = {run.id: run.entries for run in session.scalars(select(Run))}
        evidence = [line for one in found for line in one.evidence]
        ours = select(Action).where(Action.finding_id.is_not(None)).order_by(Action.due)
        promised = session.scalars(ours).all()
        next_one = session.scalars(
            select(Meeting)
            .where(Meeting.series_id.is_not(None), Meeting.status != "held")
            .order_by(Meeting.starts_at)
        ).first()
        points = [one.source for one in next_one.agenda if one.source.startswith("corrective:")]
    assert [one.kind for one in found] == ["strength", "improvement"]
    assert len(evidence) == 7
    assert max(line["entry"] for line in evidence) <= max(logs.values())
    assert [one.state for one in promised] == ["done", "in_progress"]
    assert sorted(points) == sorted(f"corrective:{one.id}" for one in promised)


def test_nobody_is_mailed_of_the_past_exercise(database, county, settle):
    settle()
    with database.reading() as session:
        held = run_of(session, "closed").exercise.meeting_id
        about = session.scalars(select(Letter).where(Letter.meeting_id == held)).all()
        kinds = set(session.scalars(select(Letter.kind)))
    assert about == []
    assert [kind for kind in kinds if kind.startswith(("action", "run", "inject"))] == []


def test_the_past_scenario_stays_as_it_was_exercised(database, county):
    with database.reading() as session:
        states = {
            one.source: [version.state for version in one.versions]
            for one in session.scalars(select(Scenario))
        }
    assert states == {
        "ready:A": ["locked"],
        "ready:B": ["approved"],
        "ready:C": ["approved"],
        "ready:D": ["approved"],
    }
