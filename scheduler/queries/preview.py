"""What would a change send, to whom, and what does each mail say?

Asks the same pure function as the handlers, and renders with the same renderer, so that what is
shown is what is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from scheduler import letters
from scheduler.calendar import timezone
from scheduler.clock import now
from scheduler.errors import NotFound
from scheduler.inputs import MoveInput, TextInput
from scheduler.letters import Change, Draft
from scheduler.model import Invitation, Letter, Meeting, MeetingChange
from scheduler.queries.told import told
from scheduler.render import Rendered, Renderer


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The letters that a change means, and one of them as it would be sent."""

    meeting: Meeting
    drafts: list[Draft]
    shown: Draft | None
    mail: Rendered | None


def of(
    session: Session,
    renderer: Renderer,
    meeting_id: UUID,
    change: Change,
    *,
    plan: MoveInput | TextInput | None = None,
    reason: str = "",
    reader: UUID | None = None,
) -> Preview:
    """Show what `change` would send; `reader` is the invitation whose mail is rendered.

    Works on rows of a reading session that is thrown away: nothing is kept.
    """
    meeting = _load(session, meeting_id)
    note = MeetingChange(meeting_id=meeting.id, kind=change, reason=reason, by="")
    if isinstance(plan, MoveInput):
        _pretend_move(meeting, note, plan)
    elif isinstance(plan, TextInput):
        _pretend_text(meeting, note, plan)
    drafts = letters.letters_for(change, meeting, told(session, meeting_id))
    shown = next((one for one in drafts if one.invitation.id == reader), None)
    shown = shown or (drafts[0] if drafts else None)
    mail = _render(session, renderer, meeting, shown, note) if shown else None
    return Preview(meeting=meeting, drafts=drafts, shown=shown, mail=mail)


def _render(
    session: Session, renderer: Renderer, meeting: Meeting, draft: Draft, note: MeetingChange
) -> Rendered:
    new = draft.kind != "call"
    letter = Letter(
        id=draft.invitation.id,
        kind=draft.kind,
        method=draft.method,
        network_id=meeting.network_id,
        person_id=draft.invitation.person_id,
        invitation_id=draft.invitation.id,
        sequence=meeting.sequence + new,
        stamp=now().replace(microsecond=0) + timedelta(seconds=1),
        body={},
    )
    letter.meeting, letter.invitation, letter.person = (
        meeting,
        draft.invitation,
        draft.invitation.person,
    )
    return renderer.letter(session, letter, note)


def _pretend_move(meeting: Meeting, note: MeetingChange, move: MoveInput) -> None:
    note.old_start, note.old_minutes = meeting.start, meeting.minutes
    meeting.starts_at = timezone.resolve(move.start, meeting.time_zone, fold=move.fold)
    meeting.start, meeting.fold = move.start, move.fold or 0
    meeting.minutes = move.minutes or meeting.minutes
    for one in meeting.invitations:
        one.answer = "needs-action"


def _pretend_text(meeting: Meeting, note: MeetingChange, plan: TextInput) -> None:
    note.old_place, note.new_place = meeting.place, plan.place
    meeting.title, meeting.text = plan.title, plan.text
    meeting.place, meeting.online_url = plan.place, plan.online_url


def _load(session: Session, meeting_id: UUID) -> Meeting:
    people = selectinload(Meeting.invitations).joinedload(Invitation.person)
    meeting = session.scalars(
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(people, joinedload(Meeting.network), selectinload(Meeting.agenda))
    ).one_or_none()
    if meeting is None:
        raise NotFound
    return meeting
