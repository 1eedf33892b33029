"""How do agendas to come take up what earlier meetings have left?

What should stand on an agenda by itself is put there, renewed, and taken off again when it is
settled elsewhere; what somebody has changed is left as it is. Where nothing changes nothing is
recorded.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actor import SYSTEM
from scheduler.database import new_id
from scheduler.model import AgendaItem, Meeting, Network
from scheduler.queries import following, memory, returning
from scheduler.queries.returning import Owed
from scheduler.services import agenda, ties

FIELDS = (*agenda.FIELDS, "area_id")
_BY_ITSELF = ("returned:", "minutes:", "actions", "corrective:", "commission:", "template:")
_FIRST = ("minutes:", "actions", "corrective:")  # after the opening, in this order


def renew(session: Session, meeting_id: UUID) -> None:
    """Let one agenda have what it should have by itself, if its meeting is to come."""
    meeting = session.get_one(Meeting, meeting_id, with_for_update=True)
    coming = following.coming(session, meeting.network_id)
    if meeting in coming:
        remembered = memory.of_network(session, meeting.network)
        _fill(session, meeting, returning.owed_points(remembered, meeting))


def renew_network(session: Session, network_id: UUID) -> None:
    """Let all agendas to come of a network have what they should have by themselves."""
    coming = following.coming(session, network_id)
    if not coming:
        return
    remembered = memory.of_network(session, session.get_one(Network, network_id))
    owed = [(one, returning.owed_points(remembered, one)) for one in coming]
    for meeting, wanted in owed:  # what is taken off one agenda is still remembered for the next
        _fill(session, meeting, wanted)


def _fill(session: Session, meeting: Meeting, wanted: Sequence[Owed]) -> None:
    without = set(meeting.agenda_without)
    owed = [one for one in wanted if one.source not in without]
    before = [agenda.values(item) for item in meeting.agenda]
    items = _kept(session, meeting, {one.source for one in owed})
    standing = {item.source: item for item in items if item.source}
    last = max((_number(one.source) for one in owed), default=0)
    for one in owed:
        item = standing.get(one.source)
        if item is None:
            item = AgendaItem(id=new_id(), meeting_id=meeting.id, source=one.source, audience=[])
            items.insert(_place(items, one, last), item)
        _describe(item, one)
    if [agenda.values(item) for item in items] == before:
        return
    for position, item in enumerate(items, 1):
        item.position = position
    agenda.replace(session, meeting, items)
    agenda.changed(session, meeting, SYSTEM)


def _describe(item: AgendaItem, one: Owed) -> None:
    item.origin_id = one.origin_id
    if item.touched:
        return
    for name in FIELDS:
        setattr(item, name, getattr(one, name))
    item.audience = list(one.audience)


def _kept(session: Session, meeting: Meeting, owed: set[str]) -> list[AgendaItem]:
    """Give what stays: all but what came by itself, is owed no longer, and nobody has used."""
    leaving = {
        item.id
        for item in meeting.agenda
        if item.source.startswith(_BY_ITSELF) and item.source not in owed and _is_unused(item)
    }
    if leaving:
        leaving -= ties.noted(session, meeting.id) | ties.filled(session, meeting.id)
    return [item for item in meeting.agenda if item.id not in leaving]


def _is_unused(item: AgendaItem) -> bool:
    return not item.touched and not item.outcome and item.started_at is None


def _place(items: Sequence[AgendaItem], one: Owed, last: int) -> int:
    """Say where a new point goes: notes and actions after the opening, the rest before the end."""
    number, end = _number(one.source), len(items)
    if number:
        lower = [place for place, item in enumerate(items) if 0 < _number(item.source) < number]
        return end if number == last > 1 else max(lower, default=-1) + 1
    if one.source.startswith(_FIRST):
        before = _FIRST[: _FIRST.index(_kind(one.source)) + 1]
        notes = [place for place, item in enumerate(items) if item.source.startswith(before)]
        return max(notes, default=0 if end > 1 else -1) + 1
    closes = end > 1 and (not items[-1].source or _number(items[-1].source) > 0)
    return end - 1 if closes else end


def _number(source: str) -> int:
    """Give which standing point it is, counted from 1; 0: it is none."""
    return int(source.removeprefix("template:")) if source.startswith("template:") else 0


def _kind(source: str) -> str:
    return next(kind for kind in _FIRST if source.startswith(kind))
