"""Where is a letter read in tests? At a desk: one network, one meeting, one reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from scheduler.actor import SYSTEM
from scheduler.inputs import CancelInput, MoveInput, TextInput
from scheduler.model import AgendaItem, Letter, Meeting, MeetingChange, Network, Person
from scheduler.render import Rendered, Renderer
from scheduler.services import meetings
from scheduler.told import present, to_json
from tests.factories import invitation_of

CALENDAR = {
    "call": "REQUEST",
    "moved": "REQUEST",
    "changed": "REQUEST",
    "agenda": "REQUEST",
    "restored": "REQUEST",
    "answered": "REQUEST",
    "clock": "REQUEST",
    "declinecounter": "DECLINECOUNTER",
    "cancelled": "CANCEL",
    "removed": "CANCEL",
}
ALONE = ("own_page", "sign_in")
KINDS = (*CALENDAR, "remind_silent", "remind_coming", "remind_minutes", "minutes", *ALONE)


@dataclass
class Desk:
    """One network with one meeting, and the person whose letters are read."""

    session: Session
    renderer: Renderer
    network: Network
    meeting: Meeting
    person: Person

    def call(self) -> None:
        """Send the notice."""
        meetings.call(self.session, self.meeting.id, by=SYSTEM)
        self.session.refresh(self.meeting)
        told = present(self.meeting, kind="call", sequence=0, answer="needs-action")
        self.session.add(
            Letter(
                key="told",
                kind="call",
                state="sent",
                person=self.person,
                meeting=self.meeting,
                invitation=invitation_of(self.session, self.meeting.id, self.person.email),
                tells=to_json(told),
            )
        )
        self.session.flush()

    def changed(self, **plan: Any) -> MeetingChange:
        """Move the meeting (start=…), cancel it (reason=…) or change its words; gives the change.

        The meeting is called already.
        """
        values = {"title": self.meeting.title, "place": self.meeting.place}
        if "start" in plan:
            meetings.move(self.session, self.meeting.id, plan=MoveInput(**plan), by=SYSTEM)
        elif "reason" in plan:
            meetings.cancel(self.session, self.meeting.id, plan=CancelInput(**plan), by=SYSTEM)
        else:
            wanted = TextInput(**(values | plan))
            meetings.change_text(self.session, self.meeting.id, plan=wanted, by=SYSTEM)
        self.session.refresh(self.meeting)
        return self.meeting.changes[-1]

    def letter(self, kind: str, change: MeetingChange | None = None) -> Rendered:
        """Render a letter as it would leave now."""
        called = None
        if kind not in (*ALONE, "remind_minutes"):
            called = invitation_of(self.session, self.meeting.id, self.person.email)
        about = None if kind in ALONE else self.meeting
        mailed = self.person.delivery != "subscription"
        letter = Letter(
            key=f"{kind}:{self.person.language}",
            kind=kind,
            person=self.person,
            meeting=about,
            network_id=about and about.network_id,
            invitation=called,
            change_id=change and change.id,
            method=CALENDAR.get(kind, "") if mailed else "",
            stamp=datetime(2027, 1, 4, 9, tzinfo=UTC),
        )
        self.session.add(letter)
        self.session.flush()
        return self.renderer.letter(self.session, letter)

    def agenda(self, *points: tuple[str, str]) -> None:
        """Put points, each a title and a class, on the agenda."""
        for position, (title, item_class) in enumerate(points):
            row = AgendaItem(
                meeting_id=self.meeting.id,
                position=position,
                title=title,
                item_class=item_class,
                minutes=30,
                presenter="Bo",
            )
            self.session.add(row)
        self.session.flush()
        self.session.expire(self.meeting, ["agenda"])
