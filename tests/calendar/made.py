"""What do the tests of calendar text write about? One meeting of one network, and its mail."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from scheduler.calendar.address import Mailbox
from scheduler.calendar.entry import Attendee, Entry
from scheduler.calendar.message import Mail, Method, itip

at = datetime.fromisoformat

US = Mailbox(address="svar+abc@kallelse.example", name="Länsstyrelsen i Örebro län")
KUMLA = Attendee(address="samordnare@kumla.example", name="Samordnare, Kumla")


def an_entry(**changes: Any) -> Entry:
    """Make the entry of a called meeting."""
    entry = Entry(
        uid="3f7a@kallelse.example",
        sequence=2,
        stamp=at("2027-01-10T08:00:00.5+01:00"),
        changed=at("2027-01-10T07:00:00+00:00"),
        start=at("2027-02-04T09:00"),
        minutes=180,
        zone="Europe/Stockholm",
        summary="Länsnätverket",
        description="Välkomna; ta med, om ni kan, lägesbilden.\nSvara: https://kallelse.example/r/a",
        location="Residenset, stora salen",
        url="https://kallelse.example/m/1",
        online_url="https://video.example/rum",
        organizer=US,
        attendee=KUMLA,
    )
    return replace(entry, **changes)


def a_mail(method: Method | None = "REQUEST", **changes: Any) -> Mail:
    """Make the mail that carries the entry; without a method a letter alone."""
    cancelled = method == "CANCEL"
    mail = Mail(
        message_id="<letter-7.1@kallelse.example>",
        sender=US,
        to=KUMLA,
        subject="Kallelse: Länsnätverket torsdag 4 februari",
        text="Hej!\n\nVälkommen den 4 februari.\n",
        html="<p>Hej!</p><p>Välkommen den 4 februari.</p>",
        date=at("2027-01-10T08:00:00+01:00"),
        headers={"X-Kallelse-Letter": "7"},
        calendar=itip(an_entry(cancelled=cancelled), method) if method else None,
        method=method,
    )
    return replace(mail, **changes)
