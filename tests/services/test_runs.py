"""What happens to a run while the clock goes, people steer it, and the service comes and goes?"""

import pytest

from scheduler import clock
from scheduler.actor import SYSTEM, NotAllowed
from scheduler.exercise.clock import TICKS
from scheduler.exercise.deliveries import rows
from scheduler.exercise.refusals import AlreadyReleased, ConfirmInPause, NoSuchPart
from scheduler.exercise.rehearsal import rehearse
from scheduler.exercise.replay import replay
from scheduler.exercise.timing import next_instant
from scheduler.inputs.exercise import ExercisePatch
from scheduler.inputs.run import (
    AdHocInput,
    CorrectInput,
    JumpInput,
    MarkInput,
    RatingInput,
    ReleaseInput,
    ResponseInput,
)
from scheduler.model import Exercise, Meeting, Run, RunEntry, ScenarioVersion
from scheduler.queries.runs import log, state_of
from scheduler.services import exercises, playing, runs
from tests.exercises import a_prepared_run, roles_of, seat
from tests.factories import an_actor


@pytest.fixture
def run(time, database, settle):
    """A prepared run of the small exercise."""
    with database.transaction() as session:
        made = a_prepared_run(session).id
    settle()
    return made


@pytest.fixture
def state(database, run):
    """How the run stands now."""

    def read():
        with database.reading() as session:
            return state_of(session, run)

    return read


@pytest.fixture
def act(database, run, settle):
    """Do something with the run, and let what follows happen."""

    def done(service, *args, by=SYSTEM, **how):
        with database.transaction() as session:
            made = service(session, run, *args, by=by, **how)
        settle()
        return made

    return done


