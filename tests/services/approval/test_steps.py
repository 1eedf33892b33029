"""How do minutes come to hold, and who may say so?"""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, NotAllowed
from scheduler.errors import NotFound
from scheduler.inputs import (
    CancelInput,
    CirculateInput,
)
from scheduler.model import EventRow, Minutes
from scheduler.services import approval, meetings
from scheduler.services.refusals import MeetingIsCancelled
from tests.approving import ANNA, BO, chain, comment, member, person, save, view
from tests.factories import a_called_meeting, an_actor


def test_all_five_states_come_in_their_order_each_with_time_person_and_version(
    database, meeting, act, time
):
    anna = person(database, ANNA)
    act(approval.circulate, adjusters=[str(anna)])
    assert view(database, meeting).state == "circulated"
    act(approval.adjust, by=member(database, meeting, ANNA))
    assert view(database, meeting).state == "adjusted"
    act(approval.approve)
    at = time.forward(hours=1)
    act(approval.publish)
    shown = view(database, meeting)
    assert (shown.state, shown.published_at) == ("published", at)
    assert shown.adjusted_at == shown.approved_at == at - timedelta(hours=1)
    states = ["circulated", "adjusted", "approved", "published"]
    assert chain(database) == ([(n, word, "") for n, word in enumerate(states, 1)], [])
    with database.reading() as session:
        row = session.scalars(select(Minutes)).one()
        assert (row.adjusted_by, row.approved_by) == (f"person:{anna}", "system")


def test_only_those_who_were_there_are_asked_for_comments(database, meeting, act, sender):
    act(approval.circulate)
    assert [mail.recipient for mail in sender.take()] == [ANNA]


def test_a_network_that_needs_less_publishes_its_draft_and_that_approves_it(database, meeting, act):
    act(approval.publish)
    assert [word for _, word, _ in chain(database)[0]] == ["approved", "published"]


def test_nothing_can_be_sent_out_before_anything_is_written(database, time):
    empty = a_called_meeting(database)
    for step, plan in (
        (approval.circulate, {"plan": CirculateInput()}),
        (approval.approve, {}),
        (approval.publish, {}),
    ):
        with database.transaction() as session, pytest.raises(approval.NothingWritten):
            step(session, empty, by=SYSTEM, **plan)


def test_a_member_cannot_send_out_approve_or_publish_and_a_stranger_finds_nothing(
    database, meeting, act
):
    for step in (approval.circulate, approval.approve, approval.publish):
        with pytest.raises(NotAllowed):
            act(step, by=member(database, meeting, ANNA))
        with pytest.raises(NotFound):
            act(step, by=an_actor(uuid4(), "coordinator"))


def test_an_adjuster_must_have_been_there(database, meeting, act):
    with pytest.raises(approval.AdjusterWasNotThere) as refused:
        act(approval.circulate, adjusters=[str(person(database, BO))])
    assert refused.value.field == "adjusters.0"


def test_minutes_are_not_approved_while_an_adjuster_is_left(database, meeting, act):
    act(approval.circulate, adjusters=[str(person(database, ANNA))])
    for step in (approval.approve, approval.publish):
        with pytest.raises(approval.AdjustersAreLeft) as refused:
            act(step)
        assert refused.value.params == {"names": "Anna"}


def test_what_was_adjusted_is_to_be_adjusted_again_when_the_text_changes(database, meeting, act):
    act(approval.circulate, adjusters=[str(person(database, ANNA))])
    act(approval.adjust)
    save(database, meeting, view(database, meeting).version, entries=[{"text": "Ändrat."}])
    assert view(database, meeting).state == "circulated"
    with pytest.raises(approval.AdjustersAreLeft):
        act(approval.approve)


def test_somebody_who_was_not_chosen_cannot_adjust(database, meeting, act):
    act(approval.circulate, adjusters=[str(person(database, ANNA))])
    with pytest.raises(NotAllowed):
        act(approval.adjust, by=member(database, meeting, BO))
    with pytest.raises(NotAllowed):
        act(approval.adjust, person=str(person(database, BO)))


def test_a_draft_is_not_adjusted(database, meeting, act):
    with pytest.raises(approval.NotCirculated):
        act(approval.adjust)


def test_a_cancelled_meetings_minutes_take_no_state(database, meeting, act):
    with database.transaction() as session:
        meetings.cancel(session, meeting, plan=CancelInput(), by=SYSTEM)
    for step in (approval.circulate, approval.approve, approval.publish):
        with pytest.raises(MeetingIsCancelled):
            act(step)


def test_facts_about_minutes_hold_no_words(database, meeting, act):
    act(approval.circulate)
    comment(database, meeting, member(database, meeting, ANNA), "Ordet Planterat")
    with database.reading() as session:
        bodies = str(session.scalars(select(EventRow.body)).all())
    assert "Planterat" not in bodies
