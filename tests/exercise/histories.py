"""Random lives of a run: what people press, what the service does, told by a seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from scheduler.errors import Refused
from scheduler.exercise import conduct
from scheduler.exercise.content import Content
from scheduler.exercise.course import Course, wake
from scheduler.exercise.entries import Entry
from scheduler.exercise.plan import Plan
from scheduler.exercise.replay import replay
from scheduler.exercise.state import State
from scheduler.exercise.timing import next_instant

MORNING = datetime(2027, 10, 14, 7, tzinfo=UTC)
KEYS = ("C1", "C2", "C3", "C4", "C5", "C6", "C7")
MODULES = ("M1", "M2", "M3")
SWEEP = timedelta(seconds=5)


def content(random: Random) -> Content:
    """Three modules, seven injects with every kind of trigger."""
    after = {"kind": "after", "inject": random.choice(KEYS[:3]), "seconds": random.randint(0, 200)}
    marks = {"mode": random.choice(["all", "any"]), "marks": [{"action": "C1.1"}]}
    triggers = [
        {"kind": "start", "seconds": random.randint(0, 600)},
        {"kind": "start", "seconds": random.randint(-60, 2400)},
        {"kind": "module", "seconds": random.randint(0, 900)},
        {"kind": "module", "seconds": random.randint(0, 900), "requires": marks},
        after,
        {"kind": "marks", "seconds": random.randint(0, 60), "requires": marks},
        {"kind": "manual"},
    ]
    injects = [
        {
            "key": key,
            "title": key,
            "module": random.choice(MODULES),
            "trigger": trigger,
            "expected": [{"key": "C1.1", "text": "?"}] if key == "C1" else [],
        }
        for key, trigger in zip(KEYS, triggers, strict=True)
    ]
    modules = [{"key": k, "title": k, "talk_minutes": random.randint(0, 20)} for k in MODULES]
    return Content.model_validate(
        {"title": "t", "language": "sv", "modules": modules, "injects": injects}
    )


@dataclass
class Life:
    """One run with its log, its clock on the wall, and what the service remembers: a heartbeat."""

    random: Random
    now: datetime = MORNING
    log: list[Entry] = field(default_factory=list)
    state: State = field(default_factory=State)
    heartbeat: datetime | None = None
    gap: str = "ask"

    def do(self, does: Callable[[Course], object], by: str = "anna") -> list[Entry]:
        """Do one thing as the service does it: wake, do, append; what is refused leaves nothing."""
        course = Course(self.state, self.now, by)
        wake(course, self.heartbeat)
        try:
            does(course)
        except Refused:
            return []
        self.log += course.made
        self.state, self.heartbeat = course.state, self.now
        return course.made

    def look(self) -> list[Entry]:
        """Let the clock look."""
        return self.do(lambda _: None, by="system")

    def pass_time(self, span: timedelta) -> None:
        """Let time go by with the clock looking as it plans to: at what is due, every 5 s."""
        end = self.now + span
        while self.now < end:
            coming = next_instant(self.state) or end
            self.now = min(max(coming, self.now), self.now + SWEEP, end)
            if self.state.status == "running":
                self.look()
            elif self.state.status != "running":
                self.now = end

    def run_out(self) -> None:
        """Let all come that comes by itself, the clock looking at each thing that is due."""
        while (coming := next_instant(self.state)) is not None:
            self.now = self.heartbeat = max(coming, self.now)
            self.look()

    def die(self, span: timedelta) -> None:
        """Let the service be away, and come back with nothing but its log."""
        self.now += span
        self.state = replay(self.log)


def begin(seed: int) -> Life:
    """A run that is prepared."""
    random = Random(seed)  # noqa: S311  # the same lives each time
    life = Life(random, gap=random.choice(["ask", "ask", "count"]))
    plan = Plan.model_validate(
        {
            "content": content(random),
            "gap": life.gap,
            "grace_seconds": random.choice([0, 60, 600]),
        }
    )
    life.do(lambda c: c.say("prepared", plan=plan.model_dump(mode="json", exclude_defaults=True)))
    if random.random() < 0.9:
        life.do(conduct.start)
    return life


def step(life: Life) -> str:
    """Let one random thing happen; gives what."""
    what = life.random.choice([*DEEDS, *["time"] * 5])
    DEEDS[what](life)
    return what


def _time(life: Life) -> None:
    life.pass_time(timedelta(microseconds=life.random.randrange(400_000_000)))


def _resume(life: Life) -> None:
    count = life.random.random() < 0.3
    life.do(lambda c: conduct.resume(c, count_gap=count))


def _jump(life: Life) -> None:
    module, rest = life.random.choice(MODULES), life.random.choice(["skip", "release", "move"])
    shift = life.random.random() < 0.7
    life.do(lambda c: conduct.jump(c, module, rest=rest, each={}, shift=shift))


def _rate(life: Life) -> None:
    percent = life.random.choice([50, 100, 150, 333, 800])
    life.do(lambda c: conduct.set_rate(c, percent))


def _release(life: Life) -> None:
    key, sure = life.random.choice(KEYS), life.random.random() < 0.8
    shift = life.random.random() < 0.3
    life.do(lambda c: conduct.release_now(c, key, confirmed=sure, shift=shift))


def _two_release(life: Life) -> None:
    key = life.random.choice(KEYS)
    life.do(lambda c: conduct.release_now(c, key, confirmed=True))
    life.do(lambda c: conduct.release_now(c, key, confirmed=True), by="bo")


def _skip(life: Life) -> None:
    key = life.random.choice(KEYS)
    life.do(lambda c: conduct.skip(c, key))


def _hold(life: Life) -> None:
    key = life.random.choice(KEYS)
    life.do(lambda c: conduct.hold(c, key))


def _mark(life: Life) -> None:
    value = life.random.choice(["yes", "no", ""])
    life.do(lambda c: conduct.mark(c, "C1.1", value))


def _kill(life: Life) -> None:
    life.die(timedelta(seconds=life.random.choice([1, 29, 30, 31, 300, 4000])))
    life.look()


def _wake_late(life: Life) -> None:
    life.now += timedelta(seconds=life.random.choice([1, 20, 45, 90, 700]))


DEEDS: dict[str, Callable[[Life], object]] = {
    "start": lambda life: life.do(conduct.start),
    "pause": lambda life: life.do(conduct.pause),
    "resume": _resume,
    "jump": _jump,
    "rate": _rate,
    "release": _release,
    "two": _two_release,
    "skip": _skip,
    "hold": _hold,
    "mark": _mark,
    "kill": _kill,
    "late": _wake_late,
    "look": Life.look,
    "time": _time,
}
