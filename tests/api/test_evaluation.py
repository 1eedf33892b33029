"""Can a program follow an exercise's evaluation from ratings to what a later exercise has shown?"""

from __future__ import annotations

import pytest

from scheduler.inputs.exercise import FeedbackInput
from scheduler.inputs.run import ObservationInput, RatingInput
from scheduler.services import feedback, playing
from tests.evaluating import Table

AREA = {"kind": "improvement", "text": "Nobody knew who answers.", "objective": "O1"}
LIST = {"text": "Write a list.", "organisation": "Kumla kommun", "due": "2027-04-01"}


@pytest.fixture
def table(database, settle, time):
    made = Table(database, settle, time)
    made.start()
    return made


@pytest.fixture
def lead(table, program):
    return program("facilitator", table.network)


@pytest.fixture
def write(table, lead):
    def written(**more):
        return lead.post(f"/exercises/{table.exercise}/findings", AREA | more)

    return written


def rate(table, who, value, group=""):
    plan = RatingInput(target="I1", value=value, group=group, reason="Seen.")
    table.do(playing.rate, table.roles[who], plan=plan)


def test_each_rating_stands_beside_counts_and_median(table, lead):
    rate(table, "evaluator", "met", "kommun")
    rate(table, "critic", "not", "kommun")
    rate(table, "critic", "")
    final = {"target": "I1", "value": "partly", "reason": "Both tables.", "final": True}
    lead.post(f"/runs/{table.run}/ratings", final)
    told = lead.get(f"/exercises/{table.exercise}/evaluation")["objectives"][0]
    assert (told["key"], told["capabilities"]) == ("O1", ["Shared picture"])
    one, other = told["indicators"]
    assert [(count["step"], count["count"]) for count in one["counts"]] == [
        ("met", 1),
        ("partly", 0),
        ("not", 1),
    ]
    assert (one["n"], one["not_observed"], one["median"]) == (2, 1, "not")
    given = [(each["evaluator"], each["group"], each["value"]) for each in one["ratings"]]
    assert given == [
        ("Evaluator", "Municipality", "met"),
        ("Critic", "Municipality", "not"),
        ("Critic", "", None),
    ]
    assert [(each["value"], each["reason"]) for each in one["finals"]] == [
        ("partly", "Both tables.")
    ]
    assert (other["n"], other["median"], other["ratings"]) == (0, None, [])


def test_what_was_seen_is_told_with_exercise_time_and_inject(table, lead, time):
    time.forward(seconds=75)
    plan = ObservationInput(text="Two called.", inject="C1", indicator="I1", kind="area")
    table.do(playing.observe, table.roles["evaluator"], plan=plan)
    (line,) = lead.get(f"/exercises/{table.exercise}/evaluation")["noted"]
    assert line == line | {
        "run": str(table.run),
        "exercise_seconds": 75,
        "what": "observed",
        "kind": "area",
        "inject": "A call",
        "indicator": "Everybody knows who asks.",
        "objective": "O1",
        "who": "Evaluator",
    }


def test_a_finding_is_written_changed_and_taken_away(table, lead, write):
    made = write(evidence=[{"run": str(table.run), "entry": 2}])
    assert made == {
        "id": made["id"],
        "network": str(table.network),
        "exercise": str(table.exercise),
        **AREA,
        "analysis": "",
        "root_cause": "",
        "capability": "lage",
        "evidence": [{"run": str(table.run), "entry": 2}],
        "recurring_of": None,
        "actions": [],
    }
    path = f"/findings/{made['id']}"
    assert lead.get(path) == made
    seen = lead.ask("GET", path).headers["ETag"]
    assert lead.patch(path, {"root_cause": "No list."}, if_match=seen) == made | {
        "root_cause": "No list."
    }
    assert lead.refused("PATCH", path, {"text": "X"}, 409, if_match=seen)["status"] == 409
    assert lead.ask("DELETE", path).status_code == 204
    lead.refused("GET", path, None, 404)
    assert lead.get(f"/exercises/{table.exercise}/evaluation")["findings"] == []


def test_a_line_that_is_not_there_is_told_with_its_place(table, lead):
    body = AREA | {"evidence": [{"run": str(table.run), "entry": 9999}]}
    problem = lead.refused("POST", f"/exercises/{table.exercise}/findings", body, 422)
    assert [error["field"] for error in problem["errors"]] == ["evidence.0.entry"]


def test_a_corrective_action_stands_on_the_next_agenda_until_it_is_verified(
    table, lead, write, settle, program
):
    table.end()
    body = {"title": "Länsnätverket", "start": "2027-06-03T09:00", "minutes": 180}
    coordinator = program("coordinator", table.network)
    meeting = coordinator.post(f"/networks/{table.network}/meetings", body)["id"]
    finding = write()
    action = lead.post(f"/findings/{finding['id']}/actions", LIST)
    settle()
    assert (action["finding"], action["origin"], action["verified_by"]) == (
        finding["id"],
        "exercise",
        None,
    )

    def points():
        items = lead.get(f"/meetings/{meeting}/agenda")["items"]
        return [(one["title"], one["source"]) for one in items]

    standing = [
        ("Follow-up of actions", "actions"),
        ("Corrective action: Write a list.", f"corrective:{action['id']}"),
    ]
    assert points() == standing
    path = f"/actions/{action['id']}"
    lead.patch(path, {"state": "done"})
    settle()
    assert points() == standing
    later = table.run_later()
    lead.refused("PATCH", path, {"state": "verified"}, 422)
    own = {"exercise": str(table.exercise), "works": True}
    lead.refused("POST", f"{path}/verify", own, 422)
    shown = lead.post(f"{path}/verify", own | {"exercise": str(later)}, 200)
    settle()
    assert (shown["state"], shown["verified_by"]) == ("verified", str(later))
    assert points() == []


def test_what_did_not_work_is_opened_again(table, lead, write):
    table.end()
    action = lead.post(f"/findings/{write()['id']}/actions", LIST)
    lead.patch(f"/actions/{action['id']}", {"state": "done"})
    later = table.run_later()
    path = f"/actions/{action['id']}/verify"
    body = {"exercise": str(later), "works": False}
    problem = lead.refused("POST", path, body, 422)
    assert [error["field"] for error in problem["errors"]] == ["text"]
    assert lead.post(path, body | {"text": "Not found."}, 200)["state"] == "reopened"


def test_feedback_is_told_from_five_forms_up(table, lead):
    table.end()
    form = FeedbackInput(answers={"F1": "4", "F2": "Call earlier."})
    roles = list(table.roles.values())
    for place, role in enumerate(roles[:5], 1):
        with table.database.transaction() as session:
            feedback.give(session, role, plan=form)
        told = lead.get(f"/exercises/{table.exercise}/evaluation")["feedback"]
        assert (told["forms"], bool(told["answers"])) == (place, place == 5)
    scale, texts = told["answers"]
    assert (scale["n"], scale["median"], scale["texts"]) == (5, "4", [])
    assert (texts["counts"], texts["texts"]) == ([], ["Call earlier."] * 5)


def test_members_are_told_nothing_of_it(table, program, write):
    member = program("member", table.network)
    finding = write()
    for path in (f"/exercises/{table.exercise}/evaluation", f"/findings/{finding['id']}"):
        member.refused("GET", path, None, 403)
