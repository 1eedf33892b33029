"""What is a good mail, and what is it once something in it is changed?"""

from __future__ import annotations

from typing import Any

from scheduler.calendar.lint import Meant, faults
from scheduler.calendar.message import compose, itip
from tests.calendar.made import KUMLA, US, a_mail, an_entry

ID = "<letter-7.1@kallelse.example>"
UID = "3f7a@kallelse.example"
MAIL = compose(a_mail())
CALENDAR = itip(an_entry(), "REQUEST")
UNFOLDED = CALENDAR.decode().replace("\r\n ", "")


def meant(**changes: Any) -> Meant:
    """Say what the mails of tests.calendar.made are meant to be."""
    values = {
        "recipient": KUMLA.address,
        "sender": US.address,
        "message_id": ID,
        "letter_id": "7",
        "method": "REQUEST",
        "uid": UID,
        "sequence": 2,
    }
    return Meant(**{**values, **changes})


def once(whole: Any, old: Any, new: Any) -> Any:
    """Change the first place at which something stands; it must stand somewhere."""
    assert old in whole, old
    return whole.replace(old, new, 1)


def carrying(calendar: bytes) -> bytes:
    """Put calendar text into the mail, in both places."""
    return compose(a_mail(calendar=calendar))


def folded(text: str) -> bytes:
    """Fold each line of calendar text, not within a character."""
    lines = []
    for line in text.split("\r\n"):
        rest = line
        while len(rest.encode()) > 60:
            lines.append(rest[:30])
            rest = " " + rest[30:]
        lines.append(rest)
    return "\r\n".join(lines).encode()


def of_mail(old: bytes, new: bytes) -> list[str]:
    """Lint the good mail with one place changed."""
    return faults(once(MAIL, old, new), meant())


def of_text(old: str, new: str) -> list[str]:
    """Lint the good mail with one place of its calendar's lines changed."""
    return faults(carrying(folded(once(UNFOLDED, old, new))), meant())


def of_bytes(old: bytes, new: bytes) -> list[str]:
    """Lint the good mail with one place of its calendar's bytes changed."""
    return faults(carrying(once(CALENDAR, old, new)), meant())
