"""Is every value in a network file or in a mail from outside taken or refused in words?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from scheduler.actor import SYSTEM
from scheduler.apply import FaultyFile, apply, read
from scheduler.inbox import Outcome, take
from scheduler.language import language
from scheduler.text import clean_text
from tests.factories import a_called_meeting
from tests.hostile.corpus import ADDRESSES, OTHERS, VALUES
from tests.hostile.undone import undone
from tests.inbox.replies import a_reply, answer_of

TEXTS = {
    "network.name": "name",
    "network.purpose": "purpose",
    "organisations.0.name": "house",
    "people.0.name": "name",
    "people.0.unit": "unit",
    "people.0.title": "title",
    "series.0.title": "title",
    "series.0.place": "place",
    "meetings.0.title": "title",
    "meetings.0.text": "text",
    "meetings.0.place": "place",
}
SHAPED = (
    *("network.slug", "network.language", "network.time_zone", "network.countries.0"),
    *("organisations.0.kind", "organisations.0.country", "organisations.0.role"),
    *("people.0.email", "people.0.organisation", "people.0.role", "people.0.protected"),
    *("series.0.rule", "series.0.rule.nth", "series.0.rule.weekdays.0", "series.0.at"),
    *("series.0.minutes", "series.0.from", "series.0.call", "series.0.call.notice_days"),
    *("meetings.0.start", "meetings.0.fold", "meetings.0.online_url", "meetings.0", "people"),
)


@pytest.fixture(autouse=True)
def unchanged(village) -> Iterator[None]:
    with undone(village):
        yield


def a_file() -> Any:
    return {
        "network": {"slug": "fil", "name": "Fil", "purpose": "x", "countries": ["SE"]},
        "organisations": [{"name": "Kumla kommun", "kind": "municipality", "country": "SE"}],
        "people": [{"name": "Anna", "email": "ny@kumla.example", "unit": "x", "title": "x"}],
        "series": [
            {
                "title": "Länsnätverket",
                "rule": {"every": 1, "unit": "month", "nth": 1, "weekdays": ["th"]},
                "at": "09:00",
                "minutes": 60,
                "from": "2027-01-01",
                "until": "2027-06-30",
                "place": "x",
                "call": {"when": "each", "notice_days": 21},
            }
        ],
        "meetings": [{"title": "Dag", "start": "2027-10-14T09:00", "text": "x", "place": "x"}],
    }


def put(made: Any, place: str, value: str) -> Any:
    *way, last = (int(part) if part.isdecimal() else part for part in place.split("."))
    at = made
    for part in way:
        at = at[part]
    at[last] = value
    return made


def applied(village, raw: bytes) -> list[str]:
    """Apply a file; gives the faults in words, none if it was taken."""
    try:
        file = read(raw, name="fil.yaml")
        with village.app.extensions["kallelse"].database.transaction() as session:
            apply(session, file, by=SYSTEM)
            session.flush()
    except FaultyFile as faulty:
        return faulty.lines(language("en"))
    return []


@pytest.mark.parametrize("place", [*TEXTS, *SHAPED])
def test_any_value_in_any_field_of_a_file_is_taken_or_refused_with_its_line(village, place):
    values = [*VALUES.values()] if place in TEXTS else [*OTHERS.values(), *ADDRESSES.values()]
    for value in values[len(place) % 3 :: 3]:
        raw = json.dumps(put(a_file(), place, value), indent=1).encode()
        faults = applied(village, raw)
        assert [line for line in faults if not line.startswith("fil.yaml:")] == [], value


@pytest.mark.parametrize("value", VALUES.values(), ids=ascii)
def test_any_value_as_it_stands_in_a_file_is_taken_or_refused_with_its_line(village, value):
    raw = f"network: {{slug: fil, name: {value}}}\n".encode("utf-8", "surrogatepass")
    assert all(line.startswith("fil.yaml:") for line in applied(village, raw))


def test_any_comment_of_a_reply_is_kept_as_harmless_text(
    time, database, settings, keys, settle, sender
):
    meeting = a_called_meeting(database)
    settle()
    called, _ = sender.take()
    kept = {}
    for value in VALUES.values():
        time.forward(minutes=1)
        words = value.encode("utf-8", "replace").decode()
        escaped = words.replace("\\", "\\\\").replace("\r\n", "\n").replace("\r", "\n")
        said = {"comment": escaped.replace("\n", "\\n"), "stamp": f"{time.at:%Y%m%dT%H%M%SZ}"}
        raw = a_reply(called, **said)
        assert take(database, keys, settings, raw, called.sender) is Outcome.TAKEN
        kept[words] = answer_of(database, meeting)[1]
    assert kept == {words: clean_text(words)[:1_000].strip() for words in kept}
