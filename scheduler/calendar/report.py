"""What does a mail server say about a letter of ours? (RFC 3464, 6533)

A delivery report names each recipient with what became of their copy, and brings the letter, or its
header, back. Whether that letter is ours to lose is for the one who asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scheduler.calendar import mime
from scheduler.calendar.address import addresses
from scheduler.text import clean_line

if TYPE_CHECKING:
    from email.message import Message

    from scheduler.calendar.mime import Part

MOST_RECIPIENTS: Final = 100
MOST_WORDS: Final = 500
MOST_STATUS: Final = 100_000
_STATUSES: Final = {"message/delivery-status", "message/global-delivery-status"}
_RETURNED: Final = {
    *("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"),
}
_FIELD: Final = re.compile(r"([A-Za-z-]{1,40})[ \t]*:(.*)")
_ADDRESS: Final = re.compile(r"<?[^\s<>]+@[^\s<>]+>?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """What became of the copy to one recipient.

    `action` is failed, delayed, delivered, relayed or expanded; `status` such as 5.1.1 (RFC 3463);
    `addresses` the final and the original one; `words` the server's own, without addresses.
    """

    action: str
    status: str
    addresses: tuple[str, ...]
    words: str

    @property
    def failed(self) -> bool:
        """Whether the server has given up on it."""
        return self.action == "failed"

    @property
    def for_good(self) -> bool:
        """Whether the address itself is refused, not only this try (RFC 3463 2)."""
        return self.failed and self.status.startswith("5")


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """A delivery report and which letter it is about; a read receipt (RFC 8098) has no deliveries.

    `message_id` and `letter` (X-Kallelse-Letter) are those of the letter that it brings back.
    """

    deliveries: tuple[Delivery, ...] = ()
    message_id: str = ""
    letter: str = ""


def read(top: Message, parts: tuple[Part, ...]) -> Report | None:
    """Read a report; None if the mail is none, or one that says nothing of any recipient."""
    if top.get_content_type() != "multipart/report":
        return None
    if any(part.kind == "message/disposition-notification" for part in parts):
        return Report()
    deliveries = tuple(
        told
        for part in parts
        if part.kind in _STATUSES
        for told in _deliveries(part.text[:MOST_STATUS])
    )
    return Report(deliveries=deliveries, **_returned(parts)) if deliveries else None


def without_addresses(text: str) -> str:
    """Give a server's words as one line in which nobody is named."""
    return clean_line(_ADDRESS.sub("…", text[: 4 * MOST_WORDS]))[:MOST_WORDS]


def _deliveries(text: str) -> list[Delivery]:
    groups = re.split(r"\n[ \t\r]*\n", text.replace("\r\n", "\n"), maxsplit=MOST_RECIPIENTS)
    found = (_delivery(_fields(group)) for group in groups[:MOST_RECIPIENTS])
    return [told for told in found if told]


def _fields(group: str) -> dict[str, str]:
    lines = re.sub(r"\n[ \t]+", " ", group).split("\n")
    pairs = (found.groups() for line in lines if (found := _FIELD.fullmatch(line.strip())))
    return {name.lower(): value.strip() for name, value in pairs}


def _delivery(told: dict[str, str]) -> Delivery | None:
    named = [told.get(name, "") for name in ("final-recipient", "original-recipient")]
    if not any(named) or "action" not in told:
        return None
    status = re.search(r"\b[245]\.[0-9]{1,3}\.[0-9]{1,3}\b", told.get("status", ""))
    said = told.get("diagnostic-code", "").partition(";")[2]
    return Delivery(
        action=told["action"].partition(" ")[0].lower(),
        status=status[0] if status else "",
        addresses=tuple(dict.fromkeys(found for one in named for found in _typed(one))),
        words=without_addresses(said or told.get("status", "")),
    )


def _typed(value: str) -> list[str]:
    """Give the address of a typed one, such as `rfc822; name@domain` (RFC 3464 2.1.2)."""
    return addresses(value.rpartition(";")[2][:1_000])


def _returned(parts: tuple[Part, ...]) -> dict[str, str]:
    for part in parts:
        if part.kind in _RETURNED:
            head = mime.head(part.content)
            ids = {"message_id": "Message-ID", "letter": "X-Kallelse-Letter"}
            return {
                key: clean_line("".join(mime.values(head, name)[:1])) for key, name in ids.items()
            }
    return {}
