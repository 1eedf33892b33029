"""Where do random histories happen? One meeting, four people, their calendars and a bad road.

The services, the database and the engine are the real ones; the road loses mails and stops the
process, as real ones do. What leaves is checked as it leaves.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, event, func, select

from scheduler import inbox
from scheduler.actor import SYSTEM
from scheduler.config import Settings
from scheduler.database import Base, Database, UtcDateTime
from scheduler.delivery import Post
from scheduler.engine.local import LocalEngine
from scheduler.letters import TELLING
from scheduler.model import DueRow, Invitation, Letter, Meeting, MeetingChange, Person
from scheduler.render import Renderer
from scheduler.services import meetings
from scheduler.tokens import KeyRing
from tests.calendar_client import CalendarClient, Entry, read
from tests.conftest import MONDAY, SECRET, Clock
from tests.factories import a_meeting, a_network
from tests.road import Crash, Road

ANNA, BO = "anna@kumla.example", "bo@nora.example"
CIA, DAG = "cia@hallsberg.example", "dag@askersund.example"
PEOPLE = (ANNA, BO, CIA, DAG)
_NEXT = select(func.min(DueRow.due_at)).where(
    DueRow.state == "waiting",
    DueRow.kind.in_(("deliver", "confirm_answer", "react")),
    DueRow.due_at <= bindparam("until", type_=UtcDateTime()),
)
STATES = {"queued", "held", "sending", "sent", "doubt", "dead", "withdrawn"}


@dataclass
class Seen:
    """What the people, and the road, have seen of it."""

    calendars: dict[str, CalendarClient]
    left: dict[str, bytes] = field(default_factory=dict)  # Message-ID → bytes
    marks: dict[str, tuple[int, datetime]] = field(default_factory=dict)  # SEQUENCE, DTSTAMP
    lost: set[str] = field(default_factory=set)  # a mail went that may have arrived, and did not
    asked_again: dict[str, int] = field(default_factory=dict)  # notices asked for once more
    words: dict[str, tuple[str, datetime]] = field(default_factory=dict)  # said last, and of when
    faults: list[AssertionError] = field(default_factory=list)  # of mails as they left
    replies: list[tuple[str, str, bytes]] = field(default_factory=list)  # from, to, and what


class Terse(Renderer):
    """Writes the calendar part as ever, and few words beside it: they are other tests' matter."""

    def _fill(self, template: str, words: dict[str, Any]) -> str:
        kept = template.endswith(("subject.txt", "_calendar.txt"))
        return super()._fill(template, words) if kept else template


