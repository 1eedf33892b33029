"""How are notes taken by several writers at once, so that none of their words is lost?

A writer says which version of a note they saw. If another has saved since, what they wrote is kept
as a clash beside what stands, until somebody joins the two. A note's version is that of the whole
minutes when it was written, so that one written anew never looks like one that was taken away.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import due
from scheduler.actor import Actor
from scheduler.clock import now
from scheduler.dispatch import record
from scheduler.errors import N_, NotFound, Refused
from scheduler.events import MinutesSaved
from scheduler.inputs.taking import NoteInput, SettleInput
from scheduler.model import AgendaItem, Meeting, Minutes, MinutesEntry, NoteClash
from scheduler.model.minutes import FIXED
from scheduler.services import attendance
from scheduler.services import minutes as whole
from scheduler.services.refusals import MeetingIsCancelled, MinutesAreFixed

PAUSE = timedelta(seconds=60)  # of many small writings one fact is told in each


class TextsWait(Refused):
    """What somebody wrote would go unread."""

    message = N_(
        "Two have written on the same notes, and one text waits to be joined. "
        "Open the notes and choose what is to stand."
    )
    status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What stands on a point after a writing, and its version (0: nothing stands).

    `clash`: another had saved first; the writer's own text is kept there.
    """

    item: UUID | None
    text: str
    version: int
    clash: UUID | None = None


def write_note(session: Session, meeting_id: UUID, *, plan: NoteInput, by: Actor) -> Noted:
    """Write one point's notes; what another has saved meanwhile stays, and so does this text."""
    meeting = load(session, meeting_id, by)
    check_point(meeting, plan.item, plan.text)
    minutes = of(session, meeting)
    standing = _standing(minutes, plan.item)
    if plan.text != standing.text:
        begun, minutes = minutes is not None, opened(session, meeting)
        if begun and plan.seen != standing.version:
            return _clashed(session, minutes, plan, standing, by)
        saved(session, meeting, minutes, by)
        _put(meeting, minutes, plan, by)
    if minutes and plan.settles:
        _settle(_clash(session, minutes, plan.settles))
    session.flush()
    return _standing(minutes, plan.item)


def settle_clash(session: Session, meeting_id: UUID, *, plan: SettleInput, by: Actor) -> Noted:
    """Decide what becomes of a text that was kept: it stands instead, goes, or stands below."""
    meeting = load(session, meeting_id, by)
    minutes = of(session, meeting)
    if minutes is None:
        raise NotFound
    clash = _clash(session, minutes, plan.clash)
    standing = _standing(minutes, clash.item_id)
    mine = clash.text if plan.text is None else plan.text
    text, seen = mine, plan.seen
    if plan.keep != "mine":
        parts = [standing.text] if plan.keep == "theirs" else [standing.text, mine]
        text, seen = "\n\n".join(filter(None, parts)), standing.version
    note = NoteInput.model_construct(item=clash.item_id, text=text, seen=seen, settles=clash.id)
    return write_note(session, meeting_id, plan=note, by=by)


def refuse_if_waiting(session: Session, minutes: Minutes) -> None:
    """Refuse to let minutes go on while a text that met another's waits to be joined."""
    waits = select(NoteClash.id).where(
        NoteClash.minutes_id == minutes.id, NoteClash.settled_at.is_(None)
    )
    if session.scalars(waits).first() is not None:
        raise TextsWait


def load(session: Session, meeting_id: UUID, by: Actor) -> Meeting:
    """Give a meeting to whoever may write its minutes, and let no other write meanwhile."""
    meeting = session.get(Meeting, meeting_id, with_for_update=True)
    if meeting is None:
        raise NotFound
    by.must("minutes:write", meeting.network_id)
    if meeting.cancelled:
        raise MeetingIsCancelled
    return meeting


def of(session: Session, meeting: Meeting) -> Minutes | None:
    """Give a meeting's minutes, if they have been begun."""
    return session.scalars(select(Minutes).where(Minutes.meeting_id == meeting.id)).one_or_none()


