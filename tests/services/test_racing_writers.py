"""Do a thousand pairs of writers who meet on the same notes lose a single word?"""

from __future__ import annotations

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

from sqlalchemy import select

from scheduler.actor import Actor
from scheduler.database import Database, new_id
from scheduler.inputs import AgendaInput
from scheduler.inputs.taking import NoteInput
from scheduler.model import Meeting, MinutesEntry, NoteClash
from scheduler.services import agenda, taking
from scheduler.services.taking import Noted
from tests.factories import a_called_meeting

PAIRS = 1_000
POINTS = 100
PATIENCE = 60  # seconds for a writer to arrive
WRITERS = tuple(Actor(kind="person", id=new_id(), administrator=True) for _ in range(2))


def a_long_meeting(database: Database) -> tuple[UUID, list[UUID]]:
    """A meeting of a hundred points; gives its id and theirs."""
    meeting_id = a_called_meeting(database)
    items = [{"title": f"Punkt {number}"} for number in range(POINTS)]
    with database.transaction() as session:
        plan = AgendaInput.model_validate({"items": items})
        agenda.put(session, meeting_id, plan=plan, by=WRITERS[0])
    with database.reading() as session:
        return meeting_id, [item.id for item in session.get_one(Meeting, meeting_id).agenda]


def words_of(pair: int) -> tuple[str, str]:
    """What the two writers of a pair write, on top of what stands."""
    return f"<{pair} ett>", f"<{pair} två>"


class Race:
    """Two writers, each in a thread with sessions of its own, who write at the same moment."""

    def __init__(self, database: Database, meeting_id: UUID, points: list[UUID]) -> None:
        self.database, self.meeting_id, self.points = database, meeting_id, points
        self.ready = Barrier(len(WRITERS))
        self.stood: dict[int, Noted] = {}

    def run(self, place: int) -> Counter[str]:
        """Be one of the two writers through all pairs; gives how the writings went."""
        found: Counter[str] = Counter()
        for pair in range(PAIRS):
            item = self.points[pair % POINTS]
            self.ready.wait(PATIENCE)
            seen = self._look(item)  # both see the same, for nobody writes yet
            self.ready.wait(PATIENCE)
            found[self._write(place, item, seen, words_of(pair)[place], joins=pair % 10 != 9)] += 1
        return found

    def _look(self, item: UUID) -> Noted:
        with self.database.reading() as session:
            entry = session.scalars(
                select(MinutesEntry).where(MinutesEntry.item_id == item)
            ).first()
            text, version = (entry.text, entry.version) if entry else ("", 0)
        return Noted(item=item, text=text, version=version)

    def _write(self, place: int, item: UUID, seen: Noted, words: str, *, joins: bool) -> str:
        noted = self._send(place, item, f"{seen.text}{words}", seen.version)
        if noted.clash is None:
            return "first"
        if not joins:
            return "left"  # the browser was closed: the text waits for somebody
        joined = self._send(place, item, f"{noted.text}{words}", noted.version, noted.clash)
        return "joined" if joined.clash is None else "met again"

    def _send(self, place: int, item: UUID, text: str, seen: int, settles: Any = None) -> Noted:
        plan = NoteInput(item=item, text=text, seen=seen, settles=settles)
        with self.database.transaction() as session:
            return taking.write_note(session, self.meeting_id, plan=plan, by=WRITERS[place])


def test_of_a_thousand_racing_pairs_no_writer_loses_a_word(database: Database) -> None:
    race = Race(database, *a_long_meeting(database))
    with ThreadPoolExecutor(len(WRITERS)) as pool:
        went = sum(pool.map(race.run, range(len(WRITERS))), Counter())
    with database.reading() as session:
        notes = {one.item_id: one.text for one in session.scalars(select(MinutesEntry))}
        unsettled = select(NoteClash).where(NoteClash.settled_at.is_(None))
        kept = [(clash.item_id, clash.text) for clash in session.scalars(unsettled)]
    lost = []
    for pair in range(PAIRS):
        item = race.points[pair % POINTS]
        found = [notes[item], *(text for point, text in kept if point == item)]
        lost += [words for words in words_of(pair) if not any(words in text for text in found)]
    told = f"{PAIRS} pairs, {dict(went)}, {len(kept)} texts wait, {len(lost)} words lost"
    sys.stdout.write(f"{told}\n")
    assert went == {"first": PAIRS, "joined": PAIRS * 9 // 10, "left": PAIRS // 10}
    assert len(kept) == PAIRS // 10
    assert lost == []
