"""The papers of a scenario: added, opened by those who lead exercises, taken away."""

from __future__ import annotations

from contextlib import closing
from typing import cast
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, request
from flask.typing import ResponseReturnValue

from scheduler.errors import NotFound, Refused
from scheduler.model import Scenario
from scheduler.queries import scenarios as query
from scheduler.services import scenario_files
from scheduler.services.scenario_files import Audience, Given
from web import scenario_words
from web.reader import gettext, reader
from web.rules import allow
from web.session import current_actor, parts, reading, transaction

bp = Blueprint("scenario_files", __name__)

ROOM = 1024 * 1024  # for what a form says beside its file
ADDRESS = "/scenarios/<scenario>/files"


@bp.url_value_preprocessor
def _make_room(endpoint: str | None, _: dict[str, object] | None) -> None:
    if endpoint == "scenario_files.add":
        request.max_content_length = (parts().settings.attachment_megabytes + 1) * ROOM


@bp.post(ADDRESS)
@allow("scenarios:propose")
def add(scenario: UUID) -> ResponseReturnValue:
    """Add a paper to the draft."""
    megabytes = parts().settings.attachment_megabytes
    given = _given(megabytes)
    try:
        with transaction() as session:
            by = current_actor()
            scenario_files.add(session, scenario, given=given, megabytes=megabytes, by=by)
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        flash(reader().refusal(refused), "warning")
    else:
        flash(gettext("The paper is kept."))
    return redirect(f"/scenarios/{scenario}#papers", 303)


@bp.get(ADDRESS)
@allow("scenarios:propose")
def download(scenario: UUID) -> ResponseReturnValue:
    """Give a paper of a version (the newest, if none is named) to be saved, by its name."""
    name = request.args.get("name", "")
    number = request.args.get("version", type=int)
    with reading() as session:
        view = query.one(session, scenario, current_actor(), number)
        versions = session.get_one(Scenario, scenario).versions
        version = next(row for row in versions if row.id == view.version.id)
        paper, content = query.paper(session, version, name, tuple(scenario_words.AUDIENCES))
    answer = Response(content, mimetype=paper.media_type)
    called = quote(paper.name, safe="")  # RFC 8187
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{called}"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.post(f"{ADDRESS}/remove")
@allow("scenarios:propose")
def remove(scenario: UUID) -> ResponseReturnValue:
    """Take a paper out of the draft."""
    with transaction() as session:
        name = request.form.get("name", "")
        scenario_files.remove(session, scenario, name, by=current_actor())
    flash(gettext("The paper is taken away."))
    return redirect(f"/scenarios/{scenario}#papers", 303)


def _given(megabytes: int) -> Given:
    """Read the file, a little further than it may be large, and let it go."""
    audience = request.form.get("audience", "all")
    if audience not in scenario_words.AUDIENCES:
        raise NotFound
    file = request.files.get("file")
    if file is None:
        return Given("", b"", cast("Audience", audience))
    with closing(file):
        content = file.read(megabytes * ROOM + 1)
    return Given(file.filename or "", content, cast("Audience", audience))
