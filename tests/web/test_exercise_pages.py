"""How is an exercise planned, seated and rehearsed by its pages?"""

import re

import pytest
from sqlalchemy import select

from scheduler.exercise.canonical import as_json, content_hash
from scheduler.exercise.content import Content
from scheduler.model import Exercise, Letter, Meeting, Run, RunRole, Scenario, ScenarioVersion
from scheduler.services import runs
from tests.evaluating import CONTENT, FEBRUARY
from tests.factories import a_meeting, a_person
from tests.steering import INJECTS, MODULES, a_table
from tests.web.browser import text_of

SAID = {
    **CONTENT,
    "modules": MODULES,
    "injects": INJECTS,
    "purpose": "Try the way of the message in {kommun}.",
    "variables": [{"key": "kommun", "value": "Björkhamra", "text": "The municipality"}],
}
PLAN = {
    "purpose": "Try it.",
    "stop_word": "REAL EVENT",
    "variables.kommun": "Nya Björkhamra",
    "gap": "ask",
    "grace_seconds": "60",
    "evaluator_days": "3",
    "feedback_days": "7",
}


@pytest.fixture
def scenario(database, network):
    content = Content.model_validate(SAID)
    with database.transaction() as session:
        row = Scenario(network_id=network, title=content.title, language="en")
        session.add(row)
        session.flush()
        version = ScenarioVersion(
            scenario_id=row.id,
            number=1,
            content=as_json(content),
            hash=content_hash(content),
            by="system",
        )
        session.add(version)
        return row.id


@pytest.fixture
def meeting(database, network):
    with database.transaction() as session:
        return a_meeting(session, network, title="Exercise day").id


@pytest.fixture
def lead(enter):
    return enter()


@pytest.fixture
def planned(lead, meeting, scenario):
    answer = lead.send(f"/meetings/{meeting}/exercise", PLAN | {"scenario": str(scenario)})
    assert answer.status_code == 303
    return answer.location


def options(page, name):
    """What can be chosen in a field, and what is: (values, chosen)."""
    found, *_ = re.findall(rf'(?s)<select[^>]*name="{re.escape(name)}".*?</select>', page)
    values = re.findall(r'<option value="([^"]*)"( selected)?', found)
    return [value for value, _ in values], [value for value, on in values if on]


def test_an_empty_tab_says_what_an_exercise_is(enter):
    lead = text_of(enter().get("/networks/lan/exercises"))
    assert "No exercises yet An exercise is a meeting with a scenario" in lead
    assert "Plan a meeting" in lead
    assert "Plan a meeting" not in text_of(enter("member").get("/networks/lan/exercises"))


def test_observers_have_no_such_tab(enter):
    assert enter("observer").get("/networks/lan/exercises").status_code == 403


def test_a_meeting_becomes_an_exercise_in_two_steps(enter, meeting, scenario):
    browser = enter()
    assert "Make this an exercise" in text_of(browser.get(f"/meetings/{meeting}"))
    page = browser.get(f"/meetings/{meeting}/exercise")
    assert "Choose the scenario. Nothing is changed" in text_of(page)
    page = browser.get(f"/meetings/{meeting}/exercise?scenario={scenario}").get_data(as_text=True)
    assert "Try the way of the message in {kommun}." in page
    assert "In the scenario: Björkhamra" in page
    answer = browser.send(f"/meetings/{meeting}/exercise", PLAN | {"scenario": str(scenario)})
    page = text_of(browser.get(answer.location))
    assert "ÖVNING: Exercise day" in page
    assert "Nya Björkhamra" in page
    assert "Open the exercise" in text_of(browser.get(f"/meetings/{meeting}"))
    assert browser.get(f"/meetings/{meeting}/exercise").location == answer.location


def test_what_is_wrong_with_a_plan_is_said_with_what_was_typed(enter, meeting, scenario):
    wrong = PLAN | {"scenario": str(scenario), "grace_seconds": "9999"}
    answer = enter().send(f"/meetings/{meeting}/exercise", wrong)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, 'value="9999"' in page, "Nya Björkhamra" in page) == (
        422,
        True,
        True,
    )


