"""Does the mail's header say what was meant, and nothing else (RFC 5322 3.6, 2047)?"""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING, Final

from scheduler.calendar.lint.characters import CONTROL
from scheduler.errors import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.calendar.lint.meant import Meant
    from scheduler.calendar.lint.parts import Part

_NEEDED: Final = {
    *("from", "to", "subject", "date", "message-id", "mime-version", "x-kallelse-letter"),
}
_ALLOWED: Final = _NEEDED | {
    *("in-reply-to", "references", "auto-submitted", "dkim-signature"),
    *("content-type", "content-transfer-encoding"),
}
_RECIPIENTS: Final = {"cc", "bcc", "resent-to", "resent-cc", "resent-bcc"}
_MACHINES: Final = {"auto-submitted", "precedence"}
_PHRASE: Final = r"""(?:"(?:[^"\\]|\\.)*"|[\w!#$%&'*+/=?^`{|}~ -]+) """
_MAILBOX: Final = re.compile(rf"(?:{_PHRASE})?<([^<>\s,]+)>|([^<>\s,]+)", re.ASCII)
_DATE: Final = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?[0-3]?[0-9] "
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    r"[0-9]{4} [0-2][0-9]:[0-5][0-9]:[0-6][0-9] [+-][0-9]{4}"
)
_WORD: Final = re.compile(r"=\?([^?\s]*)\?([^?\s]*)\?([^?\s]*)\?=")


def faults(mail: Part, meant: Meant) -> Iterator[str]:
    """Give what is wrong with the header."""
    yield from _names(set(mail.names), meant)
    if len(set(mail.names)) != len(mail.names):
        yield N_("The mail has a header twice.")
    yield from _values(mail, meant)
    if not all(_readable(value) for _, value in mail.fields):
        yield N_("A header of the mail holds text that cannot be read, or control characters.")


def same_address(one: str, other: str) -> bool:
    """Say whether two addresses are one: only the domain's case does not matter."""
    (local, _, domain), (other_local, _, other_domain) = one.rpartition("@"), other.rpartition("@")
    return (local, domain.lower()) == (other_local, other_domain.lower()) and bool(local)


def _names(names: set[str], meant: Meant) -> Iterator[str]:
    if names & _RECIPIENTS:
        yield N_("The mail names others beside the person it is for.")
    if meant.method and names & _MACHINES:
        yield N_("The mail says that a program sent it: mail programs then show no buttons.")
    if names - _ALLOWED - _RECIPIENTS - (_MACHINES if meant.method else set()):
        yield N_("The mail has a header that no mail of ours has.")
    if _NEEDED - names:
        yield N_("The mail lacks a header that every mail of ours has.")


def _values(mail: Part, meant: Meant) -> Iterator[str]:
    names = set(mail.names)
    if "to" in names and not same_address(_address(mail.field("to")), meant.recipient):
        yield N_("The mail is not addressed to the one person it is for.")
    if "from" in names and not same_address(_address(mail.field("from")), meant.sender):
        yield N_("The mail has another sender than was meant.")
    if "message-id" in names and mail.field("message-id") != meant.message_id:
        yield N_("The mail has another Message-ID than was meant.")
    if "x-kallelse-letter" in names and mail.field("x-kallelse-letter") != meant.letter_id:
        yield N_("The mail says that it is another letter.")
    if "date" in names and not _DATE.fullmatch(mail.field("date")):
        yield N_("The date of the mail cannot be read.")
    if "mime-version" in names and mail.field("mime-version") != "1.0":
        yield N_("The parts of the mail cannot be read.")


def _address(value: str) -> str:
    """Give the address of a header's one mailbox; empty where there is no such thing."""
    found = _MAILBOX.fullmatch(value)
    return (found[1] or found[2]) if found else ""


def _readable(value: str) -> bool:
    rest = _WORD.sub("", value)
    return "=?" not in rest and all(_word(*word) for word in _WORD.findall(value))


def _word(charset: str, encoding: str, text: str) -> bool:
    """Say whether an encoded word is UTF-8 text without control characters."""
    try:
        if encoding.lower() == "b":
            content = binascii.a2b_base64(text, strict_mode=True)
        else:
            content = binascii.a2b_qp(text, header=True)
        plain = content.decode("utf-8")
    except ValueError:
        return False
    return (charset.lower(), encoding.lower() in {"b", "q"}) == ("utf-8", True) and not (
        CONTROL.search(plain)
    )
