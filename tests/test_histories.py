"""Do people's calendars show what was decided, whatever happens in whichever order?

A thousand histories of one meeting: changes with and without a pause, answers by every road, late
and twice, mail servers that fail and processes that stop. What leaves is checked as it leaves
(tests/histories.py); when all has arrived each calendar shows the meeting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import clock, due
from scheduler.actor import SYSTEM
from scheduler.errors import Refused
from scheduler.inputs import AnswerInput, CancelInput, MoveInput, TextInput
from scheduler.leaving import Leaving
from scheduler.model import Letter, MeetingChange
from scheduler.services import answers, invitations, letters, meetings, notices, sending
from tests.conftest import MONDAY, Clock
from tests.histories import ANNA, PEOPLE, World
from tests.road import OUTCOMES

HISTORIES = 1_000
STEPS = 8

TIMES = ("2027-02-04T09:00", "2027-02-11T13:00", "2027-03-30T09:00")
LEAVING: dict[str, dict[str, Any]] = {
    "at once": {},
    "after a pause": {"undo_seconds": 60},
    "held": {"hold": True},
}
After = list[str] | None
Verb = Callable[..., Any]
WORDS = ("accepted", "declined", "tentative")
SPANS = {"a moment": 1, "a minute": 61, "some minutes": 400, "hours": 8_000, "days": 300_000}

CHANGES = ("move", "move", "move", "Residenset", "Slottet", "cancel")
ROADS = ("link", "link", "mail", "mail", "mail, late", "coordinator")
people = st.sampled_from((*PEOPLE, ANNA, ANNA, ANNA))  # most happens to one
starts = st.sampled_from(TIMES)
leaving = st.sampled_from(sorted(LEAVING))
words = st.sampled_from(WORDS)
outcomes = st.lists(st.sampled_from(OUTCOMES), max_size=4)
after = st.one_of(
    outcomes, outcomes, st.none()
)  # what becomes of the work that follows, if it is done


class Histories(RuleBasedStateMachine):
    """What can happen to one meeting."""

    world: World  # given by the test: made once, begun anew for each history

    @initialize(called=st.sampled_from([True, True, True, False]))
    def begin(self, called: bool) -> None:  # noqa: FBT001  # hypothesis names what it draws
        self.world.begin(called=called)

    @rule(what=st.sampled_from(CHANGES), start=starts, how=leaving, then=after)
    def change_the_meeting(self, what: str, start: str, how: str, then: After) -> None:
        status, leave = self.world.now().status, {"leave": self._leave(how)}
        if status == "cancelled":
            self._change(meetings.restore, then, **leave)
        elif status == "planned" and what != "move":
            self._change(meetings.call, then, **leave)
        elif what == "move":
            plan = MoveInput.model_validate({"start": start, **LEAVING[how]})
            self._change(meetings.move, then, plan=plan)
        elif what == "cancel":
            self._change(meetings.cancel, then, plan=CancelInput.model_validate(LEAVING[how]))
        else:
            values = {"title": "Länsnätverket", "place": what, **LEAVING[how]}
            self._change(meetings.change_text, then, plan=TextInput.model_validate(values))

    @rule(who=people, other=people, goes_instead=st.booleans(), how=leaving, then=after)
    def change_the_people(
        self,
        who: str,
        other: str,
        goes_instead: bool,  # noqa: FBT001
        how: str,
        then: After,
    ) -> None:
        leave, found = {"leave": self._leave(how)}, self.world.invited(who)
        if found is None or not found.active:
            people = [self.world.people[who]]
            self._change(invitations.invite, then, people=people, **leave)
        elif goes_instead:
            other_id = self.world.people[other]
            self._to_one(who, invitations.substitute, then, person_id=other_id, **leave)
        else:
            self._to_one(who, invitations.remove, then, **leave)

    @rule(who=people, word=words, via=st.sampled_from(ROADS), then=after)
    def answer(self, who: str, word: str, via: str, then: After) -> None:
        if via in {"link", "coordinator"}:
            plan = AnswerInput.model_validate({"answer": word})
            if self._to_one(who, answers.answer, then, plan=plan, via=via) and via == "link":
                self.world.seen.words[who] = (word, self.world.now().starts_at)
        elif self._press(who, word) and via == "mail":
            self.a_reply_arrives(number=-1, again=False, then=then)

    @rule(number=st.integers(0, 9), again=st.booleans(), then=after)
    def a_reply_arrives(self, number: int, again: bool, then: After) -> None:  # noqa: FBT001
        replies = self.world.seen.replies
        if replies:
            place = number % len(replies)
            self.world.time.forward(seconds=1)
            self.world.hand_in(place)
            if not again:
                del replies[place]
            self._go_on(then)

    @rule(
        verb=st.sampled_from([sending.undo, sending.undo, sending.hold, sending.let_go]), then=after
    )
    def think_better_of_the_latest_change(self, verb: Verb, then: After) -> None:
        self._latest(verb, then)

    @rule(who=people, verb=st.sampled_from([notices.resend, invitations.refresh]), then=after)
    def send_again(self, who: str, verb: Verb, then: After) -> None:
        if self._to_one(who, verb, None):
            self._asked_again(who)
        self._go_on(then)

    @rule(then=after)
    def send_to_those_behind(self, then: After) -> None:
        emails = {person: email for email, person in self.world.people.items()}
        for one in self._change(notices.resend_behind, None) or ():
            self._asked_again(emails[one.person_id])
        self._go_on(then)

    @rule(span=st.sampled_from(sorted(SPANS)), then=after, stops=st.booleans())
    def wait(self, span: str, then: After, stops: bool) -> None:  # noqa: FBT001
        self.world.time.forward(seconds=SPANS[span])
        if stops:  # between a claim and what was claimed
            with self.world.database.transaction() as session:
                for lane in ("reactions", "network"):
                    due.claim(session, lane, at=clock.now())
            self.world.engine.recover()
        self._go_on(then)

    @rule()
    def all_becomes_quiet(self) -> None:
        self.world.quiet()
        self.world.check()

    def teardown(self) -> None:
        self.world.quiet()
        self.world.check()
        with self.world.database.transaction() as session:
            for letter in session.scalars(select(Letter).where(Letter.state == "held")):
                letters.retry(session, letter.id, by=SYSTEM)
            for change in session.scalars(select(MeetingChange)):
                change.held, change.leave_at = False, None
        self.world.quiet()
        self.world.check(all_let_go=True)

    def _leave(self, how: str) -> Leaving:
        return CancelInput.model_validate(LEAVING[how]).leaving("UTC")

    def _change(self, verb: Verb, then: After, **more: Any) -> Any:
        """Do one thing to the meeting."""
        return self._do(lambda session: verb(session, self.world.meeting, by=SYSTEM, **more), then)

    def _to_one(self, who: str, verb: Verb, then: After, **more: Any) -> Any:
        """Do one thing to somebody's call, if they have one."""
        found = self.world.invited(who)
        if found is None:
            return None
        return self._do(lambda session: verb(session, found.id, by=SYSTEM, **more), then)

    def _latest(self, verb: Verb, then: After) -> None:
        """Do one thing to the latest change, if there is one."""
        latest = (
            select(MeetingChange.id)
            .where(MeetingChange.undone_at.is_(None))
            .order_by(MeetingChange.at.desc(), MeetingChange.sequence.desc())
            .limit(1)
        )
        with self.world.database.reading() as session:
            found = session.scalar(latest)
        if found is not None:
            self._do(lambda session: verb(session, found, by=SYSTEM), then)

    def _asked_again(self, who: str) -> None:
        asked = self.world.seen.asked_again
        asked[who] = asked.get(who, 0) + 1

    def _press(self, who: str, word: str) -> bool:
        entry = self.world.entry(who)
        if entry is None or entry.status != "CONFIRMED":
            return False
        raw = self.world.seen.calendars[who].press(
            entry.uid, word, self.world.time.forward(seconds=1)
        )
        self.world.seen.words[who] = (word, entry.start)
        self.world.seen.replies.append((who, entry.organizer, raw))
        return True

    def _do(self, does: Callable[[Session], Any], then: After) -> Any:
        """Do one thing; what is refused changes nothing."""
        self.world.time.forward(seconds=1)
        try:
            with self.world.database.transaction() as session:
                done = does(session)
        except Refused:
            return None
        self._go_on(then)
        return done

    def _go_on(self, then: After) -> None:
        if then is not None:
            self.world.settle(*then)


@pytest.fixture
def world(tmp_path: Any) -> Iterator[World]:
    standing = Clock(MONDAY)
    with clock.told_by(standing):
        made = World(tmp_path, standing)
        yield made
        made.close()


def test_calendars_show_what_was_decided_after_a_thousand_random_histories(world):
    class Here(Histories):
        pass

    Here.world = world
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert world.begun >= HISTORIES