@pytest.fixture
def play(time, settle):
    """Let time go by, the clock looking every four seconds."""

    def on(seconds):
        for _ in range(seconds // 4):
            time.forward(seconds=4)
            settle()

    return on


def states(state):
    return {key: step.state for key, step in state.steps.items()}


def test_each_inject_comes_at_its_time_and_once(act, play, state, database, run):
    act(runs.start)
    play(56)
    assert states(state())["C1"] == "planned"
    play(4)
    assert states(state()) == {"C1": "released", "C2": "planned", "C3": "planned", "C4": "planned"}
    play(32 * 60)
    assert states(state()) == {
        "C1": "released",
        "C2": "released",
        "C3": "released",
        "C4": "planned",
    }
    with database.reading() as session:
        released = [e.body["inject"] for e in log(session, run) if e.verb == "released"]
    assert released == ["C1", "C2", "C3"]


def test_a_run_that_nobody_touches_is_its_rehearsal(act, play, state):
    before = state()
    rehearsed = rehearse(before.plan, before.seats.values())
    act(runs.start)
    play(33 * 60)
    assert rows(state()) == list(rehearsed.rows)
    assert [step.inject.key for step in rehearsed.by_hand] == ["C4"]


def test_nothing_comes_in_a_pause_and_the_countdown_goes_on_from_the_same_tick(
    act, play, state, time
):
    act(runs.start)
    play(40)
    act(runs.pause, reason="Kaffe")
    left = 60 * TICKS - state().elapsed(clock.now())
    time.forward(minutes=40)
    assert next_instant(state()) is None
    play(120)
    assert states(state())["C1"] == "planned"
    act(runs.resume)
    assert 60 * TICKS - state().elapsed(clock.now()) == left
    play(20)
    assert states(state())["C1"] == "released"


def test_after_a_gap_it_is_paused_and_goes_on_when_somebody_says_so(act, play, state, time, settle):
    act(runs.start)
    play(40)
    time.forward(minutes=10)
    settle()
    assert (state().status, state().pause.cause) == ("paused", "gap")
    assert state().elapsed(clock.now()) == 40 * TICKS
    act(runs.resume, count_gap=True)
    assert state().elapsed(clock.now()) == 640 * TICKS
    assert (states(state())["C1"], state().steps["C1"].why) == ("held", "late")


def test_an_exercise_that_counts_gaps_goes_on_but_holds_what_is_late(
    act, play, state, time, settle, database, run
):
    with database.transaction() as session:
        exercise_id = session.get_one(Run, run).exercise_id
        exercises.change(session, exercise_id, plan=ExercisePatch(gap="count"), by=SYSTEM)
        runs.prepare_again(session, exercise_id, by=SYSTEM)
    act(runs.start)
    play(40)
    time.forward(minutes=10)
    settle()
    assert (state().status, state().steps["C1"].why) == ("running", "late")


def test_two_facilitators_release_once_and_the_second_is_told_who_did(act, database, run):
    act(runs.start)
    with database.transaction() as session:
        anna = roles_of(session, run)[0].person
        leader = an_actor(session.get_one(Run, run).network_id, "facilitator")
    named = type(leader)(kind="person", id=anna.id, person_id=anna.id, roles=leader.roles)
    act(runs.release, "C4", plan=ReleaseInput(), by=named)
    with pytest.raises(AlreadyReleased) as refused:
        act(runs.release, "C4", plan=ReleaseInput())
    assert refused.value.params["who"] == anna.name
    assert refused.value.params["at"] == clock.now()


def test_a_release_in_a_pause_must_be_confirmed_and_is_marked(act, state):
    act(runs.start)
    act(runs.pause)
    with pytest.raises(ConfirmInPause):
        act(runs.release, "C4", plan=ReleaseInput())
    act(runs.release, "C4", plan=ReleaseInput(confirmed=True))
    assert (state().steps["C4"].state, state().steps["C4"].in_pause) == ("released", True)


def test_sending_what_is_late_can_move_what_comes_later(act, play, state, time, settle):
    act(runs.start)
    play(40)
    time.forward(minutes=10)
    settle()
    act(runs.resume, count_gap=True)
    before = state().steps["C3"].moved
    act(runs.release, "C1", plan=ReleaseInput(shift=True))
    late = (640 - 60) * TICKS
    assert (before, state().module_moved) == (0, {"2": late})


def test_a_jump_settles_what_was_left_before_and_keeps_the_clock(act, play, state):
    act(runs.start)
    play(20)
    at = state().elapsed(clock.now())
    act(runs.jump, plan=JumpInput(module="2", each={"C2": "move"}))
    assert states(state()) == {"C1": "skipped", "C2": "held", "C3": "planned", "C4": "planned"}
    assert state().elapsed(clock.now()) == at
    play(120)
    assert states(state())["C3"] == "released"


def test_a_silent_answer_is_its_groups_own_until_the_reveal(act, database, run, state):
    act(runs.start)
    with database.transaction() as session:
        police = seat(session, session.get_one(Run, run), "player", "per@polis.example", "polis")
        player = roles_of(session, run)[0]
        for role, option in ((player, "Kommunen"), (police, "Polisen")):
            plan = ResponseInput(question="F1", option=option)
            playing.answer(session, role.id, plan=plan, by=SYSTEM)
    assert [said.body["group"] for said in state().answers] == ["kommun", "polis"]
    act(runs.reveal, "F1")
    assert list(state().revealed) == ["F1"]


def test_a_player_answers_only_for_the_own_group(act, database, run):
    act(runs.start)
    with database.transaction() as session:
        player = roles_of(session, run)[0].id
    with database.transaction() as session:
        plan = ResponseInput(question="F1", option="Kommunen", group="polis")
        playing.answer(session, player, plan=plan, by=SYSTEM)
    with database.reading() as session:
        assert state_of(session, run).answers[-1].body["group"] == "kommun"


def test_a_correction_and_a_mark_stand_in_the_log(act, state):
    act(runs.start)
    act(runs.release, "C4", plan=ReleaseInput())
    act(runs.correct, "C4", plan=CorrectInput(body="Rätt ord"))
    act(runs.mark, plan=MarkInput(action="C4.1"))
    assert (state().steps["C4"].text, state().marks["C4.1"][0]) == ("Rätt ord", "yes")


def test_the_state_is_the_replay_of_the_log_and_the_row_says_the_same(
    act, play, state, database, run
):
    act(runs.start)
    play(100)
    act(runs.add, plan=AdHocInput(title="Ett till"))
    act(playing.rate_for, plan=RatingInput(target="M1.1", value="partly"))
    act(runs.end)
    act(runs.open_hotwash)
    act(runs.close)
    with database.reading() as session:
        told, row = replay(log(session, run)), session.get_one(Run, run)
        assert told == state()
        assert (row.state, row.entries) == (told.status, told.number) == ("closed", told.number)
        assert row.evaluators_until is not None


def test_what_is_run_is_locked_and_what_was_a_draft_is_approved_by_that(act, database, run):
    act(runs.start)
    with database.reading() as session:
        exercise = session.get_one(Exercise, session.get_one(Run, run).exercise_id)
        version = session.get_one(ScenarioVersion, exercise.version_id)
        assert (version.state, version.approved_by) == ("locked", "system")
        assert session.get_one(Meeting, exercise.meeting_id).kind == "exercise"


def test_members_steer_nothing(database, run):
    with database.transaction() as session:
        member = an_actor(session.get_one(Run, run).network_id, "member")
        for service in (runs.start, runs.end, runs.close):
            with pytest.raises(NotAllowed):
                service(session, run, by=member)


def test_the_log_is_written_once_for_each_number(act, database, run):
    act(runs.start)
    with database.reading() as session:
        numbers = [row.number for row in session.query(RunEntry).filter_by(run_id=run)]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_the_screen_can_get_a_new_address(act, database, run, keys):
    before = keys.token("screen", run, 0)
    act(runs.renew_screen)
    with database.reading() as session:
        generation = session.get_one(Run, run).screen_generation
    assert generation == 1
    assert not keys.verify(before, "screen", run, generation)


def test_a_question_of_a_module_to_come_is_none_to_a_player(time, database):
    module = {"key": "2", "title": "Svaret", "questions": [{"key": "F2", "text": "Vem talar?"}]}
    with database.transaction() as session:
        made = a_prepared_run(
            session, modules=[{"key": "1", "title": "Ett", "talk_minutes": 9}, module]
        )
        run, player = made.id, roles_of(session, made.id)[0].id
        runs.start(session, run, by=SYSTEM)
    told = ResponseInput(question="F2", group="kommun", text="Vi")
    with pytest.raises(NoSuchPart), database.transaction() as session:
        playing.answer(session, player, plan=told, by=SYSTEM)
    with database.transaction() as session:  # what was said on paper is written when it is
        playing.answer_for(session, run, plan=told, by=SYSTEM)
        runs.jump(session, run, plan=JumpInput(module="2"), by=SYSTEM)
        playing.answer(session, player, plan=told, by=SYSTEM)
        assert len(state_of(session, run).answers) == 2


def test_an_answer_is_a_groups_that_there_is(act):
    act(runs.start)
    with pytest.raises(NoSuchPart):
        act(playing.answer_for, plan=ResponseInput(question="F1", group="nobody", text="Vi"))
