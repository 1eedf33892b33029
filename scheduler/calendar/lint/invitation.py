"""Is the calendar part the one invitation that was meant (RFC 5546 3.2, 6047 2.4)?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from scheduler.calendar.lint import lines, times
from scheduler.calendar.lint.head import same_address
from scheduler.calendar.lint.unfit import Unfit
from scheduler.errors import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.calendar.lint.lines import Component
    from scheduler.calendar.lint.meant import Meant
    from scheduler.calendar.lint.parts import Part

_HEAD: Final = {"VERSION", "PRODID", "CALSCALE", "METHOD"}
_WORDS: Final = {"SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT"}
_ALLOWED: Final = _WORDS | {
    *("UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "LAST-MODIFIED", "CREATED"),
    *("ORGANIZER", "ATTENDEE", "STATUS", "TRANSP", "CLASS", "URL", "CONFERENCE"),
    *("X-MICROSOFT-DISALLOW-COUNTER", "X-MICROSOFT-CDO-BUSYSTATUS"),
}
_CHECKED: Final = {"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "ORGANIZER", "ATTENDEE"}
_REPEATING: Final = {"RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"}
_STATUS: Final = {"REQUEST": "CONFIRMED", "DECLINECOUNTER": "CONFIRMED", "CANCEL": "CANCELLED"}
_TEXT: Final = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")


def faults(part: Part, meant: Meant) -> Iterator[str]:
    """Give what is wrong with an invitation; raises Unfit where it cannot be read."""
    if part.parameters.get("charset", "").lower() != "utf-8":
        yield N_("The calendar part does not say that it is UTF-8.")
    calendar, event = _meeting(lines.read(part.content() or b""))
    if part.parameters.get("method") != meant.method:
        yield N_("The mail says another method than was meant.")
    elif calendar.line("METHOD").value != meant.method:
        yield N_("The calendar part has another method than the mail says.")
    yield from _calendar(calendar)
    yield from _identity(event, meant)
    yield from _people(event, meant)
    yield from _properties(event)
    if event.line("STATUS").value != _STATUS.get(meant.method):
        yield N_("The invitation's status does not fit its method.")
    yield from times.faults(calendar, event)


def _meeting(top: list[Component]) -> tuple[Component, Component]:
    """Give the only VCALENDAR and its only VEVENT; raises Unfit."""
    names = [[part.name for part in component.parts] for component in top]
    if [component.name for component in top] != ["VCALENDAR"] or names[0].count("VEVENT") != 1:
        raise Unfit(N_("The calendar part does not hold exactly one meeting."))
    if set(names[0]) - {"VEVENT", "VTIMEZONE"}:
        raise Unfit(N_("The calendar part holds something that is no meeting."))
    [event] = [part for part in top[0].parts if part.name == "VEVENT"]
    if event.parts:
        raise Unfit(N_("The invitation has an alarm or another part inside."))
    return top[0], event


def _calendar(calendar: Component) -> Iterator[str]:
    version, maker, scale = (calendar.line(name) for name in ("VERSION", "PRODID", "CALSCALE"))
    if version.value != "2.0" or not maker.value or scale.value not in {"", "GREGORIAN"}:
        yield N_("The calendar part does not say its version and maker as it should.")
    if set(calendar.names) - _HEAD or calendar.names.count("CALSCALE") > 1:
        yield N_("The calendar part has a property that no invitation of ours has.")


def _identity(event: Component, meant: Meant) -> Iterator[str]:
    if event.line("UID").value != meant.uid or not meant.uid:
        yield N_("The invitation has another UID than its meeting.")
    if event.line("SEQUENCE").value != str(meant.sequence):
        yield N_("The invitation has another SEQUENCE than was meant.")
    # A declined proposal repeats the number of the proposal (RFC 5546 3.2.8).
    elif meant.method != "DECLINECOUNTER" and meant.sequence <= _or(meant.last_sequence, -1):
        yield N_("The SEQUENCE is not higher than before: calendars would pass it over.")
    stamp = times.utc(event.line("DTSTAMP"))
    if stamp is None:
        yield N_("The DTSTAMP of the invitation is no time in UTC.")
    elif meant.last_stamp and stamp <= meant.last_stamp:
        yield N_("The DTSTAMP is not later than before: calendars would pass it over.")


def _or(number: int | None, default: int) -> int:
    return default if number is None else number


def _people(event: Component, meant: Meant) -> Iterator[str]:
    if not same_address(_mailto(event.line("ORGANIZER").value), meant.sender):
        yield N_("The invitation's organizer is not the sender of the mail.")
    attendee = event.line("ATTENDEE")
    if not same_address(_mailto(attendee.value), meant.recipient):
        yield N_("The invitation is not for the one person that the mail is for.")
    elif meant.method == "REQUEST" and attendee.parameters.get("RSVP") != "TRUE":
        yield N_("The invitation asks for no answer.")


def _mailto(uri: str) -> str:
    scheme, _, address = uri.partition(":")
    return unquote(address) if scheme.lower() == "mailto" else ""


def _properties(event: Component) -> Iterator[str]:
    names = event.names
    if _REPEATING & set(names):
        yield N_("The invitation repeats itself or stands for one of several dates.")
    if set(names) - _ALLOWED - _REPEATING:
        yield N_("The invitation has a property that no invitation of ours has.")
    others = [name for name in names if name in _ALLOWED - _CHECKED - {"STATUS"}]
    if len(set(others)) != len(others):
        yield N_("The invitation has a property twice.")
    if "SUMMARY" not in names:
        yield N_("The invitation has no title.")
    if not all(_TEXT.fullmatch(line.value) for line in event.lines if line.name in _WORDS):
        yield N_("A text in the invitation is not written as calendars read it.")
