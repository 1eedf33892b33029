"""Is a time that is none refused in words with what to choose, and one that is two the right one?

The same through every door: pages, API, network file. In Stockholm summer time begins on 28 March
2027 (02:30 is skipped) and ends on 31 October 2027 (02:30 comes twice).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import icalendar
import pytest
from sqlalchemy import select

from scheduler import clock
from scheduler.actor import SYSTEM
from scheduler.apply import FaultyFile, apply, read
from scheduler.language import language
from scheduler.model import DueRow, Meeting
from scheduler.services import meetings
from tests.conftest import MONDAY, Clock
from tests.factories import a_meeting, a_network
from tests.hostile.corpus import HARMLESS
from tests.hostile.pages import Page
from tests.hostile.undone import undone
from tests.hostile.village import Village
from tests.web.browser import text_of

SKIPPED, TWICE = "2027-03-28T02:30", "2027-10-31T02:30"
FIRST, SECOND = datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
WORDS = "There is no 02:30 that night: summer time begins. Choose Sunday 28 March 2027 at 03:30"
ENGLISH = {"Accept-Language": "en"}
FILE = """\
network: {slug: tider, name: Tider, language: sv, countries: [SE], convenor: BFC}
organisations: [{name: BFC, kind: ngo, country: SE}]
meetings: [{title: Dag, START}]
"""
RULE = {"unit": "week", "weekdays": ["su"]}
SUNDAYS = {"title": "x", "minutes": 60, "at": "02:30", "from": "2027-03-01", "until": "2027-04-30"}


@pytest.fixture(autouse=True)
def english(village) -> Iterator[None]:
    village.browser.set_cookie("kallelse-language", "en")
    with undone(village):
        yield
    village.browser.delete_cookie("kallelse-language")


def program(village, method, path, body):
    headers = {"Authorization": f"Bearer {village.token}"} | ENGLISH
    client = village.app.test_client()
    return client.open(f"/api/v1{path}", method=method, json=body, headers=headers)


def page(village, path, fields):
    """Fill the form that a page shows, and send it."""
    shown = Page(village.browser.get(path).text)
    form = next(one for one in shown.forms if one.action == path)
    return village.browser.post(path, data=form.fields | fields)


def from_file(village, start):
    file = read(FILE.replace("START", start).encode(), name="tider.yaml")
    with village.app.extensions["kallelse"].database.transaction() as session:
        apply(session, file, by=SYSTEM)
        row = session.scalars(select(Meeting).where(Meeting.title == "Dag")).one()
        return row.starts_at


def test_a_skipped_hour_is_told_with_the_next_one_by_every_address_of_the_api(village):
    at = f"/meetings/{village.meetings['planned']}"
    asked = {
        "/networks/by/meetings": {"title": "x", "start": SKIPPED},
        f"{at}/move": {"start": SKIPPED},
        "/networks/by/series": SUNDAYS | {"rule": RULE},
        "/networks/by/series/preview": SUNDAYS | {"dates": ["2027-03-28"]},
    }
    for path, body in asked.items():
        answer = program(village, "POST", path, body)
        told = answer.get_json()
        assert answer.status_code == 422, path
        field = "at" if "/series" in path else "start"
        assert [(one["field"], WORDS in one["message"]) for one in told["errors"]] == [
            (field, True)
        ]


@pytest.mark.parametrize(
    ("place", "fields"),
    [
        ("/networks/by/meetings/new", {"title": "x", "start": SKIPPED, "then": "later"}),
        ("/meetings/<planned>/move", {"start": SKIPPED, "step": "show"}),
        ("/meetings/<called>/move", {"start": SKIPPED, "step": "send"}),
        (
            "/networks/by/series/new",
            {"title": "x", "rhythm": "dates", "dates": "2027-03-28", "at": "02:30"},
        ),
    ],
)
def test_a_skipped_hour_is_told_beside_its_field_and_what_was_typed_stays(village, place, fields):
    for state in ("planned", "called"):
        place = place.replace(f"<{state}>", village.meetings[state])
    answer = page(village, place, fields)
    assert answer.status_code == 422
    assert WORDS in text_of(answer)
    kept = {n: v for form in Page(answer.text).forms for n, v in form.fields.items()}
    typed = {n: [v] for n, v in fields.items() if n not in {"then", "step"}}
    assert {name: kept.get(name) for name in typed} == typed


def test_a_skipped_hour_in_a_file_is_told_with_its_line(village):
    with pytest.raises(FaultyFile) as faulty:
        from_file(village, f'start: "{SKIPPED}"')
    (line,) = faulty.value.lines(language("en"))
    assert line == f"tider.yaml:3: meetings[0].start: {WORDS} or another time."


@pytest.mark.parametrize(
    ("more", "instant"), [({}, FIRST), ({"fold": 0}, FIRST), ({"fold": 1}, SECOND)]
)
def test_an_hour_that_comes_twice_is_the_first_unless_the_second_is_asked_for(
    village, more, instant
):
    for path in ("/networks/by/meetings", f"/meetings/{village.meetings['planned']}/move"):
        body = {"start": TWICE} | more | ({"title": "x"} if path.startswith("/networks") else {})
        told = program(village, "POST", path, body).get_json()
        assert (told["starts_at"], told["start"]) == (f"{instant:%Y-%m-%dT%H:%M:%SZ}", TWICE)
    said = "".join(f", {name}: {value}" for name, value in more.items())
    assert from_file(village, f'start: "{TWICE}"{said}') == instant


@pytest.mark.parametrize("place", ["/networks/by/meetings/new", "/meetings/<planned>/move"])
def test_a_page_asks_which_of_two_hours_is_meant_and_proposes_the_first(village, place):
    path = place.replace("<planned>", village.meetings["planned"])
    fields = {"title": "x", "start": TWICE, "then": "later", "step": "send"}
    answer = page(village, path, fields)
    assert answer.status_code == 422
    assert "02:30 comes twice that night" in text_of(answer)
    form = next(one for one in Page(answer.text).forms if one.action == path)
    assert form.fields["fold"] == ["0"]
    for fold in ("0", "1"):
        again = village.browser.post(path, data=form.fields | fields | {"fold": fold})
        assert again.status_code == 303, text_of(again)


def test_mail_and_feed_tell_the_instant_that_was_chosen(tmp_path):
    with clock.told_by(Clock(MONDAY)):
        place = Village(tmp_path, HARMLESS)
        path, night, before = (
            "/networks/by/meetings",
            {"title": "x", "start": TWICE},
            len(place.mails),
        )
        chosen = {
            program(place, "POST", path, night | {"fold": fold}).get_json()["uid"]: instant
            for fold, instant in ((0, FIRST), (1, SECOND))
        }
        for one in program(place, "GET", f"{path}?from=2027-10-31", None).get_json()["items"]:
            program(place, "POST", f"/meetings/{one['id']}/call", None)
        place.settle()
        feed = place.app.test_client().get(f"/feeds/{place.tokens['feeds']}.ics").data
        place.database.close()
    told = [mail.calendar.replace("\n", "\r\n").encode() for mail in place.mails[before:]]
    entries = [
        (str(event["UID"]), event.decoded("DTSTART").astimezone(UTC))
        for calendar in (*told, feed)
        for event in icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    ]
    # Three people and the feed are told of each.
    assert sorted(one for one in entries if one[0] in chosen) == sorted([*chosen.items()] * 4)


@pytest.mark.parametrize(
    "start", ["0001-01-01T00:00", "1969-12-31T23:59", "2200-01-01T00:00", "9999-12-31T23:59"]
)
def test_years_that_no_calendar_of_ours_holds_are_refused_by_every_door(village, start):
    words = "Choose a time between the years 1970 and 2199."
    answer = program(village, "POST", "/networks/by/meetings", {"title": "x", "start": start})
    assert [one["message"] for one in answer.get_json()["errors"]] == [words]
    shown = page(village, "/networks/by/meetings/new", {"title": "x", "start": start})
    assert (shown.status_code, words in text_of(shown)) == (422, True)
    with pytest.raises(FaultyFile) as faulty:
        from_file(village, f'start: "{start}"')
    assert faulty.value.lines(language("en")) == [f"tider.yaml:3: meetings[0].start: {words}"]


def test_the_first_and_the_last_minute_that_there_are_can_be_planned_called_and_shown(
    time, database, settle, sender
):
    with database.transaction() as session:
        network = a_network(session)
        far = {"minutes": 10_080, "notice_days": 400, "when": "each"}
        a_meeting(session, network.id, start="1970-01-01T00:00", **far)
        last = a_meeting(session, network.id, start="2199-12-31T23:59", **far)
        meetings.call(session, last.id, by=SYSTEM)
    settle()
    assert [(mail.recipient, mail.property("DTSTART")) for mail in sender.take()] == [
        ("anna@kumla.example", "21991231T225900Z"),
        ("bo@nora.example", "21991231T225900Z"),
    ]
    with database.reading() as session:
        waiting = session.scalars(select(DueRow).where(DueRow.state != "done"))
        assert [(row.kind, row.error) for row in waiting if row.error] == []


@pytest.mark.parametrize("minutes", [0, -1, 10_081, 2**70, 1.5, "12x", "", None, True])
def test_lengths_that_are_none_are_refused_at_their_field(village, minutes):
    body = {"title": "x", "start": "2027-02-04T09:00", "minutes": minutes}
    told = program(village, "POST", "/networks/by/meetings", body).get_json()
    assert [one["field"] for one in told["errors"]] == ["minutes"]


def test_a_last_day_before_the_first_is_refused_and_a_turned_list_is_empty(village):
    turned = SUNDAYS | {"rule": RULE, "from": "2027-04-30", "until": "2027-03-01"}
    told = program(village, "POST", "/networks/by/series", turned).get_json()
    assert told["errors"] == [{"field": "until", "message": "The last day comes before the first."}]
    path = "/networks/by/meetings?from=2027-12-31&to=2027-01-01"
    assert program(village, "GET", path, None).get_json()["items"] == []


@pytest.mark.parametrize(
    "zone", ["Europe/Atlantis", "../../etc/passwd", "CEST", "+02:00", "UTC\0x"]
)
def test_an_unknown_zone_is_refused_wherever_one_is_asked_for(village, zone):
    bodies: dict[str, dict[str, Any]] = {
        "/networks": {"name": "x"},
        "/networks/by/people": {"name": "x", "email": "ny@x.example"},
        "/networks/by/meetings": {"title": "x", "start": "2027-02-04T09:00"},
        "/networks/by/series": SUNDAYS | {"rule": RULE},
    }
    for path, body in bodies.items():
        told = program(village, "POST", path, body | {"time_zone": zone}).get_json()
        assert [one["field"] for one in told["errors"]] == ["time_zone"], path


def test_a_network_or_a_person_twice_is_refused_at_the_field_that_says_so(village):
    twice = program(village, "POST", "/networks", {"name": "By", "slug": "by"}).get_json()
    assert [one["field"] for one in twice["errors"]] == ["slug"]
    anna = {"name": "x", "email": "ANNA@Kumla.Example"}
    again = program(village, "POST", "/networks/by/people", anna).get_json()
    assert [one["field"] for one in again["errors"]] == ["email"]
    shown = page(village, "/networks/by/members/new", anna)
    assert (shown.status_code, "belongs to this network already" in text_of(shown)) == (422, True)
