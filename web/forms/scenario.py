"""How do the parts of a scenario become forms, and forms parts again?

A form of rows shows what is there and a few empty rows; each row that stands has a box to take it
away. Keys of rows (indicators, questions, expected actions) are given here, and stay.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel

from scheduler.exercise import editing, offsets
from scheduler.exercise.content import (
    Content,
    FormQuestion,
    Group,
    Inject,
    Module,
    Objective,
    Persona,
    Scale,
    ScenarioKind,
    Variable,
)
from scheduler.exercise.parts import Line, OptionalLine, Part, Words
from web.forms.base import Form
from web.forms.reading import fit, nested

P = TypeVar("P", bound=Part)
EMPTY_ROWS = 2
DEEPEST = 8
LONGEST_OWNER = 30  # of a key that rows begin with: keys are at most 40 long


class Head(Part):
    """What a scenario says of itself."""

    title: Line
    summary: Words = ""
    kind: ScenarioKind = "tabletop"
    level: OptionalLine = ""
    tags: tuple[Line, ...] = ()
    licence: OptionalLine = ""
    origin: OptionalLine = ""
    sensitivity: OptionalLine = ""
    purpose: Words = ""
    scope: Words = ""
    artificialities: Words = ""
    scale: Scale = Scale()


class Lists(Part):
    """Who takes part, who speaks, which names change, what is asked afterwards."""

    groups: tuple[Group, ...] = ()
    personas: tuple[Persona, ...] = ()
    variables: tuple[Variable, ...] = ()
    feedback: tuple[FormQuestion, ...] = ()


ROWS: Mapping[type[BaseModel], tuple[str, ...]] = {
    Objective: ("indicators",),
    Module: ("questions",),
    Inject: ("questions", "expected"),
    Head: ("scale.steps",),
    Lists: ("groups", "personas", "variables", "feedback"),
}
_MARKS = "trigger.requires.marks"
_LINES = ("options", "tags")  # lists that are typed as lines


def form_of(model: type[P], part: BaseModel) -> Form[P]:
    """Give the form that shows a part as it stands."""
    data = part.model_dump(mode="json", include=set(model.model_fields))
    if isinstance(part, Inject):
        data["trigger"]["seconds"] = offsets.shown(part.trigger.seconds)
    return form_new(model, data)


def form_new(model: type[P], begins: Mapping[str, Any]) -> Form[P]:
    """Give the form of a part that begins so."""
    form = Form(model, begins)
    pad(form)
    return form


def pad(form: Form[P]) -> None:
    """Add empty rows to be filled in."""
    names = [*ROWS[form.model], *([_MARKS] if form.model is Inject else [])]
    for name in names:
        _put(form.data, name, [*_at(form.data, name), *({} for _ in range(EMPTY_ROWS))])


def typed(model: type[P], content: Content, was: str = "") -> Form[P]:
    """Take what was typed; rows to be taken away are left out, new ones are given keys."""
    form = Form(model, fit(model, _kept(nested(request.form.to_dict(flat=False)))))
    owner = str(form.data.get("key") or "x")[:LONGEST_OWNER]
    for name in ROWS[model]:
        rows = _at(form.data, name)
        taken = _taken(content, name, model, was) | {str(row.get("key") or "") for row in rows}
        for row in rows:
            if not row.get("key"):
                row["key"] = editing.fresh_key(taken, _first(model, name, owner))
                taken.add(row["key"])
        _put(form.data, name, rows)
    _split_lines(form.data)
    return form


def renamed(name: str) -> dict[str, str]:
    """Give which rows of a list have been given another key: old to new."""
    rows = nested(request.form.to_dict(flat=False)).get(name, {})
    texts = [
        (row["was"][0], row["key"][0].strip())
        for row in (rows.values() if isinstance(rows, dict) else ())
        if isinstance(row, dict) and row.get("was") and row.get("key")
    ]
    return {was: key for was, key in texts if was and key}


def read(form: Form[P]) -> P:
    """Give the part that was typed; raises the refusals of what is wrong."""
    if form.model is not Inject:
        return form.input
    trigger = dict(form.data.get("trigger") or {})
    trigger["seconds"] = offsets.read(str(trigger.get("seconds") or ""), field="trigger.seconds")
    if not (trigger.get("requires") or {}).get("marks"):
        trigger["requires"] = None
    return Form(form.model, {**form.data, "trigger": trigger}).input


def mark(thing: Any) -> str:
    """Give a short word for what stands, so that a form can tell whether it still does."""
    if isinstance(thing, BaseModel):
        thing = thing.model_dump(mode="json")
    words = json.dumps(thing, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def head_of(content: Content) -> Head:
    """Give a content's head."""
    return Head.model_validate(content.model_dump(include=set(Head.model_fields)))


def lists_of(content: Content) -> Lists:
    """Give a content's short lists."""
    return Lists.model_validate(content.model_dump(include=set(Lists.model_fields)))


def _kept(typed_: Any, depth: int = 0) -> Any:
    """Leave out the rows whose box was ticked; nothing of ours lies deeper than `DEEPEST`."""
    if not isinstance(typed_, dict) or depth > DEEPEST:
        return typed_
    return {
        name: _kept(value, depth + 1)
        for name, value in typed_.items()
        if not (isinstance(value, dict) and value.get("gone"))
    }


def _first(model: type[BaseModel], name: str, owner: str) -> str:
    if model is Lists:
        return name[0]
    return "" if name == "scale.steps" else f"{owner}."


def _taken(content: Content, name: str, model: type[BaseModel], was: str) -> set[str]:
    """Give the keys that rows of other parts have already."""
    others: Sequence[Part] = ()
    if name == "indicators":
        others = [i for o in content.objectives if o.key != was for i in o.indicators]
    elif name == "expected":
        others = [e for i in content.injects if i.key != was for e in i.expected]
    elif name == "questions":
        others = [
            question
            for part in _asking(content)
            if type(part) is not model or part.key != was
            for question in part.questions
        ]
    return {str(getattr(one, "key", "")) for one in others}


def _asking(content: Content) -> tuple[Module | Inject, ...]:
    return (*content.modules, *content.injects)


def _split_lines(data: Any) -> None:
    if isinstance(data, dict):
        for name, value in data.items():
            if name in _LINES and isinstance(value, list):
                data[name] = _lines(value)
            else:
                _split_lines(value)
    elif isinstance(data, list):
        for one in data:
            _split_lines(one)


def _lines(texts: Collection[str]) -> list[str]:
    return [line.strip() for text in texts for line in text.splitlines() if line.strip()]


def _at(data: Any, path: str) -> list[dict[str, Any]]:
    for name in path.split("."):
        data = (data or {}).get(name)
    return list(data or [])


def _put(data: dict[str, Any], path: str, rows: list[dict[str, Any]]) -> None:
    *outer, last = path.split(".")
    for name in outer:
        if not data.get(name):
            data[name] = {}
        data = data[name]
    data[last] = rows
