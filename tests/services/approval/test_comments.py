"""Who comments on minutes until when, and what does silence mean?"""

from datetime import timedelta

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import (
    CirculateInput,
    CommentDecisionInput,
)
from scheduler.model import MinutesComment
from scheduler.services import approval, comments
from tests.approving import ANNA, BO, comment, member, save, view


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


def test_the_letter_that_asks_for_comments_says_until_when_and_what_silence_means(
    database, meeting, act, sender, time
):
    act(approval.circulate, silence_approves=True, comments_until="2027-01-18T16:00")
    [mail] = sender.take()
    assert str(mail.mail["Subject"]) == "Synpunkter på anteckningarna: Länsnätverket, to 4 feb"
    words = " ".join(mail.text.split())
    assert "Läs och lämna synpunkter senast måndag 18 januari 2027 kl. 16.00." in words
    assert "Om ingen har lämnat synpunkter till dess är anteckningarna godkända." in words
    assert "Lugnt i länet." not in words
    assert "/c/" in words
