"""How is a refusal said on the command line? One calm line for each thing that is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError

from scheduler.config import SettingsWrong
from scheduler.errors import InvalidInputs, Refused
from scheduler.language import language

REFUSALS = (Refused, SettingsWrong, DBAPIError, OSError)


def lines_of(refusal: Exception) -> Iterator[str]:
    """Give one line for each thing that was refused."""
    match refusal:
        case InvalidInputs():
            for error in refusal.errors:
                yield from lines_of(error)
        case Refused():
            words = language("en").refusal(refusal)
            yield f"{refusal.field}: {words}" if refusal.field else words
        case SettingsWrong():
            yield from refusal.errors
        case DBAPIError():
            yield f"The database could not be used: {refusal.orig}. See `kallelse doctor`."
        case _:
            yield str(refusal)
