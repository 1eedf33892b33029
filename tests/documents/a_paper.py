"""Minutes with everything that can stand in them, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from scheduler.queries.actions import ActionLine
from scheduler.queries.agenda import AgendaView, Point
from scheduler.queries.attendance import Attendee
from scheduler.queries.head import MeetingHead
from scheduler.queries.minutes_view import AdjusterLine, DecisionLine, MinutesView, Note
from scheduler.queries.papers import AgendaPaper, MinutesPaper, SheetPaper, beginnings

NOTES = """\
# Läget i länet

Det är **lugnt**, men *inte* överallt: `kod`, ~~struket~~ och
en ny rad. Se [planen](https://plan.example/a_b?c=d&e=f) eller <https://bra.example>.

3. Þórður ræddi við Ærø
4. Øresund är öppet
   - under punkten
   - och en till

| Ort | Antal |
|---|---|
| Kumla | 2 *nya* |
| Laxå | 3 |

> Citat från någon.

```
exakt <som> det & stod
```
"""
START = datetime(2027, 2, 4, 9, 0)  # noqa: DTZ001  # wall time
AT = datetime(2027, 2, 8, 9, 0, tzinfo=UTC)


def an_id(number: int) -> UUID:
    """One id of many."""
    return UUID(int=number)


def head(language: str = "sv", **more: Any) -> MeetingHead:
    """The head of an exercise in a demo network."""
    known: dict[str, Any] = {
        "id": an_id(1),
        "network_id": an_id(2),
        "network_slug": "lan",
        "network_name": "Länsnätverket",
        "language": language,
        "demo": True,
        "title": "Storm i Björkhamra",
        "marked_title": "DEMO: ÖVNING: Storm i Björkhamra",
        "kind": "exercise",
        "status": "held",
        "start": START,
        "end": START.replace(hour=12),
        "minutes": 180,
        "time_zone": "Europe/Stockholm",
        "starts_at": datetime(2027, 2, 4, 8, 0, tzinfo=UTC),
        "ends_at": datetime(2027, 2, 4, 11, 0, tzinfo=UTC),
        "place": "Residenset, Örebro",
        "online_url": "",
    }
    return MeetingHead(**(known | more))


def point(number: int, **more: Any) -> Point:
    """One open point of ten minutes."""
    known: dict[str, Any] = {
        "id": an_id(100 + number),
        "number": number,
        "title": f"Punkt {number}",
        "kind": "information",
        "item_class": "open",
        "minutes": 10,
        "presenter": "Åsa",
        "text": "",
    }
    return Point(**(known | more))


def attendee(name: str, organisation: str, **more: Any) -> Attendee:
    """Somebody who was there."""
    known: dict[str, Any] = {
        "person_id": None,
        "name": name,
        "organisation_id": None,
        "organisation": organisation,
        "present": True,
        "represents_id": None,
        "represents": "",
    }
    return Attendee(**(known | more))


def action(text: str, item: UUID | None, **more: Any) -> ActionLine:
    """One action with an owner and a day."""
    known: dict[str, Any] = {
        "id": an_id(300),
        "network_id": an_id(2),
        "meeting_id": an_id(1),
        "meeting_title": "Storm",
        "meeting_start": START,
        "item_id": item,
        "text": text,
        "organisation_id": an_id(50),
        "organisation": "Kumla kommun",
        "person_id": an_id(60),
        "person": "Åsa Öberg",
        "due": date(2027, 3, 1),
        "state": "accepted",
        "overdue": False,
        "version": 1,
        "created_at": AT,
        "changed_at": AT,
    }
    return ActionLine(**(known | more))


def minutes(language: str = "sv", text: str = NOTES, word: str = "Boka lokal", **more: Any) -> Any:
    """Full minutes in which `text` stands as notes, and `word` wherever one line is typed."""
    open_, spoken = point(1, title=word), point(2, item_class="spoken")
    late = point(4, outcome="postponed", outcome_reason=word)
    view = MinutesView(
        meeting=head(language),
        state="approved",
        version=4,
        saved_at=AT,
        published_at=None,
        approved_at=AT,
        case_number="2027/118",
        adjusters=[AdjusterLine(person_id=an_id(61), name="Bo Åkesson", adjusted=True)],
        hash="5f" * 32,
        called=["Kumla kommun", "Laxå kommun", "Polisen"],
        attendance=[
            attendee("Åsa Öberg", "Kumla kommun", represents="Eva"),
            attendee(word, "Polisen", arrived="09:20"),
            attendee("Frånvarande", "Laxå kommun", present=False),
        ],
        points=[open_, spoken, point(3, title="", hidden=True), late],
        notes=[Note(item_id=None, text=word), Note(item_id=open_.id, text=text)],
        decisions=[
            DecisionLine(
                id=an_id(200),
                item_id=open_.id,
                year=2027,
                number=7,
                text=word,
                superseded_by="9/2028",
            )
        ],
        actions=[action(word, open_.id), action("Ring Þórður", late.id, person="", due=None)],
    )
    known: dict[str, Any] = {
        "view": view,
        "edition": "full",
        "organisation": "",
        "convenor": "Länsstyrelsen",
        "approved_by": "Bo Åkesson",
        "place": "Residenset, Örebro",
    }
    return MinutesPaper(**(known | more))


def agenda(language: str = "sv", text: str = NOTES) -> AgendaPaper:
    """An agenda of which one point is hidden and one has no length."""
    points = [
        point(1, text=text),
        point(2, title="", minutes=None, presenter="", hidden=True),
        point(3, minutes=None),
        point(4),
    ]
    whole = [point(1), point(2, minutes=25), point(3, minutes=None), point(4)]
    view = AgendaView(meeting=head(language), points=points, closed=False)
    begins = beginnings(AgendaView(meeting=view.meeting, points=whole, closed=False))
    return AgendaPaper(view=view, begins=begins, convenor="Länsstyrelsen")


def sheet() -> SheetPaper:
    """A list to sign, with a protected person on it."""
    called = [attendee("Åsa Öberg", "Kumla kommun"), attendee("Handläggare", "Polisen")]
    return SheetPaper(meeting=head(), convenor="Länsstyrelsen", called=called)
