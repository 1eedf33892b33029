"""Why can something not be done to a meeting?"""

from __future__ import annotations

from scheduler.errors import N_, Refused


class MeetingIsOver(Refused):
    """The meeting has begun or is over."""

    message = N_("The meeting has already begun or is over, so this cannot be changed any more.")


class MeetingIsCancelled(Refused):
    """The meeting is cancelled."""

    message = N_("The meeting is cancelled. Restore it first if it is to be held after all.")


class NotCancelled(Refused):
    """Only what is cancelled can be restored."""

    message = N_("The meeting is not cancelled, so there is nothing to restore.")


class AlreadyCalled(Refused):
    """The notice has gone out already."""

    message = N_(
        "This meeting has been called already. To send somebody the notice again, use “Send again” "
        "beside the name."
    )


class NobodyInvited(Refused):
    """A notice needs somebody to go to."""

    message = N_("Nobody is invited to this meeting. Add people first, then call it.")


class TimeHasPassed(Refused):
    """The chosen time lies behind us."""

    message = N_("That time has passed. Choose a time that is still to come.")


class LeavesTooLate(Refused):
    """Letters that would tell of a meeting when it has begun."""

    message = N_(
        "The letters would leave when the meeting has begun, and nobody could act on them. "
        "Choose an earlier time."
    )


class MinutesAreFixed(Refused):
    """What has been approved is what everybody relies on."""

    message = N_(
        "The notes from this meeting are approved. Correct them with a reason: "
        "the earlier version is kept beside the new one."
    )
    status = 409
