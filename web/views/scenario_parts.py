"""The parts of a scenario, each on a page of its own: head, objectives, modules, injects, lists.

Two who write different parts never meet; two who write the same one see each other's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler.errors import Conflict, Refused
from scheduler.exercise import editing
from scheduler.exercise.content import Content, Inject, Module, Objective
from scheduler.exercise.editing import ListName
from scheduler.exercise.parts import Part
from scheduler.inputs.scenario import ScenarioPatch
from scheduler.model import Network, Scenario
from scheduler.queries import capabilities
from scheduler.queries import scenarios as query
from scheduler.services import scenarios
from web import choices, scenario_words
from web.forms import Form
from web.forms import scenario as parts
from web.forms.scenario import Head, Lists
from web.reader import gettext
from web.rules import allow
from web.session import current_actor, reading, transaction

bp = Blueprint("scenario_parts", __name__)

MODELS: dict[str, type[Part]] = {"objectives": Objective, "modules": Module, "injects": Inject}
KINDS = "<any(objectives,modules,injects):kind>"
WHOLE = "<any(head,lists):kind>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which part a form is for: its list, its key ("" for a new one), what its writer saw."""

    kind: str
    key: str = ""
    seen: str = ""
    clash: Any = None  # the part as somebody else has saved it
    was: Mapping[str, str] = field(default_factory=dict)  # rows' new keys → those they had


@bp.get(f"/scenarios/<scenario>/{KINDS}/edit")
@allow("scenarios:propose")
def edit(scenario: UUID, kind: str) -> ResponseReturnValue:
    """Show an objective, a module or an inject, ready to be written; without a key a new one."""
    key = request.args.get("key", "")
    with reading() as session:
        view = _view(session, scenario)
        if not key:
            new = parts.form_new(MODELS[kind], _beginning(view.content, kind))
            return _form(session, view, new, Asked(kind=kind))
        part = editing.find(view.content, _list(kind), key)
        form = parts.form_of(MODELS[kind], part)
        return _form(session, view, form, Asked(kind=kind, key=key, seen=parts.mark(part)))


@bp.post(f"/scenarios/<scenario>/{KINDS}/edit")
@allow("scenarios:propose")
def save(scenario: UUID, kind: str) -> ResponseReturnValue:
    """Save an objective, a module or an inject."""
    asked = Asked(kind=kind, key=request.args.get("key", ""), seen=request.form.get("seen", ""))
    with reading() as session:
        content = _view(session, scenario).content
    form = parts.typed(MODELS[kind], content, asked.key)
    try:
        with transaction() as session:
            _put(session, scenario, asked, form)
    except Refused as refused:
        return _again(scenario, form, asked, refused)
    flash(gettext("Saved."))
    return redirect(f"/scenarios/{scenario}#{kind}", 303)


@bp.get(f"/scenarios/<scenario>/{WHOLE}/edit")
@allow("scenarios:propose")
def edit_whole(scenario: UUID, kind: str) -> ResponseReturnValue:
    """Show the head, or the short lists, ready to be written."""
    with reading() as session:
        view = _view(session, scenario)
        stands = _stands(view.content, kind)
        form = parts.form_of(type(stands), stands)
        return _form(session, view, form, Asked(kind=kind, seen=parts.mark(stands)))


@bp.post(f"/scenarios/<scenario>/{WHOLE}/edit")
@allow("scenarios:propose")
def save_whole(scenario: UUID, kind: str) -> ResponseReturnValue:
    """Save the head, or the short lists."""
    asked = Asked(kind=kind, seen=request.form.get("seen", ""))
    with reading() as session:
        content = _view(session, scenario).content
    form: Form[Any] = parts.typed(Head if kind == "head" else Lists, content)
    try:
        with transaction() as session:
            _put_whole(session, scenario, asked, form)
    except Refused as refused:
        return _again(scenario, form, asked, refused)
    flash(gettext("Saved."))
    return redirect(f"/scenarios/{scenario}#{kind}", 303)


@bp.post(f"/scenarios/<scenario>/{KINDS}/place")
@allow("scenarios:propose")
def place(scenario: UUID, kind: str) -> ResponseReturnValue:
    """Move a part up or down, take it away, or approve all injects."""
    do, key = request.form.get("do", ""), request.form.get("key", "")
    with transaction() as session:
        content = _view(session, scenario).content
        changed = _placed(content, _list(kind), key, do)
        _write(session, scenario, changed)
    if do == "remove":
        flash(gettext("“%(key)s” is taken away.", key=key))
    return redirect(f"/scenarios/{scenario}#{kind}", 303)