def opened(session: Session, meeting: Meeting) -> Minutes:
    """Give minutes to write in; the first writing begins them with those who said yes."""
    minutes = of(session, meeting)
    if minutes is None:
        minutes = Minutes(meeting_id=meeting.id, version=0, state="draft")
        session.add(minutes)
        session.flush()
        attendance.take_from_answers(session, meeting, minutes)
    elif minutes.state in FIXED:
        raise MinutesAreFixed
    return minutes


def saved(session: Session, meeting: Meeting, minutes: Minutes, by: Actor) -> None:
    """Raise the version; the first writing is a fact at once, later ones once a minute."""
    first = not minutes.version
    whole.touch(minutes, by)
    if first:
        tell(session, meeting, minutes)
        return
    at = now()
    end = at + PAUSE - timedelta(seconds=at.timestamp() % PAUSE.total_seconds())
    due.add(
        session,
        kind="tell_saved",
        lane="reactions",
        key=f"tell_saved:{meeting.id}:{end.timestamp():.0f}",
        due_at=end,
        network_id=meeting.network_id,
        body={"meeting": str(meeting.id)},
    )


def tell(session: Session, meeting: Meeting, minutes: Minutes) -> None:
    """Write down that minutes were written, whatever followed from it before."""
    fact = MinutesSaved(
        by=minutes.saved_by,
        subject=meeting.id,
        network_id=meeting.network_id,
        version=minutes.version,
    )
    record(session, fact)


def check_point(meeting: Meeting, item_id: UUID | None, text: str) -> AgendaItem | None:
    """Give the point that is written about; refuse one of elsewhere, and text on what is spoken."""
    if item_id is None:
        return None
    item = next((one for one in meeting.agenda if one.id == item_id), None)
    if item is None:
        raise whole.NotOnTheAgenda(field="item")
    if text and item.item_class == "spoken":
        raise whole.OnlySpoken(field="text", title=item.title)
    return item


def _standing(minutes: Minutes | None, item_id: UUID | None) -> Noted:
    entries = [one for one in minutes.entries if one.item_id == item_id] if minutes else []
    return Noted(
        item=item_id,
        text="\n\n".join(one.text for one in entries),
        version=max((one.version for one in entries), default=0),
    )


def _put(meeting: Meeting, minutes: Minutes, plan: NoteInput, by: Actor) -> None:
    """Let one entry stand for the point, or none; those of the minutes keep the agenda's order."""
    known = [one for one in minutes.entries if one.item_id == plan.item]
    entry = known[0] if known else MinutesEntry(item_id=plan.item)
    entry.text, entry.version = plan.text, minutes.version
    entry.saved_at, entry.saved_by = now(), by.name
    others = [one for one in minutes.entries if one.item_id != plan.item]
    order: dict[UUID | None, int] = {None: 0} | {item.id: item.position for item in meeting.agenda}
    kept = sorted(
        [*others, *([entry] if plan.text else [])], key=lambda one: order.get(one.item_id, 0)
    )
    minutes.entries = kept
    for position, one in enumerate(kept, 1):
        one.position = position


def _clashed(
    session: Session, minutes: Minutes, plan: NoteInput, standing: Noted, by: Actor
) -> Noted:
    same = select(NoteClash).where(
        NoteClash.minutes_id == minutes.id,
        NoteClash.item_id.is_(None) if plan.item is None else NoteClash.item_id == plan.item,
        NoteClash.by == by.name,
        NoteClash.text == plan.text,
        NoteClash.settled_at.is_(None),
    )
    clash = session.scalars(same).first()
    if clash is None:  # sent again by a browser that got no answer, it is kept once
        clash = NoteClash(minutes_id=minutes.id, item_id=plan.item, text=plan.text, by=by.name)
        session.add(clash)
        session.flush()
    return Noted(item=plan.item, text=standing.text, version=standing.version, clash=clash.id)


def _clash(session: Session, minutes: Minutes, clash_id: UUID) -> NoteClash:
    clash = session.get(NoteClash, clash_id)
    if clash is None or clash.minutes_id != minutes.id:
        raise NotFound
    return clash


def _settle(clash: NoteClash) -> None:
    clash.settled_at = clash.settled_at or now()
