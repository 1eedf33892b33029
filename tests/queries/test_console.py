"""What does the view of a run say at an instant? Pure: no database, no clock."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.exercise import conduct, taking_part
from scheduler.exercise.agreement import Agreement
from scheduler.exercise.content import Content, Inject
from scheduler.exercise.course import Course, settle, wake
from scheduler.exercise.plan import Plan
from scheduler.exercise.rehearsal import rehearse
from scheduler.exercise.state import Seat, State
from scheduler.queries import rehearsals
from scheduler.queries.console import console
from tests.evaluating import CONTENT
from tests.steering import INJECTS, MODULES

NINE = datetime(2027, 2, 4, 8, 0, tzinfo=UTC)
SEATS = [("p1", "player", "kommun"), ("p2", "player", "kommun"), ("p3", "player", "polis")]
NAMES = {"p1": "Anna", "p2": "Bo", "p3": "Cleo", "person:1": "Fia"}


class Room:
    """A run on paper: what is said at which second."""

    def __init__(self, **content):
        said = Content.model_validate(CONTENT | {"modules": MODULES, "injects": INJECTS} | content)
        self.plan = Plan(content=said)
        self.course = Course(State(), NINE, "person:1")
        told = self.plan.model_dump(mode="json", exclude_defaults=True)
        self.course.say("prepared", plan=told)
        for role, kind, group in SEATS:
            self.course.say("seated", role=role, kind=kind, group=group)
        conduct.start(self.course)

    def at(self, seconds):
        """Let the clock on the wall go on to a second after the start, five at a time."""
        end = NINE + timedelta(seconds=seconds)
        while self.course.at < end:
            self.course.at = min(self.course.at + timedelta(seconds=5), end)
            settle(self.course)
        return self.course

    def view(self):
        """What the console shows now."""
        return console(self.course.state, self.course.at, NAMES)

    def line(self, key):
        """One inject as the console shows it."""
        return next(one for one in self.view().lines if one.key == key)


@pytest.fixture
def room():
    return Room()


def test_what_comes_has_the_seconds_that_are_left(room):
    room.at(20)
    assert [(one.key, one.left) for one in room.view().coming] == [("C1", 40), ("C4", 1900)]
    assert [one.key for one in room.view().by_hand] == ["C3"]


def test_what_is_chained_has_its_countdown_once_its_cause_is_out(room):
    room.at(60)
    assert [(one.key, one.left) for one in room.view().coming] == [("C2", 300), ("C4", 1860)]
    assert (room.line("C1").released, room.line("C1").by_clock) == (60, True)


def test_a_pause_stops_every_countdown_and_moves_the_end_that_is_forecast(room):
    conduct.pause(room.at(20))
    before = room.view()
    after = console(room.course.state, room.course.at + timedelta(minutes=5), NAMES)
    assert [one.left for one in after.coming] == [one.left for one in before.coming]
    assert after.seconds == 20
    assert after.planned_end == NINE + timedelta(hours=1)
    assert after.forecast_end == NINE + timedelta(hours=1, minutes=5)


def test_a_faster_clock_ends_earlier_and_its_countdowns_are_exercise_time(room):
    conduct.set_rate(room.at(0), 200)
    assert room.view().forecast_end == NINE + timedelta(minutes=30)
    room.at(10)
    assert (room.view().seconds, room.view().coming[0].left) == (20, 40)


def test_a_jump_moves_the_forecast_and_the_module(room):
    conduct.jump(room.at(600), "M2", each={})
    view = room.view()
    assert (view.module.key, view.module.begins) == ("M2", 600)
    assert view.forecast_end == NINE + timedelta(minutes=40)
    assert [(one.key, one.now) for one in view.modules] == [("M1", False), ("M2", True)]


def test_each_group_has_its_own_count_of_who_has_seen(room):
    taking_part.see(room.at(60), role="p1", inject="C1")
    reach = {one.group: (one.seen, one.of, one.unseen) for one in room.line("C1").reach}
    assert reach == {"Municipality": (1, 2, ("Bo",)), "Police": (0, 1, ("Cleo",))}


def test_an_inject_of_one_group_reaches_that_alone(room):
    conduct.release_now(room.at(0), "C3")
    assert [one.group for one in room.line("C3").reach] == ["Police"]
    assert (room.line("C3").by, room.line("C3").by_clock) == ("Fia", False)


def test_the_first_answers_and_the_last_ones_are_compared(room):
    def answer(group, option):
        taking_part.answer(room.course, group=group, role="", question="Q1", option=option)

    answer("kommun", "We ask")
    answer("polis", "They ask")
    taking_part.reveal(room.course, "Q1")
    answer("polis", "We ask")
    (question,) = room.view().questions
    assert (question.before, question.after) == (Agreement(0, 1, 2), Agreement(1, 1, 2))
    answers = [(group, text) for group, text, _ in question.answers]
    assert answers == [("Municipality", "We ask"), ("Police", "We ask")]
    assert (question.asked, question.revealed) == (2, True)


def test_questions_of_a_module_come_with_it(room):
    assert [one.key for one in room.view().questions] == ["Q1"]
    late = Room(modules=[MODULES[1], {**MODULES[0]}])
    assert late.view().questions == ()


def test_what_is_held_says_why_and_how_late_it_is(room):
    conduct.hold(room.course, "C1")
    room.at(100)
    (held,) = room.view().held
    assert (held.key, held.why, held.late, held.left) == ("C1", "hand", 40, None)


def test_after_a_gap_the_console_knows_since_when(room):
    room.at(20)
    room.course.at = NINE + timedelta(minutes=5)
    wake(room.course, NINE + timedelta(seconds=20))
    view = room.view()
    assert (view.status, view.gap_from, view.seconds) == (
        "paused",
        NINE + timedelta(seconds=20),
        20,
    )


def test_an_inject_made_in_the_room_stands_among_the_others(room):
    key = conduct.add(room.at(30), Inject(key="X", title="A question", groups=("polis",)))
    conduct.release_now(room.course, key)
    line = room.line("X1")
    assert (line.extra, line.planned, line.released, line.groups) == (True, None, 30, ("Police",))


def test_injects_stand_in_the_order_in_which_they_come(room):
    assert [one.key for one in room.view().lines] == ["C3", "C1", "C2", "C4"]


def test_a_rehearsal_is_told_inject_by_inject_with_each_groups_longest_silence():
    room = Room()
    seats = [Seat(*one) for one in SEATS]
    made = rehearsals.table(rehearse(room.plan, seats))
    assert [(one.second, one.key, one.people) for one in made.coming] == [
        (60, "C1", (("page", 3),)),
        (360, "C2", (("page", 2),)),
        (1920, "C4", (("page", 3),)),
    ]
    assert [(one.key, one.groups, one.manual) for one in made.by_hand] == [
        ("C3", ("Police",), True)
    ]
    assert [(one.group, one.since, one.until) for one in made.silences] == [
        ("Municipality", 1920, 3600),
        ("Police", 60, 1800),
    ]
