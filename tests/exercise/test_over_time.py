"""What do exercises come to over time, and does what is handed on tell of nobody?"""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from scheduler.exercise.feedback import FEWEST
from scheduler.exercise.handing_on import to_leave
from scheduler.exercise.over_time import FEW, UNTOLD, Hidden, over_time, years_before
from scheduler.exercise.past import Asked, Mended, Paced, Past, Rated, Result, Taken
from scheduler.exercise.recurring import Found, chains
from scheduler.exercise.scales import BUILT_IN

TODAY = date(2027, 2, 4)
SCALES = (BUILT_IN["met"], BUILT_IN["psmu"])
CODES = ("lage", "larm", "stod")


@st.composite
def results(draw):
    """An exercise of a scenario with objectives M1 to M3, at some time in the past four years."""
    number = draw(st.integers(0, 10**6))
    scenario = draw(st.sampled_from(["a", "b"]))
    steps = draw(st.sampled_from(SCALES))
    objectives = tuple(
        Rated(
            key=key,
            text=f"{scenario} {key}",
            capabilities=tuple(draw(st.sets(st.sampled_from(CODES)))),
            step=draw(st.sampled_from(["", *(step.key for step in steps)])),
            tried=draw(st.booleans()),
        )
        for key in draw(st.sets(st.sampled_from(["M1", "M2", "M3"])))
    )
    seat = st.builds(
        Taken,
        st.integers(0, 30).map(lambda n: UUID(int=n)),
        st.sampled_from(["Kumla kommun", "Nora kommun", "Polisen", ""]),
        st.booleans(),
    )
    return Result(
        exercise=UUID(int=number),
        title=f"Övning {number}",
        scenario=scenario,
        story=f"Scenario {scenario}",
        day=TODAY - timedelta(days=draw(st.integers(0, 1500))),
        final=draw(st.booleans()),
        steps=steps,
        objectives=objectives,
        people=tuple(draw(st.lists(seat, max_size=25))),
        modules=tuple(
            Paced(module, 30, draw(st.integers(0, 90)))
            for module in draw(st.sets(st.sampled_from(["Ryktet", "Svaret"])))
        ),
    )


ASKED = tuple(
    Asked(scenario=scenario, story=f"Scenario {scenario}", key=key, text=f"{scenario} {key}")
    for scenario in "ab"
    for key in ("M1", "M2", "M3")
)
days = st.none() | st.integers(0, 400).map(lambda n: TODAY - timedelta(days=n))
mended = st.builds(
    Mended, exercise=st.just(UUID(int=1)), opened=st.just(TODAY), done=days, verified=days
)
pasts = st.builds(
    Past,
    results=st.lists(results(), max_size=6, unique_by=lambda one: one.exercise).map(tuple),
    asked=st.just(ASKED),
    mended=st.lists(mended, max_size=6).map(tuple),
    capabilities=st.just({"lage": "Gemensam lägesbild"}),
)


def lines(numbers):
    return [(scale, line) for scale in numbers.scales for line in scale.lines]


@given(pasts)
def test_each_rating_is_counted_once_for_each_of_its_capabilities_and_n_is_their_sum(past):
    counted = Counter(
        (result.steps, code, one.step)
        for result in past.results
        for one in result.objectives
        if one.step
        for code in one.capabilities
    )
    told = over_time(past, TODAY)
    cells = {
        (scale.steps, line.code, cell.step): cell.count
        for scale, line in lines(told)
        for cell in line.cells
        if cell.count
    }
    assert cells == dict(counted)
    assert all(line.n == sum(cell.count for cell in line.cells) for _, line in lines(told))


@given(pasts)
def test_what_was_not_rated_is_no_step_and_makes_no_line(past):
    unrated = replace(
        past,
        results=tuple(
            replace(one, objectives=tuple(replace(each, step="") for each in one.objectives))
            for one in past.results
        ),
    )
    assert over_time(unrated, TODAY).scales == ()


@given(pasts, st.randoms())
def test_the_order_in_which_exercises_are_known_changes_nothing(past, chance):
    mixed = list(past.results)
    chance.shuffle(mixed)
    told, other = over_time(past, TODAY), over_time(replace(past, results=tuple(mixed)), TODAY)
    assert sorted(map(repr, told.scales)) == sorted(map(repr, other.scales))
    assert replace(told, scales=()) == replace(other, scales=())


@given(pasts)
def test_an_objective_is_untried_exactly_if_no_exercise_of_two_years_tried_it(past):
    told = over_time(past, TODAY)
    since = date(2025, 2, 4)
    tried = {
        one.text
        for result in past.results
        for one in result.objectives
        if one.tried and result.day >= since
    }
    assert {one.text for one in told.untried} == {one.text for one in ASKED} - tried
    assert told.untried_count == len(told.untried)
    assert told.share == len(told.untried) / len(ASKED)


@given(pasts)
def test_of_an_untried_objective_the_last_time_is_told(past):
    for one in over_time(past, TODAY).untried:
        times = [
            result.day
            for result in past.results
            for each in result.objectives
            if each.tried and each.text == one.text
        ]
        assert one.last == max(times, default=None)


