"""The papers of an exercise: listed, read, saved as files, mailed to those they are for."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.documents.packs import pack
from scheduler.errors import NotFound, Refused
from scheduler.packs import NAMES, PLAYER_PACKS, PackPaper
from scheduler.queries import packs as query
from scheduler.services import packs
from web.documents import files, html
from web.documents.packs import FORMATS, pack_file
from web.reader import ngettext, reader, use_language
from web.rules import allow, by_token
from web.session import current_actor, parts, reading, transaction

bp = Blueprint("packs", __name__)

KIND = f"<any({','.join(NAMES)}):kind>"


@bp.get("/exercises/<exercise>/packs")
@allow("exercises:read")
def index(exercise: UUID) -> ResponseReturnValue:
    """List the papers of an exercise that the reader may have."""
    return _index(exercise)


@bp.get(f"/exercises/<exercise>/packs/{KIND}")
@allow("exercises:read")
def show(exercise: UUID, kind: str) -> ResponseReturnValue:
    """Show a paper, or give it as a file (`?format=`)."""
    with reading() as session:
        actor = current_actor()
        paper = query.of_exercise(session, exercise, kind, by=actor)
        view = query.listing(session, exercise, by=actor)
    return _given(paper, "packs/show.html", view=view, base=f"/exercises/{exercise}/packs")


@bp.post(f"/exercises/<exercise>/packs/{KIND}/send")
@allow("exercises:run")
def send(exercise: UUID, kind: str) -> ResponseReturnValue:
    """Mail a paper to those it is for."""
    try:
        with transaction() as session:
            actor = current_actor()
            paper = query.of_exercise(session, exercise, kind, by=actor)
            count = packs.send(session, exercise, paper.kind, by=actor)
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        return _index(exercise, reader().refusal(refused)), refused.status
    flash(
        ngettext(
            "The paper is on its way to %(n)d. Who has it as it stands gets no second mail.",
            "The paper is on its way to %(n)d. Who has it as it stands gets no second mail.",
            count,
        )
    )
    return redirect(f"/exercises/{exercise}/packs", 303)


@bp.get("/scenario-versions/<scenario_version>/packs")
@allow("scenarios:read")
def of_scenario(scenario_version: UUID) -> ResponseReturnValue:
    """List the papers that a scenario's version makes."""
    with reading() as session:
        view = query.of_scenario(session, scenario_version, by=current_actor())
    return render_template("packs/version.html", view=view, formats=_formats())


@bp.get(f"/scenario-versions/<scenario_version>/packs/{KIND}")
@allow("scenarios:read")
def of_version(scenario_version: UUID, kind: str) -> ResponseReturnValue:
    """Show a paper of a scenario's version, or give it as a file (`?format=`)."""
    with reading() as session:
        actor = current_actor()
        paper = query.of_version(session, scenario_version, kind, by=actor)
        view = query.of_scenario(session, scenario_version, by=actor)
    base = f"/scenario-versions/{scenario_version}/packs"
    return _given(paper, "packs/show_version.html", view=view, base=base)


@bp.get("/play/<token>/pack")
@by_token("whoever has a part in a run reads by their link what players may read beforehand")
def own(token: str) -> ResponseReturnValue:
    """Show a player's own situation manual (or `?kind=`), or give it as a file (`?format=`)."""
    kind = request.args.get("kind", PLAYER_PACKS[0])
    with reading() as session:
        found = query.by_token(session, parts().keys, token, kind)
    use_language(found.language)
    return _given(found.paper, "packs/own.html", name=found.name, base=f"/play/{token}/pack")


def _index(exercise: UUID, error: str = "") -> str:
    with reading() as session:
        view = query.listing(session, exercise, by=current_actor())
    return render_template("packs/index.html", view=view, formats=_formats(), error=error)


def _given(paper: PackPaper, template: str, **more: object) -> ResponseReturnValue:
    form = request.args.get("format", "")
    if form:
        if form not in FORMATS:
            raise NotFound
        return pack_file(paper, form).answer()
    document = pack(paper)
    return render_template(
        template,
        kind=paper.kind,
        document=document,
        inner=html.inner(document),
        formats=_formats(),
        **more,
    )


def _formats() -> list[str]:
    return [form for form in FORMATS if files.can_write(form)]
