"""How does the page on which minutes are taken stand together? From parts that change one by one.

Each part is drawn alone, so that what another writer has saved can take its place on a page that is
open, without touching the fields in which somebody types.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import get_template_attribute, request
from markupsafe import Markup
from sqlalchemy.orm import Session

from scheduler.errors import InvalidInputs, Refused
from scheduler.queries import taking
from scheduler.queries.taking import Piece, Taking
from web.forms import owners
from web.forms.owners import Choice
from web.reader import reader

PIECES = ("warning", "waiting", "clock", "lines", "outcome")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part as it is drawn now; `mark` tells whether it is another than before."""

    id: str
    html: Markup
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What whoever writes has before them; after a refusal with what they typed, and where."""

    view: Taking
    owners: list[Choice]
    me: str
    at: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()

    def value(self, at: str, name: str, standing: object = "") -> str:
        """Give the text of a field: as typed if it was refused, else as it stands."""
        if at == self.at and name in self.typed:
            return self.typed[name]
        return "" if standing is None else str(standing)


def desk(session: Session, meeting_id: UUID, me: str, refused: Refused | None = None) -> Desk:
    """Lay out a meeting's minutes; raises NotFound."""
    view = taking.of_meeting(session, meeting_id)
    return Desk(
        view=view,
        owners=owners.choices(session, view.meeting.network_id),
        me=me,
        at=place() if refused else "",
        typed=request.form.to_dict() if refused else {},
        words=tuple(worded(refused)) if refused else (),
    )


def place() -> str:
    """Give where on the page the form stands that was sent."""
    at = request.form.get("at", "")
    return at if at.replace("-", "").isalnum() and at.isascii() else "taking"


def worded(refused: Refused) -> Iterator[str]:
    """Give a refusal's words in the reader's language, one for each thing that is wrong."""
    each = refused.errors if isinstance(refused, InvalidInputs) else [refused]
    yield from dict.fromkeys(reader().refusal(one) for one in each)


def parts(made: Desk) -> dict[str, Part]:
    """Draw every part, by its name on the page."""
    view = made.view
    people = (view.presence, view.others, view.called, view.missing, view.state)
    drawn = [_part("presence", made, None, people)]
    for piece in view.pieces:
        drawn += [_part(name, made, piece, _state(name, piece)) for name in PIECES]
    return {one.id: one for one in drawn}


def told(made: Desk) -> dict[str, Any]:
    """Give what a page that is open needs to show what has been saved since."""
    view = made.view
    notes = [
        {"key": piece.key, "text": piece.text, "version": piece.version}
        for piece in view.pieces
        if not piece.spoken
    ]
    drawn = {one.id: {"mark": one.mark, "html": one.html} for one in parts(made).values()}
    mark = _hash((notes, [one["mark"] for one in drawn.values()]))
    return {"mark": mark, "notes": notes, "parts": drawn}


def _part(name: str, made: Desk, piece: Piece | None, state: object) -> Part:
    file = "_presence.html" if piece is None else "_parts.html"
    draw = get_template_attribute(f"taking/{file}", name)
    html = draw(made, piece) if piece else draw(made)
    return Part(id=f"{name}-{piece.key}" if piece else name, html=html, mark=_hash(state))


def _state(name: str, piece: Piece) -> object:
    """Give what a part shows: two that show the same are the same, whenever they were drawn."""
    point = piece.point
    match name:
        case "warning":
            return piece.personal
        case "waiting":
            return (piece.waiting, piece.version if piece.waiting else 0)
        case "clock":
            return (point.started_at, point.ended_at, point.minutes) if point else None
        case "outcome":
            return (point.outcome, point.outcome_reason) if point else None
    return (piece.decisions, piece.actions)


def _hash(state: object) -> str:
    return hashlib.sha256(repr(state).encode()).hexdigest()[:16]
