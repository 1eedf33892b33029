"""How is a part of a page rendered once for all who see the same?

What differs from reader to reader (their address, what they have read, the clock's seconds) is a
slot in it, filled anew for each.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from markupsafe import Markup

KEPT = 256
_MARK = secrets.token_hex(8)  # of this process: nobody can type it
_SLOT = re.compile(f"~{_MARK}:([^~]*)~")


def slot(name: str) -> Markup:
    """Give the place of something that each reader has of their own."""
    return Markup("~%s:%s~") % (_MARK, name)


@dataclass(frozen=True, slots=True)
class Fragment:
    """Rendered words, and between them names of slots."""

    parts: tuple[str, ...]

    @classmethod
    def of(cls, rendered: str) -> Fragment:
        """Cut what was rendered at its slots."""
        return cls(tuple(_SLOT.split(rendered)))

    def filled(self, fill: Callable[[str], str]) -> str:
        """Give the whole, with what `fill` says for each slot's name (harmless HTML)."""
        return "".join(fill(part) if place % 2 else part for place, part in enumerate(self.parts))


class Fragments:
    """The newest fragments, each made once by whoever asks first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Fragment] = OrderedDict()
        self._lock = threading.Lock()

    def once(self, key: Hashable, make: Callable[[], str]) -> Fragment:
        """Give the fragment of a key; `make` renders it while all others wait."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                found = self._kept[key] = Fragment.of(make())
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            return found
