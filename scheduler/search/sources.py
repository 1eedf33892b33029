"""What can be found, and who may see it as things stand now?

One function a kind; each gives the texts of rows that fit the conditions. The index is made of
these (index.py), and each hit is made anew by them before it is shown (queries/search.py): what
has been taken away or closed since is never shown from the index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from scheduler.model import (
    Action,
    AgendaItem,
    Area,
    Attachment,
    Decision,
    Meeting,
    Minutes,
    MinutesEntry,
    Network,
    Organisation,
    RoundSlot,
)
from scheduler.model.search import FoundKind

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text that can be found; `out`: those who were there have been sent it to comment on."""

    kind: FoundKind
    ref: UUID
    network_id: UUID
    meeting_id: UUID | None = None
    item_id: UUID | None = None
    at: datetime
    shown: str
    item_class: str = "open"
    audience: tuple[str, ...] = ()
    out: bool = False
    language: str
    title: str
    text: str


def meetings(session: Session, *conditions: Condition) -> Iterator[Text]:
    """Give meetings by their title and text; their place may be protected and is left out."""
    chosen = select(Meeting, Network.language).join(Network, Network.id == Meeting.network_id)
    for meeting, language in _rows(session, chosen, conditions):
        yield _of_meeting(
            "meeting", meeting, meeting, language, words=(meeting.title, meeting.text)
        )


def points(session: Session, *conditions: Condition) -> Iterator[Text]:
    """Give points of agendas; of what is only spoken about no more than the title."""
    chosen = _at_meetings(select(AgendaItem, Meeting, Network.language), AgendaItem.meeting_id)
    for item, meeting, language in _rows(session, chosen, conditions):
        text = item.text if item.item_class != "spoken" else ""
        yield _of_meeting("agenda", item, meeting, language, words=(item.title, text), item=item)


def rounds(session: Session, *conditions: Condition) -> Iterator[Text]:
    """Give what organisations reported in situation rounds."""
    chosen = (
        select(RoundSlot, Meeting, Network.language, AgendaItem, Minutes.state, Organisation.name)
        .join(AgendaItem, AgendaItem.id == RoundSlot.item_id)
        .join(Organisation, Organisation.id == RoundSlot.organisation_id)
    )
    chosen = _at_meetings(chosen, RoundSlot.meeting_id).outerjoin(
        Minutes, Minutes.meeting_id == Meeting.id
    )
    for slot, meeting, language, item, state, house in _rows(
        session, chosen, (RoundSlot.text != "", *conditions)
    ):
        words = (f"{item.title} · {house}", slot.text)
        yield _written("round", slot, meeting, language, words=words, item=item, state=state)


def notes(session: Session, *conditions: Condition) -> Iterator[Text]:
    """Give notes on points and on whole meetings."""
    chosen = (
        select(MinutesEntry, Meeting, Network.language, AgendaItem, Minutes.state)
        .join(Minutes, Minutes.id == MinutesEntry.minutes_id)
        .outerjoin(AgendaItem, AgendaItem.id == MinutesEntry.item_id)
    )
    chosen = _at_meetings(chosen, Minutes.meeting_id)
    for entry, meeting, language, item, state in _rows(session, chosen, conditions):
        words = (item.title if item else meeting.title, entry.text)
        yield _written("note", entry, meeting, language, words=words, item=item, state=state)


def decisions(session: Session, *conditions: Condition) -> Iterator[Text]:
    """Give decisions, found by their number too."""
    chosen = (
        select(Decision, Meeting, Network.language, AgendaItem, Minutes.state)
        .join(Minutes, Minutes.id == Decision.minutes_id)
        .outerjoin(AgendaItem, AgendaItem.id == Decision.item_id)
    )
    chosen = _at_meetings(chosen, Decision.meeting_id)
    for row, meeting, language, item, state in _rows(session, chosen, conditions):
        number = f"{row.number}/{row.year}"
        words = (f"{number} · {item.title}" if item else number, row.text)
        yield _written("decision", row, meeting, language, words=words, item=item, state=state)


