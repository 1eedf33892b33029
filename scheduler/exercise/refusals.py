"""Why does a run not do what was asked?"""

from __future__ import annotations

from typing import ClassVar

from scheduler.errors import N_, Refused


class _NotNow(Refused):
    status: ClassVar[int] = 409


class HasStarted(_NotNow):
    """A run starts once; another try is another run."""

    message = N_("This run has been started already. To exercise once more, make a new run.")


class NotGoing(_NotNow):
    """Nothing is released before the start or after the end."""

    message = N_("The exercise is not going on now: it has not been started, or it has ended.")


class NotRunning(_NotNow):
    """Only a clock that goes can be stopped."""

    message = N_("The clock does not go now, so it cannot be stopped.")


class NotPaused(_NotNow):
    """Only a clock that stands can go on."""

    message = N_("The clock is not stopped, so it cannot go on.")


class NotEnded(_NotNow):
    """The hot wash comes after the end."""

    message = N_("End the exercise first; then comes the hot wash.")


class IsClosed(_NotNow):
    """A closed run says nothing more."""

    message = N_("This run is closed. What was said in it stays as it is.")


class NotStarted(_NotNow):
    """Before the start there is nothing to answer or to see."""

    message = N_("The exercise has not been started yet.")


class AlreadyReleased(_NotNow):
    """Somebody else was first."""

    message = N_("“%(inject)s” has been released already: by %(who)s, %(at)s.")


class NotOpen(_NotNow):
    """What was skipped or taken back does not come any more."""

    message = N_("“%(inject)s” has been skipped or taken back. Make a new inject of it instead.")


class NotOut(_NotNow):
    """Only what players have can be corrected for them, taken back or shown."""

    message = N_("“%(inject)s” has not been released to players.")


class ConfirmInPause(_NotNow):
    """In a pause nothing leaves by mistake."""

    message = N_("The exercise is paused. Confirm that this is released all the same.")


class NoSuchPart(Refused):
    """An inject, module, question, group or action that the run does not have."""

    message = N_("This run has no “%(key)s”. Choose one that it has.")


class NotForThisGroup(Refused):
    """A question is for the groups that it names."""

    message = N_("This question is not for that group.")


class NothingSaid(Refused):
    """An answer has words, or one of the options."""

    message = N_("Write an answer, or choose one.")


class NotOnScreen(Refused):
    """What is secret, or for facilitators, is never shown to the room."""

    message = N_("“%(inject)s” is secret or for facilitators alone: it is never on the screen.")


class NotThatStep(Refused):
    """A rating is a step of the scale."""

    message = N_("The scale has no “%(value)s”. Choose one of: %(steps)s.")


class OptionNotThere(Refused):
    """A question with options is answered by one of them."""

    message = N_("Choose one of the answers that are there.")
