"""Which letter is owed to whom?

Pure over loaded rows: the difference between what a person was told last and the meeting as it
stands. The preview, the handlers and the delivery ask the same function, so what is shown is what
is sent, several changes become one letter with the end state, and moving back owes nobody anything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from scheduler import told as telling
from scheduler.errors import N_
from scheduler.model import Invitation, Meeting
from scheduler.told import Told

Change = Literal["call", "moved", "changed", "cancelled", "restored", "agenda", "answered"]

# The kinds that tell a calendar how a meeting stands.
TELLING = (
    "call",
    "moved",
    "clock",
    "changed",
    "agenda",
    "answered",
    "cancelled",
    "restored",
    "removed",
)

_WHY: Mapping[str, str] = {
    "call": N_("gets the notice: has not been told before"),
    "moved": N_("gets the new time: was called to the earlier time"),
    "clock": N_("gets the time anew: the law about the clocks has changed"),
    "changed": N_("gets the change: was called and has not declined"),
    "agenda": N_("gets the agenda: was called and has not declined"),
    "answered": N_("gets the answer that was given by the link, for the calendar"),
    "cancelled": N_("gets a cancellation: has been called"),
    "removed": N_("gets a cancellation: has been called"),
    "restored": N_("gets word that it is held: was told that it is cancelled"),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """One letter to be: its kind (a folder under templates/mail), iTIP method, to whom and why."""

    kind: str
    method: str  # "REQUEST", "CANCEL", or "" for a mail without a calendar part
    invitation: Invitation
    why: str


def owed(
    change: str,
    meeting: Meeting,
    told: Mapping[UUID, Told],
    waiting: Mapping[UUID, str] | None = None,
    *,
    only: Collection[UUID] | None = None,
) -> list[Draft]:
    """List the letters that are owed after `change`, by name of the person.

    `told` has what each invitation was told last, `waiting` the kind of its letter that has not
    left; `only` these invitations are asked about (None: all).
    """
    waits = waiting or {}
    found = (
        owed_to(change, meeting, one, told.get(one.id), waits.get(one.id, ""))
        for one in meeting.invitations
        if only is None or one.id in only
    )
    drafts = [draft for draft in found if draft is not None]
    return sorted(drafts, key=lambda draft: (draft.invitation.person.name.casefold(), _id(draft)))


def owed_to(
    change: str, meeting: Meeting, one: Invitation, told: Told | None, waiting: str = ""
) -> Draft | None:
    """Give the letter that one person is owed, if any (RFC 5546 3.2.2, 3.2.5)."""
    kind = _kind({change, waiting}, meeting, one, told)
    return draft(kind, one) if kind else None


def owes(meeting: Meeting, one: Invitation, told: Told | None) -> bool:
    """Tell whether a person who was told this is owed a letter, by itself and not on request."""
    return bool(_kind(set(), meeting, one, told))


def draft(kind: str, one: Invitation) -> Draft:
    """Make the draft of one kind for one person."""
    method = "CANCEL" if kind in {"cancelled", "removed"} else "REQUEST"
    return Draft(kind, method if takes_calendar(one) else "", one, _WHY[kind])


def takes_calendar(invitation: Invitation) -> bool:
    """Tell whether the person's mails carry a calendar part: not if they chose a subscription."""
    return invitation.person.delivery != "subscription"


def is_behind(meeting: Meeting, told: Told | None) -> bool:
    """Tell whether a person was told of the meeting, but not how it stands now."""
    if told is None:
        return False
    if meeting.cancelled or told.cancelled:
        return meeting.cancelled != told.cancelled
    return told.time != telling.time_of(meeting) or told.starts_at != meeting.starts_at


def _kind(asked: set[str], meeting: Meeting, one: Invitation, told: Told | None) -> str:
    if not one.active or meeting.cancelled:
        if told is None or told.cancelled:
            return ""
        return "cancelled" if one.active else "removed"
    if meeting.called_at is None:
        return ""
    if told is None:
        return "call"
    if told.cancelled:
        return "restored" if told.kind == "cancelled" else "call"
    return _difference(asked, meeting, one, told)


def _difference(asked: set[str], meeting: Meeting, one: Invitation, told: Told) -> str:
    if told.time != telling.time_of(meeting):
        return "moved"
    if told.starts_at != meeting.starts_at:
        return "clock"
    if "call" in asked:  # on request: the same once more
        return "call"
    if one.answer != "declined":
        if told.words != telling.words_of(meeting):
            return "changed"
        if "agenda" in asked and told.agenda != telling.agenda_of(meeting):
            return "agenda"
    return "answered" if "answered" in asked and _shown(one, told) != one.answer else ""


def _shown(one: Invitation, told: Told) -> str:
    """Give the answer that a calendar shows: what it replied since it was told, or was told."""
    replied = one.replied_sequence is not None and one.replied_sequence >= told.sequence
    return one.told_answer if replied and one.told_answer else told.answer


def _id(draft: Draft) -> str:
    return str(draft.invitation.id)
