"""How do minutes come to hold, and who may say so?"""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, Actor, NotAllowed
from scheduler.errors import NotFound
from scheduler.inputs import (
    AdjustInput,
    AgendaInput,
    AnswerInput,
    CancelInput,
    CirculateInput,
    CommentDecisionInput,
    CommentInput,
    MinutesInput,
)
from scheduler.model import EventRow, Minutes, MinutesComment, MinutesVersion, Person
from scheduler.queries import minutes as read
from scheduler.queries.entitled import reader
from scheduler.services import agenda, answers, approval, comments, meetings, minutes, versions
from scheduler.services.refusals import MeetingIsCancelled, MinutesAreFixed
from tests.factories import a_called_meeting, an_actor, invitation_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"


@pytest.fixture
def meeting(database, time, settle, sender):
    """A meeting at which Anna was and Bo was not, with notes on one point."""
    meeting_id = a_called_meeting(database)
    with database.transaction() as session:
        plan = AgendaInput.model_validate({"items": [{"title": "Läget"}]})
        agenda.put(session, meeting_id, plan=plan, by=SYSTEM)
        yes = AnswerInput(answer="accepted")
        for email, answer in ((ANNA, yes), (BO, AnswerInput(answer="declined"))):
            one = invitation_of(session, meeting_id, email)
            answers.answer(session, one.id, plan=answer, via="link", by=SYSTEM)
    save(database, meeting_id, None, entries=[{"text": "Lugnt i länet."}])
    settle()
    sender.take()
    return meeting_id


@pytest.fixture
def act(database, settle, meeting):
    """Take a step with the minutes, and let what follows be written."""

    def acted(step, by=SYSTEM, **plan):
        with database.transaction() as session:
            if step is approval.circulate:
                plan = {"plan": CirculateInput.model_validate(plan)}
            elif step is approval.adjust:
                plan = {"plan": AdjustInput.model_validate(plan)}
            made = step(session, meeting, by=by, **plan)
        settle()
        return made

    return acted


def save(database, meeting, version, **plan):
    with database.transaction() as session:
        parsed = MinutesInput.model_validate(plan)
        minutes.save(session, meeting, plan=parsed, version=version, by=SYSTEM)


def view(database, meeting):
    with database.reading() as session:
        return read.of_meeting(session, meeting)


def person(database, email):
    with database.reading() as session:
        found = session.scalars(select(Person).where(Person.email == email)).one()
        return found.id


def member(database, meeting, email):
    one = person(database, email)
    network = view(database, meeting).meeting.network_id
    return Actor(kind="person", id=one, person_id=one, roles={network: frozenset({"member"})})


def comment(database, meeting, actor, text="Det var i oktober.", **plan):
    with database.transaction() as session:
        parsed = CommentInput.model_validate({"text": text, **plan})
        made = comments.add(
            session, meeting, plan=parsed, reader=reader(session, actor), via="page"
        )
    return made.id


def chain(database):
    with database.reading() as session:
        rows = session.scalars(select(MinutesVersion).order_by(MinutesVersion.number)).all()
        return [(row.number, row.state, row.reason) for row in rows], list(versions.broken(session))


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


def test_approved_text_changes_with_a_reason_only_and_the_version_before_is_kept(
    database, meeting, act, sender
):
    act(approval.publish)
    sender.take()
    version = view(database, meeting).version
    with pytest.raises(MinutesAreFixed):
        save(database, meeting, version, entries=[{"text": "Smygändrat."}])
    save(database, meeting, version, entries=[{"text": "Rättat."}], reason="Fel månad.")
    shown = view(database, meeting)
    assert ([note.text for note in shown.notes], shown.state) == (["Rättat."], "published")
    kept, broken = chain(database)
    assert (kept[-1], broken) == ((3, "published", "Fel månad."), [])
    with database.reading() as session:
        before = read.version(session, meeting, 2)
        assert before is not None
        assert [note.text for note in before.notes] == ["Lugnt i länet."]


def test_a_correction_of_published_minutes_is_told_to_all_who_were_called(
    database, meeting, act, sender, settle
):
    act(approval.publish)
    sender.take()
    save(database, meeting, view(database, meeting).version, entries=[], reason="Hemligt skäl")
    settle()
    mails = sender.take()
    assert sorted(mail.recipient for mail in mails) == [ANNA, BO]
    assert not any(b"Hemligt" in mail.raw for mail in mails)


