"""Which letters follow while an exercise is run? Links to play by, and injects by mail.

A letter's key is its inject and its player, so that a reaction that comes twice writes nothing
twice; what it says is read from the present.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from scheduler import due, events, outbox
from scheduler.errands.exercises import GOING_ON, OVER, PAUSED, TAKEN_BACK
from scheduler.exercise.deliveries import body_hash
from scheduler.exercise.entries import Entry
from scheduler.exercise.player import recipients
from scheduler.exercise.state import State
from scheduler.model import Letter, Run, RunRole
from scheduler.queries.runs import log, state_of

WAITING = ("queued", "held", "doubt")


def send_links(session: Session, event: events.PlayLinksSent) -> None:
    """Write each of these people the link to their own place in the run."""
    for role_id in event.roles:
        role = session.get_one(RunRole, role_id)
        outbox.post(
            session,
            key=f"play_link:{role.id}:{event.request}",
            kind="play_link",
            person=role.person,
            meeting=role.run.exercise.meeting,
            body={"role": str(role.id), "generation": role.generation},
        )


def send_injects(session: Session, event: events.RunAdvanced) -> None:
    """Write what a run's new lines say to those whom it reaches by mail; hold it in a pause."""
    run = session.get_one(Run, event.subject)
    for entry in log(session, run.id, after=event.first - 1, last=event.last):
        follows = _FOLLOWS.get(entry.verb)
        if follows is not None:
            follows(session, run, state_of(session, run.id), entry)


def _released(session: Session, run: Run, state: State, entry: Entry) -> None:
    step = state.steps[entry.body["inject"]]
    late = state.status not in GOING_ON or step.state == "withdrawn"
    if late or step.inject.delivery != "mail":
        return
    roles = _roles(session, run)
    for seat in recipients(state, step):
        key, says = f"inject:{run.id}:{step.inject.key}:{seat.role}", body_hash(step)
        _post(session, run, roles[seat.role], entry, key=key, notice="", body_hash=says)


def _corrected(session: Session, run: Run, state: State, entry: Entry) -> None:
    if state.status not in GOING_ON or state.steps[entry.body["inject"]].state == "withdrawn":
        return
    for letter in _letters(session, run, WAITING, entry.body["inject"]):
        if not _may_have_left(session, letter):
            letter.raw = None  # it is written anew, and says how the inject stands
    _notify(session, run, entry)


def _withdrawn(session: Session, run: Run, state: State, entry: Entry) -> None:
    if state.status in GOING_ON:
        _notify(session, run, entry)
    for letter in _letters(session, run, WAITING, entry.body["inject"]):
        if letter.body["notice"] != "withdrawn" and not letter.body.get("doubt"):
            outbox.withdraw(session, letter, TAKEN_BACK)


def _notify(session: Session, run: Run, entry: Entry) -> None:
    """Write those who may have had an inject by mail what has become of it."""
    roles = _roles(session, run)
    for letter in _letters(session, run, (*WAITING, "sending", "sent"), entry.body["inject"]):
        role = roles[letter.body["role"]]
        told = letter.body["notice"] == "" and _may_have_left(session, letter)
        if told and role.left_at is None:
            key = f"{letter.key}:{entry.verb}:{entry.number}"
            _post(session, run, role, entry, key=key, notice=entry.verb)


def _may_have_left(session: Session, letter: Letter) -> bool:
    """Tell whether its reader has a letter, or may: it was tried, or is being sent now."""
    if letter.state == "queued" and not letter.body.get("doubt"):
        return due.waits_until(session, letter.id) is None  # somebody has claimed it
    return letter.state in {"sent", "sending"} or bool(letter.body.get("doubt"))


def _paused(session: Session, run: Run, state: State, entry: Entry) -> None:
    del entry
    if state.status != "paused":
        return  # it has gone on since
    for letter in _letters(session, run, ("queued", "doubt")):
        if not letter.body["in_pause"]:
            outbox.hold(session, letter, PAUSED)


def _resumed(session: Session, run: Run, state: State, entry: Entry) -> None:
    del entry
    if state.status != "running":
        return  # it has been paused again
    for letter in _letters(session, run, ("held",)):
        if letter.reason == PAUSED:
            outbox.let_go(session, letter)


def _over(session: Session, run: Run, state: State, entry: Entry) -> None:
    del state, entry
    for letter in _letters(session, run, WAITING):
        outbox.withdraw(session, letter, OVER)


_FOLLOWS: Mapping[str, Callable[[Session, Run, State, Entry], None]] = {
    "released": _released,
    "corrected": _corrected,
    "withdrawn": _withdrawn,
    "paused": _paused,
    "resumed": _resumed,
    "ended": _over,
    "aborted": _over,
}


def _post(
    session: Session, run: Run, role: RunRole, entry: Entry, *, key: str, **more: str
) -> None:
    about = {
        "role": str(role.id),
        "inject": entry.body["inject"],
        "line": entry.number,
        "in_pause": entry.body.get("in_pause", False),
    }
    meeting = run.exercise.meeting
    outbox.post(
        session, key=key, kind="inject", person=role.person, meeting=meeting, body=about | more
    )


def _roles(session: Session, run: Run) -> dict[str, RunRole]:
    rows = select(RunRole).where(RunRole.run_id == run.id).options(joinedload(RunRole.person))
    return {str(one.id): one for one in session.scalars(rows)}


def _letters(
    session: Session, run: Run, states: tuple[str, ...], inject: str | None = None
) -> Iterator[Letter]:
    """Find the letters of a run's injects, of one inject if that is named, that are in `states`."""
    wanted = select(Letter).where(
        Letter.kind == "inject",
        Letter.key.startswith(f"inject:{run.id}:", autoescape=True),
        Letter.state.in_(states),
    )
    for letter in session.scalars(wanted.order_by(Letter.queued_at, Letter.id)).all():
        if inject is None or letter.body["inject"] == inject:
            yield letter
