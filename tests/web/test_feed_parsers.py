"""Do parsers that are not ours read every calendar as it was meant, in each language and level?"""

from __future__ import annotations

import gzip
import io
import re
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from dateutil import tz

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput, CancelInput
from scheduler.language import LETTERS
from scheduler.language import language as language_of
from scheduler.model import Meeting
from scheduler.services import agenda, meetings
from scheduler.titles import play
from tests.calendar.test_ical_js import read_by_ical_js
from tests.factories import a_meeting
from tests.feeding import make

CALENDARS = tuple(product(LETTERS, ("busy", "title", "full")))
BUSY = {"sv": "Upptagen", "nb": "Opptatt", "da": "Optaget", "en": "Busy"}
EXERCISE = {"sv": "ÖVNING", "nb": "ØVELSE", "da": "ØVELSE", "en": "EXERCISE"}
CANCELLED = {"sv": "INSTÄLLT", "nb": "AVLYST", "da": "AFLYST", "en": "CANCELLED"}

VIDEO = "https://video.example/rum"
WORDS = 'Råd; "möte", \\ åäö 🙂'
PLACE = "Residenset, stora salen; ingång B"
# Each with the instant that is meant, worked out by hand; 90 minutes long.
MEETINGS: dict[str, tuple[dict[str, Any], str]] = {
    "zoned": ({"title": WORDS, "start": "2027-03-25T09:00", "place": PLACE}, "2027-03-25T08:00"),
    "summer": (
        {"title": "Övning", "start": "2027-06-16T09:00", "kind": "exercise"}
        | {"online_url": VIDEO, "place": ""},
        "2027-06-16T07:00",
    ),
    "second hour": ({"title": "Natt", "start": "2027-10-31T02:30", "fold": 1}, "2027-10-31T01:30"),
    "across": ({"title": "Vår", "start": "2027-03-28T01:00"}, "2027-03-28T00:00"),
    "Finland": (
        {"title": "Åbo", "start": "2027-11-01T09:00", "time_zone": "Europe/Helsinki"},
        "2027-11-01T07:00",
    ),
    "no rule": (
        {"title": "Nuuk", "start": "2027-06-17T09:00", "time_zone": "America/Nuuk"},
        "2027-06-17T10:00",
    ),
    "cancelled": ({"title": "Inställt", "start": "2027-09-02T09:00"}, "2027-09-02T07:00"),
    "sensitive": (
        {"title": "Hemligt", "start": "2028-01-13T09:00", "place": "Gömda gården"}
        | {"place_protected": True},
        "2028-01-13T08:00",
    ),
}


@pytest.fixture
def texts(client, database, network, settle):
    """Each calendar as its address gives it, every second one packed."""
    with database.transaction() as session:
        made = {
            name: a_meeting(session, network, minutes=90, **plan).id
            for name, (plan, _) in MEETINGS.items()
        }
        points = {"items": [{"title": "Lägesbild, kort; sedan"}, {"title": "X", "class": "circle"}]}
        plan = AgendaInput.model_validate(points)
        agenda.put(session, made["zoned"], plan=plan, by=SYSTEM)
        meetings.cancel(session, made["cancelled"], plan=CancelInput(), by=SYSTEM)
        uids = {name: session.get_one(Meeting, row).uid for name, row in made.items()}
    settle()
    assert len(set(uids.values())) == len(MEETINGS)
    return {
        calendar: fetched(client, database, network, *calendar, packed=bool(number % 2))
        for number, calendar in enumerate(CALENDARS)
    }


def fetched(client, database, network, language, level, *, packed):
    token = make(database, network_id=network, language=language, level=level)
    headers = {"Accept-Encoding": "gzip"} if packed else {}
    answer = client.get(f"/feeds/{token}.ics", headers=headers)
    assert answer.headers.get("Content-Encoding") == ("gzip" if packed else None)
    return gzip.decompress(answer.data) if packed else answer.data


def begins(name):
    return int(datetime.fromisoformat(MEETINGS[name][1]).replace(tzinfo=UTC).timestamp())


def meant(name, language, level):
    """What ical.js should tell of a meeting: begin, end, title, description, place."""
    plan = MEETINGS[name][0]
    title = BUSY[language] if level == "busy" else plan["title"]
    if name == "summer" and level != "busy":
        title = f"{EXERCISE[language]}: {title}"
    if name == "cancelled":
        title = f"{CANCELLED[language]}: {title}"
    description = place = None
    if level == "full":
        description = {"zoned": "1. Lägesbild, kort; sedan", "summer": VIDEO}.get(name)
        place = {"zoned": PLACE, "summer": VIDEO}.get(name)
        place = place or ("Residenset" if "place" not in plan else None)
    if name == "summer" and level != "busy":
        line = play(language).line(language_of(language).gettext)
        description = "\n\n".join(part for part in (line, description) if part)
    return [begins(name), begins(name) + 90 * 60, title, description, place]


def test_ical_js_reads_each_calendar_as_it_was_meant(texts, tmp_path):
    told = read_by_ical_js(list(texts.values()), tmp_path)
    for (language, level), events in zip(CALENDARS, told, strict=True):
        wanted = [meant(name, language, level) for name in MEETINGS]
        assert sorted(events, key=str) == sorted(wanted, key=str), (language, level)


def test_dateutil_reads_the_instants_with_the_zones_that_the_calendar_brings(texts):
    for text in texts.values():
        plain = text.decode().replace("\r\n ", "").replace("\r\n", "\n")
        zones = tz.tzical(io.StringIO(plain))
        found = set()
        for event in plain.split("BEGIN:VEVENT")[1:]:
            ((zone, wall, utc),) = re.findall(
                r"^DTSTART(?:;TZID=([^:]+))?:(\d{8}T\d{6})(Z?)$", event, re.MULTILINE
            )
            here = UTC if utc else zones.get(zone)
            begin = datetime.strptime(wall, "%Y%m%dT%H%M%S").replace(tzinfo=here)
            found.add(int(begin.timestamp()))
        assert found == {begins(name) for name in MEETINGS}


def test_a_calendar_says_the_same_whichever_way_it_travels(client, database, network, texts):
    token = make(database, network_id=network)
    plain = client.get(f"/feeds/{token}.ics")
    packed = client.get(f"/feeds/{token}.ics", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == plain.data
