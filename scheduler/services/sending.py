"""When do a change's letters leave, and can it still be taken back?

A change can be undone until the first of its letters has been tried: nobody has been told, so the
meeting stands as before and what was never sent vanishes with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import events, outbox
from scheduler.actor import Actor
from scheduler.calendar import timezone
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.model import Invitation, Letter, Meeting, MeetingChange
from scheduler.queries import waiting
from scheduler.services import meetings
from scheduler.services.refusals import MeetingIsOver

UNDONE = N_("The change was taken back before this letter had left.")


class TooLateToUndo(Refused):
    """Somebody has been told."""

    message = N_(
        "This can no longer be undone: letters about it have left, or something else was changed "
        "since. Change the meeting again instead, and those who were told are told anew."
    )


class NothingWaits(Refused):
    """All letters of the change have left or were withdrawn."""

    message = N_("No letter about this change is waiting any more.")


def undo(session: Session, change_id: UUID, *, by: Actor) -> Meeting:
    """Take a change back before any of its letters has been tried."""
    change, meeting = _load(session, change_id, by)
    if not waiting.can_undo(session, change):
        raise TooLateToUndo
    if meeting.starts_at <= now() and change.kind != "moved":
        raise MeetingIsOver
    BACK[change.kind](session, meeting, change)
    change.undone_at = now()
    meetings.raise_sequence(session, meeting, time_changed=change.kind in {"moved", "restored"})
    for letter in _waiting(session, change.id):
        outbox.withdraw(session, letter, UNDONE)
    about = meetings.about(meeting, by)
    record(session, events.ChangeUndone(**about, change=change.id))
    return meeting


def hold(session: Session, change_id: UUID, *, by: Actor) -> Meeting:
    """Keep a change's letters back until somebody lets them go."""
    change, meeting = _load(session, change_id, by)
    letters = _free(session, change)
    for letter in letters:
        outbox.hold(session, letter, outbox.HELD)
    change.held = True
    record(session, events.LettersHeld(**meetings.about(meeting, by), change=change.id))
    return meeting


def let_go(session: Session, change_id: UUID, *, by: Actor) -> Meeting:
    """Let a change's letters leave now that were held or wait for their time."""
    change, meeting = _load(session, change_id, by)
    letters = _free(session, change)
    for letter in letters:
        outbox.let_go(session, letter)
    change.held, change.leave_at = False, None
    record(session, events.LettersLetGo(**meetings.about(meeting, by), change=change.id))
    return meeting


def _load(session: Session, change_id: UUID, by: Actor) -> tuple[MeetingChange, Meeting]:
    change = session.get(MeetingChange, change_id, with_for_update=True)
    if change is None:
        raise NotFound
    return change, meetings.load(session, change.meeting_id, by)


def _waiting(session: Session, change_id: UUID) -> list[Letter]:
    return list(
        session.scalars(
            select(Letter).where(
                Letter.change_id == change_id,
                Letter.state.in_(("queued", "held")),
                Letter.tries == 0,
            )
        )
    )


def _free(session: Session, change: MeetingChange) -> list[Letter]:
    """Give the letters that a person may hold or let go; a fault or a dead address holds others.

    None as long as they are being written: they follow what their change says then.
    """
    letters = _waiting(session, change.id)
    found = [one for one in letters if one.state == "queued" or one.reason == outbox.HELD]
    if not found and change.id not in waiting.being_written(session, change.meeting_id):
        raise NothingWaits
    return found


def _uncall(session: Session, meeting: Meeting, change: MeetingChange) -> None:
    del session
    meeting.status, meeting.called_at = change.before["status"], None


def _move_back(session: Session, meeting: Meeting, change: MeetingChange) -> None:
    del session
    if change.old_start is None or change.old_minutes is None:
        raise TooLateToUndo
    fold = change.before["fold"]
    meeting.start, meeting.fold, meeting.minutes = change.old_start, fold, change.old_minutes
    meeting.starts_at = timezone.instant(change.old_start, meeting.time_zone, fold=fold)


def _reword(session: Session, meeting: Meeting, change: MeetingChange) -> None:
    del session
    for name in meetings.TEXTS:
        setattr(meeting, name, change.before[name])


def _uncancel(session: Session, meeting: Meeting, change: MeetingChange) -> None:
    del session, change
    meeting.status = meeting.status_before


def _cancel_again(session: Session, meeting: Meeting, change: MeetingChange) -> None:
    del session, change
    meeting.status_before, meeting.status = meeting.status, "cancelled"


def _swap_back(session: Session, meeting: Meeting, change: MeetingChange) -> None:
    del meeting
    for key in change.before.get("invited", ()):
        one = session.get_one(Invitation, UUID(key))
        one.removed_at = now()
        one.generation += 1
    for key in change.before.get("removed", ()):
        one = session.get_one(Invitation, UUID(key))
        one.removed_at = None
        one.generation -= 1  # nobody has been told that the link is dead


def _leave_as_it_is(session: Session, meeting: Meeting, change: MeetingChange) -> None:
    del session, meeting, change


BACK: Mapping[str, Callable[[Session, Meeting, MeetingChange], None]] = {
    "called": _uncall,
    "moved": _move_back,
    "text": _reword,
    "cancelled": _uncancel,
    "restored": _cancel_again,
    "invited": _swap_back,
    "removed": _swap_back,
    "substituted": _swap_back,
    "agenda": _leave_as_it_is,
    "resent": _leave_as_it_is,
}
