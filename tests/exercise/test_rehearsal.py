"""Is what was rehearsed what happens when nobody touches the run?"""

from datetime import timedelta

import pytest

from scheduler.exercise import conduct
from scheduler.exercise.clock import seconds
from scheduler.exercise.deliveries import rows
from scheduler.exercise.plan import Plan
from scheduler.exercise.rehearsal import rehearse
from scheduler.exercise.replay import replay
from scheduler.exercise.state import Seat
from tests.exercise.contents import inject, sound
from tests.exercise.histories import Life, begin

SEATS = [
    Seat("p1", "player", "kommun"),
    Seat("p2", "player", "polis"),
    Seat("f1", "facilitator", ""),
    Seat("e1", "evaluator", ""),
]


def plan(*injects):
    return Plan(content=sound(injects=[*injects]))


def test_each_inject_reaches_those_it_is_for_by_its_channels_at_its_second():
    rehearsed = rehearse(
        plan(
            inject("C1", trigger={"kind": "start", "seconds": 300}),
            inject(
                "C2",
                delivery="mail",
                groups=["polis"],
                trigger={"kind": "after", "inject": "C1", "seconds": 90},
            ),
            inject("C3", kind="note", trigger={"kind": "module", "seconds": 10}),
            inject("C4", trigger={"kind": "manual"}),
        ),
        SEATS,
    )
    assert [(row.second, row.inject, row.role, row.channel) for row in rehearsed.rows] == [
        (10, "C3", "f1", "console"),
        (300, "C1", "p1", "page"),
        (300, "C1", "p2", "page"),
        (390, "C2", "p2", "page"),
        (390, "C2", "p2", "mail"),
    ]
    assert [step.inject.key for step in rehearsed.by_hand] == ["C4"]
    assert (rehearsed.second, rehearsed.planned) == (390, 55 * 60)


@pytest.mark.parametrize("seed", range(200))
def test_a_run_that_nobody_touches_is_the_rehearsal_row_by_row(seed):
    life = begin(seed)
    assert life.state.plan is not None
    told = life.state.plan.model_copy(update={"grace_seconds": 60})
    life = untouched(life, told)
    assert rows(replay(life.log)) == list(rehearse(told, SEATS).rows)


def seated(one: Seat):
    return lambda course: course.say("seated", role=one.role, kind=one.kind, group=one.group)


def untouched(life: Life, told: Plan) -> Life:
    """Run it anew in real time: the clock looks late by up to a second each time."""
    fresh = Life(life.random)
    fresh.do(lambda c: c.say("prepared", plan=told.model_dump(mode="json", exclude_defaults=True)))
    for one in SEATS:
        fresh.do(seated(one))
    fresh.do(conduct.start)
    end = fresh.now + timedelta(hours=2)
    while fresh.now < end:
        fresh.now += timedelta(seconds=5, microseconds=-fresh.random.randrange(900_000))
        fresh.look()
    return fresh


def test_a_late_wake_up_within_the_grace_is_no_other_second():
    told = plan(inject("C1", trigger={"kind": "start", "seconds": 60}))
    life = untouched(begin(0), told)
    assert [row.second for row in rows(life.state)] == [60, 60]
    assert seconds(life.state.steps["C1"].released or 0) >= 60
