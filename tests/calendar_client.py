"""What does a calendar program make of the mails that it gets, and what does it answer?

A small model of one, with a line parser of its own: it knows nothing of the code that writes the
mails. One entry per UID; what is not newer than it is "already processed" (RFC 5546 2.1.5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import lru_cache
from zoneinfo import ZoneInfo

PARTSTAT = {"accepted": "ACCEPTED", "declined": "DECLINED", "tentative": "TENTATIVE"}
_ESCAPED = {r"\n": "\n", r"\N": "\n", r"\,": ",", r"\;": ";", r"\\": "\\"}


@dataclass(frozen=True)
class Line:
    """One content line (RFC 5545 3.1)."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value of a TEXT property."""
        return re.sub(r"\\[nN,;\\]", lambda found: _ESCAPED[found[0]], self.value)


@dataclass(frozen=True)
class Entry:
    """One meeting as the calendar shows it; `partstat` is the owner's own answer."""

    uid: str
    sequence: int
    stamp: datetime
    start: datetime
    end: datetime
    zone: str
    status: str
    partstat: str
    summary: str
    location: str
    url: str
    organizer: str

    @property
    def shown(self) -> tuple[object, ...]:
        """What its owner sees of it; of a cancelled one only that it is."""
        if self.status == "CANCELLED":
            return (self.status,)
        when = (self.start, self.end)
        return (*when, self.status, self.partstat, self.summary, self.location, self.url)


@dataclass
class CalendarClient:
    """One person's calendar: `receive` mails, `press` a button."""

    owner: str
    entries: dict[str, Entry] = field(default_factory=dict)

    def receive(self, raw: bytes) -> bool:
        """Take a mail in; true if it changed the calendar's entry."""
        told = read(raw, self.owner)
        if told is None:
            return False
        method, entry = told
        known = self.entries.get(entry.uid)
        if known and (entry.sequence, entry.stamp) <= (known.sequence, known.stamp):
            return False
        if method == "CANCEL":
            if known is None:
                return False  # nothing to take away
            entry = replace(known, sequence=entry.sequence, stamp=entry.stamp, status="CANCELLED")
        self.entries[entry.uid] = entry
        return True

    def press(self, uid: str, word: str, at: datetime) -> bytes:
        """Answer by the buttons; gives the mail with the REPLY, stamped `at`."""
        entry = replace(self.entries[uid], partstat=PARTSTAT[word])
        self.entries[uid] = entry
        return _reply(self.owner, entry, at)


@lru_cache(maxsize=20)
def read(raw: bytes, owner: str = "") -> tuple[str, Entry] | None:
    """Read a mail's METHOD and its one VEVENT; None if it has no calendar part."""
    mail = message_from_bytes(raw)
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            return _read(content.decode(), owner)
    return None


def lines_of(text: str) -> list[Line]:
    """Unfold calendar text and take its lines apart."""
    unfolded = re.sub(r"\r\n[ \t]", "", text)
    return [_line(one) for one in unfolded.split("\r\n") if one]


def _line(text: str) -> Line:
    found = re.match(r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)\Z', text)
    assert found is not None, text
    parameters = re.findall(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:,]*)', found[2])
    return Line(found[1], {name: value.strip('"') for name, value in parameters}, found[3])


def _read(text: str, owner: str) -> tuple[str, Entry]:
    lines = lines_of(text)
    [method] = [one.value for one in lines if one.name == "METHOD"]
    begin, end = (_place(lines, f"{edge}:VEVENT") for edge in ("BEGIN", "END"))
    event = {one.name: one for one in lines[begin:end]}
    attendee = event["ATTENDEE"]
    assert attendee.value.casefold() == f"mailto:{owner}".casefold() or not owner, attendee.value
    return method, Entry(
        uid=event["UID"].value,
        sequence=int(event["SEQUENCE"].value),
        stamp=_instant(event["DTSTAMP"]),
        start=_instant(event["DTSTART"]),
        end=_instant(event["DTEND"]),
        zone=event["DTSTART"].parameters.get("TZID", "UTC"),
        status=event["STATUS"].value,
        partstat=attendee.parameters["PARTSTAT"],
        summary=event["SUMMARY"].text,
        location=event["LOCATION"].text if "LOCATION" in event else "",
        url=event["URL"].value if "URL" in event else "",
        organizer=event["ORGANIZER"].value.removeprefix("mailto:"),
    )


def _place(lines: list[Line], wanted: str) -> int:
    [place] = [at for at, one in enumerate(lines) if f"{one.name}:{one.value}" == wanted]
    return place


def _instant(line: Line) -> datetime:
    found = datetime.strptime(line.value.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    zone = ZoneInfo(line.parameters["TZID"]) if "TZID" in line.parameters else UTC
    return found.replace(tzinfo=zone).astimezone(UTC)


def _reply(owner: str, entry: Entry, at: datetime) -> bytes:
    calendar = [
        *("BEGIN:VCALENDAR", "PRODID:-//A calendar//EN", "VERSION:2.0", "METHOD:REPLY"),
        *("BEGIN:VEVENT", f"UID:{entry.uid}", f"SEQUENCE:{entry.sequence}"),
        f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"DTSTART:{entry.start:%Y%m%dT%H%M%SZ}",
        f"DTEND:{entry.end:%Y%m%dT%H%M%SZ}",
        f"ORGANIZER:mailto:{entry.organizer}",
        f"ATTENDEE;PARTSTAT={entry.partstat}:mailto:{owner}",
        *("END:VEVENT", "END:VCALENDAR", ""),
    ]
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = owner, entry.organizer, entry.partstat.capitalize()
    mail.set_content(entry.partstat)
    text = "\r\n".join(calendar)
    mail.add_alternative(text, subtype="calendar", params={"method": "REPLY"})
    return mail.as_bytes()
