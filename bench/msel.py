"""How fast is a list of 5 000 injects imported, against openpyxl only reading its cells?"""

from __future__ import annotations

import io
import random
import statistics
import time
from collections.abc import Callable

from openpyxl import Workbook, load_workbook

from scheduler.exercise.content import Content
from scheduler.exercise.msel import preview, reading
from scheduler.exercise.msel.book import Asked

INJECTS = 5_000
_WORDS = "växeln samtal rektorn föräldern kommunen polisen lägesbild beslut ansvar tid"
WORDS = _WORDS.split()
HEADS = (
    *("Event Number", "Delivery Time", "Event Type", "Inject Mode", "From", "To", "Title"),
    *("Message", "Expected Participant Response", "Exercise Objective", "Notes", "Move", "Budget"),
)


def workbook() -> bytes:
    """Make a list as long and wordy as no exercise has."""
    chance = random.Random(5)  # noqa: S311  # the same list each time
    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.append(HEADS)
    for number in range(INJECTS):
        sheet.append(_row(number, chance))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def imported(content: bytes) -> Content:
    """Import the list whole."""
    found = preview.of_sheets(reading.read(content, reading.XLSX), base=None, asked=Asked())
    if found.content is None or len(found.content.injects) != INJECTS:
        raise RuntimeError(found.messages[:3])
    return found.content


def cells(content: bytes) -> int:
    """Read each cell and do nothing with it."""
    book = load_workbook(io.BytesIO(content), read_only=True)
    sheet = book.worksheets[0]
    return sum(len(row) for row in sheet.iter_rows(values_only=True))


def main() -> None:
    """Print the seconds of one import, and its ratio to the reading alone."""
    content = workbook()
    pairs = [(_seconds(imported, content), _seconds(cells, content)) for _ in range(5)]
    ours, reading_alone = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(own / peer for own, peer in pairs)
    print(f"{INJECTS} injects imported in {ours:.2f} s")  # noqa: T201
    print(f"openpyxl only reads the cells in {reading_alone:.2f} s · ratio {ratio:.1f}")  # noqa: T201


def _seconds(way: Callable[[bytes], object], content: bytes) -> float:
    start = time.perf_counter()
    way(content)
    return time.perf_counter() - start


def _row(number: int, chance: random.Random) -> list[str]:
    def text(count: int) -> str:
        return " ".join(chance.choices(WORDS, k=count))

    return [
        *(f"E{number}", f"T+{number // 60}:{number % 60:02}", "Inject", "Mail"),
        *(f"Avsändare {number % 20}", f"Grupp {number % 8}", f"Inspel {number}: {text(4)}"),
        *(text(60), f"{text(8)}\n{text(8)}", f"[M{number % 9}] {text(1)}", text(10)),
        *(f"Skede {number % 5}", text(2)),
    ]


if __name__ == "__main__":
    main()
