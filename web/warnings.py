"""What should somebody look at once more before it leaves the house?"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from scheduler import identity_numbers as numbers
from scheduler.queries.minutes import MinutesView


def identity_numbers(view: MinutesView) -> list[tuple[int | None, str]]:
    """Give the points of minutes on which a personal identity number seems to stand.

    Each as (number, title); None and "": the meeting as a whole. The number itself is not given.
    """
    places: dict[UUID | None, tuple[int | None, str]] = {None: (None, "")}
    places |= {point.id: (point.number, point.title) for point in view.points}
    found = {item for item, text in _texts(view) if numbers.found(text)}
    return sorted((places[item] for item in found if item in places), key=_order)


def _texts(view: MinutesView) -> Iterator[tuple[UUID | None, str]]:
    for lines in (view.notes, view.decisions, view.actions):
        for line in lines:
            yield line.item_id, line.text
    for point in view.points:
        yield point.id, f"{point.title}\n{point.presenter}\n{point.text}"


def _order(place: tuple[int | None, str]) -> int:
    return place[0] or 0