def test_members_see_that_it_is_an_exercise_and_nothing_of_its_scenario(enter, planned, meeting):
    browser = enter("member")
    for path in (planned, "/networks/lan/exercises", f"/meetings/{meeting}"):
        page = text_of(browser.get(path))
        assert "Exercise day" in page
        assert "A call" not in page
        assert "Try it." not in page
    for path in (f"{planned}/edit", f"{planned}/rehearsal", f"/meetings/{meeting}/exercise"):
        assert browser.get(path).status_code == 403
    assert browser.send(f"{planned}/runs", {"label": "Mine"}).status_code == 403


def test_the_plan_is_changed_and_two_who_change_it_are_told(lead, planned):
    page = lead.get(f"{planned}/edit").get_data(as_text=True)
    [edited] = re.findall(r'name="edited" value="(\d+)"', page)
    scenario, *_ = re.findall(r'name="scenario" value="([^"]+)"', page)
    typed = PLAN | {"scenario": scenario, "version": "1", "edited": edited, "purpose": ""}
    typed["scope"] = "Only the first hour."
    assert lead.send(f"{planned}/edit", typed).status_code == 303
    page = text_of(lead.get(planned))
    assert ("Only the first hour." in page, "Try it." in page) == (True, False)
    answer = lead.send(f"{planned}/edit", typed | {"scope": "Mine"})
    assert (answer.status_code, "Mine" in text_of(answer)) == (409, True)
    assert "Somebody else has saved this exercise meanwhile" in text_of(answer)


def test_organisations_have_their_own_objectives(lead, planned, meeting, database):
    page = lead.get(f"{planned}/edit").get_data(as_text=True)
    houses, _ = options(page, "sub_objectives.0.organisation")
    with database.reading() as session:
        row = session.scalars(select(Exercise)).one()
        told = {"scenario": str(row.version.scenario_id), "version": "1", "edited": "1"}
    own = {"sub_objectives.0.organisation": houses[1], "sub_objectives.0.text": "Find the deputy"}
    assert lead.send(f"{planned}/edit", PLAN | told | own).status_code == 303
    assert "Find the deputy" in text_of(lead.get(planned))


def test_a_run_seats_those_who_are_called_and_each_can_be_moved(lead, planned, database):
    answer = lead.send(f"{planned}/runs", {"label": "Table 1"})
    assert answer.status_code == 303
    page = lead.get(planned).get_data(as_text=True)
    with database.reading() as session:
        roles = session.scalars(select(RunRole).order_by(RunRole.position)).all()
        run, first, second = roles[0].run_id, roles[0].id, roles[1].id
        place = f"player|{roles[0].group}"
    values, chosen = options(page, f"role.{first}")
    assert chosen == [place]
    assert "evaluator|" in values
    moved = "player|polis" if place == "player|kommun" else "player|kommun"
    form = {f"role.{first}": moved, f"role.{second}": "evaluator|"}
    page = lead.send(f"/runs/{run}/seats", form, follow_redirects=True)
    assert "2 places are saved." in text_of(page)
    with database.reading() as session:
        here = session.scalars(select(RunRole).where(RunRole.left_at.is_(None))).all()
        assert {f"{one.kind}|{one.group}" for one in here} >= {moved, "evaluator|"}
        assert session.get_one(RunRole, first).group == moved.partition("|")[2]
        assert session.get_one(RunRole, second).left_at is not None


def test_somebody_else_of_the_network_gets_a_place_and_loses_it(lead, planned, database, network):
    lead.send(f"{planned}/runs", {"label": "Table 1"})
    with database.transaction() as session:
        person = a_person(session, network, "eva@kumla.example").id
        run = session.scalars(select(Run.id)).one()
    lead.send(f"/runs/{run}/seats", {"add": str(person), "add-place": "observer|"})
    with database.reading() as session:
        role = session.scalars(select(RunRole).where(RunRole.person_id == person)).one()
        assert (role.kind, role.left_at) == ("observer", None)
    lead.send(f"/runs/{run}/seats", {f"role.{role.id}": ""})
    with database.reading() as session:
        assert session.get_one(RunRole, role.id).left_at is not None


