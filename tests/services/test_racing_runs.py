"""Do many who act on one run at the same moment leave a log without gaps, doubles or losses?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.errors import Refused
from scheduler.exercise.replay import replay
from scheduler.inputs.exercise import RunInput
from scheduler.inputs.run import (
    DecisionInput,
    ReleaseInput,
    ResponseInput,
    SayingInput,
    VoteInput,
)
from scheduler.model import Run, RunEntry
from scheduler.queries.runs import log, state_of
from scheduler.services import playing, runs, seating
from tests.exercises import a_prepared_run, roles_of, seat

PLAYERS = 10
ROUNDS = 8  # injects about which two who lead disagree
DONE = "done"


def contended(number: int) -> dict[str, Any]:
    """An inject that waits for a click."""
    return {
        "key": f"R{number}",
        "module": "1",
        "title": f"Inspel {number}",
        "text": "Växeln ringer.",
        "groups": ["kommun"],
        "objectives": ["M1"],
        "status": "approved",
    }


@pytest.fixture
def run(time, database, settle):
    """A prepared run with injects that wait for a click, and ten who play."""
    with database.transaction() as session:
        injects = [contended(number) for number in range(ROUNDS)]
        timed = {"key": "T1", "trigger": {"kind": "start", "seconds": 60}}
        made = a_prepared_run(session, injects=[*injects, contended(99) | timed])
        for number in range(PLAYERS):
            seat(session, made, "player", f"spelare{number}@kumla.example", "kommun")
        made_id = made.id
    settle()
    return made_id


@pytest.fixture
def together(database):
    """Let each do one thing at the same moment; gives in order how it went: DONE, or a refusal."""

    def done(*things: Callable[[Any], Any]) -> list[str]:
        ready = Barrier(len(things))

        def do(thing: Callable[[Any], Any]) -> str:
            ready.wait(60)
            try:
                with database.transaction() as session:
                    thing(session)
            except Refused as refused:
                return type(refused).__name__
            return DONE

        with ThreadPoolExecutor(len(things)) as pool:
            return list(pool.map(do, things))

    return done


@pytest.fixture
def whole(database, run):
    """Give the log, held to what every log is: numbered through, and the run's row its mirror."""

    def read() -> Sequence[Any]:
        with database.reading() as session:
            lines = log(session, run)
            wanted = select(RunEntry.number).where(RunEntry.run_id == run)
            numbers = session.scalars(wanted.order_by(RunEntry.number)).all()
            row, state = session.get_one(Run, run), replay(lines)
            assert list(numbers) == list(range(1, len(lines) + 1))
            assert (row.entries, row.state) == (len(lines), state.status)
            assert state_of(session, run).status == state.status
            return lines

    return read


def told(lines: Sequence[Any], verb: str) -> list[Any]:
    return [one for one in lines if one.verb == verb]


def on(service: Any, run: Any, *args: Any, **how: Any) -> Callable[[Any], Any]:
    return lambda session: service(session, run, *args, by=SYSTEM, **how)


def test_a_run_that_six_start_at_once_is_started_once(run, together, whole):
    went = together(*[on(runs.start, run)] * 6)
    assert went.count(DONE) == 1
    assert len(told(whole(), "started")) == 1


def test_an_inject_that_some_release_some_skip_and_some_hold_has_one_fate(run, together, whole):
    together(on(runs.start, run))
    for number in range(ROUNDS):
        key = f"R{number}"
        together(
            on(runs.release, run, key, plan=ReleaseInput()),
            on(runs.release, run, key, plan=ReleaseInput()),
            on(runs.skip, run, key),
            on(runs.skip, run, key),
            on(runs.hold, run, key),
        )
    lines = whole()
    out = [line.body["inject"] for line in told(lines, "released")]
    left = [line.body["inject"] for line in told(lines, "skipped")]
    assert len(out) == len(set(out))
    assert len(left) == len(set(left))
    assert {key for key in [*out, *left] if key != "T1"} == {f"R{one}" for one in range(ROUNDS)}
    states = {key: step.state for key, step in replay(lines).steps.items()}
    assert {states[f"R{number}"] for number in range(ROUNDS)} <= {"released", "skipped"}


def test_of_two_who_release_at_once_one_does_and_the_other_is_told(run, together, whole):
    together(on(runs.start, run))
    went = together(*[on(runs.release, run, "R0", plan=ReleaseInput())] * 2)
    assert sorted(went) == ["AlreadyReleased", DONE]
    assert len(told(whole(), "released")) == 1


