"""How are the minutes of a meeting written together, and corrected when they hold already?"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import N_, Conflict, NotFound, Refused
from scheduler.events import MinutesCorrected, MinutesSaved
from scheduler.inputs import MinutesInput
from scheduler.inputs.minutes import DecisionInput, EntryInput
from scheduler.model import Decision, Meeting, Minutes, MinutesEntry
from scheduler.model.minutes import FIXED
from scheduler.services import attendance, promises, versions
from scheduler.services.refusals import MeetingIsCancelled, MinutesAreFixed


class ReasonMissing(Refused):
    """Approved text changes with a reason only."""

    message = N_("Say in a sentence why the notes are corrected.")


class NotOnTheAgenda(Refused):
    """The point is of another meeting, or of none."""

    message = N_("This point is not on the meeting's agenda. Reload the page and try again.")


class OnlySpoken(Refused):
    """What is only spoken leaves no more than its title."""

    message = N_(
        "“%(title)s” is only spoken about: nothing is written down. Take the text away, "
        "or write it under another point."
    )


class NotThisMeetings(Refused):
    """The id is of no decision of this meeting."""

    message = N_("This decision is not one of the meeting's. Reload the page and try again.")


def save(
    session: Session,
    meeting_id: UUID,
    *,
    plan: MinutesInput,
    version: int | None,
    by: Actor,
) -> Minutes:
    """Write what the plan names; what it leaves out stays, the attendance as people answered.

    `version` is the one that the writer saw (None or 0: none yet). Raises Conflict when somebody
    else has saved since. Approved minutes are corrected with a reason, which the new version
    keeps; without one MinutesAreFixed is raised.
    """
    meeting = _load(session, meeting_id, by)
    if meeting.cancelled:
        raise MeetingIsCancelled
    minutes = _opened(session, meeting, version, plan.reason)
    named = plan.model_fields_set
    _check_points(meeting, plan)
    if "attendance" in named:
        attendance.take(session, meeting, minutes, plan.attendance)
    elif not minutes.version:
        attendance.take_from_answers(session, meeting, minutes)
    if "entries" in named:
        _write_entries(meeting, minutes, plan.entries)
    if "decisions" in named:
        _write_decisions(session, meeting, minutes, plan.decisions)
    if "actions" in named:
        promises.write(session, meeting, plan.actions, by=by)
    if "case_number" in named:
        minutes.case_number = plan.case_number
    _saved(session, meeting, minutes, by)
    if minutes.state in FIXED:
        _corrected(session, meeting, minutes, plan.reason, by)
    return minutes


def touch(minutes: Minutes, by: Actor) -> None:
    """Note that something in the minutes was written; what was adjusted is to be so again."""
    minutes.version += 1
    minutes.saved_at, minutes.saved_by = now(), by.name
    if minutes.state == "adjusted":
        minutes.state, minutes.adjusted_at, minutes.adjusted_by = "circulated", None, ""


def _load(session: Session, meeting_id: UUID, by: Actor) -> Meeting:
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None:
        raise NotFound
    by.must("minutes:write", meeting.network_id)
    return meeting


def _of(session: Session, meeting: Meeting) -> Minutes | None:
    return session.scalars(select(Minutes).where(Minutes.meeting_id == meeting.id)).one_or_none()


def _opened(session: Session, meeting: Meeting, version: int | None, reason: str) -> Minutes:
    minutes = _of(session, meeting)
    if minutes is not None and minutes.state in FIXED and not reason:
        raise MinutesAreFixed
    if (version or 0) != (minutes.version if minutes else 0):
        raise Conflict
    if minutes is None:
        minutes = Minutes(meeting_id=meeting.id, version=0, state="draft")
        session.add(minutes)
        session.flush()
    return minutes


def _saved(session: Session, meeting: Meeting, minutes: Minutes, by: Actor) -> None:
    touch(minutes, by)
    session.flush()
    session.refresh(minutes, ["decisions"])
    record(
        session,
        MinutesSaved(
            by=by.name,
            subject=meeting.id,
            network_id=meeting.network_id,
            version=minutes.version,
        ),
    )


def _corrected(
    session: Session, meeting: Meeting, minutes: Minutes, reason: str, by: Actor
) -> None:
    versions.keep(session, meeting, minutes, by=by, reason=reason)
    network_id = meeting.network_id
    record(
        session,
        MinutesCorrected(
            by=by.name, subject=meeting.id, network_id=network_id, version=minutes.version
        ),
    )


def _check_points(meeting: Meeting, plan: MinutesInput) -> None:
    points = {item.id: item for item in meeting.agenda}
    for part in ("entries", "decisions", "actions"):
        for place, written in enumerate(getattr(plan, part)):
            if written.item is None or not written.text:
                continue
            field = f"{part}.{place}"
            if written.item not in points:
                raise NotOnTheAgenda(field=f"{field}.item")
            if points[written.item].item_class == "spoken":
                raise OnlySpoken(field=f"{field}.text", title=points[written.item].title)


def _write_entries(meeting: Meeting, minutes: Minutes, entries: Collection[EntryInput]) -> None:
    order = {None: 0} | {item.id: item.position for item in meeting.agenda}
    written = [entry for entry in entries if entry.text]
    # What stays keeps its version: whoever is writing it at this moment has seen what stands.
    left = {(one.item_id, one.text): one for one in minutes.entries}
    kept = []
    for entry in sorted(written, key=lambda one: order[one.item]):
        same = left.pop((entry.item, entry.text), None)
        fresh = MinutesEntry(item_id=entry.item, text=entry.text, version=minutes.version + 1)
        kept.append(same or fresh)
    for position, one in enumerate(kept, 1):
        one.position = position
    minutes.entries = kept


def _write_decisions(
    session: Session, meeting: Meeting, minutes: Minutes, plan: Collection[DecisionInput]
) -> None:
    left = {decision.id: decision for decision in minutes.decisions}
    kept: list[tuple[DecisionInput, Decision | None]] = []
    for place, line in enumerate(plan):
        if line.id is not None and line.id not in left:
            raise NotThisMeetings(field=f"decisions.{place}.id")
        kept.append((line, left.pop(line.id) if line.id else None))
    for decision in left.values():
        session.delete(decision)
    session.flush()
    for line, known in kept:
        decision = known or new_decision(session, meeting, minutes)
        decision.item_id, decision.text = line.item, line.text
        session.add(decision)
        session.flush()


def new_decision(session: Session, meeting: Meeting, minutes: Minutes) -> Decision:
    """Make a decision with the next number within network and year; its words are to be added."""
    year = meeting.start.year
    highest = session.scalar(
        select(func.max(Decision.number)).where(
            Decision.network_id == meeting.network_id, Decision.year == year
        )
    )
    return Decision(
        network_id=meeting.network_id,
        meeting_id=meeting.id,
        minutes_id=minutes.id,
        year=year,
        number=(highest or 0) + 1,
    )
