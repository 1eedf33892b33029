"""How does a form keep what was typed, and become an input?

    form = Form.from_request(MoveInput)
    try:
        with transaction() as session:
            meetings.move(session, meeting, plan=form.input, by=current_actor())
    except Refused as refused:
        form.refuse(refused)
        return render_template("meetings/move.html", form=form), form.status
    return redirect(…, 303)

For a page that only shows the form: `Form(MoveInput, {"start": meeting.start})`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from flask import request
from pydantic import BaseModel

from scheduler import inputs
from scheduler.errors import InvalidInputs, Refused
from web.forms.reading import fit, nested
from web.reader import reader

M = TypeVar("M", bound=BaseModel)
_ELSEWHERE = frozenset({401, 403, 404, 410})  # no words beside a field mend these


class Form(Generic[M]):
    """One model's form: raw text by name, errors by name, the parsed input.

    Names are the model's own, nested by dots: "owner.person", "items.0.title".
    """

    def __init__(self, model: type[M], data: Mapping[str, Any] | None = None) -> None:
        self.model = model
        self.data: dict[str, Any] = dict(data or {})
        self.refusals: list[Refused] = []
        self.status = 200

    @classmethod
    def from_request(cls, model: type[M], *, prefix: str = "") -> Form[M]:
        """Take what was typed; with `prefix` only the fields that begin with it and a dot."""
        typed = nested(request.form.to_dict(flat=False))
        part = typed.get(prefix, {}) if prefix else typed
        form = cls(model)
        form.data = fit(model, part if isinstance(part, dict) else {})
        return form

    @property
    def input(self) -> M:
        """The parsed input; raises InvalidInputs with each wrong field."""
        return inputs.parse(self.model, _given(self.data))

    def refuse(self, refused: Refused) -> None:
        """Keep a refusal to be shown; what no typing can mend is raised again."""
        if refused.status in _ELSEWHERE:
            raise refused
        wrong = refused.errors if isinstance(refused, InvalidInputs) else [refused]
        self.refusals += wrong
        self.status = refused.status

    def value(self, name: str) -> str:
        """Give the text that stands in a field, as typed."""
        return _as_text(self._at(name))

    def values(self, name: str) -> list[str]:
        """Give the texts of a field that has several."""
        found = self._at(name)
        return [_as_text(one) for one in found] if isinstance(found, list | tuple | set) else []

    def rows(self, name: str) -> int:
        """Count the rows of a list of fields: "items" → items.0.…, items.1.…"""
        found = self._at(name)
        return len(found) if isinstance(found, list) else 0

    def checked(self, name: str, value: str = "true") -> bool:
        """Tell whether a box is ticked, or an option chosen."""
        found = self._at(name)
        if isinstance(found, bool):
            return found and value == "true"
        return value in self.values(name) or value == _as_text(found)

    def errors_for(self, name: str) -> list[str]:
        """Give the words of what is wrong with a field, in the reader's language."""
        inside = f"{name}." if self.values(name) else None  # an error in one of several values
        return [
            reader().refusal(one)
            for one in self.refusals
            if one.field == name or (inside and one.field.startswith(inside))
        ]

    @property
    def errors(self) -> list[tuple[str, str]]:
        """All that is wrong: (field or "", words)."""
        return [(one.field, reader().refusal(one)) for one in self.refusals]

    def _at(self, name: str) -> Any:
        found: Any = self.data
        for part in name.split("."):
            if isinstance(found, Mapping):
                found = found.get(part)
            elif isinstance(found, list) and part.isdigit() and int(part) < len(found):
                found = found[int(part)]
            else:
                return None
        return found


def _as_text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else ""
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M")
        case date():
            return value.isoformat()
        case Mapping() | list() | tuple() | set():
            return ""
    return str(value)


def _given(data: Any) -> Any:
    """Leave out what was left empty and may be."""
    if isinstance(data, Mapping):
        return {name: _given(value) for name, value in data.items() if value is not None}
    return [_given(value) for value in data] if isinstance(data, list) else data