def test_ten_players_who_answer_at_once_are_all_heard(run, database, together, whole):
    together(on(runs.start, run))
    with database.reading() as session:
        players = [one.id for one in roles_of(session, run) if one.group == "kommun"][-PLAYERS:]
    plans = [ResponseInput(question="F1", text=f"Svar {number}") for number in range(PLAYERS)]
    said = [on(playing.answer, role, plan=plan) for role, plan in zip(players, plans, strict=True)]
    assert together(*said) == [DONE] * PLAYERS
    texts = [line.body["text"] for line in told(whole(), "answered")]
    assert sorted(texts) == [f"Svar {number}" for number in range(PLAYERS)]


def test_who_sees_an_inject_on_two_pages_at_once_has_seen_it_once(run, database, together, whole):
    together(on(runs.start, run))
    together(on(runs.release, run, "R0", plan=ReleaseInput()))
    with database.reading() as session:
        player = next(one.id for one in roles_of(session, run) if one.group == "kommun")
    assert together(*[on(playing.see, player, "R0")] * 4) == [DONE] * 4
    assert len(told(whole(), "seen")) == 1


def test_what_comes_due_while_somebody_releases_it_comes_once(run, time, engine, together, whole):
    together(on(runs.start, run))
    for _ in range(14):  # as often as it looks: a longer gap would be a pause
        time.forward(seconds=4)
        engine.settle()
    time.forward(seconds=4)
    ready = Barrier(3)

    def wake(_: int) -> None:
        ready.wait(60)
        engine.settle()

    def release(_: int) -> None:
        ready.wait(60)
        together(on(runs.release, run, "T1", plan=ReleaseInput()))

    with ThreadPoolExecutor(3) as pool:
        jobs = [pool.submit(wake, 0), pool.submit(release, 0), pool.submit(wake, 0)]
        for job in jobs:
            job.result()
    assert [one.body["inject"] for one in told(whole(), "released")] == ["T1"]


def test_a_clock_that_is_stopped_and_started_by_many_stands_or_goes(run, together, whole):
    together(on(runs.start, run))
    for _ in range(3):
        together(*[on(runs.pause, run)] * 3, *[on(runs.resume, run)] * 3)
    steps = [one.verb for one in whole() if one.verb in {"paused", "resumed"}]
    assert all(one != after for one, after in pairwise(steps))


def test_an_end_that_meets_releases_and_decisions_leaves_a_log_that_can_be_replayed(
    run, together, whole
):
    together(on(runs.start, run))
    decided = [DecisionInput(text=f"Beslut {number}") for number in range(4)]
    went = together(
        on(runs.end, run),
        on(runs.end, run),
        *[on(playing.decide_for, run, plan=one) for one in decided],
        *[on(runs.release, run, f"R{number}", plan=ReleaseInput()) for number in range(2)],
    )
    lines = whole()
    assert len(told(lines, "ended")) == 1
    assert went[2:6] == [DONE] * 4
    ended = told(lines, "ended")[0].number
    assert [one.number for one in told(lines, "released") if one.number > ended] == []


def test_votes_and_words_at_once_are_each_kept_once(run, database, together, whole):
    together(on(runs.start, run))
    together(on(runs.end, run))
    together(on(runs.open_hotwash, run))
    with database.reading() as session:
        players = [one.id for one in roles_of(session, run)][-5:]
    together(on(playing.say, players[0], plan=SayingInput(kind="improve", text="Ring tidigare.")))
    item = told(whole(), "said")[0].number
    votes = [on(playing.vote, role, plan=VoteInput(item=item)) for role in players]
    assert together(*votes, *votes) == [DONE] * 10
    assert len(told(whole(), "voted")) == 5


def test_runs_prepared_at_once_have_numbers_of_their_own(run, database, together):
    with database.reading() as session:
        exercise = session.get_one(Run, run).exercise_id
    made = [on(runs.prepare, exercise, plan=RunInput(label=f"Bord {n}")) for n in range(4)]
    assert together(*made) == [DONE] * 4
    with database.reading() as session:
        numbers = session.scalars(select(Run.number).where(Run.exercise_id == exercise)).all()
    assert sorted(numbers) == [1, 2, 3, 4, 5]


def test_whoever_loses_the_place_while_answering_is_heard_or_refused(
    run, database, together, whole
):
    together(on(runs.start, run))
    with database.reading() as session:
        player = next(one.id for one in roles_of(session, run) if one.group == "kommun")
    said = on(playing.answer, player, plan=ResponseInput(question="F1", text="Vi ringer."))
    went = together(on(seating.unseat, player), said, said)
    lines = whole()
    gone = told(lines, "left")[0].number
    heard = [one.number for one in told(lines, "answered")]
    assert went[0] == DONE
    assert len(heard) == went[1:].count(DONE)
    assert [number for number in heard if number > gone] == []
