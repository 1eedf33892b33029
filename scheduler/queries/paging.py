"""How is a long list read a part at a time?

By keyset: a cursor holds the sort values of the last thing read, so what is added or taken away
meanwhile neither repeats nor hides anything else. The last key must be unique.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Date, Integer, Select, Uuid, and_, or_
from sqlalchemy.orm import InstrumentedAttribute, Session

from scheduler.database import UtcDateTime
from scheduler.errors import N_, Refused

R = TypeVar("R")


class NoSuchPlace(Refused):
    """The cursor is not one that was given out for this list."""

    message = N_("This is no place in this list. Begin without “after”.")


@dataclass(frozen=True, slots=True)
class Part(Generic[R]):
    """Some rows of a list; `next` is the cursor of what follows, None at the end."""

    rows: list[R]
    next: str | None


def part(  # a list, its order, and which part of it
    session: Session,
    chosen: Select[Any],
    *,
    keys: Sequence[InstrumentedAttribute[Any]],
    after: str,
    limit: int,
    newest_first: bool = False,
) -> Part[Any]:
    """Read one part of what is `chosen`, ordered by `keys` (columns of the first entity)."""
    if after:
        chosen = chosen.where(_beyond(keys, _values(keys, after), newest_first=newest_first))
    order = [key.desc() if newest_first else key.asc() for key in keys]
    rows = list(session.scalars(chosen.order_by(*order).limit(limit + 1)))
    return _cut(rows, limit, lambda row: tuple(_word(getattr(row, key.key)) for key in keys))


def part_of(
    rows: Sequence[R], *, key: Callable[[R], tuple[str, ...]], after: str, limit: int
) -> Part[R]:
    """Give one part of a short list that is already in memory, in the order of `key`."""
    ordered = sorted(rows, key=key)
    if after:
        place = tuple(_read(after))
        ordered = [row for row in ordered if key(row) > place]
    return _cut(ordered[: limit + 1], limit, key)


def _cut(rows: list[R], limit: int, key: Callable[[R], tuple[str, ...]]) -> Part[R]:
    if len(rows) <= limit:
        return Part(rows, None)
    words = json.dumps(key(rows[limit - 1]), ensure_ascii=False).encode()
    return Part(rows[:limit], base64.urlsafe_b64encode(words).decode().rstrip("="))


def _read(cursor: str) -> list[str]:
    try:
        words = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        raise NoSuchPlace(field="after") from None
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise NoSuchPlace(field="after")
    return words


def _values(keys: Sequence[InstrumentedAttribute[Any]], cursor: str) -> list[Any]:
    words = _read(cursor)
    if len(words) != len(keys):
        raise NoSuchPlace(field="after")
    try:
        return [_value(key, word) for key, word in zip(keys, words, strict=True)]
    except (ValueError, OverflowError):
        raise NoSuchPlace(field="after") from None


def _value(key: InstrumentedAttribute[Any], word: str) -> Any:
    match key.type:
        case UtcDateTime():
            return datetime.fromisoformat(word).astimezone(UTC)
        case Uuid():
            return UUID(word)
        case Integer():
            return _small(int(word))
        case Date():
            return date.fromisoformat(word)
    return word


def _small(number: int) -> int:
    if not -(2**63) <= number < 2**63:  # more than a column holds
        raise OverflowError
    return number


def _word(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime | date) else str(value)


def _beyond(
    keys: Sequence[InstrumentedAttribute[Any]], values: list[Any], *, newest_first: bool
) -> Any:
    """Write (a, b) > (x, y) as a > x or (a = x and b > y), which every database knows."""
    return or_(
        *(
            and_(
                *(same == value for same, value in zip(keys[:place], values, strict=False)),
                key < values[place] if newest_first else key > values[place],
            )
            for place, key in enumerate(keys)
        )
    )