def test_approved_minutes_are_read_as_they_were_approved_whatever_the_rows_say_later(
    database, meeting, act
):
    act(approval.approve)
    with database.transaction() as session:
        row = session.scalars(select(Minutes)).one()
        row.entries[0].text = "Ändrat i databasen."
    assert [note.text for note in view(database, meeting).notes] == ["Lugnt i länet."]


@pytest.mark.parametrize("column", ["content", "reason", "by", "previous", "hash", "state"])
def test_a_version_that_somebody_altered_is_found(database, meeting, act, column):
    act(approval.circulate)
    act(approval.approve)
    with database.transaction() as session:
        row = session.scalars(select(MinutesVersion).where(MinutesVersion.number == 1)).one()
        changed = {"content": {**row.content, "case_number": "x"}}
        setattr(row, column, changed.get(column, "x"))
    assert 1 in [version.number for version in chain(database)[1]]


def test_a_version_that_somebody_took_away_is_found(database, meeting, act):
    act(approval.circulate)
    act(approval.approve)
    with database.transaction() as session:
        session.delete(session.scalars(select(MinutesVersion).limit(1)).one())
    assert [version.number for version in chain(database)[1]] == [2]


def test_silence_approves_at_the_deadline_where_the_network_says_so(
    database, meeting, act, time, settle
):
    act(approval.circulate, silence_approves=True)
    until = view(database, meeting).comments_until
    time.to(until - timedelta(minutes=1))
    settle()
    assert view(database, meeting).state == "circulated"
    time.to(until)
    settle()
    shown = view(database, meeting)
    assert (shown.state, shown.approved_at) == ("approved", until)


def test_silence_approves_nothing_where_the_network_does_not_say_so(
    database, meeting, act, time, settle
):
    act(approval.circulate)
    time.to(view(database, meeting).comments_until + timedelta(days=30))
    settle()
    assert view(database, meeting).state == "circulated"


def test_silence_is_no_consent_to_a_text_that_changed_after_it_was_sent(
    database, meeting, act, time, settle
):
    act(approval.circulate, silence_approves=True)
    time.forward(hours=1)
    save(database, meeting, view(database, meeting).version, entries=[{"text": "Nytt."}])
    time.to(view(database, meeting).comments_until)
    settle()
    assert view(database, meeting).state == "circulated"


def test_an_objection_keeps_minutes_from_holding_by_themselves_also_when_it_was_answered(
    database, meeting, act, time, settle
):
    act(approval.circulate, silence_approves=True)
    made = comment(database, meeting, member(database, meeting, ANNA))
    with pytest.raises(approval.CommentsAreLeft):
        act(approval.approve)
    with database.transaction() as session:
        plan = CommentDecisionInput(state="declined", answer="Det var september.")
        comments.settle(session, made, plan=plan, by=SYSTEM)
    time.to(view(database, meeting).comments_until)
    settle()
    assert view(database, meeting).state == "circulated"
    act(approval.approve)
    assert view(database, meeting).state == "approved"


def test_only_those_who_were_there_comment_and_only_until_the_deadline(
    database, meeting, act, time
):
    anna = member(database, meeting, ANNA)
    with pytest.raises(comments.NotOutForComments):
        comment(database, meeting, anna)
    act(approval.circulate)
    with pytest.raises(comments.OnlyThoseWhoWereThere):
        comment(database, meeting, member(database, meeting, BO))
    comment(database, meeting, anna)
    time.to(view(database, meeting).comments_until)
    with pytest.raises(comments.CommentsAreClosed):
        comment(database, meeting, anna)
    with database.reading() as session:
        assert session.scalars(select(MinutesComment.text)).all() == ["Det var i oktober."]


def test_declining_a_comment_needs_a_word(database, meeting, act):
    act(approval.circulate)
    made = comment(database, meeting, member(database, meeting, ANNA))
    with database.transaction() as session, pytest.raises(comments.AnswerNeeded):
        comments.settle(session, made, plan=CommentDecisionInput(state="declined"), by=SYSTEM)


def test_a_letter_that_asks_for_comments_does_not_leave_when_they_are_over(
    database, meeting, act, time, settle, sender
):
    with database.transaction() as session:
        approval.circulate(session, meeting, plan=CirculateInput(), by=SYSTEM)
        approval.approve(session, meeting, by=SYSTEM)
    settle()
    assert sender.take() == []


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
