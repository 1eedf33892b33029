"""How is a letter written? As a row with its delivery as due work, once per key.

What happens to it then stands in scheduler/delivery.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import due, history, truth
from scheduler.clock import now
from scheduler.errors import N_
from scheduler.leaving import AT_ONCE, Leaving
from scheduler.letters import Draft
from scheduler.model import Invitation, Letter, Meeting, MeetingChange, Person, ReplyAddress

COALESCE = timedelta(seconds=60)  # answers within this time are one letter
HELD = N_("Held back until somebody lets it go.")
DEAD_ADDRESS = N_("The address takes no mail. Change it, or try it again.")


def post(
    session: Session,
    *,
    key: str,
    kind: str,
    person: Person,
    meeting: Meeting | None = None,
    leave: Leaving = AT_ONCE,
    **columns: Any,
) -> Letter | None:
    """Write one letter and its delivery; a key that exists already is a no-op (None).

    `columns`: invitation, change_id, method, sequence, stamp, body; network_id without a meeting.
    """
    if session.scalar(select(Letter.id).where(Letter.key == key)) is not None:
        return None
    letter = Letter(key=key, kind=kind, person=person, meeting=meeting, **columns)
    if meeting is not None:
        letter.network_id, letter.time_sequence = meeting.network_id, meeting.time_sequence
    if letter.network_id is not None:
        _ensure_reply_address(session, person.id, letter.network_id)
    session.add(letter)
    session.flush()
    if leave.held:
        hold(session, letter, HELD)
    else:
        schedule(session, letter, leave.at or now())
    return letter


def replace(
    session: Session,
    meeting: Meeting,
    drafts: Iterable[Draft],
    waiting: Mapping[UUID, Letter],
    *,
    change: MeetingChange | None = None,
    hasten: bool = True,
) -> None:
    """Let these drafts stand in place of the letters that have not left.

    `waiting` has each concerned invitation's letter that has not left; what is no longer owed, or
    is said by a newer one, is withdrawn with its reason. Without `hasten` what replaces a letter
    that is held, or waits for its time, does so too: nobody decided that it should leave.
    """
    owed = {draft.invitation.id: draft for draft in drafts}
    until = {} if hasten else {one: _waits_as(session, waiting[one]) for one in waiting}
    for invitation_id, letter in waiting.items():
        if invitation_id not in owed:
            withdraw(session, letter, truth.nothing_owed(meeting, letter))
            plan_confirmation(session, letter)
        elif letter.sequence < meeting.sequence:
            moved = letter.time_sequence != meeting.time_sequence
            withdraw(session, letter, truth.MOVED if moved else truth.NEWER)
    stamp = next_stamp(meeting) if owed else None
    for draft in owed.values():
        made = post_draft(session, meeting, draft, change=change, stamp=stamp)
        if made is not None and draft.invitation.id in until:
            _wait_as(session, made, until[draft.invitation.id])


def post_draft(
    session: Session,
    meeting: Meeting,
    draft: Draft,
    *,
    change: MeetingChange | None = None,
    stamp: datetime | None = None,
) -> Letter | None:
    """Write one letter that tells of a meeting; one per invitation and SEQUENCE, whatever it is."""
    return post(
        session,
        key=f"{draft.invitation.id}:{meeting.sequence}",
        kind=draft.kind,
        person=draft.invitation.person,
        meeting=meeting,
        leave=leaving_of(change),
        invitation=draft.invitation,
        change_id=change.id if change else None,
        method=draft.method,
        sequence=meeting.sequence,
        stamp=stamp or next_stamp(meeting),
    )


def post_to(session: Session, kind: str, person_id: UUID) -> Letter | None:
    """Write a letter that is about no meeting; each request is one letter."""
    person = session.get_one(Person, person_id)
    return post(session, key=f"{kind}:{person_id}:{now().isoformat()}", kind=kind, person=person)


def leaving_of(change: MeetingChange | None) -> Leaving:
    """Say when the letters of a change leave."""
    return Leaving(change.leave_at, change.held) if change is not None else AT_ONCE


def plan_confirmation(session: Session, about: Letter | Invitation) -> None:
    """Plan to tell a calendar of an answer that it does not show, if it must be told."""
    invitation = about.invitation if isinstance(about, Letter) else about
    if invitation is None or not history.lags(session, invitation.meeting, invitation):
        return
    meeting = invitation.meeting
    due.renew(
        session,
        kind="confirm_answer",
        lane="reactions",
        key=f"confirm_answer:{invitation.id}",
        due_at=now() + COALESCE,
        meeting_id=meeting.id,
        network_id=meeting.network_id,
        body={"invitation": str(invitation.id)},
    )


def schedule(session: Session, letter: Letter, at: datetime) -> None:
    """Let a letter leave at an instant."""
    due.renew(
        session,
        kind="deliver",
        lane="network",
        key=f"deliver:{letter.id}",
        due_at=at,
        letter_id=letter.id,
        meeting_id=letter.meeting_id,
        network_id=letter.network_id,
    )


def hold(session: Session, letter: Letter, reason: str) -> None:
    """Keep a letter back until somebody lets it go."""
    letter.state, letter.reason = "held", reason
    due.drop(session, letter.id)


def let_go(session: Session, letter: Letter, at: datetime | None = None) -> None:
    """Let a letter that was held or given up leave, as one that has not been tried."""
    letter.state = "doubt" if (letter.body or {}).get("doubt") else "queued"
    letter.reason, letter.tries, letter.tried_at = "", 0, None
    schedule(session, letter, at or now())


def withdraw(session: Session, letter: Letter, reason: str) -> None:
    """Take a letter back that has not left; it stays to be seen, with the reason."""
    letter.state, letter.reason, letter.raw = "withdrawn", reason, None
    due.drop(session, letter.id)


def next_stamp(meeting: Meeting) -> datetime:
    """Give the next DTSTAMP of a meeting: now, and later than any before (RFC 5545 3.8.7.2)."""
    moment = now().replace(microsecond=0)
    if meeting.stamp is not None:
        moment = max(moment, meeting.stamp + timedelta(seconds=1))
    meeting.stamp = moment
    return moment


@dataclass(frozen=True, slots=True)
class _Wait:
    """How a letter waits: `at` an instant, or held for a `reason`; and of which change it is."""

    change_id: UUID | None
    at: datetime | None
    reason: str


def _waits_as(session: Session, letter: Letter) -> _Wait:
    at = due.waits_until(session, letter.id)
    return _Wait(letter.change_id, at, letter.reason)


def _wait_as(session: Session, letter: Letter, wait: _Wait) -> None:
    letter.change_id = wait.change_id
    if wait.at is None:
        hold(session, letter, wait.reason)
    else:
        schedule(session, letter, wait.at)


def _ensure_reply_address(session: Session, person_id: UUID, network_id: UUID) -> None:
    known = session.scalar(
        select(ReplyAddress.number).where(
            ReplyAddress.person_id == person_id, ReplyAddress.network_id == network_id
        )
    )
    if known is None:
        session.add(ReplyAddress(person_id=person_id, network_id=network_id))
        session.flush()
