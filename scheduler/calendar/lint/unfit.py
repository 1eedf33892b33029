"""What is wrong with a mail in such a way that reading on says nothing?"""

from __future__ import annotations


class Unfit(Exception):
    """A mail that cannot be read to its end; `message` is the msgid that says why."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)