def _placed(content: Content, name: ListName, key: str, do: str) -> Content:
    if do == "approve" and name == "injects":
        injects = [one.model_copy(update={"status": "approved"}) for one in content.injects]
        return editing.changed(content, {"injects": injects})
    if do == "remove":
        return editing.remove(content, name, key)
    steps = {"up": -1, "down": 1}
    if do not in steps:
        return content
    to = editing.place_of(content, name, key) + steps[do]
    return editing.move(content, name, key, to)


def _put(session: Session, scenario: UUID, asked: Asked, form: Form[Any]) -> None:
    name = _list(asked.kind)
    content = _view(session, scenario).content
    if asked.key:
        stands = editing.find(content, name, asked.key)
        if parts.mark(stands) != asked.seen:
            raise Conflict
    part = parts.read(form)
    if isinstance(part, Inject) and asked.key:
        part = part.model_copy(update={"extra": stands.extra})  # imported columns stand in no form
    changed = editing.put(content, name, part, was=asked.key)
    if isinstance(part, Objective):
        changed = _with_capabilities(session, scenario, changed, part)
    _write(session, scenario, changed)


def _put_whole(session: Session, scenario: UUID, asked: Asked, form: Form[Any]) -> None:
    content = _view(session, scenario).content
    if parts.mark(_stands(content, asked.kind)) != asked.seen:
        raise Conflict
    if asked.kind == "head":
        _write(session, scenario, editing.changed(content, dict(form.input)))
        return
    given = form.input
    for name in parts.ROWS[Lists]:
        rows = getattr(given, name)
        content = editing.put_all(content, _list(name), rows, renamed=parts.renamed(name))
    _write(session, scenario, content)


def _write(session: Session, scenario: UUID, content: Content) -> None:
    scenarios.write(session, scenario, plan=ScenarioPatch(content=content), by=current_actor())


def _with_capabilities(
    session: Session, scenario: UUID, content: Content, part: Objective
) -> Content:
    """Let the scenario hold what its objective is tied to, in the network's words of today."""
    network_id = session.get_one(Scenario, scenario).network_id
    known = {one.code for one in content.capabilities}
    new = [
        {"code": one.code, "name": one.name, "text": one.text}
        for one in capabilities.of_network(session, network_id)
        if one.code in part.capabilities and one.code not in known
    ]
    kept = [one.model_dump() for one in content.capabilities]
    return editing.changed(content, {"capabilities": [*kept, *new]}) if new else content


def _view(session: Session, scenario: UUID) -> query.ScenarioView:
    return query.one(session, scenario, current_actor())


def _stands(content: Content, kind: str) -> Head | Lists:
    return parts.head_of(content) if kind == "head" else parts.lists_of(content)


def _list(kind: str) -> ListName:
    return cast("ListName", kind)


def _beginning(content: Content, kind: str) -> dict[str, str]:
    """Give what a new part has already: the next number; an inject the last module."""
    first = {"objectives": "M", "modules": "", "injects": "I"}[kind]
    key = editing.fresh_key({one.key for one in getattr(content, kind)}, first)
    if kind == "injects" and content.modules:
        return {"key": key, "module": content.modules[-1].key}
    return {"key": key}


def _again(scenario: UUID, form: Form[Any], asked: Asked, refused: Refused) -> ResponseReturnValue:
    form.refuse(refused)
    with reading() as session:
        view = _view(session, scenario)
        if isinstance(refused, Conflict):
            stands: Any = (
                editing.find(view.content, _list(asked.kind), asked.key)
                if asked.key
                else _stands(view.content, asked.kind)
            )
            asked = replace(asked, seen=parts.mark(stands), clash=stands)
        if asked.kind == "lists":
            names = parts.ROWS[Lists]
            was = {f"{n}.{new}": old for n in names for old, new in parts.renamed(n).items()}
            asked = replace(asked, was=was)
        parts.pad(form)
        return _form(session, view, form, asked)


def _form(
    session: Session, view: query.ScenarioView, form: Form[Any], asked: Asked
) -> ResponseReturnValue:
    content = view.content
    own = {one.code: one.name for one in content.capabilities}
    wanted = {one.code: one.name for one in capabilities.of_network(session, view.line.network_id)}
    page = render_template(
        f"scenarios/{asked.kind}.html",
        view=view,
        content=content,
        network=session.get_one(Network, view.line.network_id),
        form=form,
        asked=asked,
        capabilities=sorted({**own, **wanted}.items()),
        organisation_kinds=choices.options(choices.ORGANISATION_KINDS),
        options=choices.options,
        words=scenario_words,
    )
    return page, form.status
