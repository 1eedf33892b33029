"""Is nothing open ever missing from the next agenda, and does nothing stand twice?

Random histories of one network: points are written, meetings held, cancelled, restored and moved,
points left open or done, notes written and approved. What must stand where is counted by titles
alone, which no two matters share, and not by how points point to each other.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.clock import now
from scheduler.errors import Refused
from scheduler.inputs import CancelInput, MinutesInput, MoveInput, OutcomeInput
from scheduler.model import AgendaItem, Meeting, Minutes
from scheduler.services import approval, meetings, minutes, points
from tests.remembering import Room

FIRST = date(2027, 2, 4)
STEPS = 24
SEEDS = (101, 109, 110, 119, 121, 123)
APPROVE = "Approve the notes from "


class Story:
    """One random history, and what must be true of it at each moment."""

    def __init__(self, room: Room, seed: int) -> None:
        self.room, self.chance, self.written = room, random.Random(seed), 0  # noqa: S311
        self.days = iter(FIRST + timedelta(days=7 * week) for week in range(200))
        for _ in range(3):
            self.plan()

    def step(self) -> None:
        """Let one thing happen that the rules allow."""
        told = [*([self.write] * 4), *([self.settle] * 4), self.hold, self.hold]
        told += [self.cancel, self.restore, self.move, self.note, self.approve, self.plan]
        try:
            self.chance.choice(told)()
        except Refused:
            return
        self.room.settle()

    def plan(self) -> None:
        self.room.meeting(f"{next(self.days)}T09:00")

    def write(self) -> None:
        """Put a new point on an agenda to come, beside what stands there."""
        meeting = self.any(self.coming())
        self.written += 1
        kind = self.chance.choice(["information", "decision"])
        row = {"title": f"Punkt {self.written}", "kind": kind}
        self.room.write(meeting.id, *self.room.rows(meeting.id), row)

    def hold(self) -> None:
        self.room.time.to(self.any(self.coming()[:1]).starts_at + timedelta(hours=4))

    def settle(self) -> None:
        with self.room.database.transaction() as session:
            past = [one.id for one in self.meetings() if one.starts_at <= now()]
            rows = session.scalars(
                select(AgendaItem.id).where(
                    AgendaItem.meeting_id.in_(past), AgendaItem.source.not_like("minutes:%")
                )
            )
            plan = OutcomeInput(
                outcome=self.chance.choice(["done", "dropped", "postponed", "unfinished"])
            )
            points.settle(session, self.any(rows.all()), plan=plan, by=SYSTEM)

    def cancel(self) -> None:
        self.room.do(meetings.cancel, self.any(self.coming()).id, plan=CancelInput())

    def restore(self) -> None:
        cancelled = [one for one in self.meetings() if one.cancelled]
        self.room.do(meetings.restore, self.any(cancelled).id)

    def move(self) -> None:
        plan = MoveInput(start=f"{next(self.days)}T09:00")
        self.room.do(meetings.move, self.any(self.coming()).id, plan=plan)

    def note(self) -> None:
        held = [one for one in self.meetings() if one.starts_at <= now() and not one.cancelled]
        plan = MinutesInput.model_validate({"entries": [{"text": "Anteckning"}]})
        with self.room.database.transaction() as session:
            minutes.save(session, self.any(held).id, plan=plan, version=None, by=SYSTEM)

    def approve(self) -> None:
        with self.room.database.transaction() as session:
            noted = session.scalars(select(Minutes.meeting_id)).all()
            approval.approve(session, self.any(noted), by=SYSTEM)

    def any(self, things):
        """Choose one; refused where there is none."""
        if not things:
            raise Refused
        return self.chance.choice(list(things))

    def meetings(self) -> list[Meeting]:
        with self.room.database.reading() as session:
            return list(session.scalars(select(Meeting).order_by(Meeting.starts_at)))

    def coming(self) -> list[Meeting]:
        return [one for one in self.meetings() if one.starts_at > now() and not one.cancelled]

    def stand(self) -> dict[datetime, Counter[str]]:
        """What stands on each agenda to come."""
        return {one.starts_at: Counter(self.room.titles(one.id)) for one in self.coming()}

    def must_stand(self) -> dict[datetime, Counter[str]]:
        """What must: what was written there, and on the next what was left open before it."""
        coming = self.coming()
        wanted = {one.starts_at: Counter(self.own(one)) for one in coming}
        for title, left in self.left_open().items():
            later = [one.starts_at for one in coming if one.starts_at > left]
            if later:
                wanted[later[0]][title] += 1
        return wanted

    def own(self, meeting: Meeting) -> list[str]:
        with self.room.database.reading() as session:
            items = session.get_one(Meeting, meeting.id).agenda
            return [item.title for item in items if item.source == ""]

    def left_open(self) -> dict[str, datetime]:
        """Each matter that is open, with when the meeting was at which it was left last."""
        found: dict[str, datetime] = {}
        with self.room.database.reading() as session:
            states = {one.meeting_id: one.state for one in session.scalars(select(Minutes))}
            for meeting in session.scalars(select(Meeting).order_by(Meeting.starts_at)):
                state = states.get(meeting.id)
                past = meeting.starts_at <= now() and not meeting.cancelled
                if past and state == "draft":
                    day = f"{meeting.start:%A} {meeting.start.day} {meeting.start:%B %Y}"
                    found[APPROVE + day] = meeting.starts_at
                for item in meeting.agenda:
                    if item.title.startswith(APPROVE):
                        continue
                    if past:
                        found.pop(item.title, None)
                        silent = item.outcome == "" and (
                            item.source.startswith("returned:")
                            or (item.kind == "decision" and state == "approved")
                        )
                        if silent or item.outcome in {"postponed", "unfinished"}:
                            found[item.title] = meeting.starts_at
                    elif meeting.cancelled and (item.source == "" or item.title in found):
                        found[item.title] = meeting.starts_at
        return found


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_open_is_missing_and_nothing_stands_twice(room, seed):
    story = Story(room, seed)
    for _ in range(STEPS):
        story.step()
        assert story.stand() == story.must_stand()


def test_renewing_what_is_as_it_should_be_tells_nobody_anything(room):
    story = Story(room, seed=1)
    for _ in range(STEPS):
        story.step()
    before = [(one.id, one.sequence, one.changed_at) for one in story.meetings()]
    room.time.forward(minutes=1)
    room.renew(*(one.id for one in story.coming()))
    assert [(one.id, one.sequence, one.changed_at) for one in story.meetings()] == before


def test_the_histories_of_these_tests_hold_what_they_are_about(room):
    story = Story(room, seed=105)
    for _ in range(40):
        story.step()
    with room.database.reading() as session:
        sources = session.scalars(select(AgendaItem.source)).all()
        outcomes = set(session.scalars(select(AgendaItem.outcome)))
    kinds = {source.partition(":")[0] for source in sources}
    assert (kinds, outcomes) == (
        {"", "returned", "minutes"},
        {"", "done", "dropped", "postponed", "unfinished"},
    )
