"""How do minutes come to hold: out for comments, adjusted, approved, published?

draft → circulated → adjusted (where adjusters are chosen) → approved → published. Each step has its
time and person and keeps a version. A network that needs less takes fewer steps: a draft can be
approved at once, and publishing approves what is not approved yet.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.actor import Actor, NotAllowed
from scheduler.calendar import timezone
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import (
    MinutesAdjusted,
    MinutesApproved,
    MinutesCirculated,
    MinutesPublished,
)
from scheduler.inputs import AdjustInput, CirculateInput
from scheduler.model import Adjuster, Meeting, Minutes, MinutesComment
from scheduler.model.minutes import FIXED
from scheduler.queries import entitled
from scheduler.services import taking, versions
from scheduler.services.refusals import MeetingIsCancelled, MinutesAreFixed

LONGEST = timedelta(days=366)


class NothingWritten(Refused):
    """There are no minutes yet."""

    message = N_("No notes have been saved from this meeting yet. Write and save them first.")


class TooSoonOrLate(Refused):
    """Comments must have a time to come."""

    message = N_("Choose a time for comments that is still to come, within a year.")


class AdjusterWasNotThere(Refused):
    """Who adjusts must have heard what was said."""

    message = N_(
        "An adjuster must have been at the meeting. Mark the person as present, or choose another."
    )


class NotCirculated(Refused):
    """Adjusting is about a text that is out."""

    message = N_("The notes are not out for comments. Send them out first, then they are adjusted.")
    status = 409


class AdjustersAreLeft(Refused):
    """Those who were chosen to adjust have not all done so."""

    message = N_(
        "%(names)s have not adjusted the notes yet. Ask them, or note on the page that they have."
    )
    status = 409


class CommentsAreLeft(Refused):
    """An objection is open."""

    message = N_("Some comments have no answer yet. Take or decline each of them first.")
    status = 409


TOO_EARLY = (AdjustersAreLeft, CommentsAreLeft, taking.TextsWait)  # somebody has to act first


def circulate(session: Session, meeting_id: UUID, *, plan: CirculateInput, by: Actor) -> Minutes:
    """Send the minutes out for comments to those who were there; also once more, after changes."""
    meeting, minutes = _open(session, meeting_id, by)
    if minutes.state in FIXED:
        raise MinutesAreFixed
    taking.refuse_if_waiting(session, minutes)
    network = meeting.network
    minutes.comments_until = _until(meeting, plan)
    asked = plan.silence_approves
    minutes.silence_approves = network.silence_approves if asked is None else asked
    _choose(session, meeting, minutes, plan)
    minutes.state, minutes.adjusted_at, minutes.adjusted_by = "circulated", None, ""
    minutes.circulated_at, minutes.circulated_by = now(), by.name
    minutes.round += 1
    _step(session, meeting, minutes, by)
    record(
        session,
        MinutesCirculated(
            by=by.name,
            subject=meeting.id,
            network_id=meeting.network_id,
            version=minutes.version,
            round=minutes.round,
        ),
    )
    return minutes


def adjust(session: Session, meeting_id: UUID, *, plan: AdjustInput, by: Actor) -> Minutes:
    """Note that an adjuster finds the text right; when all do, the minutes are adjusted.

    An adjuster says so for themselves; who writes the minutes may note it for `plan.person`, or
    naming nobody for all of them (they have signed on paper).
    """
    meeting, minutes = _load(session, meeting_id)
    found = _adjusting(meeting, minutes, plan, by)
    if minutes.state == "adjusted" or minutes.state in FIXED:
        return minutes
    if minutes.state != "circulated":
        raise NotCirculated
    for one in found:
        one.adjusted_version, one.adjusted_at, one.adjusted_by = minutes.version, now(), by.name
    whole = not _left(minutes)
    if whole:
        minutes.state, minutes.adjusted_at, minutes.adjusted_by = "adjusted", now(), by.name
        _step(session, meeting, minutes, by)
    record(
        session,
        MinutesAdjusted(
            by=by.name,
            subject=meeting.id,
            network_id=meeting.network_id,
            person=found[0].person_id if len(found) == 1 else None,
            whole=whole,
        ),
    )
    return minutes


def approve(session: Session, meeting_id: UUID, *, by: Actor, silence: bool = False) -> Minutes:
    """Approve the minutes; from now on the text changes with a reason only."""
    meeting, minutes = _open(session, meeting_id, by)
    if minutes.state in FIXED:
        return minutes
    if left := _left(minutes):
        raise AdjustersAreLeft(names=", ".join(left))
    if _open_comments(session, minutes):
        raise CommentsAreLeft
    taking.refuse_if_waiting(session, minutes)
    minutes.state, minutes.approved_at, minutes.approved_by = "approved", now(), by.name
    _step(session, meeting, minutes, by)
    record(
        session,
        MinutesApproved(
            by=by.name,
            subject=meeting.id,
            network_id=meeting.network_id,
            version=minutes.version,
            silence=silence,
        ),
    )
    return minutes


def publish(session: Session, meeting_id: UUID, *, by: Actor) -> Minutes:
    """Publish the minutes to all who were called; what is not approved yet is approved by it."""
    meeting, minutes = _open(session, meeting_id, by)
    if minutes.state == "published":
        return minutes
    approve(session, meeting_id, by=by)
    minutes.state, minutes.published_at, minutes.published_by = "published", now(), by.name
    _step(session, meeting, minutes, by)
    network_id = meeting.network_id
    record(session, MinutesPublished(by=by.name, subject=meeting.id, network_id=network_id))
    return minutes


def proposed(session: Session, meeting_id: UUID) -> dict[str, object]:
    """Give what a network's own rules propose for sending minutes out, as CirculateInput."""
    meeting = session.get_one(Meeting, meeting_id)
    zone = timezone.zone(meeting.network.time_zone)
    until = _until(meeting, CirculateInput()).astimezone(zone).replace(tzinfo=None)
    return {"comments_until": until, "silence_approves": meeting.network.silence_approves}


