"""What is a meeting as a VEVENT?

RFC 5545 3.6.1, 5546 3.2 and 7986 5.11, within what Outlook, Google, Apple, Thunderbird and
Nextcloud agree on. All text is filtered here once more: the library writes vertical tabs and
Unicode's line breaks as they are, and some parsers begin a new property there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import icalendar

from scheduler.calendar import timezone
from scheduler.calendar.address import Mailbox, mailto, uri
from scheduler.text import clean_line, clean_text

Partstat = Literal["NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Attendee(Mailbox):
    """The one invitee that a message speaks to, and the answer known so far."""

    optional: bool = False
    partstat: Partstat = "NEEDS-ACTION"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A meeting as one calendar sees it: `start` is naive wall time in `zone`, IANA's name.

    `stamp` (DTSTAMP) and `changed` (LAST-MODIFIED) are aware instants; `fold` 1 is the second of
    a wall time that exists twice; `transparent` leaves the time free for others.
    """

    uid: str
    sequence: int
    stamp: datetime
    changed: datetime | None = None
    start: datetime
    minutes: int
    zone: str
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    online_url: str = ""
    organizer: Mailbox | None = None
    attendee: Attendee | None = None
    cancelled: bool = False
    transparent: bool = False
    fold: int = 0

    def __post_init__(self) -> None:
        if self.minutes < 1:
            raise ValueError("a meeting lasts a minute at least")

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """Start and end in UTC; the minutes are those of a clock on the wall that nobody sets."""
        begin = timezone.instant(self.start, self.zone, fold=self.fold)
        return begin, begin + timedelta(minutes=self.minutes)

    @property
    def is_zoned(self) -> bool:
        """Whether the times can be told with a TZID; if not they are written in UTC.

        A TZID cannot tell the second of two wall times (RFC 5545 3.3.5).
        """
        zone = timezone.zone(self.zone)
        return all(
            timezone.tells(self.zone, instant) and not instant.astimezone(zone).fold
            for instant in self.instants
        )


def vevent(entry: Entry) -> icalendar.Event:
    """Write a meeting as a VEVENT."""
    event = icalendar.Event()
    _add_identity(event, entry)
    _add_times(event, entry)
    _add_words(event, entry)
    _add_people(event, entry)
    return event


def _add_identity(event: icalendar.Event, entry: Entry) -> None:
    event.add("UID", clean_line(entry.uid))
    event.add("SEQUENCE", entry.sequence)
    event.add("DTSTAMP", _utc(entry.stamp))
    if entry.changed:
        event.add("LAST-MODIFIED", _utc(entry.changed))
    event.add("STATUS", "CANCELLED" if entry.cancelled else "CONFIRMED")
    free = entry.cancelled or entry.transparent
    event.add("TRANSP", "TRANSPARENT" if free else "OPAQUE")
    event.add("CLASS", "PUBLIC")


def _add_times(event: icalendar.Event, entry: Entry) -> None:
    for name, instant in zip(("DTSTART", "DTEND"), entry.instants, strict=True):
        if entry.is_zoned:
            local = instant.astimezone(timezone.zone(entry.zone)).replace(tzinfo=None)
            event.add(name, local, parameters={"TZID": entry.zone})
        else:
            event.add(name, instant)


def _add_words(event: icalendar.Event, entry: Entry) -> None:
    online, link = clean_line(entry.online_url), uri(entry.online_url)
    description, location = clean_text(entry.description), clean_line(entry.location)
    if online and online not in description:
        description = f"{description}\n\n{online}".lstrip()
    event.add("SUMMARY", clean_line(entry.summary))
    for name, text in (("DESCRIPTION", description), ("LOCATION", location or online)):
        if text:
            event.add(name, text)
    if uri(entry.url):
        event.add("URL", uri(entry.url))
    if link:
        event.add("CONFERENCE", icalendar.vUri(link, params={"VALUE": "URI", "FEATURE": "VIDEO"}))


def _add_people(event: icalendar.Event, entry: Entry) -> None:
    if entry.organizer:
        event.add("ORGANIZER", _person(entry.organizer, {}))
    if entry.attendee:
        attendee = entry.attendee
        event.add(
            "ATTENDEE",
            _person(
                attendee,
                {
                    "CUTYPE": "INDIVIDUAL",
                    "ROLE": "OPT-PARTICIPANT" if attendee.optional else "REQ-PARTICIPANT",
                    "PARTSTAT": attendee.partstat,
                    "RSVP": "TRUE",  # always: Nextcloud shows its buttons only then
                },
            ),
        )


def _person(mailbox: Mailbox, parameters: dict[str, str]) -> icalendar.vCalAddress:
    person = icalendar.vCalAddress(mailto(mailbox.address))
    person.params.update(parameters)
    # A quote would go out as RFC 6868's ^' and be shown so; a caret as ^^.
    name = clean_line(mailbox.name).replace('"', "'").replace("^", "")
    if name:
        person.params["CN"] = name
    return person


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a stamp is an instant: it needs its zone")
    return moment.astimezone(UTC).replace(microsecond=0)
