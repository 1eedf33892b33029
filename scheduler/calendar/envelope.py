"""What does a mail say beside its calendar: who sent it, whether a machine did, its words?"""

from __future__ import annotations

import binascii
import html
import re
from typing import TYPE_CHECKING, Final

from scheduler.calendar import mime
from scheduler.calendar.address import AddressNotSupported, addresses, wire
from scheduler.text import clean_line, clean_text

if TYPE_CHECKING:
    from email.message import Message

    from scheduler.calendar.mime import Part

MOST_TEXT: Final = 4_000
MOST_SUBJECT: Final = 200
MOST_SENDER: Final = 320
MOST_IDS: Final = 50
_MACHINES: Final = (
    *("List-Id", "List-Post", "List-Unsubscribe", "Feedback-ID"),
    *("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "X-Kallelse-Letter"),
)
_DAEMONS: Final = {"mailer-daemon", "postmaster", "mail-daemon", "mdaemon"}
_ANSWERED: Final = ("In-Reply-To", "References")
_MESSAGE_ID: Final = re.compile(r"<[^<>\s]{1,300}>")
_WORD: Final = re.compile(r"=\?([\w.:-]{1,40})(?:\*[\w-]*)?\?([bBqQ])\?([^?\s]*)\?=")


def sender(top: Message) -> str:
    """Give the address in From, in lower case; all of them if there are several, "" if none.

    Several are told apart by commas, which no address has: together they are nobody's.
    """
    found = [address for value in mime.values(top, "From") for address in addresses(value)]
    return ", ".join(dict.fromkeys(found))[:MOST_SENDER]


def plain(address: str) -> str:
    """Give an address in the form in which two are compared."""
    try:
        return wire(address).casefold()
    except AddressNotSupported:
        return address.casefold()


def is_automatic(top: Message, sender: str) -> bool:
    """Tell whether a machine sent it: a list, a notice, out of office, a bounce (RFC 3834 2)."""
    auto = "".join(mime.values(top, "Auto-Submitted")[:1]).partition(";")[0].strip().lower()
    return (
        auto not in {"", "no"}
        or "<>" in mime.values(top, "Return-Path")
        or any(top.get_all(name) for name in _MACHINES)
        or "".join(mime.values(top, "Precedence")[:1]).lower() in {"bulk", "list", "junk"}
        or top.get_content_type() == "multipart/report"
        or sender.partition("@")[0] in _DAEMONS
    )


def answers_to(top: Message) -> tuple[str, ...]:
    """Give the Message-IDs of the mails that this one answers, the last first (RFC 5322 3.6.4)."""
    named = [value for name in _ANSWERED for value in _tolerant(top, name)]
    ids = [one for value in named for one in reversed(_MESSAGE_ID.findall(value))]
    return tuple(dict.fromkeys(ids))[:MOST_IDS]


def _tolerant(top: Message, name: str) -> list[str]:
    try:
        return mime.values(top, name)
    except mime.TooMuch:  # a thread of years: the mail itself is as good as any
        return []


def subject(top: Message) -> str:
    """Give the subject as one line, its encoded words read (RFC 2047)."""
    raw = next((str(value) for name, value in top.raw_items() if name.lower() == "subject"), "")
    text = mime.decode(raw[: 20 * MOST_SUBJECT].encode("utf-8", "surrogateescape"), "")
    joined = re.sub(r"(\?=)\s+(?==\?)", r"\1", text)
    return clean_line(_WORD.sub(_decoded, joined))[:MOST_SUBJECT]


def text(parts: tuple[Part, ...]) -> str:
    """Give the words of a mail: its plain text, else its page without marks."""
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.kind == kind and not part.filename:
                words = part.text[: 25 * MOST_TEXT]
                return clean_text(_shown(words) if kind == "text/html" else words)[:MOST_TEXT]
    return ""


def _decoded(word: re.Match[str]) -> str:
    charset, way, content = word[1].lower(), word[2].lower(), word[3]
    try:
        raw = content.encode("ascii")
        if way == "q":
            return mime.decode(binascii.a2b_qp(raw, header=True), charset)
        return mime.decode(binascii.a2b_base64(raw + b"=="), charset)
    except ValueError:
        return word[0]


def _shown(page: str) -> str:
    """Give the words of a page, roughly; in one pass, whatever it is made of."""
    first, *rest = re.split(r"(?i)<(?:style|script|title)\b", page)
    after = (re.split(r"(?i)</(?:style|script|title)>", part, maxsplit=1)[1:] for part in rest)
    kept = " ".join([first, *(words for part in after for words in part)])
    words = re.sub(r"[ \t]+", " ", re.sub(r"<[^<>]*>", " ", kept))
    return html.unescape(words.replace(" \n", "\n").replace("\n ", "\n"))
