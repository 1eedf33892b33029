"""What would a change send, to whom, and what does each mail say?

Asks the same pure function as the handlers, and renders with the same renderer, so that what is
shown is what is sent. All works on rows of a reading session that is thrown away: nothing is kept.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from scheduler import history, letters
from scheduler.clock import now
from scheduler.errors import NotFound
from scheduler.inputs import MoveInput, TextInput
from scheduler.letters import Change, Draft
from scheduler.model import Invitation, Letter, Meeting, MeetingChange
from scheduler.queries import pretended
from scheduler.render import Rendered, Renderer
from scheduler.told import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The letters that a change means, and one of them as it would be sent.

    `told` has what each was told before; `waiting` the invitations with a letter that has not left.
    """

    meeting: Meeting
    drafts: list[Draft]
    shown: Draft | None
    mail: Rendered | None
    told: Mapping[UUID, Told]
    waiting: Collection[UUID]


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

    Who is not yet invited (a notice to a whole network) is named by the person's own id.
    """
    meeting, note = _load(session, meeting_id), _note(meeting_id, change, reason)
    if isinstance(plan, MoveInput):
        pretended.moved(meeting, note, plan)
    elif isinstance(plan, TextInput):
        pretended.changed(meeting, note, plan)
    elif change == "call":
        pretended.called(session, meeting)
    elif change == "cancelled":
        meeting.status = "cancelled"
    elif change == "restored":
        pretended.restored(meeting)
    drafts = _owed(session, meeting, change)
    sequence = meeting.sequence + (change != "call")
    return _shown(session, renderer, meeting, drafts, reader, note, sequence)


def of_invited(
    session: Session,
    renderer: Renderer,
    meeting_id: UUID,
    people: Sequence[UUID],
    *,
    reader: UUID | None = None,
) -> Preview:
    """Show what inviting these people of the network would send, each named by the own id."""
    meeting, note = _load(session, meeting_id), _note(meeting_id, "call")
    coming = pretended.invited(session, meeting, people)
    drafts = [letters.draft("call", one) for one in coming] if meeting.called_at else []
    return _shown(session, renderer, meeting, drafts, reader, note, meeting.sequence)


def of_removed(session: Session, renderer: Renderer, invitation_id: UUID) -> Preview:
    """Show what taking one person off the list would send: nothing if they were never told."""
    meeting, one = _load_one(session, invitation_id)
    one.removed_at = now()
    drafts = _owed(session, meeting, "removed", only=[one.id])
    note = _note(meeting.id, "removed")
    return _shown(session, renderer, meeting, drafts, None, note, meeting.sequence + 1)


def of_resent(session: Session, renderer: Renderer, invitation_id: UUID) -> Preview:
    """Show the notice as it would be sent to one person once more."""
    meeting, one = _load_one(session, invitation_id)
    drafts = _owed(session, meeting, "call", only=[one.id])
    note = _note(meeting.id, "call")
    return _shown(session, renderer, meeting, drafts, None, note, meeting.sequence + 1)


def of_behind(
    session: Session, renderer: Renderer, meeting_id: UUID, *, reader: UUID | None = None
) -> Preview:
    """Show the notice as it would be sent to all whose calendars show the meeting as it was."""
    meeting = _load(session, meeting_id)
    told = history.told(session, meeting_id)
    late = [
        one.id
        for one in meeting.invitations
        if one.active and letters.is_behind(meeting, told.get(one.id))
    ]
    drafts = _owed(session, meeting, "call", only=late)
    note = _note(meeting.id, "call")
    return _shown(session, renderer, meeting, drafts, reader, note, meeting.sequence + 1)


def of_reminder(
    session: Session, renderer: Renderer, meeting_id: UUID, kind: str, reader: UUID | None = None
) -> Preview:
    """Show a reminder (remind_silent, remind_coming) as it would be sent now."""
    meeting, note = _load(session, meeting_id), _note(meeting_id, kind)
    wanted = {"needs-action"} if kind == "remind_silent" else {"accepted", "tentative"}
    concerned = [one for one in meeting.invitations if one.active and one.answer in wanted]
    drafts = [Draft(kind, "", one, "") for one in concerned]
    return _shown(session, renderer, meeting, drafts, reader, note, 0)


def _shown(
    session: Session,
    renderer: Renderer,
    meeting: Meeting,
    drafts: list[Draft],
    reader: UUID | None,
    note: MeetingChange,
    sequence: int,
) -> Preview:
    shown = next((one for one in drafts if one.invitation.id == reader), None)
    shown = shown or min(drafts, key=_name, default=None)  # the same one each time
    mail = _render(session, renderer, meeting, shown, note, sequence) if shown else None
    return Preview(
        meeting=meeting,
        drafts=drafts,
        shown=shown,
        mail=mail,
        told=history.told(session, meeting.id),
        waiting=history.waiting(session, meeting.id).keys(),
    )


def _name(draft: Draft) -> tuple[str, str]:
    person = draft.invitation.person
    return person.name, person.email


def _render(
    session: Session,
    renderer: Renderer,
    meeting: Meeting,
    draft: Draft,
    note: MeetingChange,
    sequence: int,
) -> Rendered:
    letter = Letter(
        id=draft.invitation.id,
        kind=draft.kind,
        method=draft.method,
        network_id=meeting.network_id,
        person_id=draft.invitation.person_id,
        invitation_id=draft.invitation.id,
        sequence=sequence,
        stamp=now().replace(microsecond=0) + timedelta(seconds=1),
        body={},
    )
    letter.meeting, letter.invitation, letter.person = (
        meeting,
        draft.invitation,
        draft.invitation.person,
    )
    return renderer.letter(session, letter, note)


def _owed(
    session: Session, meeting: Meeting, change: str, only: Collection[UUID] | None = None
) -> list[Draft]:
    """Ask what the handlers will ask (scheduler/handlers/mail.py) of the meeting as it would be."""
    waiting = {key: one.kind for key, one in history.waiting(session, meeting.id).items()}
    told = history.told(session, meeting.id)
    return letters.owed(change, meeting, told, waiting, only=only)


def _note(meeting_id: UUID, kind: str, reason: str = "") -> MeetingChange:
    return MeetingChange(meeting_id=meeting_id, kind=kind, reason=reason, by="")


def _load_one(session: Session, invitation_id: UUID) -> tuple[Meeting, Invitation]:
    row = session.get(Invitation, invitation_id)
    if row is None or not row.active:
        raise NotFound
    meeting = _load(session, row.meeting_id)
    return meeting, next(one for one in meeting.invitations if one.id == invitation_id)


def _load(session: Session, meeting_id: UUID) -> Meeting:
    people = selectinload(Meeting.invitations)
    meeting = session.scalars(
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(
            people.joinedload(Invitation.person),
            people.joinedload(Invitation.organisation),
            joinedload(Meeting.network),
            selectinload(Meeting.agenda),
        )
    ).one_or_none()
    if meeting is None:
        raise NotFound
    return meeting
