"""What is read of a file: sheets of cells, with what is merged.

A text that a spreadsheet could take for a formula is written with an apostrophe before it; reading
takes it away again, so that nothing calculates and nothing is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from scheduler.exercise.msel.times import Cell
from scheduler.text import clean_text

_RISKY = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
MOST_SPREAD = 200_000  # cells; more are not merged by people
Range = tuple[tuple[int, int], tuple[int, int]]  # (row, column) first and last, from 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its rows from the first on, its merged ranges."""

    name: str
    rows: list[list[Cell]]
    merged: tuple[Range, ...] = ()
    above: frozenset[tuple[int, int]] = field(default_factory=frozenset)  # went on downwards
    banners: frozenset[int] = field(default_factory=frozenset)  # rows merged from side to side


def column(number: int) -> str:
    """Name a column as spreadsheets do: 0 is A, 26 is AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def escaped(text: str) -> str:
    """Write a text so that no spreadsheet calculates it."""
    return f"'{text}" if _RISKY.match(text) else text


def unescaped(text: str) -> str:
    """Give back what was escaped."""
    return text[1:] if text.startswith("'") and _RISKY.match(text[1:]) else text


def text_of(cell: Cell) -> str:
    """Give a cell as the text that people see in it, cleaned."""
    if isinstance(cell, str):
        return clean_text(unescaped(cell))
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return "" if cell is None else _moment(cell)


def _moment(cell: Cell) -> str:
    match cell:
        case datetime():
            return cell.strftime("%Y-%m-%d %H:%M")
        case date():
            return cell.isoformat()
        case time():
            return cell.strftime("%H:%M")
        case timedelta():
            minutes = round(cell.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
    return str(cell)


def spread(sheet: Sheet) -> Sheet:
    """Let what stands in merged cells stand in each row that they reach over."""
    rows, left_over = [list(row) for row in sheet.rows], MOST_SPREAD
    above, banners = set(), set()
    for (top, left), (bottom, right) in sheet.merged:
        if top >= len(rows) or left >= len(rows[top]) or rows[top][left] in (None, ""):
            continue
        if right > left and bottom == top:
            banners.add(top)
        reached = range(top + 1, min(bottom + 1, len(rows), top + left_over + 1))
        left_over -= len(reached)
        for row in reached:
            if left < len(rows[row]) and rows[row][left] in (None, ""):
                rows[row][left] = rows[top][left]
                above.add((row, left))
    return Sheet(sheet.name, rows, sheet.merged, frozenset(above), frozenset(banners))