def actions(session: Session, *conditions: Condition) -> Iterator[Text]:
    """Give actions with what was reported about them; those of no meeting are open."""
    chosen = (
        select(Action, Network.language, Meeting, AgendaItem, Minutes.state, Organisation.name)
        .join(Network, Network.id == Action.network_id)
        .join(Organisation, Organisation.id == Action.organisation_id)
        .outerjoin(Meeting, Meeting.id == Action.meeting_id)
        .outerjoin(AgendaItem, AgendaItem.id == Action.item_id)
        .outerjoin(Minutes, Minutes.meeting_id == Action.meeting_id)
        .options(selectinload(Action.reports))
    )
    for row, language, meeting, item, state, house in _rows(session, chosen, conditions):
        words = (house, "\n".join([row.text, *(one.text for one in row.reports if one.text)]))
        if meeting is not None:  # before any notes are taken, an action is on the list already
            at_once = state or "published"
            yield _written("action", row, meeting, language, words=words, item=item, state=at_once)
        else:
            yield _of_network("action", row, language, words)


def documents(session: Session, *conditions: Condition) -> Iterator[Text]:
    """Give papers by their names."""
    chosen = select(Attachment, Meeting, Network.language, AgendaItem).outerjoin(
        AgendaItem, AgendaItem.id == Attachment.item_id
    )
    chosen = _at_meetings(chosen, Attachment.meeting_id).where(Attachment.removed_at.is_(None))
    for paper, meeting, language, item in _rows(session, chosen, conditions):
        words = (paper.name, item.title if item else "")
        yield _of_meeting("document", paper, meeting, language, words=words, item=item)


def areas(session: Session, *conditions: Condition) -> Iterator[Text]:
    """Give action areas."""
    chosen = select(Area, Network.language).join(Network, Network.id == Area.network_id)
    for area, language in _rows(session, chosen, conditions):
        yield _of_network("area", area, language, (area.name, area.text))


SOURCES: Mapping[FoundKind, Callable[..., Iterator[Text]]] = {
    "meeting": meetings,
    "agenda": points,
    "round": rounds,
    "note": notes,
    "decision": decisions,
    "action": actions,
    "document": documents,
    "area": areas,
}
REFS: Mapping[FoundKind, InstrumentedAttribute[UUID]] = {
    "meeting": Meeting.id,
    "agenda": AgendaItem.id,
    "round": RoundSlot.id,
    "note": MinutesEntry.id,
    "decision": Decision.id,
    "action": Action.id,
    "document": Attachment.id,
    "area": Area.id,
}


def _rows(session: Session, chosen: Any, conditions: Iterable[Condition]) -> Iterator[Any]:
    yield from session.execute(chosen.where(*conditions))


def _at_meetings(chosen: Any, meeting_id: InstrumentedAttribute[UUID]) -> Any:
    return chosen.join(Meeting, Meeting.id == meeting_id).join(
        Network, Network.id == Meeting.network_id
    )


def _of_network(kind: FoundKind, row: Any, language: str, words: tuple[str, str]) -> Text:
    return Text(
        kind=kind,
        ref=row.id,
        network_id=row.network_id,
        at=row.created_at,
        shown="open",
        language=language,
        title=words[0],
        text=words[1],
    )


def _written(
    kind: FoundKind,
    row: Any,
    meeting: Meeting,
    language: str,
    *,
    words: tuple[str, str],
    item: AgendaItem | None,
    state: str | None,
) -> Text:
    return _of_meeting(kind, row, meeting, language, words=words, item=item, state=state or "draft")


def _of_meeting(
    kind: FoundKind,
    row: Any,
    meeting: Meeting,
    language: str,
    *,
    words: tuple[str, str],
    item: AgendaItem | None = None,
    state: str = "published",
) -> Text:
    item_class = item.item_class if item else "open"
    by_class = "open" if item_class == "open" else "circle"
    return Text(
        kind=kind,
        ref=row.id,
        network_id=meeting.network_id,
        meeting_id=meeting.id,
        item_id=item.id if item else None,
        at=meeting.starts_at,
        shown=by_class if state == "published" else "writers",
        item_class=item_class,
        audience=tuple(item.audience) if item and by_class == "circle" else (),
        out=state not in {"draft", "published"},
        language=language,
        title=words[0],
        text=words[1],
    )