def may_approve_by_silence(session: Session, minutes: Minutes) -> bool:
    """Tell whether silence is consent: nobody has objected, and it is to the text that was sent."""
    commented = select(MinutesComment.id).where(
        MinutesComment.minutes_id == minutes.id, MinutesComment.round == minutes.round
    )
    sent = minutes.circulated_at
    return (
        minutes.silence_approves
        and minutes.state in {"circulated", "adjusted"}
        and sent is not None
        and minutes.saved_at <= sent
        and not _left(minutes)
        and session.scalars(commented).first() is None
    )


def _load(session: Session, meeting_id: UUID) -> tuple[Meeting, Minutes]:
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None:
        raise NotFound
    if meeting.cancelled:
        raise MeetingIsCancelled
    found = select(Minutes).where(Minutes.meeting_id == meeting.id)
    minutes = session.scalars(found).one_or_none()
    if minutes is None:
        raise NothingWritten
    return meeting, minutes


def _open(session: Session, meeting_id: UUID, by: Actor) -> tuple[Meeting, Minutes]:
    meeting = session.get(Meeting, meeting_id)
    if meeting is None:
        raise NotFound
    by.must("minutes:write", meeting.network_id)
    return _load(session, meeting_id)


def _step(session: Session, meeting: Meeting, minutes: Minutes, by: Actor) -> None:
    minutes.version += 1
    versions.keep(session, meeting, minutes, by=by)


def _until(meeting: Meeting, plan: CirculateInput) -> datetime:
    zone = meeting.network.time_zone
    if plan.comments_until is None:
        day = clock.today(zone) + timedelta(days=meeting.network.comment_days)
        return timezone.resolve(datetime.combine(day, time(23, 59)), zone)
    until = timezone.resolve(plan.comments_until, zone)
    if not now() < until <= now() + LONGEST:
        raise TooSoonOrLate(field="comments_until")
    return until


def _choose(session: Session, meeting: Meeting, minutes: Minutes, plan: CirculateInput) -> None:
    chosen = dict.fromkeys(plan.adjusters)
    if "adjusters" not in plan.model_fields_set:
        chosen = dict.fromkeys(one.person_id for one in minutes.adjusters)
    for place, person_id in enumerate(chosen):
        if not entitled.attended(session, meeting.id, person_id):
            raise AdjusterWasNotThere(field=f"adjusters.{place}")
    minutes.adjusters = []
    session.flush()
    minutes.adjusters = [Adjuster(person_id=person_id) for person_id in chosen]


def _adjusting(meeting: Meeting, minutes: Minutes, plan: AdjustInput, by: Actor) -> list[Adjuster]:
    chosen = {one.person_id: one for one in minutes.adjusters}
    person = plan.person or (by.person_id if by.person_id in chosen else None)
    if person is None or person != by.person_id:
        by.must("minutes:write", meeting.network_id)
    if person is None:
        return list(minutes.adjusters)
    if person not in chosen:
        raise NotAllowed
    return [chosen[person]]


def _left(minutes: Minutes) -> list[str]:
    if minutes.state == "adjusted":
        return []
    return [
        one.person.public_name
        for one in minutes.adjusters
        if one.adjusted_version != minutes.version
    ]


def _open_comments(session: Session, minutes: Minutes) -> int:
    open_ = select(func.count()).where(
        MinutesComment.minutes_id == minutes.id, MinutesComment.state == "open"
    )
    return session.scalar(open_) or 0
