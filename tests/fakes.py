"""Stand-ins for the two doors to the world."""

from __future__ import annotations

from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from scheduler.ports import SendFailed


@dataclass(frozen=True)
class Sent:
    """One mail as it left."""

    sender: str
    recipient: str
    raw: bytes

    @property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def calendar(self) -> str:
        """The calendar part, unfolded; empty if there is none."""
        for part in self.mail.walk():
            if part.get_content_type() == "text/calendar":
                text: str = part.get_content()
                return text.replace("\r\n", "\n").replace("\n ", "")
        return ""

    @property
    def method(self) -> str:
        return self.property("METHOD")

    @property
    def text(self) -> str:
        body = self.mail.get_body(("plain",))
        return str(body.get_content()) if body else ""

    def property(self, name: str) -> str:
        """One property's value: the calendar's own (METHOD), else the VEVENT's."""
        head, _, event = self.calendar.partition("BEGIN:VEVENT")
        for line in [*event.splitlines(), *head.splitlines()]:
            label, _, value = line.partition(":")
            if label.partition(";")[0] == name:
                return value
        return ""


@dataclass
class FakeSender:
    """Takes every mail, or fails as the test says."""

    sent: list[Sent] = field(default_factory=list)
    tried: list[Sent] = field(default_factory=list)
    failures: list[SendFailed] = field(default_factory=list)

    def send(self, sender: str, recipient: str, raw: bytes) -> str:
        mail = Sent(sender, recipient, raw)
        self.tried.append(mail)
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(mail)
        return "250 taken"

    def close(self) -> None:
        pass

    def take(self) -> list[Sent]:
        """Give what was sent since the last look, by recipient."""
        found, self.sent = self.sent, []
        return sorted(found, key=lambda mail: mail.recipient)
