"""Does what an exercise asked for return on the agendas until a later one shows that it works?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from scheduler.actor import NotAllowed
from scheduler.errors import Refused
from scheduler.inputs import ActionInput, ActionPatch, MinutesInput, ReportInput
from scheduler.inputs.exercise import CorrectiveInput, FindingInput, VerifyInput
from scheduler.model import Action, ActionReport, Letter, Meeting
from scheduler.queries import retests
from scheduler.services import actions, corrective, findings, minutes, reports
from scheduler.services.actions import NeedsLaterExercise, StateCannotFollow
from scheduler.services.corrective import NotALaterExercise, NotCorrective, SayWhy
from tests.evaluating import Table
from tests.factories import a_meeting, an_actor

AREA = FindingInput(kind="improvement", text="Nobody knew who answers.", objective="O1")
LIST = CorrectiveInput(text="Write a list of who answers.", organisation="Kumla kommun")
TITLE = "Corrective action: Write a list of who answers."


@pytest.fixture
def table(database, settle, time):
    made = Table(database, settle, time)
    made.start()
    made.end()
    return made


@pytest.fixture
def finding(table):
    return table.do(findings.add, table.exercise, plan=AREA)


@pytest.fixture
def promised(table, finding):
    return table.do(corrective.add, finding, plan=LIST)


def meeting(table, start):
    with table.database.transaction() as session:
        made = a_meeting(session, table.network, start=start).id
    table.settle()
    return made


def points(table, meeting_id):
    with table.database.reading() as session:
        return [one.title for one in session.get_one(Meeting, meeting_id).agenda]


def set_state(table, action, *states):
    for state in states:
        table.do(actions.change, action, plan=ActionPatch(state=state))


def found(table, action):
    with table.database.reading() as session:
        row = session.get_one(Action, action)
        return row.state, row.verified_by_id


def test_a_corrective_action_is_an_action_with_its_finding(table, finding, promised):
    with table.database.reading() as session:
        row = session.get_one(Action, promised)
        assert (row.origin, row.finding_id, row.meeting_id) == ("exercise", finding, None)
        assert (row.organisation.name, row.person_id, row.state) == (
            "Kumla kommun",
            None,
            "proposed",
        )


def test_an_organisation_without_accounts_is_told_by_mail(table, promised):
    with table.database.reading() as session:
        told = session.scalars(select(Letter).where(Letter.kind == "action_given")).all()
    assert {one.body["action"] for one in told} == {str(promised)}


def test_who_owns_it_is_refused_in_the_words_of_its_own_field(table, finding):
    wrong = CorrectiveInput(text="X", organisation="Kumla komun")
    with pytest.raises(Refused) as caught:
        table.do(corrective.add, finding, plan=wrong)
    assert caught.value.field == "organisation"


def test_each_stands_on_the_next_agenda_as_a_point_of_its_own(table, finding, promised):
    table.time.forward(seconds=1)
    second = table.do(
        corrective.add, finding, plan=LIST.model_copy(update={"text": "Try the list."})
    )
    march, april = meeting(table, "2027-03-04T09:00"), meeting(table, "2027-04-01T09:00")
    assert points(table, march) == [
        "Follow-up of actions",
        TITLE,
        "Corrective action: Try the list.",
    ]
    assert points(table, april) == []
    with table.database.reading() as session:
        rows = session.get_one(Meeting, march).agenda[1:]
        assert [(one.source, one.presenter, one.kind) for one in rows] == [
            (f"corrective:{promised}", "Kumla kommun", "information"),
            (f"corrective:{second}", "Kumla kommun", "information"),
        ]


def test_it_stays_when_it_is_done_and_goes_when_a_later_exercise_has_shown_it(table, promised):
    march = meeting(table, "2027-03-04T09:00")
    set_state(table, promised, "in_progress", "done")
    assert points(table, march) == ["Follow-up of actions", TITLE]
    with table.database.reading() as session:
        (point,) = session.get_one(Meeting, march).agenda[1:]
        assert point.text == "It is done, and waits for a later exercise to show that it works."
    june = meeting(table, "2027-06-03T09:00")
    later = table.run_later()
    assert points(table, june) == ["Follow-up of actions", TITLE]
    table.do(corrective.verify, promised, plan=VerifyInput(exercise=later, works=True))
    assert (found(table, promised), points(table, june)) == (("verified", later), [])


def test_it_returns_on_one_agenda_after_the_other(table, promised):
    march, april = meeting(table, "2027-03-04T09:00"), meeting(table, "2027-04-01T09:00")
    table.time.to(datetime(2027, 3, 4, 12, 0, tzinfo=UTC))
    table.settle()
    assert points(table, march) == ["Follow-up of actions", TITLE]
    assert points(table, april) == ["Follow-up of actions", TITLE]


def test_the_minutes_of_a_meeting_may_tell_of_it_and_it_returns_all_the_same(table, promised):
    march, april = meeting(table, "2027-03-04T09:00"), meeting(table, "2027-04-01T09:00")
    table.time.to(datetime(2027, 3, 4, 12, 0, tzinfo=UTC))
    table.settle()
    with table.database.reading() as session:
        item = session.get_one(Meeting, march).agenda[1].id
    written = {"entries": [{"item": str(item), "text": "Half of the list is written."}]}
    plan = MinutesInput.model_validate(written)
    table.do(minutes.save, march, plan=plan, version=None)
    assert TITLE in points(table, april)


def test_what_is_declined_is_off_the_agenda(table, promised):
    march = meeting(table, "2027-03-04T09:00")
    set_state(table, promised, "declined")
    assert points(table, march) == []


def test_a_later_exercise_in_which_it_did_not_work_opens_it_again_with_a_word(table, promised):
    set_state(table, promised, "done")
    later = table.run_later()
    with pytest.raises(SayWhy):
        table.do(corrective.verify, promised, plan=VerifyInput(exercise=later, works=False))
    plan = VerifyInput(exercise=later, works=False, text="The list was not found.")
    table.do(corrective.verify, promised, plan=plan)
    assert found(table, promised) == ("reopened", None)
    with table.database.reading() as session:
        (told,) = session.scalars(select(ActionReport)).all()
        assert (told.state, told.text) == ("reopened", "The list was not found.")


def test_what_was_shown_once_can_fail_in_the_exercise_after(table, promised):
    set_state(table, promised, "done")
    later = table.run_later()
    table.do(corrective.verify, promised, plan=VerifyInput(exercise=later, works=True))
    plan = VerifyInput(exercise=later, works=False, text="Forgotten again.")
    table.do(corrective.verify, promised, plan=plan)
    assert found(table, promised) == ("reopened", None)


def test_the_exercise_that_found_it_shows_nothing_about_it(table, promised):
    set_state(table, promised, "done")
    own = VerifyInput(exercise=table.exercise, works=True)
    with pytest.raises(NotALaterExercise):
        table.do(corrective.verify, promised, plan=own)
    to_come, _ = table.plan("2027-05-06T09:00")
    with pytest.raises(NotALaterExercise):
        table.do(corrective.verify, promised, plan=VerifyInput(exercise=to_come, works=True))


def test_what_is_not_done_cannot_be_shown_to_work(table, promised):
    later = table.run_later()
    with pytest.raises(StateCannotFollow):
        table.do(corrective.verify, promised, plan=VerifyInput(exercise=later, works=True))


def test_nobody_checks_it_by_hand(table, promised):
    set_state(table, promised, "done")
    with pytest.raises(NeedsLaterExercise):
        set_state(table, promised, "verified")
    assert found(table, promised) == ("done", None)


def test_an_action_of_a_meeting_is_no_corrective_one(table):
    plan = ActionInput.model_validate({"text": "X", "owner": {"organisation": "Kumla kommun"}})
    other = table.do(actions.add, network_id=table.network, plan=plan)
    set_state(table, other, "done")
    with pytest.raises(NotCorrective):
        table.do(corrective.verify, other, plan=VerifyInput(exercise=table.exercise, works=True))
    set_state(table, other, "verified")
    assert found(table, other) == ("verified", None)


def test_the_next_exercise_is_told_what_to_try_again(table, finding, promised):
    def asked():
        with table.database.reading() as session:
            return [
                (one.action.id, one.objective, one.indicators)
                for one in retests.to_retest(session, table.network)
            ]

    assert asked() == []
    table.do(reports.report, promised, plan=ReportInput(state="done"), via="page")
    objective = table.content.objectives[0]
    indicators = tuple(one.text for one in objective.indicators)
    assert asked() == [(promised, objective.text, indicators)]


@pytest.mark.parametrize("role", ["member", "secretary"])
def test_who_does_not_lead_exercises_promises_and_checks_nothing(table, finding, promised, role):
    by = an_actor(table.network, role)
    with pytest.raises(NotAllowed):
        table.do(corrective.add, finding, plan=LIST, by=by)
    set_state(table, promised, "done")
    later = table.run_later()
    plan = VerifyInput(exercise=later, works=True)
    with pytest.raises(NotAllowed):
        table.do(corrective.verify, promised, plan=plan, by=by)
