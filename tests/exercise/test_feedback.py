"""Can nobody's form be told from the others'?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.exercise.content import Content, FormQuestion
from scheduler.exercise.feedback import FEWEST, USUAL, questions_of, summary

SCALE = FormQuestion(key="a", text="Worth it?", kind="scale")
TEXT = FormQuestion(key="b", text="What now?")
forms = st.lists(
    st.fixed_dictionaries(
        {}, optional={"a": st.sampled_from("12345"), "b": st.text(min_size=1, max_size=5)}
    ),
    max_size=12,
)


@pytest.mark.parametrize("count", range(FEWEST))
def test_below_five_forms_nothing_is_shown_but_how_many_came(count):
    shown = summary([{"a": "5", "b": "Bra"}] * count, [SCALE, TEXT])
    assert (shown.forms, shown.answered, shown.missing) == (count, (), FEWEST - count)


def test_from_five_forms_steps_are_counted_and_texts_stand_without_their_forms():
    given_ = [{"a": step, "b": text} for step, text in zip("54321", "pqrst", strict=True)]
    scale, text = summary([*given_, {"a": "5"}], [SCALE, TEXT]).answered
    assert scale.tally is not None
    assert (scale.tally.n, scale.tally.median, scale.texts) == (6, "3", ())
    assert scale.tally.counts == (("5", 2), ("4", 1), ("3", 1), ("2", 1), ("1", 1))
    assert (text.tally, sorted(text.texts)) == (None, ["p", "q", "r", "s", "t"])


@given(forms, st.randoms())
def test_what_is_shown_does_not_depend_on_the_order_in_which_forms_came(given_, random):
    mixed = list(given_)
    random.shuffle(mixed)
    assert summary(mixed, [SCALE, TEXT]) == summary(given_, [SCALE, TEXT])


def test_answers_to_two_questions_do_not_stand_in_the_same_order():
    other = FormQuestion(key="c", text="And then?")
    given_ = [{"b": text, "c": text} for text in "abcdefgh"]
    one, two = summary(given_, [TEXT, other]).answered
    assert one.texts != two.texts
    assert sorted(one.texts) == sorted(two.texts)


def test_a_scenario_that_asks_nothing_asks_what_is_usual():
    assert questions_of(Content(title="T", language="sv")) == USUAL
    assert questions_of(Content(title="T", language="sv", feedback=(TEXT,))) == (TEXT,)
