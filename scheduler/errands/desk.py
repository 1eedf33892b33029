"""What does a letter about work between meetings need, to be written and to be true?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from scheduler.language import Language
from scheduler.model import Letter
from scheduler.tokens import KeyRing


@dataclass(frozen=True, slots=True)
class Desk:
    """What the words of a letter are made with: the reader's language, the keys of its links."""

    speech: Language
    keys: KeyRing
    base_url: str


def _at_once(session: Session, letter: Letter) -> str:
    del session, letter
    return ""


@dataclass(frozen=True, slots=True)
class Errand:
    """One kind of letter: the values its words need, and why one must not leave any more.

    `why_not` gives a msgid, empty while the letter is true; `wait` one while it is to be held,
    by somebody who will let it go.
    """

    words: Callable[[Session, Letter, Desk], dict[str, Any]]
    why_not: Callable[[Session, Letter], str]
    wait: Callable[[Session, Letter], str] = _at_once
