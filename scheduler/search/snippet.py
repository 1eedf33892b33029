"""Which words of a text are shown, and which of them were asked for?"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from scheduler.search.words import SHORTEST_STEM, Term, stem, wanted

BEFORE, LENGTH = 60, 200  # characters shown before the first hit, and in all
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile(r"(?m)^\s{0,3}(?:#{1,6}|[-*+>]|\d+[.)])\s+|[*_`~|]{1,3}")


class Piece(NamedTuple):
    """A piece of a text; `hit`: it was asked for."""

    text: str
    hit: bool


class Needles(NamedTuple):
    """What to mark: whole words, and beginnings of words."""

    whole: frozenset[str]
    begins: tuple[str, ...]

    def fits(self, word: str) -> bool:
        """Tell whether a word was asked for."""
        folded = word.casefold()
        return folded in self.whole or folded.startswith(self.begins)


def needles(terms: Sequence[Term], languages: Collection[str]) -> Needles:
    """Give what to mark of what was asked for."""
    plain = [term for term in wanted(terms) if not term.phrase]
    whole = {token for term in wanted(terms) for token in term.tokens}
    stems = {stem(token, languages) for term in plain for token in term.tokens}
    begun = {token for term in plain if term.last for token in term.tokens[-1:]}
    return Needles(
        frozenset(whole),
        tuple(sorted(begun | {one for one in stems if len(one) >= SHORTEST_STEM})),
    )


def marked(text: str, needles: Needles) -> tuple[Piece, ...]:
    """Give a whole text in pieces."""
    pieces: list[Piece] = []
    end = 0
    for word in _WORD.finditer(text):
        if needles.fits(word[0]):
            pieces += [Piece(text[end : word.start()], hit=False), Piece(word[0], hit=True)]
            end = word.end()
    pieces.append(Piece(text[end:], hit=False))
    return tuple(piece for piece in pieces if piece.text)


def snippet(text: str, needles: Needles) -> tuple[Piece, ...]:
    """Give what stands around the first word that was asked for; Markdown's marks are left out."""
    plain = " ".join(_MARKS.sub("", text).split())
    first = next((word for word in _WORD.finditer(plain) if needles.fits(word[0])), None)
    start = _word_start(plain, first.start() - BEFORE) if first else 0
    end = _word_end(plain, start + LENGTH)
    cut = plain[start:end].strip()
    return marked(f"{'… ' if start else ''}{cut}{' …' if end < len(plain) else ''}", needles)


def _word_start(text: str, at: int) -> int:
    return text.rfind(" ", 0, at) + 1 if at > 0 else 0


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", max(0, at - 40), at)
    return space if space > 0 else at
