"""How is a form of places read: one choice per person, saved all at once?"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from flask import request
from sqlalchemy.orm import Session

from scheduler import inputs
from scheduler.actor import Actor
from scheduler.inputs.exercise import RoleInput
from scheduler.queries import run_seats
from scheduler.queries.run_seats import Seats
from scheduler.services import seating
from web.reader import gettext

IN_GROUPS = ("facilitator", "evaluator")
ALONE = ("recorder", "observer", "director")


def places(seats: Seats) -> list[tuple[str, str]]:
    """Give what somebody can be in a run, as (value, words)."""
    words = {
        "facilitator": gettext("Facilitator"),
        "evaluator": gettext("Evaluator"),
        "recorder": gettext("Recorder"),
        "observer": gettext("Observer"),
        "director": gettext("Exercise director"),
    }
    playing = [
        (f"player|{key}", gettext("Player: %(group)s", group=name)) for key, name in seats.groups
    ]
    found = playing or [("player|", gettext("Player"))]
    for kind in IN_GROUPS:
        found.append((f"{kind}|", words[kind]))
        found += [(f"{kind}|{key}", f"{words[kind]}: {name}") for key, name in seats.groups]
    return [*found, *((f"{kind}|", words[kind]) for kind in ALONE)]


def save(session: Session, run: UUID, by: Actor) -> int:
    """Give people the places that were chosen; gives how many have changed."""
    seats, changed = run_seats.of_run(session, run), 0
    for one in seats.lines:
        chosen = request.form.get(f"role.{one.id}", one.place)
        if chosen != one.place:
            _move(session, run, one, chosen, by)
            changed += 1
    for person, place in _new(seats):
        seating.seat(session, run, plan=_plan(person, place), by=by)
        changed += 1
    return changed


def _move(session: Session, run: UUID, one: run_seats.SeatLine, chosen: str, by: Actor) -> None:
    """The same role in another group keeps its link; another role is another place."""
    if chosen.partition("|")[0] != one.kind:
        seating.unseat(session, one.id, by=by)
    if chosen:
        seating.seat(session, run, plan=_plan(one.person_id, chosen), by=by)


def _new(seats: Seats) -> Iterator[tuple[UUID, str]]:
    for one in seats.called:
        if chosen := request.form.get(f"person.{one.person_id}"):
            yield one.person_id, chosen
    added, place = request.form.get("add"), request.form.get("add-place")
    for other in seats.others:
        if place and added == str(other.person_id):
            yield other.person_id, place


def _plan(person: UUID, place: str) -> RoleInput:
    kind, _, group = place.partition("|")
    return inputs.parse(RoleInput, {"person": str(person), "kind": kind, "group": group})
