"""How do the invented people of a demonstration answer?

With what a calendar program sends: an iTIP REPLY by mail. Only meetings that come soon are
answered, and the fictional municipality stays silent. What somebody adds to the demonstration is
theirs: nobody but they and their readers answer it.
"""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from typing import NamedTuple

from icalendar import Calendar, Event, vCalAddress, vText
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.actor import SYSTEM
from scheduler.clock import now
from scheduler.events import MeetingAdded, SeriesCreated
from scheduler.model import EventRow, Meeting, Network
from web.demo.words import answer_of, chance, words

SOON = timedelta(days=21)
SILENT = "@bjorkhamra.example"
LANGUAGES = {"Europe/Stockholm": "sv", "Europe/Oslo": "nb", "Europe/Copenhagen": "da"}


class Reply(NamedTuple):
    """An answer on its way: the address that it goes to, and the mail."""

    recipient: str
    raw: bytes
    uid: str


def is_ours(session: Session, uid: str) -> bool:
    """Say whether a meeting came with the demonstration: its network did, and so did its date."""
    made = (MeetingAdded.__name__, SeriesCreated.__name__)
    found = (
        select(EventRow.id)
        .join(Meeting, EventRow.subject.in_((Meeting.id, Meeting.series_id)))
        .join(Network, Network.id == Meeting.network_id)
        .where(Meeting.uid == uid, Network.demo, EventRow.kind.in_(made))
        .where(EventRow.by == SYSTEM.name)
    )
    return session.scalar(found.limit(1)) is not None


def reply_to(raw: bytes) -> Reply | None:
    """Give the answer to a mailed invitation, or None when its reader says nothing."""
    asked = _asked(raw)
    if asked is None:
        return None
    attendee, organizer = asked["ATTENDEE"], asked["ORGANIZER"]
    reader = _address(attendee)
    word = answer_of("demo", str(asked["UID"]), reader)
    start = asked.decoded("DTSTART")
    if word == "needs-action" or reader.endswith(SILENT) or start - now() > SOON:
        return None
    comment = ""
    if word == "declined":
        excuses = words(LANGUAGES.get(str(start.tzinfo), "en"))["declined"]
        comment = excuses[int(chance(reader) * 100) % len(excuses)]
    mail = _mail(reader, _address(organizer), asked, word, comment)
    return Reply(_address(organizer), mail, str(asked["UID"]))


def _asked(raw: bytes) -> Event | None:
    mail = message_from_bytes(raw, policy=default)
    for part in mail.walk():
        content = part.get_payload(decode=True)
        if part.get_content_type() == "text/calendar" and isinstance(content, bytes):
            calendar = Calendar.from_ical(content)
            if calendar.get("METHOD") == "REQUEST" and calendar.events:
                return calendar.events[0]
    return None


def _mail(reader: str, organizer: str, asked: Event, word: str, comment: str) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = reader, organizer, f"Re: {asked['SUMMARY']}"
    mail.set_content(f"{word}\n")
    calendar = _reply(asked, word, comment).to_ical().decode()
    mail.add_alternative(calendar, subtype="calendar", params={"method": "REPLY"})
    return mail.as_bytes()


def _reply(asked: Event, word: str, comment: str) -> Calendar:
    calendar, event = Calendar(), Event()
    calendar.add("PRODID", "-//Kallelse//Demonstration//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "REPLY")
    for name in ("UID", "SEQUENCE", "ORGANIZER"):
        event[name] = asked[name]
    event.add("DTSTAMP", now().replace(microsecond=0))
    event.add("DTSTART", asked.decoded("DTSTART"))
    attendee = vCalAddress(str(asked["ATTENDEE"]))
    attendee.params["PARTSTAT"] = vText(word.upper())
    event["ATTENDEE"] = attendee
    if comment:
        event.add("COMMENT", comment)
    calendar.add_component(event)
    return calendar


def _address(value: object) -> str:
    return str(value).partition(":")[2]