@given(pasts)
def test_no_more_is_done_than_was_taken_on_and_no_more_shown_than_was_done(past):
    told = over_time(past, TODAY).mending
    assert told.opened >= told.done >= told.verified
    assert (told.median_days is None) == (told.done == 0)


@given(pasts)
def test_nothing_that_leaves_is_about_fewer_than_five_people(past):
    told = to_leave(past, TODAY)
    figures = [
        told.people,
        *(one.people for one in told.houses),
        *(one.people for one in told.held),
    ]
    assert all(isinstance(one, Hidden) or one >= FEWEST for one in figures)
    for _, line in lines(told):
        for cell in line.cells:
            assert isinstance(cell.count, Hidden) or cell.count == 0 or cell.players >= FEWEST


@given(pasts)
def test_nothing_that_leaves_gives_a_hidden_figure_away(past):
    told = to_leave(past, TODAY)
    for _, line in lines(told):
        if any(cell.count is FEW for cell in line.cells):
            assert line.n is UNTOLD
    if any(one.people is FEW for one in told.houses):
        assert {told.people, *(one.people for one in told.held)} == {UNTOLD}
        assert all(one.exercises is UNTOLD for one in told.houses if one.people is FEW)


@given(pasts)
def test_nothing_leaves_of_an_exercise_whose_report_is_not_final_and_no_objective(past):
    finals = [one for one in past.results if one.final]
    told = to_leave(past, TODAY)
    assert [one.exercise for one in told.held] == [
        one.exercise
        for one in sorted(finals, key=lambda one: (one.day, one.exercise), reverse=True)
    ]
    assert (told.untried, told.pace) == ((), ())
    assert told.untried_count == over_time(past, TODAY).untried_count
    assert "M1" not in repr(told)
    assert not told.whole


def found(n, before=None, *, actions=(), removed=False, day=None):
    return Found(
        id=UUID(int=n),
        exercise=UUID(int=100 + n),
        day=day or date(2026, n, 1),
        kind="improvement",
        text=f"Ordalydelse {n}",
        recurring_of=UUID(int=before) if before else None,
        actions=actions,
        removed=removed,
    )


@given(st.lists(st.integers(0, 12), max_size=12), st.randoms())
def test_every_finding_stands_in_the_chain_of_what_it_recurs_of_and_in_no_other(before, chance):
    """`before[i]`: which earlier finding the i-th recurs of, if any."""
    parent = {n: p for n, p in enumerate(before, 1) if 0 < p < n}
    roots: dict[int, int] = {}
    for n in range(1, len(before) + 1):
        roots[n] = roots[parent[n]] if n in parent else n
    made = [found(n, parent.get(n)) for n in roots]
    chance.shuffle(made)
    told = chains(made)
    lengths = Counter(roots.values())
    assert sorted(one.count for one in told) == sorted(n for n in lengths.values() if n > 1)
    newest = {max(n for n in roots if roots[n] == root) for root in lengths if lengths[root] > 1}
    assert {one.text for one in told} == {f"Ordalydelse {n}" for n in newest}


def test_a_finding_that_was_taken_away_still_joins_those_around_it():
    told = chains([found(1), found(2, 1, removed=True), found(3, 2)])
    assert [(one.text, one.days) for one in told] == [
        ("Ordalydelse 3", (date(2026, 3, 1), date(2026, 1, 1)))
    ]


def test_a_recurring_finding_is_solved_when_all_that_was_promised_about_it_is_shown_to_work():
    def solved(first, second):
        (one,) = chains([found(1, actions=first), found(2, 1, actions=second)])
        return one.solved

    assert solved((), ("verified",))
    assert solved(("verified", "declined"), ("verified",))
    assert not solved(("verified",), ())
    assert not solved(("done",), ("verified",))
    assert not solved((), ("declined",))


def test_findings_that_point_at_each_other_in_a_circle_end():
    told = chains([found(1, 2), found(2, 1)])
    assert all(one.count < 3 for one in told)


def test_what_is_unsolved_and_found_most_often_stands_first():
    told = chains(
        [found(1), found(2, 1, actions=("verified",)), found(3), found(4, 3), found(5, 4)]
    )
    assert [(one.count, one.solved) for one in told] == [(3, False), (2, True)]


def test_two_years_before_a_leap_day_is_the_day_before_it():
    assert years_before(date(2028, 2, 29), 2) == date(2026, 2, 28)
    assert years_before(date(2027, 2, 4), 2) == date(2025, 2, 4)


def test_a_module_is_paced_by_the_middle_of_its_runs_and_its_last_plan():
    def ran(n, day, planned, *reals):
        modules = tuple(Paced("Ryktet", planned, real) for real in reals)
        return Result(
            exercise=UUID(int=n), title="", scenario="a", story="A", day=day, modules=modules
        )

    past = Past(
        results=(ran(1, date(2026, 1, 1), 30, 20, 70), ran(2, date(2027, 1, 1), 45, 50)),
        capabilities={},
    )
    (one,) = over_time(past, TODAY).pace
    assert (one.planned, one.real, one.runs) == (45, 50, 3)


def test_nothing_held_is_no_error():
    told = over_time(Past(capabilities={}), TODAY)
    assert (told.held, told.scales, told.share, told.mending.median_days) == ((), (), None, None)
    assert to_leave(Past(capabilities={}), TODAY).houses == ()
