"""Where do the bars of a figure stand? Pure geometry; the words are in the table beside it.

Pieces are told apart by how dark they are, with their count written in or after them: no colour
says anything, so that print, dark pages and forced colours show the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.documents.document import Bar, Bars

WIDTH, LEFT, RIGHT = 640, 190, 40
HIGH, GAP, LETTERS = 18, 8, 26
DARKEST, LIGHTEST = 0.85, 0.1


@dataclass(frozen=True, slots=True)
class Piece:
    """A bar: its place and size, how dark it is, what it says when pointed at."""

    x: float
    y: float
    width: float
    height: float
    opacity: float
    says: str


@dataclass(frozen=True, slots=True)
class Label:
    """A text at a place; `end`: it ends there."""

    x: float
    y: float
    says: str
    end: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawn figure."""

    width: int
    height: int
    bars: tuple[Piece, ...]
    texts: tuple[Label, ...]


Into = tuple[list[Piece], list[Label]]


def drawn(block: Bars) -> Figure:
    """Place the bars of a figure."""
    lengths = [_length(block.stacked, pieces) for _, pieces in block.rows]
    scale = (WIDTH - LEFT - RIGHT) / (max(lengths, default=0) or 1)
    bars: list[Piece] = []
    texts: list[Label] = []
    y = 0
    for label, pieces in block.rows:
        texts.append(Label(LEFT - 10, y + HIGH - 4, _short(label), end=True))
        draw = _stack if block.stacked else _list
        y = draw(label, pieces, y, scale, (bars, texts)) + GAP
    return Figure(WIDTH + (0 if block.stacked else 80), max(y, 1), tuple(bars), tuple(texts))


def _stack(label: str, pieces: tuple[Bar, ...], y: int, scale: float, into: Into) -> int:
    """Put the pieces of a row after each other, their counts behind them; gives where it ends."""
    bars, texts = into
    x = float(LEFT)
    for place, piece in enumerate(pieces):
        if piece.value:
            bars.append(_piece(label, piece, (x, y), scale, _darkness(place, len(pieces))))
        x += piece.value * scale
    counts = " · ".join(str(piece.value) for piece in pieces)
    texts.append(Label(round(x + 6, 1), y + HIGH - 4, counts))
    return y + HIGH


def _list(label: str, pieces: tuple[Bar, ...], y: int, scale: float, into: Into) -> int:
    """Put the pieces of a row below each other, each with its name; gives where it ends."""
    bars, texts = into
    for place, piece in enumerate(pieces):
        if piece.value:
            bars.append(_piece(label, piece, (LEFT, y), scale, _darkness(place, len(pieces))))
        x = LEFT + piece.value * scale + 6
        texts.append(Label(round(x, 1), y + HIGH - 4, f"{piece.name} {piece.value}"))
        y += HIGH + 2
    return y


def _piece(label: str, piece: Bar, at: tuple[float, int], scale: float, opacity: float) -> Piece:
    says = f"{label}: {piece.name} {piece.value}"
    return Piece(round(at[0], 1), at[1], round(piece.value * scale, 1), HIGH, opacity, says)


def _length(stacked: bool, pieces: tuple[Bar, ...]) -> int:  # noqa: FBT001  # a block's own
    values = [piece.value for piece in pieces]
    return sum(values) if stacked else max(values, default=0)


def _darkness(place: int, pieces: int) -> float:
    step = (DARKEST - LIGHTEST) / max(pieces - 1, 1)
    return round(DARKEST - place * step, 2)


def _short(label: str) -> str:
    return label if len(label) <= LETTERS else f"{label[: LETTERS - 1]}…"
