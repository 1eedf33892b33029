"""The facilitator's console: the clock, what comes, who has seen what, and the log of a run."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.errors import NotFound, Refused
from scheduler.exercise.refusals import ConfirmInPause
from scheduler.inputs.run import AbortInput, AdHocInput, CorrectInput, JumpInput
from scheduler.queries import run_page
from scheduler.queries.runs import log as log_of
from scheduler.queries.runs import state_of
from web import run_words, running
from web.forms import Form
from web.reader import reader
from web.rules import allow
from web.running import Board
from web.session import parts, reading

bp = Blueprint("console", __name__)

PAGE = 500  # lines of a log on one page


@bp.get("/runs/<run>")
@allow("exercises:run")
def show(run: UUID) -> ResponseReturnValue:
    """Show the console of a run."""
    return page(load(run))


@bp.get("/runs/<run>/live")
@allow("exercises:run")
def live(run: UUID) -> ResponseReturnValue:
    """Give the part of the console that changes."""
    return fragment(load(run))


@bp.get("/runs/<run>/log")
@allow("exercises:run")
def log(run: UUID) -> ResponseReturnValue:
    """Show the whole log of a run, in its order."""
    after = min(max(request.args.get("after", type=int) or 0, 0), 2**31 - 1)  # what fits a column
    with reading() as session:
        head, state = run_page.run_head(session, run), state_of(session, run)
        entries = log_of(session, run, after=after, last=after + PAGE)
        names = run_page.names(session, run, {one.by for one in entries})
    lines = [(one, run_words.sentence(one, state, names)) for one in entries]
    following = after + PAGE if after + PAGE < state.number else None
    return render_template(
        "console/log.html", head=head, lines=lines, names=names, following=following
    )


@bp.get("/runs/<run>/jump")
@allow("exercises:run")
def jump(run: UUID) -> ResponseReturnValue:
    """Show what has not come before a module: each is skipped, released or kept."""
    chosen = request.args.get("module", "")
    return jump_page(load(run), Form(JumpInput, {"module": chosen, "shift": True}), chosen)


@bp.get("/runs/<run>/end")
@allow("exercises:run")
def end(run: UUID) -> ResponseReturnValue:
    """Ask whether the exercise is to be ended."""
    return render_template("console/end.html", board=load(run))


@bp.get("/runs/<run>/abort")
@allow("exercises:run")
def abort(run: UUID) -> ResponseReturnValue:
    """Ask why the exercise is to be broken off."""
    return abort_page(load(run), Form(AbortInput))


@bp.get("/runs/<run>/add")
@allow("exercises:run")
def add(run: UUID) -> ResponseReturnValue:
    """Ask what an inject made in the room says: nothing yet, another inject's words, an answer."""
    board = load(run)
    form = new_inject()
    form.data |= _taken(board, request.args.get("inject", ""), request.args.get("answer", type=int))
    return add_page(board, form)


@bp.get("/runs/<run>/injects/<key>")
@allow("exercises:run")
def inject(run: UUID, key: str) -> ResponseReturnValue:
    """Show one inject whole, with what can be done to it."""
    return inject_page(load(run), key)


def load(run: UUID) -> Board:
    """Load a run as it stands now."""
    with reading() as session:
        return running.board(session, run)


def page(board: Board, refused: Refused | None = None, key: str = "") -> tuple[str, int]:
    """Draw the console; `refused` about inject `key` is said on top."""
    drawn = render_template(
        "console/show.html",
        board=board,
        form=new_inject(),
        refused=notice(board, refused, key) if refused else "",
        screen=_screen(board),
    )
    return drawn, refused.status if refused else 200


def fragment(board: Board) -> str:
    """Draw the part of the console that changes: it holds no form and nothing that is typed."""
    return render_template("console/_board.html", board=board)


def notice(board: Board, refused: Refused, key: str = "") -> str:
    """Say why something was not done; in a pause it can be confirmed."""
    return render_template(
        "console/_refused.html",
        run=board.head.id,
        words=reader().refusal(refused),
        confirm=key if isinstance(refused, ConfirmInPause) else "",
        shift=request.form.get("shift", ""),
    )


def add_page(board: Board, form: Form[AdHocInput]) -> tuple[str, int]:
    """Draw the form of an inject made in the room, on a page of its own."""
    paused = any(isinstance(one, ConfirmInPause) for one in form.refusals)
    return render_template("console/add.html", board=board, form=form, confirm=paused), form.status


def abort_page(board: Board, form: Form[AbortInput]) -> tuple[str, int]:
    """Draw the page that breaks an exercise off."""
    return render_template("console/abort.html", board=board, form=form), form.status


def jump_page(board: Board, form: Form[JumpInput], chosen: str) -> tuple[str, int]:
    """Draw the page that goes to a module; `chosen`: to which, "" not yet."""
    modules = board.console.modules
    place = next((n for n, one in enumerate(modules) if one.key == chosen), None)
    before = {one.key for one in modules[: place or 0]}
    drawn = render_template(
        "console/jump.html",
        board=board,
        form=form,
        module=modules[place] if place is not None else None,
        left=[one for one in board.console.lines if one.open and one.module in before],
    )
    return drawn, form.status


def inject_page(board: Board, key: str, form: Form[CorrectInput] | None = None) -> tuple[str, int]:
    """Draw one inject whole; `form` is a correction that was refused."""
    one = next((line for line in board.console.lines if line.key == key), None)
    if one is None:
        raise NotFound
    form = form or Form(CorrectInput, {"title": one.title, "body": one.text})
    return render_template("console/inject.html", board=board, one=one, form=form), form.status


def new_inject() -> Form[AdHocInput]:
    """Give an empty form of an inject made in the room."""
    return Form(AdHocInput, {"delivery": "web"})


def _taken(board: Board, inject: str, answer: int | None) -> dict[str, object]:
    one = next((line for line in board.console.lines if line.key == inject), None)
    if one is not None:
        groups = list(board.state.steps[inject].inject.groups)
        return {"title": one.title, "text": one.text, "delivery": one.delivery, "groups": groups}
    said = next((one for one in board.state.answers if one.number == answer), None)
    return {"text": said.body["text"] or said.body["option"]} if said is not None else {}


def _screen(board: Board) -> str:
    """Give the address of the screen in the room."""
    token = parts().keys.token("screen", board.head.id, board.head.screen_generation)
    return f"/screen/{token}"
