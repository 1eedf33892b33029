"""Has the mail the parts that mail programs show buttons for (RFC 6047 2.4)?

Mixed, with the alternatives (text, HTML, calendar last) and the calendar once more as a file;
without a calendar the alternatives alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from scheduler.calendar.lint.characters import CONTROL
from scheduler.calendar.lint.unfit import Unfit
from scheduler.errors import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.calendar.lint.meant import Meant
    from scheduler.calendar.lint.parts import Part

_WORDS: Final = ["text/plain", "text/html"]
_INVITATION: Final = ["multipart/mixed", ["multipart/alternative", *_WORDS, "text/calendar"]]
_FILE: Final = "application/ics"
_HEADERS: Final = {"content-type", "content-transfer-encoding", "content-disposition"}


def faults(mail: Part, meant: Meant) -> Iterator[str]:
    """Give what is wrong with the words, and of a mail without calendar with its parts."""
    inside = list(_inside(mail))
    leaves = [part for part in inside if not part.parts]
    if not meant.method:
        yield from _alone(mail, leaves)
    if any(set(part.names) - _HEADERS for part in inside):
        yield N_("A part of the mail has a header that no part of ours has.")
    if not all(_readable(part) for part in leaves if part.kind in _WORDS):
        yield N_("The words of the mail cannot be read, or hold control characters.")


def calendar(mail: Part) -> Part:
    """Give the calendar part of an invitation that mail programs will find; raises Unfit."""
    if _kinds(mail) != [*_INVITATION, _FILE]:
        raise Unfit(N_("The parts of the mail are not those that mail programs show buttons for."))
    alternatives, copy = mail.parts
    part = alternatives.parts[-1]
    if part.field("content-disposition").partition(";")[0] not in {"", "inline"}:
        raise Unfit(N_("The calendar part is marked as a file: mail programs show no buttons."))
    if not copy.field("content-disposition").startswith("attachment;"):
        raise Unfit(N_("The calendar file is not marked as a file."))
    if part.field("content-transfer-encoding") != "base64" or part.content() is None:
        raise Unfit(N_("The calendar part is not in base64."))
    if part.content() != copy.content():
        raise Unfit(N_("The calendar file is not the same as the calendar part."))
    return part


def _alone(mail: Part, leaves: list[Part]) -> Iterator[str]:
    kinds = [part.kind for part in leaves]
    if {"text/calendar", _FILE} & set(kinds):
        yield N_("The mail carries a calendar entry, and none was meant.")
    elif mail.kind != "multipart/alternative" or kinds not in (_WORDS, _WORDS[:1]):
        yield N_("The mail has other parts than its words.")


def _kinds(part: Part) -> list[object]:
    """Give a tree of content types: a list for each multipart, its own type first."""
    return [part.kind, *(_kinds(one) if one.parts else one.kind for one in part.parts)]


def _inside(part: Part) -> Iterator[Part]:
    for one in part.parts:
        yield one
        yield from _inside(one)


def _readable(part: Part) -> bool:
    content = part.content()
    try:
        text = (content or b"\xff").decode("utf-8")
    except UnicodeError:
        return False
    declared = part.parameters.get("charset", "").lower() == "utf-8"
    return declared and not CONTROL.search(re.sub(r"\r?\n", "", text))
