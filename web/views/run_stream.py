"""How does the console hear of what happens in its run?"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from web import live
from web.rules import allow

bp = Blueprint("run_stream", __name__)


@bp.get("/runs/<run>/stream")
@allow("exercises:run")
def stream(run: UUID) -> ResponseReturnValue:
    """Tell that something has happened: the page asks for its part itself."""
    after = request.headers.get("Last-Event-ID") or request.args.get("after", "")
    return live.stream(run, "leaders", after=after)
