"""How do minutes become rows of one page's form, and back again?

Notes, decisions and actions stand by their point; each list is numbered through the whole page, so
that a refusal finds its row. Empty rows are for writing in: one in each place, more on request
("more:<point>", "more:guest").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from scheduler.inputs import MinutesInput
from scheduler.queries.agenda import Point
from scheduler.queries.minutes import MinutesView
from web.forms import Form, owners, rows

WHOLE = "whole"  # the name of what is written on the meeting as a whole
_MORE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one point's rows stand in the form, by number; actions with their chosen owner."""

    point: Point | None
    key: str
    note: int
    decisions: list[int]
    actions: list[tuple[int, str]]
    new_decisions: list[int]
    new_actions: list[int]
    unfolded: bool  # more rows were asked for: they are to be seen


def shown(view: MinutesView) -> Form[MinutesInput]:
    """Give the form as the minutes stand."""
    return Form(
        MinutesInput,
        {
            "attendance": [
                {
                    "person": one.person_id,
                    "name": one.name,
                    "organisation": one.organisation,
                    "present": one.present,
                    "for": one.represents_id,
                }
                for one in view.attendance
            ],
            "entries": [{"item": note.item_id, "text": note.text} for note in view.notes],
            "decisions": [
                {"id": line.id, "item": line.item_id, "text": line.text} for line in view.decisions
            ],
            "actions": [
                {
                    "id": line.id,
                    "item": line.item_id,
                    "text": line.text,
                    "owner": {"organisation": line.organisation_id, "person": line.person_id},
                    "due": line.due,
                }
                for line in view.actions
            ],
        },
    )


def typed() -> Form[MinutesInput]:
    """Give the form as it was typed; rows in which nothing was written are none."""
    return Form(
        MinutesInput,
        {
            "attendance": [_presence(row) for row in rows.typed("attendance") if _is_named(row)],
            "entries": [
                _kept(row) | {"text": row.get("text", "")} for row in rows.typed("entries")
            ],
            "decisions": [_kept(row) for row in rows.typed("decisions") if row.get("text")],
            "actions": [_action(row) for row in rows.typed("actions") if _is_begun(row)],
        },
    )


def laid_out(form: Form[MinutesInput], view: MinutesView) -> list[Place]:
    """Add the empty rows to write in, and tell where each point's rows stand."""
    points: list[Point | None] = [None, *(p for p in view.points if p.item_class != "spoken")]
    more = request.form.get("do", "").removeprefix("more:")
    form.data["attendance"] += [{} for _ in range(_MORE if more == "guest" else 1)]
    return [_place(form.data, point, more) for point in points]


def _place(data: Mapping[str, list[dict[str, Any]]], point: Point | None, more: str) -> Place:
    item = str(point.id) if point else ""
    key = item or WHOLE
    if not _numbers(data["entries"], item):
        data["entries"].append({"item": item, "text": ""})
    decisions, actions = (_numbers(data[name], item) for name in ("decisions", "actions"))
    for name in ("decisions", "actions"):
        data[name].extend({"item": item} for _ in range(_MORE if more == key else 1))
    return Place(
        point=point,
        key=key,
        note=_numbers(data["entries"], item)[0],
        decisions=decisions,
        actions=[(number, owners.value(data["actions"][number]["owner"])) for number in actions],
        new_decisions=_numbers(data["decisions"], item)[len(decisions) :],
        new_actions=_numbers(data["actions"], item)[len(actions) :],
        unfolded=more == key,
    )


def _numbers(found: Iterable[Mapping[str, Any]], item: str) -> list[int]:
    return [place for place, row in enumerate(found) if str(row.get("item") or "") == item]


def _presence(row: Mapping[str, str]) -> dict[str, Any]:
    # A person's organisation is not typed: it is the one they were called for.
    dropped = "organisation" if row.get("person") else "person"
    kept = {name: value for name, value in _kept(row).items() if name != dropped}
    return kept | {"present": row.get("present") == "true"}


def _is_named(row: Mapping[str, str]) -> bool:
    return any(row.get(name) for name in ("person", "name", "organisation"))


def _action(row: Mapping[str, str]) -> dict[str, Any]:
    kept = {"text": "", **_kept(row)}
    return kept | {"owner": owners.parsed(row.get("owner", ""))}


def _is_begun(row: Mapping[str, str]) -> bool:
    return any(row.get(name) for name in ("text", "owner", "due")) and not _is_struck(row)


def _is_struck(row: Mapping[str, str]) -> bool:
    """Tell whether the words of what was there have been taken away: it goes."""
    return bool(row.get("id")) and not row.get("text")


def _kept(row: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in row.items() if value}
