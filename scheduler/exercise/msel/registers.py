"""Which part of the scenario does a cell name: one that is there, or one that is new?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count

from scheduler.exercise.msel import naming
from scheduler.exercise.msel.headings import plain


class Register:
    """Parts of one kind by key and by name; `new` are those that a list has brought, in order."""

    def __init__(
        self, known: Iterable[tuple[str, str]], made: Callable[[str], str] = naming.slug
    ) -> None:
        self.names: dict[str, str] = {}
        self.by_name: dict[str, str] = {}
        self.new: dict[str, str] = {}
        self.made = made
        self.free = naming.Free()
        self.seen: dict[str, str] = {}  # cell → key
        for key, name in known:
            self._take(key, name)

    def find(self, cell: str, *, create: bool = True) -> str:
        """Give the key that a cell means; with `create` a part that is not there comes to be."""
        if cell not in self.seen:
            self.seen[cell] = self._meant(cell, create=create)
        return self.seen[cell]

    def knows(self, cell: str) -> bool:
        """Tell whether a cell means a part that is there."""
        if cell in self.seen:
            return self.seen[cell] in self.names
        named = naming.read(cell)
        there = named.key in self.names or cell.strip() in self.names
        return there or (not named.key and plain(named.name) in self.by_name)

    def _meant(self, cell: str, *, create: bool) -> str:
        named = naming.read(cell)
        for key in (named.key, cell.strip()):
            if key in self.names:
                return key
        if named.key and not named.name:
            return named.key  # points at what is not there
        known = self.by_name.get(plain(named.name)) if not named.key else None
        if known is not None:
            return known
        key = named.key or self.free(self.made(named.name), self.names)
        if create:
            self._take(key, named.name)
            self.new[key] = named.name
        return key

    def _take(self, key: str, name: str) -> None:
        self.names[key] = name
        if plain(name):
            self.by_name.setdefault(plain(name), key)


def numbered(letter: str, taken: Iterable[str]) -> Callable[[str], str]:
    """Make keys that count: O1, O2 …; `taken` are not given again."""
    used = set(taken)
    free = (key for number in count(1) if (key := f"{letter}{number}") not in used)
    return lambda _: next(free)
