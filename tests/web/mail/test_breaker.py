"""Does the relay's limit hold, and does trouble at one domain stay there?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.breaker import LONGEST, MINUTE, Breaker, PerMinute

LATER = "451 4.3.0 later"
GREYLISTED = "450 4.2.0 Greylisted, see you"
ANNA, BO, EVA, EIN = (f"{name}@kumla.example" for name in ("anna", "bo", "eva", "ein"))
KIM = "kim@nora.example"


class Seconds:
    """A clock that counts what the test lets pass."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed


def broken(*addresses: str, words: str = LATER) -> tuple[Breaker, Seconds]:
    """A breaker that has learnt of a deferral of each of these, in order."""
    seconds = Seconds()
    breaker = Breaker(seconds)
    for address in addresses:
        breaker.deferred(address, words)
    return breaker, seconds


def test_three_deferrals_in_a_row_keep_a_domain_s_mail_for_a_minute_and_no_other_s():
    breaker, seconds = broken(ANNA, BO, EVA)
    assert [breaker.wait(EIN), breaker.wait("x@KUMLA.example"), breaker.wait(KIM)] == [60, 60, 0]
    seconds.passed = 59
    assert breaker.wait(EIN) == 1
    seconds.passed = 60
    assert breaker.wait(EIN) == 0


def test_two_deferrals_and_two_more_after_a_mail_that_was_taken_keep_nothing():
    breaker, _ = broken(ANNA, BO)
    breaker.taken(EVA)
    breaker.deferred(ANNA, LATER)
    breaker.deferred(BO, LATER)
    assert breaker.wait(EIN) == 0


def test_each_further_deferral_doubles_the_wait_up_to_a_quarter_of_an_hour():
    breaker, seconds = broken(ANNA, ANNA)
    waits = []
    for _ in range(7):
        breaker.deferred(ANNA, LATER)
        waits.append(breaker.wait(ANNA))
        seconds.passed += waits[-1]
    assert waits == [60, 120, 240, 480, 900, 900, 900]


def test_one_mail_that_is_taken_lets_all_others_go_and_the_wait_begins_anew():
    breaker, _ = broken(*[ANNA] * 5)
    breaker.taken(BO)
    assert breaker.wait(ANNA) == 0
    for address in (ANNA, BO, EVA):
        breaker.deferred(address, LATER)
    assert breaker.wait(EIN) == 60


def test_greylisting_lets_everybody_s_first_mail_be_tried():
    breaker, _ = broken(ANNA, BO, EVA, EIN, words=GREYLISTED)
    assert breaker.wait(ANNA) == 0
    for address in (ANNA, BO, EVA):
        breaker.deferred(address, GREYLISTED)
    assert breaker.wait(EIN) == 60


@pytest.mark.parametrize(
    "words",
    ["450 4.2.0 …: Recipient address rejected: Greylisted", "451 4.7.1 try later", "451 grey-list"],
)
def test_greylisting_is_known_by_its_words(words):
    breaker, _ = broken(ANNA, BO, EVA, words=words)
    assert breaker.wait(EIN) == 0


STEPS = st.lists(
    st.tuples(
        st.sampled_from([ANNA, BO, KIM]),
        st.sampled_from(["deferred", "taken", "wait"]),
        st.integers(0, 1000),
    ),
    max_size=40,
)


@given(STEPS)
def test_only_three_in_a_row_keep_mail_and_never_longer_than_a_quarter_of_an_hour(steps):
    breaker, seconds = broken()
    in_a_row = {"kumla.example": 0, "nora.example": 0}
    for address, what, pause in steps:
        domain = address.partition("@")[2]
        if what == "deferred":
            breaker.deferred(address, LATER)
            in_a_row[domain] += 1
        if what == "taken":
            breaker.taken(address)
            in_a_row[domain] = 0
        wait = breaker.wait(address)
        assert 0 <= wait <= LONGEST
        assert wait == 0 or in_a_row[domain] >= 3
        assert what != "deferred" or in_a_row[domain] < 3 or wait >= MINUTE
        seconds.passed += pause


@given(st.integers(1, 5), st.lists(st.floats(0, 30), max_size=60))
def test_no_minute_has_more_mails_than_the_limit(limit, pauses):
    seconds = Seconds()
    bucket = PerMinute(limit, seconds)
    gone: list[float] = []
    for pause in pauses:
        seconds.passed += pause
        if not bucket.wait():
            gone.append(seconds.passed)
    assert all(late - early >= MINUTE for early, late in zip(gone, gone[limit:], strict=False))


@given(st.integers(1, 40), st.integers(0, 120))
def test_mails_that_come_back_when_they_are_told_all_leave_as_fast_as_the_limit_lets(limit, mails):
    seconds = Seconds()
    bucket = PerMinute(limit, seconds)
    due, minutes = [0.0] * mails, 0
    while due:
        seconds.passed = max(seconds.passed, min(due))
        kept = []
        for moment in due:
            ready = moment <= seconds.passed
            wait = bucket.wait() if ready else 0.0
            kept += [seconds.passed + wait] if wait else [] if ready else [moment]
        minutes, due = minutes + 1, kept
    assert seconds.passed == max(-(-mails // limit) - 1, 0) * MINUTE
    assert minutes <= mails // limit + 1


def test_without_a_limit_nothing_waits():
    assert [PerMinute(0, Seconds()).wait() for _ in range(1000)] == [0.0] * 1000
