"""Where can somebody's words stand in a letter, and what do they look like at their worst?

Written straight into the rows, past the inputs that refuse them: the writer alone is to hold.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from scheduler.model import AgendaItem, Letter, MeetingChange, Organisation
from tests.factories import a_person, invitation_of
from tests.letters.desk import KINDS, Desk

# After a break each of these would be a header, a property, a component or a part of its own.
LINES = [
    *("Bcc: evil@x.example", "X-EVIL:1", "ATTENDEE:mailto:evil@x.example", " folded"),
    *("END:VEVENT", "BEGIN:VEVENT", "", "--=_", "Content-Type: text/calendar", "", "END:VCALENDAR"),
]
REASON_SEQUENCE = 1_000  # newer than anything that a reader was told


def text(mark: str, field: str) -> str:
    """Give a text whose lines a mark divides, and that can be told from other fields' texts."""
    return mark.join([signature(field), *LINES, "end"])


def signature(field: str) -> str:
    """Give the word by which a field's text is found in a letter."""
    return f"typed{list(FIELDS).index(field)}x"


def prepare(desk: Desk) -> dict[str, Letter]:
    """Call a meeting that fills every place of every letter; gives a letter of each kind."""
    a_person(desk.session, desk.network.id, "cecilia@kumla.example", role="coordinator")
    desk.agenda(("Lägesrunda", "open"), ("Hemligt", "circle"))
    desk.call()
    for kind in KINDS:
        desk.letter(kind)
        change = MeetingChange(
            meeting_id=desk.meeting.id, kind=kind, sequence=REASON_SEQUENCE, by="x", reason="abc"
        )
        desk.session.add(change)
    desk.session.flush()
    return {kind: _newest(desk, kind) for kind in KINDS}


def _newest(desk: Desk, kind: str) -> Letter:
    key = f"{kind}:{desk.person.language}"
    return desk.session.scalars(select(Letter).where(Letter.key == key)).one()


def _on(row: Callable[[Desk], Any], column: str, form: str = "%s") -> Callable[[Desk, str], None]:
    def write(desk: Desk, words: str) -> None:
        setattr(row(desk), column, form % words)

    return write


def _point(desk: Desk) -> AgendaItem:
    return desk.meeting.agenda[0]


def _called(desk: Desk) -> Any:
    return invitation_of(desk.session, desk.meeting.id, desk.person.email)


def _convenor(desk: Desk) -> Organisation:
    found = select(Organisation).where(Organisation.name_key.startswith("länsstyrelsen"))
    return desk.session.scalars(found).one()


def _coordinator(desk: Desk) -> Any:
    return next(one.person for one in desk.meeting.invitations if one.person is not desk.person)


def _reasons(desk: Desk, words: str) -> None:
    rows = select(MeetingChange).where(MeetingChange.sequence == REASON_SEQUENCE)
    for row in desk.session.scalars(rows):
        row.reason = words


def _earlier_place(desk: Desk, words: str) -> None:
    for row in desk.session.scalars(select(Letter).where(Letter.tells.is_not(None))):
        row.tells = {**(row.tells or {}), "place": words}


def _role(desk: Desk, words: str) -> None:
    desk.person.protected, desk.person.title = True, words


def _workplace(desk: Desk, words: str) -> None:
    assert desk.person.organisation is not None
    desk.person.protected, desk.person.organisation.name = True, words


FIELDS: dict[str, Callable[[Desk, str], None]] = {
    "title": _on(lambda desk: desk.meeting, "title"),
    "text": _on(lambda desk: desk.meeting, "text"),
    "place": _on(lambda desk: desk.meeting, "place"),
    "bare link": _on(lambda desk: desk.meeting, "online_url"),
    "online link": _on(lambda desk: desk.meeting, "online_url", "https://video.example/rum?x=%s"),
    "reason": _reasons,
    "earlier place": _earlier_place,
    "network name": _on(lambda desk: desk.network, "name"),
    "network purpose": _on(lambda desk: desk.network, "purpose"),
    "convenor name": _on(_convenor, "name"),
    "coordinator name": _on(_coordinator, "name"),
    "person name": _on(lambda desk: desk.person, "name"),
    "person title": _role,
    "organisation name": _workplace,
    "person unit": _on(lambda desk: desk.person, "unit"),
    "agenda title": _on(_point, "title"),
    "agenda presenter": _on(_point, "presenter"),
    "agenda text": _on(_point, "text"),
    "comment": _on(_called, "comment"),
}
# What is written into one letter at a time; each field's words are told apart.
TOGETHER = {
    "the meeting": ["title", "text", "place", "online link"],
    "what was changed, and the agenda": [
        *("reason", "earlier place", "bare link", "agenda title", "agenda presenter"),
    ],
    "who writes": ["convenor name", "coordinator name"],
    "the network": ["network name"],
    "the reader": ["person name"],
    "a protected reader": ["person title", "organisation name"],
    "what no letter shows": ["network purpose", "person unit", "agenda text", "comment"],
}
UNSEEN = {"what no letter shows"}
