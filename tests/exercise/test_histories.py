"""Ten thousand random lives of a run: is anything lost, doubled, early, or released in a pause?"""

from collections import Counter
from datetime import timedelta

import pytest

from scheduler.exercise import conduct
from scheduler.exercise.clock import instant
from scheduler.exercise.course import GAP
from scheduler.exercise.replay import apply
from scheduler.exercise.state import State
from scheduler.exercise.timing import due, next_instant, waiting
from tests.exercise.histories import Life, begin, step

LIVES = 10_000
BLOCKS = 20
STEPS = 14


@pytest.mark.parametrize("block", range(BLOCKS))
def test_no_inject_is_lost_doubled_early_or_released_in_a_pause(block):
    for seed in range(block * LIVES // BLOCKS, (block + 1) * LIVES // BLOCKS):
        life = begin(seed)
        for _ in range(STEPS):
            step(life)
        check_log(life)
        live_on(life)
        check_log(life)
        check_nothing_is_lost(life)


def check_log(life: Life) -> None:
    """Read the log line by line, and hold each against what was before it."""
    state = State()
    for entry in life.log:
        assert entry.number == state.number + 1
        if entry.verb == "released":
            check_release(state, entry)
        if entry.verb == "resumed" and not entry.body["counted"]:
            assert state.pause is not None
            assert entry.ticks == state.elapsed(state.pause.at)
        apply(state, entry)
        assert state.elapsed(entry.at) >= entry.ticks
    if not any(entry.verb == "resumed" and entry.body["counted"] for entry in life.log):
        for entry in life.log:  # the past is as it was told
            assert state.elapsed(entry.at) == entry.ticks
    released = Counter(e.body["inject"] for e in life.log if e.verb == "released")
    assert all(count == 1 for count in released.values())
    assert state == life.state  # what lived on and what is read anew


def check_release(state, entry):
    before = state.steps[entry.body["inject"]]
    assert before.state in {"planned", "held"}
    if entry.body["how"] == "clock":
        assert state.status == "running"
        assert before.state == "planned"
        assert entry.body["due"] == due(state, before)
        assert 0 <= entry.ticks - entry.body["due"] == entry.body["late"]
        late = entry.at - instant(state.segments, entry.body["due"])
        assert late < timedelta(seconds=state.plan.grace_seconds + 1)
    else:
        assert entry.body["in_pause"] == (state.status == "paused")


def live_on(life: Life) -> None:
    """Let the run go on to its end with nobody touching it."""
    life.do(conduct.start)
    life.look()
    life.do(conduct.resume)
    life.run_out()


def check_nothing_is_lost(life: Life) -> None:
    """What has its time is out, held with a reason, or was skipped; nothing still waits."""
    assert life.state.status == "running"
    assert waiting(life.state) == []
    for one in life.state.steps.values():
        if one.state == "held":
            assert one.why in {"late", "marks", "chain", "hand"}
        if one.state == "planned":
            assert due(life.state, one) is None


@pytest.mark.parametrize("seed", range(300))
def test_a_countdown_goes_on_from_the_same_tick_after_a_pause(seed):
    life = begin(seed)
    life.do(conduct.start)
    life.pass_time(timedelta(microseconds=life.random.randrange(900_000_000)))
    life.do(conduct.pause)
    before = [
        (ticks - life.state.elapsed(life.now), s.inject.key) for ticks, s in waiting(life.state)
    ]
    life.now += timedelta(microseconds=life.random.randrange(10**11))
    assert next_instant(life.state) is None
    released = [e for e in life.do(conduct.resume) if e.verb == "released"]
    after = [
        (ticks - life.state.elapsed(life.now), s.inject.key) for ticks, s in waiting(life.state)
    ]
    assert (released, after) == ([], before)


@pytest.mark.parametrize("seed", range(300))
def test_after_a_gap_it_comes_back_paused_and_fires_nothing(seed):
    life = begin(seed)
    life.do(conduct.start)
    life.pass_time(timedelta(seconds=life.random.randrange(600)))
    asks, seen = life.gap == "ask", life.state.elapsed(life.now)
    life.die(GAP + timedelta(microseconds=life.random.randrange(1, 10**10)))
    made = life.look()
    if asks:
        assert [entry.verb for entry in made] == ["paused"]
        assert (made[0].body["cause"], life.state.elapsed(life.now)) == ("gap", seen)
    else:
        assert "paused" not in [entry.verb for entry in made]


@pytest.mark.parametrize("seed", range(300))
def test_after_a_short_absence_it_goes_on_and_fires_each_once(seed):
    life = begin(seed)
    life.do(conduct.start)
    life.pass_time(timedelta(seconds=life.random.randrange(600)))
    life.die(timedelta(microseconds=life.random.randrange(30_000_000)))
    life.look()
    assert life.state.status == "running"
    assert life.state.elapsed(life.now) > 0
    life.pass_time(timedelta(hours=2))
    check_log(life)
