"""Can who leads an exercise evaluate it by pages: ratings, findings, actions, retests?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from scheduler.exercise.feedback import FEWEST
from scheduler.inputs import ActionPatch
from scheduler.inputs.exercise import CorrectiveInput, FeedbackInput, FindingInput
from scheduler.inputs.run import DecisionInput, ObservationInput, RatingInput, SayingInput
from scheduler.model import Action, Organisation
from scheduler.queries import findings as query
from scheduler.services import actions, corrective, feedback, findings, playing, runs
from tests.evaluating import Table
from tests.web.browser import text_of

AREA = {"kind": "improvement", "text": "Nobody knew who answers.", "objective": "O1"}
TO_DO = {"text": "Write a list.", "due": "2027-05-01", "element": "planning"}


@pytest.fixture
def table(database, settle, time):
    made = Table(database, settle, time)
    made.start()
    return made


@pytest.fixture
def enter(table, sign_in):
    """Sign in as somebody who leads; months later anew."""

    def entered(email="f@kumla.example"):
        browser = sign_in(email, role="facilitator", network=table.network)
        browser.set_cookie("kallelse-language", "en")
        return browser

    return entered


@pytest.fixture
def lead(enter):
    return enter()


def observe(table, text="Two called the same editor.", **plan):
    said = ObservationInput(text=text, inject="C1", indicator="I1", kind="area", **plan)
    table.do(playing.observe, table.roles["evaluator"], plan=said)
    return table.state.number


def rate(table, who, value, target="I1", group="", reason=""):
    plan = RatingInput(target=target, value=value, group=group, reason=reason)
    table.do(playing.rate, table.roles[who], plan=plan)


def lines(table):
    with table.database.reading() as session:
        return query.of_exercise(session, table.exercise)


def address(table):
    return f"/exercises/{table.exercise}/evaluation"


def a_finding(table):
    plan = FindingInput(kind="improvement", text="Nobody knew who answers.", objective="O1")
    return table.do(findings.add, table.exercise, plan=plan)


def test_before_a_run_has_begun_the_page_says_what_it_will_be(database, settle, time, sign_in):
    table = Table(database, settle, time)
    lead = sign_in("f@kumla.example", role="facilitator", network=table.network)
    lead.set_cookie("kallelse-language", "en")
    words = text_of(lead.get(address(table)))
    assert "EXERCISE: Evaluation" in words
    assert "Nothing to evaluate yet" in words


def test_every_evaluators_rating_stands_beside_counts_and_median(table, lead):
    rate(table, "evaluator", "met", group="kommun", reason="All knew.")
    rate(table, "critic", "not", group="kommun", reason="Two asked.")
    rate(table, "critic", "", group="polis")
    words = text_of(lead.get(address(table)))
    assert "1 0 1 Median: Not met (n = 2) · 1 did not observe it 3 ratings I1" in words
    for part in (
        "Evaluator · Municipality: Met – All knew.",
        "Critic · Municipality: Not met – Two asked.",
        "Critic · Police: Not observed",
    ):
        assert part in words
    assert "Nobody has rated it" in words  # the second indicator


def test_the_final_rating_has_a_reason_and_takes_nothing_away(table, lead):
    rate(table, "evaluator", "met", reason="All knew.")
    path = f"/runs/{table.run}/final"
    assert "Evaluator · All as one: Met – All knew." in text_of(lead.get(f"{path}?target=I1"))
    wrong = lead.send(path, {"target": "I1", "value": "partly"})
    assert (wrong.status_code, table.state.finals) == (422, {})
    assert "Say what the final rating is built on." in text_of(wrong)
    nothing = lead.send(path, {"target": "I1", "reason": "Both tables."})
    assert (nothing.status_code, "Both tables." in nothing.text) == (422, True)
    kept = lead.send(path, {"target": "I1", "value": "partly", "reason": "Both tables."})
    assert kept.location == f"{address(table)}#target-I1"
    words = text_of(lead.get(kept.location))
    assert "Partly met – Both tables." in words
    assert "Evaluator · All as one: Met – All knew." in words
    assert 'value="partly" checked' in lead.get(f"{path}?target=I1").text
    assert lead.get(f"{path}?target=I9").status_code == 404


def test_a_finding_is_written_from_the_lines_that_were_ticked(table, lead):
    number = observe(table)
    table.do(playing.decide, table.roles["recorder"], plan=DecisionInput(text="One voice."))
    page = lead.get(address(table))
    assert f'value="{table.run}:{number}"' in page.text
    ticked = f"{table.run}:{number}"
    form = lead.get(f"/exercises/{table.exercise}/findings/new?evidence={ticked}")
    assert f'value="{ticked}" checked' in form.text
    kept = lead.send(f"/exercises/{table.exercise}/findings/new", AREA | {"evidence": [ticked]})
    (line,) = lines(table)
    assert kept.location == f"/findings/{line.id}#do"
    assert (line.text, line.evidence) == (AREA["text"], ((table.run, number),))
    words = text_of(lead.get(f"/findings/{line.id}"))
    assert "Two called the same editor." in words
    assert "Shared picture" in words
    assert "1 line of the log" in text_of(lead.get(address(table)))


@pytest.mark.parametrize("wrong", [{"text": ""}, {"kind": ""}, {"objective": "O9"}])
def test_what_was_typed_and_ticked_stands_when_something_is_wrong(table, lead, wrong):
    ticked = f"{table.run}:{observe(table)}"
    typed = AREA | {"analysis": "Lists are old.", "evidence": [ticked]} | wrong
    page = lead.send(f"/exercises/{table.exercise}/findings/new", typed)
    assert page.status_code == 422
    assert "Lists are old." in page.text
    assert f'value="{ticked}" checked' in page.text
    assert lines(table) == []


def test_two_who_change_a_finding_are_told_of_each_other(table, lead):
    finding = a_finding(table)
    path = f"/findings/{finding}/edit"
    assert lead.send(path, AREA | {"text": "First.", "version": "1"}).status_code == 303
    page = lead.send(path, AREA | {"text": "Second.", "version": "1"})
    assert (page.status_code, "First." in page.text, "Second." in page.text) == (409, True, True)
    assert lead.send(path, AREA | {"text": "Second.", "version": "2"}).status_code == 303
    assert [line.text for line in lines(table)] == ["Second."]


def test_an_organisation_promises_and_it_stands_on_the_list_and_with_the_finding(table, lead):
    finding = a_finding(table)
    with table.database.reading() as session:
        named = select(Organisation.id).where(Organisation.name == "Kumla kommun")
        house = session.scalars(named).one()
    kept = lead.send(f"/findings/{finding}/actions", TO_DO | {"owner": str(house)})
    assert kept.location == f"/findings/{finding}#do"
    (action,) = lines(table)[0].actions
    assert (action.owner, str(action.due), action.element) == (
        "Kumla kommun",
        "2027-05-01",
        "planning",
    )
    words = text_of(lead.get(f"/actions/{action.id}"))
    assert "an exercise · The finding" in words
    assert "What it changes Planning" in words


def test_a_promise_without_owner_is_asked_for_again_with_what_was_typed(table, lead):
    finding = a_finding(table)
    page = lead.send(f"/findings/{finding}/actions", TO_DO | {"owner": ""})
    assert page.status_code == 422
    assert "Write a list." in page.text
    assert 'href="#owner.organisation"' in page.text
    assert lines(table)[0].actions == ()


def test_a_finding_that_somebody_works_on_is_not_taken_away(table, lead):
    finding = a_finding(table)
    promise = CorrectiveInput(text="Write a list.", organisation="Kumla kommun")
    action = table.do(corrective.add, finding, plan=promise)
    page = lead.send(f"/findings/{finding}/remove")
    assert page.status_code == 409
    assert "Decline those actions first." in text_of(page)
    table.do(actions.change, action, plan=ActionPatch(state="declined"))
    assert lead.send(f"/findings/{finding}/remove").location == f"{address(table)}#findings"
    assert lines(table) == []
    assert lead.get(f"/findings/{finding}").status_code == 404


def test_a_later_exercise_shows_that_an_action_works(table, lead, enter):
    table.end()
    promise = CorrectiveInput(text="Write a list.", organisation="Kumla kommun")
    action = table.do(corrective.add, a_finding(table), plan=promise)
    table.do(actions.change, action, plan=ActionPatch(state="done"))
    path = f"/actions/{action}/retest"
    assert "No later exercise yet" in text_of(lead.get(path))
    page = text_of(lead.get(f"/actions/{action}"))
    assert "Say what a later exercise has shown" in page
    assert "Checked: it is done" not in page
    assert "Done ◔ Not yet shown to work" in page
    later = table.run_later()
    lead = enter("g@kumla.example")
    wrong = lead.send(path, {"exercise": str(later), "works": "false"})
    assert wrong.status_code == 422
    assert "Say what did not work" in text_of(wrong)
    kept = lead.send(path, {"exercise": str(later), "works": "true", "text": "Found at once."})
    assert kept.location == f"/actions/{action}"
    with table.database.reading() as session:
        row = session.get_one(Action, action)
        assert (row.state, row.verified_by_id) == ("verified", later)
    assert "Found at once." in text_of(lead.get(f"/actions/{action}"))


def test_feedback_is_shown_from_five_forms_up(table, lead):
    table.end()
    form = FeedbackInput(answers={"F1": "4", "F2": "Call earlier."})
    roles = list(table.roles.values())
    for place, role in enumerate(roles[:FEWEST], 1):
        with table.database.transaction() as session:
            feedback.give(session, role, plan=form)
        words = text_of(lead.get(address(table)))
        assert ("Call earlier." in words) == (place == FEWEST)
    assert "Median: 4 of 5 (n = 5)" in words


def test_what_was_said_in_the_hot_wash_can_show_a_finding(table, lead):
    table.end(hotwash=True)
    plan = SayingInput(kind="improve", text="Phone earlier.")
    table.do(playing.say, table.roles["player"], plan=plan)
    words = text_of(lead.get(address(table)))
    assert "Hot wash (1)" in words
    assert "Phone earlier." in words


@pytest.mark.parametrize("role", ["member", "secretary"])
def test_who_does_not_lead_reads_and_writes_nothing_here(table, sign_in, role):
    browser = sign_in("m@kumla.example", role=role, network=table.network)
    finding = a_finding(table)
    action = table.do(
        corrective.add, finding, plan=CorrectiveInput(text="X", organisation="Kumla kommun")
    )
    for path in (
        address(table),
        f"/runs/{table.run}/final?target=I1",
        f"/exercises/{table.exercise}/findings/new",
        f"/findings/{finding}",
        f"/findings/{finding}/edit",
        f"/actions/{action}/retest",
    ):
        assert browser.get(path).status_code == 403, path
    for path in (f"/findings/{finding}/remove", f"/findings/{finding}/actions"):
        assert browser.send(path, TO_DO).status_code == 403, path
    assert len(lines(table)) == 1


def test_looking_writes_nothing(table, lead):
    observe(table)
    finding = a_finding(table)
    table.do(runs.end, table.run)
    before = table.state.number
    for path in (address(table), f"/findings/{finding}", f"/findings/{finding}/edit"):
        assert lead.get(path).status_code == 200
    assert (table.state.number, lines(table)[0].version) == (before, 1)
