"""What is a "no" with words for people?"""

from __future__ import annotations

import traceback
from typing import ClassVar


def N_(text: str) -> str:  # noqa: N802  # gettext's customary name for "translate later"
    """Mark a text for the message catalogue; it is translated where it is shown."""
    return text


class Refused(Exception):
    """Something was asked for that cannot be done; `message` says what to do instead.

    `message` is an English msgid with named placeholders, `params` fill them (dates and times
    stay values, so that each reader sees them as their country writes them), `field` names the
    input that is wrong, in the words of the API.
    """

    message: ClassVar[str] = N_("That cannot be done.")
    status: ClassVar[int] = 422

    def __init__(self, *, field: str = "", **params: object) -> None:
        self.field = field
        self.params = params
        super().__init__(self.message % params if params else self.message)


class NotFound(Refused):
    """There is no such thing, or it is not the asker's to see."""

    message = N_("There is nothing at this address, or it is not yours to see.")
    status = 404


class Conflict(Refused):
    """Somebody else changed the same thing first."""

    message = N_(
        "Somebody else has changed this since you opened it. "
        "Both versions are shown below: keep what is right and save again."
    )
    status = 409


class InvalidInput(Refused):
    """One input is wrong; the words are the caller's."""

    def __init__(self, message: str, *, field: str = "", **params: object) -> None:
        self.message = message  # type: ignore[misc]  # one refusal, many wordings
        super().__init__(field=field, **params)


class InvalidInputs(Refused):
    """Several inputs are wrong; each is told."""

    message = N_("Some of what was entered cannot be used. Each place is marked below.")

    def __init__(self, errors: list[Refused]) -> None:
        self.errors = errors
        super().__init__()


class Worded(ValueError):
    """Carries a refusal out of a validator."""

    def __init__(self, refusal: Refused) -> None:
        self.refusal = refusal
        super().__init__(refusal.message)


def wrong(message: str, *, field: str = "", **params: object) -> Worded:
    """Make the error that a validator raises."""
    return Worded(InvalidInput(message, field=field, **params))


def places(failure: BaseException) -> str:
    """Give where in the code a failure came from, for the log: its words may name people."""
    frames = traceback.extract_tb(failure.__traceback__)[-12:]
    return "\n".join(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
