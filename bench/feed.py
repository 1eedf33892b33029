"""Is a feed joined from stored entries faster than one written by the library each time?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bench.timing import against
from scheduler.calendar.entry import Entry
from scheduler.calendar.feed import feed, vevent_bytes

ZONE = "Europe/Stockholm"
FIRST = datetime.fromisoformat("2027-01-07T09:00")


def entries(count: int) -> list[Entry]:
    """Make weekly meetings."""
    return [
        Entry(
            uid=f"{number}@bench",
            sequence=0,
            stamp=datetime(2027, 1, 1, tzinfo=UTC),
            start=FIRST + timedelta(weeks=number),
            minutes=120,
            zone=ZONE,
            summary=f"Samverkansmöte {number}",
            description="Dagordning och svar finns på mötets sida.",
            location="Rådhuset, Örebro",
        )
        for number in range(count)
    ]


def main() -> None:
    """Print the ratio for some sizes."""
    for count in (50, 500):
        made = entries(count)
        stored = [vevent_bytes(entry) for entry in made]
        zones = {ZONE: [instant for entry in made for instant in entry.instants]}

        def joined(stored: list[bytes] = stored, zones: dict[str, list[datetime]] = zones) -> bytes:
            return feed(name="Bench", source="", entries=stored, zones=zones)

        def written(made: list[Entry] = made, zones: dict[str, list[datetime]] = zones) -> bytes:
            fresh = [vevent_bytes(entry) for entry in made]
            return feed(name="Bench", source="", entries=fresh, zones=zones)

        print(f"{count} meetings: {against(joined, written)}")  # noqa: T201


if __name__ == "__main__":
    main()
