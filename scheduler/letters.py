"""Who gets which letter when something happens to a meeting?

Pure over loaded rows: the preview page and the handlers ask the same function, so what is shown is
what is sent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from scheduler.errors import N_
from scheduler.model import Invitation, Meeting

Change = Literal["call", "moved", "changed", "cancelled", "restored", "agenda"]

_WHY: dict[Change, str] = {
    "call": N_("is called to the meeting"),
    "moved": N_("was called to the earlier time"),
    "changed": N_("was called and has not declined"),
    "cancelled": N_("has been called"),
    "restored": N_("was called before the meeting was cancelled"),
    "agenda": N_("was called and has not declined"),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """One letter to be: its kind (a folder under templates/mail), iTIP method, to whom and why."""

    kind: str
    method: str  # "REQUEST", "CANCEL", or "" for a mail without a calendar part
    invitation: Invitation
    why: str


def letters_for(change: Change, meeting: Meeting, told: Collection[UUID]) -> list[Draft]:
    """List the letters that `change` means; `told` names the invitations that have had any.

    RFC 5546 3.2.2 (REQUEST to those concerned), 3.2.5 (CANCEL to whoever was asked).
    """
    if change != "call" and meeting.called_at is None:
        return []
    method = "CANCEL" if change == "cancelled" else "REQUEST"
    return [
        Draft(change, method if takes_calendar(one) else "", one, _WHY[change])
        for one in _concerned(change, meeting.invitations, told)
    ]


def takes_calendar(invitation: Invitation) -> bool:
    """Tell whether the person's mails carry a calendar part: not if they chose a subscription."""
    return invitation.person.delivery != "subscription"


def _concerned(
    change: Change, invitations: Iterable[Invitation], told: Collection[UUID]
) -> list[Invitation]:
    active = [one for one in invitations if one.active]
    if change == "cancelled":
        active = [one for one in active if one.id in told]
    elif change in {"changed", "agenda"}:
        active = [one for one in active if one.answer != "declined"]
    return sorted(active, key=lambda one: (one.person.name.casefold(), str(one.id)))