class World:
    """One network with one meeting, begun anew by `begin`."""

    def __init__(self, folder: Path, time: Clock) -> None:
        self.time = time
        self._path = folder / "world.db"
        settings = Settings(dir=folder, secret_key=SECRET, base_url="http://127.0.0.1:8000")
        self.settings = settings.model_copy(update={"mail_domain": "kallelse.example"})
        self.keys = KeyRing((SECRET,))
        self.database = Database(f"sqlite:///{self._path}")
        event.listen(self.database.engine, "connect", _hurry)
        Base.metadata.create_all(self.database.engine)
        with self.database.transaction() as session:
            network = a_network(session, people_=PEOPLE)
            people = {one: _person(session, one) for one in PEOPLE}
            first = [people[one] for one in (ANNA, BO, CIA)]
            meeting = a_meeting(session, network.id, people=first)
            self.meeting, self.uid, self.people = meeting.id, meeting.uid, people
        self.seen = Seen({one: CalendarClient(one) for one in PEOPLE})
        self.road = Road(self)
        renderer = Terse(self.settings, self.keys)
        self._post = Post(self.database, renderer, self.road)
        self.engine = LocalEngine(self._post)
        self._planned = self._copy()
        with self.database.transaction() as session:
            meetings.call(session, self.meeting, by=SYSTEM)
        self.settle()
        self._called = self._copy()
        self.begun = 0

    def begin(self, *, called: bool) -> None:
        """Put everything back to before a history: planned only, or called and told."""
        kept, seen = self._called if called else self._planned
        with closing(sqlite3.connect(self._path)) as place:
            kept.backup(place)
        self.seen = deepcopy(seen)
        self.time.to(MONDAY)
        self.begun += 1

    def _copy(self) -> tuple[sqlite3.Connection, Seen]:
        kept = sqlite3.connect(":memory:")
        with closing(sqlite3.connect(self._path)) as place:
            place.backup(kept)
        return kept, deepcopy(self.seen)

    def close(self) -> None:
        self.database.close()
        for kept, _ in (self._planned, self._called):
            kept.close()

    def now(self) -> Meeting:
        """The meeting as it stands."""
        with self.database.reading() as session:
            return session.get_one(Meeting, self.meeting)

    def invited(self, who: str) -> Invitation | None:
        """Somebody's call, also one that was taken back."""
        with self.database.reading() as session:
            return session.scalar(
                select(Invitation)
                .join(Person, Person.id == Invitation.person_id)
                .where(Invitation.meeting_id == self.meeting, Person.email == who)
            )

    def entry(self, who: str) -> Entry | None:
        """What somebody's calendar shows of the meeting."""
        return self.seen.calendars[who].entries.get(self.uid)

    def settle(self, *outcomes: str) -> None:
        """Do all that is due; after a crash another process goes on."""
        self.road.outcomes = list(outcomes)
        while self._next(self.time()):
            try:
                self.engine.settle()
            except Crash:
                self.engine = LocalEngine(self._post)
                self.engine.recover()
            self._check_letters()
        self.road.outcomes = []
        if self.seen.faults:
            raise self.seen.faults[0]

    def quiet(self) -> None:
        """Let everything arrive that is under way, and all that waits for its time."""
        for place in range(len(self.seen.replies)):
            self.hand_in(place)
        self.seen.replies.clear()
        for _ in range(100):
            waiting = self._next(self.time() + timedelta(days=4))
            if waiting is None:
                return
            self.time.to(max(waiting, self.time()))
            self.settle()
        raise AssertionError("it never becomes quiet")

    def hand_in(self, place: int) -> None:
        """Let one of the replies under way arrive."""
        who, recipient, raw = self.seen.replies[place]
        called = self.invited(who)
        if self.now().cancelled or called is None or not called.active:
            self.seen.words.pop(who, None)  # nobody can answer now: what was said before stands
        taken = inbox.take(self.database, self.keys, self.settings, raw, recipient)
        assert taken == inbox.Outcome.TAKEN

    def leaves(self, sender: str, recipient: str, raw: bytes, it_may: bool) -> None:  # noqa: FBT001
        """Check a mail as it leaves, or tries to: newer than all before, true, and let go."""
        head = dict(line.split(": ", 1) for line in _head(raw))
        message_id = head["Message-ID"]
        repeated = message_id in self.seen.left
        assert self.seen.left.get(message_id, raw) == raw, "a repeat is another mail"
        told = read(raw, recipient)
        if told is not None and not repeated:
            mark = (told[1].sequence, told[1].stamp)
            before = self.seen.marks.get(recipient)
            assert before is None or (mark[0] > before[0] and mark[1] > before[1]), (before, mark)
            assert told[1].organizer == sender
            if it_may:
                self.seen.marks[recipient] = mark
        if it_may:
            self.seen.left[message_id] = raw
        with self.database.reading() as session:
            letter = session.get_one(Letter, UUID(head["X-Kallelse-Letter"]))
            assert letter.state == "sending"
            self._check_true(letter, told, repeated=repeated)
            change = session.get(MeetingChange, letter.change_id) if letter.change_id else None
            assert change is None or not change.held, "a held letter leaves"
            assert change is None or change.leave_at is None or change.leave_at <= self.time()

    def arrives(self, recipient: str, raw: bytes) -> None:
        """Let a calendar take a mail in; it says something new, or was asked for."""
        before = self.entry(recipient)
        known = read(raw, recipient)
        repeated = bool(
            before
            and known
            and (before.sequence, before.stamp) == (known[1].sequence, known[1].stamp)
        )
        changed = self.seen.calendars[recipient].receive(raw)
        if known is None or repeated:
            return
        after = self.entry(recipient)
        if recipient not in self.seen.lost:
            assert changed, "a calendar could not use a mail"
            if before and after and before.shown == after.shown:
                assert self.seen.asked_again.get(recipient, 0) > 0, (recipient, "was not concerned")
                self.seen.asked_again[recipient] -= 1
        self.seen.lost.discard(recipient)

    def check(self, *, all_let_go: bool = False) -> None:
        """Compare each calendar with the meeting, when everything has arrived."""
        with self.database.reading() as session:
            meeting = session.get_one(Meeting, self.meeting)
            rows = session.execute(
                select(Letter.invitation_id, Letter.state)
                .where(Letter.kind.in_(TELLING), Letter.state != "withdrawn")
                .order_by(Letter.sequence)
            )
            last = {row.invitation_id: row.state for row in rows}
            assert not (all_let_go and set(last.values()) & {"queued", "held", "doubt"})
            if meeting.starts_at <= self.time():
                return
            for one in meeting.invitations:
                if last.get(one.id, "sent") == "sent":
                    self._check_calendar(meeting, one)

    def _check_calendar(self, meeting: Meeting, one: Invitation) -> None:
        entry = self.entry(one.person.email)
        shown = entry is not None and entry.status == "CONFIRMED"
        wanted = one.active and meeting.status == "called"
        assert shown == wanted, (one.person.email, entry, one.active, meeting.status)
        if entry is None or not shown:
            return
        assert (entry.start, entry.end) == (meeting.starts_at, meeting.ends_at)
        assert entry.zone == meeting.time_zone
        if one.answer != "declined":
            assert meeting.title in entry.summary
            assert entry.location == meeting.place
        if one.answered_via in {"link", "mail"}:
            word, of = self.seen.words.get(one.person.email, ("", None))
            assert of != meeting.starts_at or one.answer == word, "an older answer counts"
        if one.answered_via != "coordinator":
            assert entry.partstat == one.answer.upper(), one.person.email

    def _check_true(
        self, letter: Letter, told: tuple[str, Entry] | None, *, repeated: bool
    ) -> None:
        meeting, one = letter.meeting, letter.invitation
        assert meeting is not None
        assert one is not None
        out = meeting.cancelled or not one.active
        if letter.kind not in TELLING:
            assert not out
            assert one.answer != "declined"
            assert meeting.starts_at > self.time()
            return
        assert told is not None
        assert told[0] == ("CANCEL" if out else "REQUEST")
        if told[0] == "REQUEST":
            assert meeting.starts_at > self.time()
            assert told[1].start == meeting.starts_at
            assert repeated or told[1].partstat == one.answer.upper()

    def _check_letters(self) -> None:
        with self.database.reading() as session:
            for state, due in session.execute(
                select(Letter.state, func.count(DueRow.id).filter(DueRow.state == "waiting"))
                .outerjoin(DueRow, DueRow.letter_id == Letter.id)
                .group_by(Letter.id)
            ):
                assert state in STATES - {"sending"}, state
                assert due == (1 if state in {"queued", "doubt"} else 0), (state, due)

    def _next(self, until: datetime) -> datetime | None:
        """Tell when work about letters is due next."""
        with self.database.engine.connect() as connection:
            return connection.scalar(_NEXT, {"until": until})


def _person(session: Any, email: str) -> UUID:
    found: UUID = session.scalars(select(Person.id).where(Person.email == email)).one()
    return found


def _head(raw: bytes) -> list[str]:
    lines = raw.partition(b"\r\n\r\n")[0].decode("ascii").replace("\r\n ", " ").split("\r\n")
    return [line for line in lines if line.startswith(("Message-ID", "X-Kallelse-Letter"))]


def _hurry(connection: Any, _: object) -> None:
    connection.execute("PRAGMA synchronous=OFF").close()
