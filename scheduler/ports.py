"""Which doors lead to the world?"""

from __future__ import annotations

from typing import Protocol


class SendFailed(Exception):
    """A mail was not taken; `answer` is what the server said, without addresses."""

    def __init__(self, answer: str) -> None:
        self.answer = answer
        super().__init__(answer)


class Temporary(SendFailed):
    """Not taken now: try again later (RFC 5321 4.2.1: 4yz, or no connection)."""


class Unreachable(Temporary):
    """No conversation with the server: the next mail would fare no better until it is back."""


class Busy(Temporary):
    """Not tried at all: it is our own doing, or the domain's, that it waits for `seconds`."""

    def __init__(self, answer: str, seconds: float) -> None:
        super().__init__(answer)
        self.seconds = seconds


class Permanent(SendFailed):
    """Refused for good (RFC 5321 4.2.1: 5yz)."""


class InDoubt(SendFailed):
    """The final dot was sent and no answer came: the mail may have been taken."""


class MailSender(Protocol):
    """Hands finished mails to a mail server, one recipient each."""

    def send(self, sender: str, recipient: str, raw: bytes) -> str:
        """Send one mail; gives the server's words after the final dot, else raises SendFailed."""

    def close(self) -> None:
        """Let go of the connection; the next `send` opens one."""
