"""A file becomes a scenario in two steps: what would come of it is shown, then it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler.errors import N_, InvalidInputs, NotFound, Refused
from scheduler.inputs.scenario_import import ImportInput, MappingInput
from scheduler.model import Network
from scheduler.queries import scenario_export
from scheduler.queries import scenario_mappings as mappings_query
from scheduler.queries import scenarios as query
from scheduler.services import scenario_import, scenario_mappings
from scheduler.services.attachments import NothingInIt
from scheduler.services.scenario_import import File, Found
from web import import_words, scenario_words
from web.documents.scenario_files import FORMS, scenario_file
from web.forms import Form
from web.reader import gettext, reader
from web.rules import allow
from web.session import current_actor, parts, reading, transaction

bp = Blueprint("scenario_import", __name__)

ROOM = 1024 * 1024  # for what a form says beside its file
ADDRESS = "/networks/<network>/scenarios/import"
GONE = N_("The file is no longer here: files wait for a day. Choose it once more.")


@bp.url_value_preprocessor
def _make_room(endpoint: str | None, _: dict[str, object] | None) -> None:
    if endpoint == "scenario_import.send":
        request.max_content_length = (parts().settings.attachment_megabytes + 1) * ROOM


@bp.get(ADDRESS)
@allow("scenarios:write")
def begin(network: UUID) -> ResponseReturnValue:
    """Ask for the file, and for the scenario that it goes into."""
    return _begin(network)


@bp.post(ADDRESS)
@allow("scenarios:write")
def send(network: UUID) -> ResponseReturnValue:
    """Put a file aside that can be read, and show what would come of it."""
    file, by = _given(), current_actor()
    into = request.form.get("scenario", "")
    try:
        if not file.content:
            raise NothingInIt(field="file")
        saved = request.form.get("saved", "")
        plan = Form(ImportInput, {"scenario": into or None, "saved": saved}).input
        with reading() as session:
            scenario_import.look(session, network, file=file, plan=plan, by=by)
        with transaction() as session:
            upload = scenario_import.put_aside(session, network, file=file, by=by).id
            slug = session.get_one(Network, network).slug
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        return _begin(network, reader().refusal(refused)), refused.status
    said = urlencode({name: one for name, one in (("scenario", into), ("saved", saved)) if one})
    return redirect(f"/networks/{slug}/scenarios/import/{upload}{said and f'?{said}'}", 303)


@bp.get(f"{ADDRESS}/<uuid:upload>")
@allow("scenarios:write")
def look(network: UUID, upload: UUID) -> ResponseReturnValue:
    """Show what would come of a file; nothing is written."""
    return _look(network, upload, Form(ImportInput, _asked(request.args)))


@bp.post(f"{ADDRESS}/mappings/remove")
@allow("scenarios:write")
def remove_mapping(network: UUID) -> ResponseReturnValue:
    """Take away what columns are taken for under a name."""
    with transaction() as session:
        name = request.form.get("name", "")
        scenario_mappings.remove(session, network, name, by=current_actor())
        slug = session.get_one(Network, network).slug
    flash(gettext("“%(name)s” is taken away.", name=name))
    return redirect(f"/networks/{slug}/scenarios/import", 303)


@bp.post(f"{ADDRESS}/<uuid:upload>")
@allow("scenarios:write")
def keep(network: UUID, upload: UUID) -> ResponseReturnValue:
    """Make the scenario, or look again with what was typed."""
    form = Form(ImportInput, _typed())
    if request.form.get("do") == "save":
        _save_mapping(network, form)
    if request.form.get("do") != "import":
        return _look(network, upload, form)
    by = current_actor()
    try:
        with reading() as session:
            found = _found(session, network, upload, form)
        with transaction() as session:
            megabytes = parts().settings.attachment_megabytes
            made = scenario_import.keep(session, network, found=found, megabytes=megabytes, by=by)
            scenario, title = made.id, made.title
    except Refused as refused:
        form.refuse(refused)
        return _look(network, upload, form)
    flash(gettext("“%(title)s” is imported. Read it through before you approve it.", title=title))
    return redirect(f"/scenarios/{scenario}", 303)


@bp.get("/scenarios/<scenario>/export")
@allow("scenarios:read")
def export(scenario: UUID) -> Response:
    """Give a scenario as a file."""
    form = request.args.get("format", "json")
    if form not in FORMS:
        raise NotFound
    with reading() as session:
        number = request.args.get("version", type=int)
        content, papers = scenario_export.whole(
            session, scenario, current_actor(), number=number, papers=form == "zip"
        )
    return scenario_file(content, papers, form).answer()


def _begin(network_id: UUID, error: str = "") -> str:
    with reading() as session:
        lines = query.of_network(session, network_id, current_actor())
        return render_template(
            "scenarios/import.html",
            network=session.get_one(Network, network_id),
            lines=[line for line in lines if not line.retired],
            mappings=[one.name for one in mappings_query.of_network(session, network_id)],
            saved=request.values.get("saved", ""),
            chosen=request.values.get("scenario", ""),
            error=error,
            megabytes=parts().settings.attachment_megabytes,
        )


def _look(network_id: UUID, upload_id: UUID, form: Form[ImportInput]) -> ResponseReturnValue:
    with reading() as session:
        network = session.get_one(Network, network_id)
        try:
            found, name = _shown(session, network_id, upload_id, form)
        except NotFound:
            flash(gettext(GONE), "warning")
            return redirect(f"/networks/{network.slug}/scenarios/import", 303)
        form.data["save_as"] = request.form.get("save_as", "")
        page = render_template(
            "scenarios/import_preview.html",
            network=network,
            form=form,
            name=name,
            upload=upload_id,
            found=found.preview,
            groups=_groups(found, form),
            into=form.value("scenario"),
            remarks=[
                (one, reader().gettext(one.text, **one.params)) for one in found.preview.messages
            ],
            words=import_words,
            scenario_words=scenario_words,
        )
    return page, form.status


def _shown(
    session: Session, network_id: UUID, upload_id: UUID, form: Form[ImportInput]
) -> tuple[Found, str]:
    """Look with what was typed; if that cannot be used, without it."""
    name = scenario_import.aside(session, network_id, upload_id, by=current_actor()).name
    try:
        return _found(session, network_id, upload_id, form), name
    except NotFound:
        raise
    except Refused as refused:
        if not form.refusals:
            form.refuse(refused)
    bare: Form[ImportInput] = Form(ImportInput, _asked({"scenario": form.value("scenario")}))
    return _found(session, network_id, upload_id, bare), name


def _found(session: Session, network_id: UUID, upload_id: UUID, form: Form[ImportInput]) -> Found:
    by = current_actor()
    upload = scenario_import.aside(session, network_id, upload_id, by=by)
    file = File(upload.name, upload.content)
    return scenario_import.look(session, network_id, file=file, plan=form.input, by=by)


def _save_mapping(network_id: UUID, form: Form[ImportInput]) -> None:
    """Keep what the columns are taken for under the name that was typed."""
    said = {"name": request.form.get("save_as", ""), "columns": form.data["mapping"]}
    try:
        with transaction() as session:
            plan = Form(MappingInput, said).input
            scenario_mappings.keep(session, network_id, plan=plan, by=current_actor())
    except Refused as refused:
        for one in refused.errors if isinstance(refused, InvalidInputs) else [refused]:
            one.field = "save_as"
        form.refuse(refused)
    else:
        flash(gettext("What the columns are taken for is kept as “%(name)s”.", name=plan.name))


def _asked(said: Mapping[str, str]) -> dict[str, Any]:
    return {"scenario": said.get("scenario") or None, "saved": said.get("saved", "")}


def _given() -> File:
    """Read the file, a little further than it may be large, and let it go."""
    given = request.files.get("file")
    if given is None:
        return File("", b"")
    with closing(given):
        most = parts().settings.attachment_megabytes * ROOM + 1
        return File(given.filename or "", given.read(most))


def _typed() -> dict[str, Any]:
    typed = request.form
    fields = zip(typed.getlist("heading"), typed.getlist("field"), strict=False)
    ticked = set(typed.getlist("group"))
    return {
        "start": typed.get("start") or None,
        "scenario": typed.get("scenario") or None,
        "title": typed.get("title", ""),
        "language": typed.get("language", ""),
        "mapping": dict(fields),
        "without": [name for name in typed.getlist("known_group") if name not in ticked],
    }


def _groups(found: Found, form: Form[ImportInput]) -> list[tuple[str, bool]]:
    """Give the audiences that are not there, each with whether it shall come to be."""
    without = set(form.values("without"))
    return [(name, name not in without) for name in found.preview.groups]
