"""Does an answer count beside those that were given before, whatever their order?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler import answering
from scheduler.answering import Given
from scheduler.model import Invitation, Reply

STAMPS = st.integers(0, 5).map(lambda n: datetime(2027, 1, 4, 9, n, tzinfo=UTC))
MAILED = st.builds(
    Given,
    answer=st.sampled_from(["accepted", "declined", "tentative"]),
    comment=st.sampled_from(["", "Gärna"]),
    via=st.just("mail"),
    sequence=st.integers(0, 3),
    stamp=STAMPS,
)


def take_in(invitation: Invitation, given_: Given) -> str:
    """Let the judgement decide, and keep what it decides as the service does."""
    verdict = answering.judge(invitation, given_, earlier=False)
    if verdict == "counts":
        invitation.answer, invitation.comment = given_.answer, given_.comment
        invitation.answered_via, invitation.answered_at = given_.via, given_.stamp
    if given_.answer == invitation.answer and answering.is_last(invitation, given_):
        invitation.replied_sequence, invitation.replied_stamp = given_.sequence, given_.stamp
    if verdict != "same":
        said = {"answer": given_.answer, "comment": given_.comment, "via": given_.via}
        invitation.replies.append(Reply(**said, sequence=given_.sequence))
    return verdict


def silent() -> Invitation:
    return Invitation(answer="needs-action", comment="", replies=[])


@given(st.lists(MAILED, min_size=1, max_size=5, unique_by=lambda one: (one.sequence, one.stamp)))
def test_whatever_the_order_of_arrival_the_newest_reply_decides(replies):
    newest = max(replies, key=lambda one: (one.sequence, one.stamp))
    invitation = silent()
    for reply in replies:
        take_in(invitation, reply)
    assert (invitation.answer, invitation.comment) == (newest.answer, newest.comment)


@given(MAILED)
def test_a_reply_once_more_is_the_same(reply):
    invitation = silent()
    assert [take_in(invitation, reply), take_in(invitation, reply)] == ["counts", "same"]


@given(MAILED, st.sampled_from(["link", "coordinator"]))
def test_a_reply_that_is_older_than_an_answer_of_another_road_is_outdone(reply, via):
    invitation = silent()
    later = reply.stamp + timedelta(seconds=1)
    invitation.answer, invitation.answered_via, invitation.answered_at = "other", via, later
    assert answering.judge(invitation, reply, earlier=False) == "outdone"


@given(MAILED, st.sampled_from(["link", "coordinator"]))
def test_an_answer_of_another_road_always_counts_unless_it_stands_already(reply, via):
    invitation = silent()
    take_in(invitation, reply)
    same = Given(reply.answer, reply.comment, via, 0, None)
    other = Given(reply.answer, "Ett annat ord", via, 0, None)
    assert answering.judge(invitation, same, earlier=False) == "same"
    assert answering.judge(invitation, other, earlier=False) == "counts"


@given(MAILED)
def test_an_answer_to_an_earlier_time_never_counts(reply):
    assert answering.judge(silent(), reply, earlier=True) == "earlier"
