"""Does a yearly report tell nothing about fewer than three?"""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from scheduler.yearly import (
    FEW,
    LEAST,
    UNTOLD,
    Followed,
    Hidden,
    NetworkYear,
    OrganisationYear,
    middle,
    to_leave,
)

COLUMNS = ("called", "there", "substituted", "taken", "in_time", "late", "open")


def a_line(called, missed, substituted, in_time, late, open_):
    there = max(0, called - missed)
    return Followed(
        called=called,
        there=there,
        substituted=min(there, substituted),
        taken=in_time + late + open_,
        in_time=in_time,
        late=late,
        open=open_,
        median_days=5.0 if in_time + late else None,
    )


def a_year(lines, answers=0, in_time=0, held=5):
    sums = {
        name: sum(value for one in lines if isinstance(value := getattr(one, name), int))
        for name in COLUMNS
    }
    closed = sums["in_time"] + sums["late"]
    return NetworkYear(
        network_id=UUID(int=1),
        slug="lan",
        network="Länsnätverket",
        language="sv",
        demo=False,
        year=2027,
        held=held,
        listed=held,
        cancelled=1,
        notice_days=21.0,
        answers=answers,
        answers_in_time=in_time,
        untreated=(),
        organisations=tuple(
            OrganisationYear(id=UUID(int=n), name=f"Hus {n}", followed=one)
            for n, one in enumerate(lines)
        ),
        together=Followed(**sums, median_days=5.0 if closed else None),
    )


small = st.integers(0, 6)
lines = st.lists(st.builds(a_line, small, small, small, small, small, small), max_size=6)


@given(lines, small, small)
def test_no_figure_that_leaves_is_about_fewer_than_three(made, answers, in_time):
    told = to_leave(a_year(made, answers, min(answers, in_time)))
    figures = [getattr(one.followed, name) for one in told.organisations for name in COLUMNS]
    figures += [getattr(told.together, name) for name in COLUMNS]
    figures += [told.answers, told.answers_in_time]
    assert all(isinstance(one, Hidden) or one >= LEAST for one in figures)


@given(lines)
def test_no_total_and_no_share_gives_a_hidden_figure_away(made):
    told = to_leave(a_year(made))
    rows = [one.followed for one in told.organisations]
    for name in COLUMNS:
        if any(isinstance(getattr(one, name), Hidden) for one in rows):
            assert getattr(told.together, name) is UNTOLD
    for one in [*rows, told.together]:
        if _hidden(one.in_time, one.late, one.open):
            assert isinstance(one.taken, Hidden)
        if _hidden(one.called, one.there):
            assert one.share is UNTOLD
        if _hidden(one.in_time, one.late):
            assert one.kept is UNTOLD


@given(lines)
def test_what_is_told_is_what_was_counted(made):
    whole = a_year(made)
    told = to_leave(whole)
    for before, after in zip(whole.organisations, told.organisations, strict=True):
        for name in COLUMNS:
            told_, counted = getattr(after.followed, name), getattr(before.followed, name)
            assert told_ == counted or told_ is UNTOLD or (told_ is FEW and counted < LEAST)


def test_enough_is_told_as_it_is():
    year = a_year([a_line(8, 3, 3, 4, 3, 5), a_line(9, 0, 4, 3, 3, 3)], answers=20, in_time=15)
    told = to_leave(year)
    assert [one.followed for one in told.organisations] == [
        one.followed for one in year.organisations
    ]
    assert told.together == year.together
    assert (told.answered, told.notice_days, told.whole) == (0.75, 21.0, False)
    assert told.organisations[0].followed.share == 5 / 8


def test_the_notice_of_two_meetings_is_not_told():
    assert to_leave(a_year([], held=2)).notice_days is UNTOLD


def test_the_middle_of_nothing_is_nothing():
    assert (middle([]), middle([3, 1, 20])) == (None, 3.0)


def _hidden(*figures):
    return any(isinstance(one, Hidden) for one in figures)
