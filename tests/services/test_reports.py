"""What does an owner's report change, and whose report counts?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from scheduler.actor import SYSTEM, Actor, NotAllowed
from scheduler.errors import InvalidInputs, NotFound
from scheduler.inputs import ReportInput
from scheduler.inputs.parsing import parse
from scheduler.model import ActionReport, EventRow
from scheduler.queries import action_history
from scheduler.queries import actions as listed
from scheduler.queries.entitled import Reader
from scheduler.services import actions, reports
from tests.factories import a_network, an_actor
from tests.promised import belonging, change, now_, person, promise, tell


@pytest.fixture
def network(database, time):
    with database.transaction() as session:
        return a_network(session)


@pytest.fixture
def action(database, network):
    return promise(database, network, owner=belonging(database, "anna@kumla.example"))


def somebody(database, network, email):
    with database.reading() as session:
        one = person(session, email).id
    roles = {network.id: frozenset({"member"})}
    return Actor(kind="person", id=one, person_id=one, roles=roles)


def test_a_report_takes_the_state_and_keeps_the_words(database, action, time):
    tell(database, action.id, state="in_progress", text="Rektorn är med.")
    time.forward(days=1)
    tell(database, action.id, state="done")
    done = now_(database, action.id)
    assert (done.state, done.closed_at, done.version) == ("done", time.at, 3)
    with database.reading() as session:
        told = session.scalars(select(ActionReport).order_by(ActionReport.at)).all()
        assert [(one.state, one.text, one.via) for one in told] == [
            ("in_progress", "Rektorn är med.", "link"),
            ("done", "", "link"),
        ]
        facts = session.scalars(select(EventRow.body).where(EventRow.kind == "ActionReported"))
        assert [fact["state"] for fact in facts] == ["in_progress", "done"]
        assert all("Rektorn" not in str(fact) for fact in facts)


def test_a_word_alone_is_kept_and_nothing_else_changes(database, action):
    tell(database, action.id, text="Vi behöver en lokal.")
    after = now_(database, action.id)
    assert (after.state, after.version) == ("proposed", 1)


def test_saying_nothing_is_refused(database, action):
    with pytest.raises(reports.NothingSaid):
        tell(database, action.id)


def test_nobody_verifies_by_a_report_and_what_is_closed_stays_so(database, action):
    with pytest.raises(InvalidInputs):
        parse(ReportInput, {"state": "verified"})
    change(database, action.id, state="done")
    change(database, action.id, state="verified")
    with pytest.raises(actions.StateCannotFollow):
        tell(database, action.id, state="in_progress")


def test_an_owner_reports_signed_in_and_another_member_does_not(database, network, action):
    anna = somebody(database, network, "anna@kumla.example")
    bo = somebody(database, network, "bo@nora.example")
    tell(database, action.id, state="in_progress", via="page", by=anna)
    with pytest.raises(NotAllowed):
        tell(database, action.id, state="done", via="page", by=bo)
    with pytest.raises(NotFound):
        tell(database, action.id, state="done", via="page", by=an_actor(uuid4(), "coordinator"))
    tell(database, action.id, state="done", via="page", by=an_actor(network.id, "secretary"))
    assert now_(database, action.id).state == "done"


def test_what_nobody_has_told_of_for_sixty_days_is_stale_until_somebody_does(
    database, network, action, time
):
    def stale():
        with database.reading() as session:
            return [one.stale for one in listed.of_network(session, network, Reader(SYSTEM))]

    time.to(datetime(2027, 3, 5, 9, tzinfo=UTC) - timedelta(seconds=1))
    assert stale() == [False]
    time.forward(seconds=1)
    assert stale() == [True]
    tell(database, action.id, text="Väntar på svar.")
    assert stale() == [False]


def test_the_history_says_what_happened_and_who_did_it_newest_first(
    database, network, action, time
):
    anna = somebody(database, network, "anna@kumla.example")
    time.forward(hours=1)
    tell(database, action.id, state="in_progress", text="Igång", via="page", by=anna)
    time.forward(hours=1)
    change(database, action.id, due="2027-03-01")
    with database.reading() as session:
        told = action_history.of_action(session, action.id)
    assert [(one.what, one.state, one.text, one.who) for one in told] == [
        ("changed", "in_progress", "", ""),
        ("reported", "in_progress", "Igång", "Anna"),
        ("added", "", "", ""),
    ]


def test_closing_is_dated_once_and_opening_again_takes_the_date_away(database, action, time):
    change(database, action.id, state="done")
    closed = time.at
    time.forward(days=3)
    assert change(database, action.id, state="verified").closed_at == closed
    assert change(database, action.id, state="reopened").closed_at is None


@pytest.mark.parametrize(
    ("state", "words"),
    [("verified", "It can be accepted, begun, done or declined"), ("reopened", "proposed")],
)
def test_a_state_that_makes_no_sense_is_refused_with_those_that_do(database, action, state, words):
    with pytest.raises(actions.StateCannotFollow, match=words) as refused:
        change(database, action.id, state=state)
    assert refused.value.field == "state"


def test_an_unknown_action_cannot_be_told_of(database, action):
    with pytest.raises(NotFound):
        tell(database, uuid4(), state="done")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(ActionReport)) == 0
