"""What the buttons of the console do; each works alone, and leads back to where it stands.

A script that asks for JSON gets the changed part of the page instead, so that what is half typed
elsewhere on it stays.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from scheduler.errors import NotFound, Refused
from scheduler.inputs.run import AbortInput, AdHocInput, CorrectInput, JumpInput
from web import running
from web.forms import Form
from web.rules import allow
from web.session import current_actor, transaction
from web.views import console

bp = Blueprint("console_actions", __name__)

ELSEWHERE = frozenset({401, 403, 404, 410})  # nothing on the page mends these


@bp.post("/runs/<run>/steer/<step>")
@allow("exercises:run")
def steer(run: UUID, step: str) -> ResponseReturnValue:
    """Do one thing with the run."""
    if step not in running.STEPS:
        raise NotFound
    return _done(
        run,
        lambda session: running.do(session, run, step, current_actor()),
        lambda refused: _again(run, step, refused),
    )


@bp.post("/runs/<run>/injects/<key>/<step>")
@allow("exercises:run")
def treat(run: UUID, key: str, step: str) -> ResponseReturnValue:
    """Do one thing with one inject."""
    if step not in running.INJECT_STEPS:
        raise NotFound
    return _done(
        run,
        lambda session: running.do_to(session, run, key, step, current_actor()),
        lambda refused: _inject_again(run, key, step, refused),
        key,
    )


def _done(
    run: UUID,
    does: Callable[[Session], str],
    again: Callable[[Refused], tuple[str, int]],
    key: str = "",
) -> ResponseReturnValue:
    """Make one change; say it, or why not with what was typed still there."""
    try:
        with transaction() as session:
            said = does(session)
    except Refused as refused:
        if refused.status in ELSEWHERE:
            raise
        return _told(run, refused, key) if _asks_json() else again(refused)
    if _asks_json():
        board = console.load(run)
        return jsonify(said=said, number=board.console.number, html=console.fragment(board))
    flash(said)
    return redirect(f"/runs/{run}", 303)


def _told(run: UUID, refused: Refused, key: str) -> ResponseReturnValue:
    board = console.load(run)
    answer = {
        "refused": console.notice(board, refused, key),
        "number": board.console.number,
        "html": console.fragment(board),
    }
    return jsonify(answer), refused.status


def _again(run: UUID, step: str, refused: Refused) -> tuple[str, int]:
    board = console.load(run)
    match step:
        case "add":
            form = Form.from_request(AdHocInput)
            form.refuse(refused)
            return console.add_page(board, form)
        case "abort":
            reason = Form.from_request(AbortInput)
            reason.refuse(refused)
            return console.abort_page(board, reason)
        case "jump":
            chosen = Form.from_request(JumpInput)
            chosen.refuse(refused)
            return console.jump_page(board, chosen, request.form.get("module", ""))
    return console.page(board, refused)


def _inject_again(run: UUID, key: str, step: str, refused: Refused) -> tuple[str, int]:
    board = console.load(run)
    if step != "correct":
        return console.page(board, refused, key)
    form = Form.from_request(CorrectInput)
    form.refuse(refused)
    return console.inject_page(board, key, form)


def _asks_json() -> bool:
    return request.accept_mimetypes.best == "application/json"
