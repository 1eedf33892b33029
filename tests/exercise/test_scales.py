"""Are ratings counted as what they are: steps in an order, and some that saw nothing?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.exercise.content import Scale, Step
from scheduler.exercise.scales import BUILT_IN, Tally, steps_of, tally

OWN = tuple(Step(key=key, name=key) for key in ("a", "b", "c", "d", "e", "f", "g"))
SCALES = [*BUILT_IN.values(), OWN]
ratings = st.sampled_from(SCALES).flatmap(
    lambda steps: st.tuples(
        st.just(steps), st.lists(st.sampled_from(["", *(step.key for step in steps)]))
    )
)


@given(ratings)
def test_every_rating_is_counted_once_or_was_not_observed(given_):
    steps, values = given_
    counted = tally(values, steps)
    assert [key for key, _ in counted.counts] == [step.key for step in steps]
    assert sum(count for _, count in counted.counts) == counted.n
    assert counted.n + counted.not_observed == len(values)
    assert {key: count for key, count in counted.counts if count} == {
        value: values.count(value) for value in values if value
    }


@given(ratings)
def test_not_observed_is_no_step_and_moves_no_median(given_):
    steps, values = given_
    seen = [value for value in values if value]
    assert tally(values, steps).median == tally(seen, steps).median
    assert (tally(values, steps).median is None) == (not seen)


@given(ratings)
def test_the_median_is_a_rating_that_was_given_with_half_on_each_side(given_):
    steps, values = given_
    median = tally(values, steps).median
    if median is None:
        return
    places = [step.key for step in steps]
    seen = [places.index(value) for value in values if value]
    middle = places.index(median)
    assert middle in seen
    assert 2 * sum(one < middle for one in seen) <= len(seen)
    assert 2 * sum(one > middle for one in seen) < len(seen) + 1


@given(ratings, st.randoms())
def test_the_order_in_which_ratings_come_says_nothing(given_, random):
    steps, values = given_
    mixed = list(values)
    random.shuffle(mixed)
    assert tally(mixed, steps) == tally(values, steps)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), Tally((("met", 0), ("partly", 0), ("not", 0)), 0, 0, None)),
        (("", ""), Tally((("met", 0), ("partly", 0), ("not", 0)), 0, 2, None)),
        (("met", "not"), Tally((("met", 1), ("partly", 0), ("not", 1)), 2, 0, "not")),
        (("met", "met", "not", ""), Tally((("met", 2), ("partly", 0), ("not", 1)), 3, 1, "met")),
    ],
)
def test_of_two_in_the_middle_the_worse_counts(values, expected):
    assert tally(values, BUILT_IN["met"]) == expected


def test_each_scale_has_its_steps_the_best_first():
    assert {name: "".join(step.key[0] for step in steps) for name, steps in BUILT_IN.items()} == {
        "psmu": "PSMU",
        "met": "mpn",
        "five": "54321",
    }
    assert steps_of(Scale(name="own", steps=OWN)) == OWN
    assert steps_of(Scale()) == BUILT_IN["met"]