def test_a_run_of_some_groups_has_only_these_filled(lead, planned, database):
    lead.send(f"{planned}/runs", {"label": "Police", "groups": ["polis"]})
    with database.reading() as session:
        players = session.scalars(select(RunRole.group).where(RunRole.kind == "player")).all()
        assert set(players) == {"polis"}


def test_the_links_are_mailed_by_one_press(lead, planned, database, settle):
    lead.send(f"{planned}/runs", {"label": "Table 1"})
    with database.reading() as session:
        run = session.scalars(select(Run.id)).one()
        count = len(session.scalars(select(RunRole)).all())
    assert "Nobody has been mailed a link yet." in text_of(lead.get(planned))
    page = lead.send(f"/runs/{run}/links", follow_redirects=True)
    assert f"{count} links are being sent." in text_of(page)
    settle()
    assert f"{count} of {count} have been mailed theirs" in text_of(lead.get(planned))
    with database.reading() as session:
        sent = session.scalars(select(Letter.id).where(Letter.kind == "play_link")).all()
        assert len(sent) == count


def test_the_checks_say_what_is_wrong_and_lead_there(lead, planned):
    page = lead.get(planned)
    assert "Not approved yet: C1, C2, C3, C4." in text_of(page)
    assert re.search(r'href="/scenarios/[^"]+/injects/edit\?key=C1"', page.get_data(as_text=True))


def test_the_rehearsal_tells_who_gets_what_when(lead, planned):
    assert "Nobody has a place yet" in text_of(lead.get(f"{planned}/rehearsal"))
    lead.send(f"{planned}/runs", {"label": "Table 1"})
    page = text_of(lead.get(f"{planned}/rehearsal"))
    assert "0:01:00 C1 A call all groups 3 on their pages" in page
    assert "0:32:00 C4 The radio" in page
    assert "by hand C3 A visit Police –" in page
    assert "Longest silence: Municipality 28 minutes, from 0:32:00 to 1:00:00 ! over 20" in page


def test_runs_that_have_not_begun_follow_the_plan(lead, planned, database, settle):
    lead.send(f"{planned}/runs", {"label": "Table 1"})
    with database.reading() as session:
        row = session.scalars(select(Exercise)).one()
        told = {"scenario": str(row.version.scenario_id), "version": "1", "edited": "1"}
        run = session.scalars(select(Run.id)).one()
    lead.send(f"{planned}/edit", PLAN | told | {"grace_seconds": "300"})
    settle()
    page = text_of(lead.get(f"/runs/{run}/log"))
    assert page.count("The run was prepared.") == 2


def test_what_to_do_next_follows_the_exercise(database, settle, time, sign_in):
    table = a_table(database, settle, time)
    time.to(FEBRUARY)
    browser = sign_in("fia@kumla.example", role="facilitator", network=table.network)
    browser.set_cookie("kallelse-language", "en")
    at = f"/exercises/{table.exercise}"
    assert "The scenario is a draft. Read it through and approve it." in text_of(browser.get(at))
    table.do(runs.start, table.run)
    page = browser.get(at)
    assert "▶ Goes on now" in text_of(page)
    assert f'href="/runs/{table.run}">Open the console</a>' in page.get_data(as_text=True)
    table.end()
    assert "Hold the hot wash, then evaluate." in text_of(browser.get(at))
    table.do(runs.close, table.run)
    listed = text_of(browser.get("/networks/lan/exercises"))
    assert "◕ Being evaluated Evaluate what was seen, and write the report." in listed
    answer = browser.send(f"{at}/edit", PLAN | {"edited": "1"})
    assert (answer.status_code, "A run of this exercise has begun" in text_of(answer)) == (
        409,
        True,
    )


def test_a_cancelled_meeting_exercises_nothing(enter, meeting, scenario, database):
    with database.transaction() as session:
        session.get_one(Meeting, meeting).status = "cancelled"
    answer = enter().send(f"/meetings/{meeting}/exercise", PLAN | {"scenario": str(scenario)})
    assert answer.status_code == 409
    assert "This meeting has been held or cancelled." in text_of(answer)
