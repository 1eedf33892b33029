"""How does an agenda become rows of a form, and back again?

Points that the writer may not read stand in the form by their number alone and keep their place;
when it is saved they are what they were.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any, TypeVar

from pydantic import BaseModel

from scheduler import identity_numbers
from scheduler.inputs import AgendaInput
from scheduler.queries.agenda import AgendaView, Point
from web.forms import rows
from web.forms.base import Form

M = TypeVar("M", bound=BaseModel)

EMPTY_ROWS = 3
SEVERAL = frozenset({"audience"})  # fields of a row that have several values
_STEPS = {"up": -1, "down": 1}


@dataclass(frozen=True, slots=True)
class Focus:
    """Where the reader was: the row, and the button of it that was pressed ("" for its title)."""

    row: int = -1
    button: str = ""


def shown(view: AgendaView) -> Form[AgendaInput]:
    """Give the form as the agenda stands, with empty rows where there is none."""
    points = [row(point) for point in view.points] or [{} for _ in range(EMPTY_ROWS)]
    return Form(AgendaInput, {"items": points})


def row(point: Point) -> dict[str, Any]:
    """Give a point as a row; of one that may not be read its place alone."""
    if point.hidden:
        return {"id": point.id}
    return {
        "id": point.id,
        "title": point.title,
        "kind": point.kind,
        "class": point.item_class,
        "minutes": point.minutes,
        "presenter": point.presenter,
        "text": point.text,
        "area": point.area_id,
        "audience": [str(one) for one in point.audience],
    }


def rearranged(model: type[M], do: str) -> tuple[Form[M], Focus]:
    """Give the form with a row more, less or moved, and where the reader is to go on."""
    typed = rows.typed("items", several=SEVERAL)
    found = rows.rearranged(typed, do)
    return Form(model, {"items": found}), _focus(do, len(found))


def closed(form: Form[Any], hidden: Mapping[str, Point], whole: Sequence[Point]) -> None:
    """Put what the writer may not read back as it was, where its row stands now or at the end."""
    known = {str(point.id): row(point) for point in whole}
    items = form.data["items"]
    places = {str(item.get("id") or ""): place for place, item in enumerate(items)}
    for key in hidden:
        if key in places:
            items[places[key]] = known[key]
        else:
            items.append(known[key])


def narrowed(form: Form[Any]) -> None:
    """Forget for whom an open point was meant: it is for everybody. No row at all means none."""
    for item in form.data.setdefault("items", []):
        if item.get("class") == "open":
            item["audience"] = []


def with_numbers(points: Iterable[Any]) -> list[str]:
    """Name the points in which somebody has typed a personal identity number."""
    return [
        point.title
        for point in points
        if identity_numbers.found(f"{point.title}\n{point.presenter}\n{point.text}")
    ]


def lengths(form: Form[Any], hidden: Mapping[str, int]) -> list[int]:
    """Give the minutes of each row as typed; those of points that may not be read from `hidden`."""
    return [
        hidden.get(form.value(f"items.{number}.id"), minutes(form.value(f"items.{number}.minutes")))
        for number in range(form.rows("items"))
    ]


def begins(lengths_: Sequence[int], start: datetime) -> list[datetime]:
    """Give when each row begins, from `start` on, in the time of its clocks."""
    passed = accumulate(lengths_, initial=0)
    here = start.tzinfo
    return [
        (start.astimezone(UTC) + timedelta(minutes=after)).astimezone(here)
        for after, _ in zip(passed, lengths_, strict=False)
    ]


def minutes(text: str) -> int:
    """Read minutes as typed; what is no number counts as none."""
    return int(text) if text.isdecimal() and len(text) < 5 else 0


def hidden_of(view: AgendaView) -> dict[str, Point]:
    """Give the points of a reader's view that may not be read, by id."""
    return {str(point.id): point for point in view.points if point.hidden}


def _focus(do: str, count: int) -> Focus:
    """Stay with the row that was moved, on its button or, at either end, on the other one."""
    verb, _, number = do.partition(":")
    place = int(number) if number.isdecimal() and len(number) < 6 else count
    if do == "add" or verb == "remove":
        return Focus(min(place, count - 1))
    if verb not in _STEPS or place >= count:
        return Focus()
    place = min(max(place + _STEPS[verb], 0), count - 1)
    button = {0: "down", count - 1: "up"}.get(place, verb)
    return Focus(place, button)
