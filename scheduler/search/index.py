"""How is what can be found kept up to date?

Each writing looks at the sources as they are now, so it may come late, twice or out of order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from scheduler.model import Action, Area, Meeting, Network, SearchEntry
from scheduler.search.sources import SOURCES, Condition, Text, actions, areas

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_MINUTE = 2**27 - 1  # in the year 2225
_SPREAD = 36  # bits that tell the texts of one minute apart
_PART = 500  # rows a statement
_COLUMNS = [column.key for column in SearchEntry.__table__.columns]


def renew_meeting(session: Session, meeting_id: UUID) -> None:
    """Read all texts of a meeting anew."""
    found = (text for kind in SOURCES for text in _of_meeting(session, kind, meeting_id))
    _renew(session, SearchEntry.meeting_id == meeting_id, found)


def renew_action(session: Session, action_id: UUID) -> None:
    """Read one action and its reports anew."""
    same = (SearchEntry.kind == "action") & (SearchEntry.ref == action_id)
    _renew(session, same, actions(session, Action.id == action_id))


def renew_area(session: Session, area_id: UUID) -> None:
    """Read one action area anew."""
    same = (SearchEntry.kind == "area") & (SearchEntry.ref == area_id)
    _renew(session, same, areas(session, Area.id == area_id))


def renew_language(session: Session, network_id: UUID) -> None:
    """Let all rows of a network say the network's language of today: it gives them their stems."""
    code = session.get_one(Network, network_id).language
    session.execute(
        update(SearchEntry)
        .where(SearchEntry.network_id == network_id, SearchEntry.language != code)
        .values(language=code)
    )


def renew_all(session: Session) -> int:
    """Read everything anew; gives how many texts can be found."""
    return sum(renew_network(session, one) for one in session.scalars(select(Network.id)).all())


def renew_network(session: Session, network_id: UUID) -> int:
    """Read all of a network anew; gives how many texts of it can be found."""
    session.execute(delete(SearchEntry).where(SearchEntry.network_id == network_id))
    same = Network.id == network_id
    texts = (text for source in SOURCES.values() for text in source(session, same))
    count = 0
    while part := list(islice(texts, _PART)):
        taken = _taken(session, part)
        session.execute(insert(SearchEntry), [_values(text, taken) for text in part])
        count += len(part)
    return count


def _of_meeting(session: Session, kind: Any, meeting_id: UUID) -> Iterable[Text]:
    if kind == "area":
        return ()
    return SOURCES[kind](session, Meeting.id == meeting_id)


def _renew(session: Session, kept: Condition, texts: Iterable[Text]) -> None:
    """Write what differs from what is `kept`; a text never has two rows."""
    rows = session.execute(select(SearchEntry.__table__).where(kept)).mappings()
    old = {(row["kind"], row["ref"]): dict(row) for row in rows}
    new = {(text.kind, text.ref): text for text in texts}
    for key in {key for key, row in old.items() if not _is(row, new.get(key))} | (
        new.keys() - old.keys()
    ):
        session.execute(delete(SearchEntry).where(*_same(key)))
    fresh = [text for key, text in new.items() if key not in old or not _is(old[key], text)]
    if fresh:
        taken = _taken(session, fresh)
        session.execute(insert(SearchEntry), [_values(text, taken) for text in fresh])


def _is(row: dict[str, Any], text: Text | None) -> bool:
    return text is not None and _described(text) == {
        key: value for key, value in row.items() if key != "id"
    }


def _same(key: tuple[str, UUID]) -> tuple[Condition, Condition]:
    return (SearchEntry.kind == key[0], SearchEntry.ref == key[1])


def _taken(session: Session, texts: Iterable[Text]) -> set[int]:
    wanted = {_number(text) for text in texts}
    near = {number + step for number in wanted for step in range(3)}
    return set(session.scalars(select(SearchEntry.id).where(SearchEntry.id.in_(near))))


def _values(text: Text, taken: set[int]) -> dict[str, Any]:
    number = next(number for number in _from(_number(text)) if number not in taken)
    taken.add(number)
    return {"id": number, **_described(text)}


def _described(text: Text) -> dict[str, Any]:
    values = {name: value for name, value in asdict(text).items() if name in _COLUMNS}
    return values | {"audience": list(text.audience)}


def _number(text: Text) -> int:
    """Give a row's number: its minute first, so that the newest are read first, then its own."""
    minute = (text.at - _EPOCH) // timedelta(minutes=1)
    own = hashlib.blake2b(f"{text.kind}:{text.ref}".encode(), digest_size=8).digest()
    low = int.from_bytes(own) >> (64 - _SPREAD)
    return (min(max(minute, 0), _LAST_MINUTE) << _SPREAD) + low


def _from(number: int) -> Iterator[int]:
    while True:
        yield number
        number += 1
