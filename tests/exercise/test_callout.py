"""Do the numbers of a call-out add up, whoever answers and in whatever order?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scheduler.exercise.callout import Answer, Tally, by_organisation, tally

TIMES = st.integers(min_value=0, max_value=90_000)
ANSWERS = st.lists(
    st.builds(Answer, st.sampled_from(["Kumla", "Nora", "Lekeberg"]), st.none() | TIMES),
    max_size=40,
)


@given(ANSWERS, TIMES)
def test_every_call_is_counted_once_and_no_number_is_made_up(answers, within):
    found = tally(answers, within)
    times = sorted(one.seconds for one in answers if one.seconds is not None)
    timely = [one for one in times if one <= within]
    assert (found.called, found.reached, found.late) == (
        len(answers),
        len(timely),
        len(times) - len(timely),
    )
    assert found.silent == sum(one.seconds is None for one in answers)
    assert found.first_seconds == (timely[0] if timely else None)
    assert found.median_seconds in (timely or [None])
    assert (found.percent == 100) is (0 < found.reached == found.called)


@given(ANSWERS, TIMES)
def test_half_of_the_reached_had_answered_by_the_median_and_not_before(answers, within):
    found = tally(answers, within)
    timely = [one.seconds for one in answers if one.seconds is not None and one.seconds <= within]
    by_then = [one for one in timely if one <= (found.median_seconds or 0)]
    before = [one for one in timely if one < (found.median_seconds or 0)]
    assert 2 * len(by_then) >= len(timely)
    assert 2 * len(before) < max(len(timely), 1)


@given(ANSWERS, TIMES, st.randoms())
def test_the_order_of_the_answers_changes_nothing(answers, within, random):
    shuffled = list(answers)
    random.shuffle(shuffled)
    assert tally(shuffled, within) == tally(answers, within)
    assert by_organisation(shuffled, within) == by_organisation(answers, within)


@given(ANSWERS, TIMES)
def test_the_organisations_together_are_the_whole(answers, within):
    houses = by_organisation(answers, within).values()
    whole = tally(answers, within)
    for name in ("called", "reached", "late", "silent"):
        assert sum(getattr(one, name) for one in houses) == getattr(whole, name)
    firsts = [one.first_seconds for one in houses if one.first_seconds is not None]
    assert whole.first_seconds == min(firsts, default=None)


def test_nobody_called_is_nobody_reached():
    assert tally([], 60) == Tally(0, 0, 0, None, None)
    assert Tally().percent == 0
