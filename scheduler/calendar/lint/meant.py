"""What was a letter meant to be?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Meant:
    """What a letter was meant to be.

    Addresses are as mail writes them (ASCII), `message_id` is with its <>, `method` is REQUEST,
    CANCEL, DECLINECOUNTER or "" (no calendar part). `last_sequence` and `last_stamp` (an aware
    instant) are the highest that this recipient was told for this UID; None: none.
    """

    recipient: str
    sender: str
    message_id: str
    letter_id: str
    method: str
    uid: str = ""
    sequence: int = 0
    last_sequence: int | None = None
    last_stamp: datetime | None = None
