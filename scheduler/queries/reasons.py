"""Why does each person on the list get a letter, or none? Pure, in words for people (msgids)."""

from __future__ import annotations

from scheduler.errors import N_
from scheduler.letters import Draft
from scheduler.model import Invitation, Meeting
from scheduler.told import Told, words_of

AGAIN = N_("gets the notice once more")
BACK = N_("gets the notice: was taken off the list before")

NOT_CALLED = N_("gets nothing: nobody has been called yet")
NOT_TOLD = N_("gets nothing: has not been told of the meeting")
KNOWS = N_("gets nothing: knows already that it is cancelled")
DECLINED = N_("gets nothing: has declined")
SAME = N_("gets nothing: nothing differs from what was told before")


def gets(draft: Draft, told: Told | None) -> str:
    """Say what somebody gets, and why."""
    if draft.kind == "call" and told is not None:
        return BACK if told.cancelled else AGAIN
    return draft.why


def spared(meeting: Meeting, one: Invitation, told: Told | None) -> str:
    """Say why somebody on the list gets nothing."""
    if meeting.called_at is None:
        return NOT_CALLED
    if told is None:
        return NOT_TOLD
    if meeting.cancelled:
        return KNOWS
    if one.answer == "declined" and told.words != words_of(meeting):
        return DECLINED
    return SAME
