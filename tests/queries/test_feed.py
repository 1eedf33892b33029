"""What does a calendar address serve, and for how long?"""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select

from scheduler.actor import SYSTEM
from scheduler.inputs import (
    AgendaInput,
    CancelInput,
    MoveInput,
    NetworkInput,
)
from scheduler.model import Meeting, Person, RenderedEntry
from scheduler.services import agenda, meetings, networks, series
from tests.factories import a_meeting, a_network, a_series
from tests.feeding import (
    ANNA,
    BASE,
    add,
    events,
    get,
    make,
    titles,
)


@pytest.fixture
def network(database, time):
    with database.transaction() as session:
        return a_network(session)


@pytest.fixture
def anna(database, network):
    with database.reading() as session:
        return session.scalars(select(Person).where(Person.email == ANNA)).one()


@pytest.fixture
def meeting(database, network):
    return add(database, network, online_url="https://video.example/x")


def test_a_network_feed_serves_its_planned_meetings_in_full(database, network, meeting):
    with database.transaction() as session:
        points = [
            {"title": "Inledning"},
            {"title": "Hemligt", "class": "circle"},
            {"title": "Beslut", "text": "Underlag"},
        ]
        plan = AgendaInput.model_validate({"items": points})
        agenda.put(session, meeting.id, plan=plan, by=SYSTEM)
    (event,) = events(database, make(database, network_id=network.id))
    assert {
        name: str(event[name])
        for name in ("SUMMARY", "UID", "LOCATION", "DESCRIPTION", "STATUS", "TRANSP")
    } == {
        "SUMMARY": "Länsnätverket",
        "UID": meeting.uid,
        "LOCATION": "Residenset",
        "DESCRIPTION": "1. Inledning\n3. Beslut\n\nhttps://video.example/x",
        "STATUS": "CONFIRMED",
        "TRANSP": "OPAQUE",
    }
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2027, 2, 4, 8, tzinfo=UTC)
    assert "ATTENDEE" not in event
    assert "ORGANIZER" not in event


def test_a_title_feed_tells_neither_place_nor_agenda_and_a_busy_one_no_title(
    database, network, meeting
):
    for level, title in (("title", "Länsnätverket"), ("busy", "Upptagen")):
        text = get(database, make(database, network_id=network.id, level=level)).decode()
        assert re.findall("^SUMMARY:(.*)\r", text, re.MULTILINE) == [title]
        assert [
            word for word in ("Residenset", "video.example", "DESCRIPTION") if word in text
        ] == []
    assert "X-WR-CALNAME:Länsnätverket" in text  # the network's own name, in both


def test_the_calendar_says_how_often_to_look_and_where_it_comes_from(database, network, meeting):
    token = make(database, network_id=network.id)
    text = get(database, token).decode().replace("\r\n ", "")
    for line in (
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        f"SOURCE;VALUE=URI:{BASE}/feeds/{token}.ics",
        "NAME:Länsnätverket",
    ):
        assert f"{line}\r\n" in text
    assert "METHOD" not in text


def test_a_preliminary_date_is_in_no_feed_until_it_is_fixed(database, network):
    with database.transaction() as session:
        a_series(session, network.id)
    assert titles(database, make(database, network_id=network.id)) == []


def test_a_cancelled_meeting_stays_and_says_so_in_the_network_s_language(database, time, network):
    token = make(database, network_id=network.id)
    meeting = add(database, network)
    with database.transaction() as session:
        meetings.cancel(session, meeting.id, plan=CancelInput(reason="Snöstorm"), by=SYSTEM)
    (event,) = events(database, token)
    assert (str(event["SUMMARY"]), str(event["STATUS"]), str(event["TRANSP"])) == (
        "INSTÄLLT: Länsnätverket",
        "CANCELLED",
        "TRANSPARENT",
    )
    assert "Snöstorm" not in get(database, token).decode()


def test_the_window_is_three_months_back_and_eighteen_ahead(database, time, network):
    token = make(database, network_id=network.id)
    for start in ("2026-10-04", "2026-10-05", "2028-07-06", "2028-07-08"):
        time.to(datetime(2026, 9, 1, tzinfo=UTC))
        add(database, network, title=start, start=f"{start}T09:00")
    time.to(datetime(2027, 1, 4, 9, tzinfo=UTC))
    assert sorted(titles(database, token)) == ["2026-10-05", "2028-07-06"]


def test_the_same_content_gives_the_same_bytes_whether_stored_or_not(
    database, time, network, meeting, settle
):
    token = make(database, network_id=network.id)
    fresh = get(database, token)
    settle()
    time.forward(days=1)
    assert get(database, token) == fresh
    with database.transaction() as session:
        assert len(session.scalars(select(RenderedEntry)).all()) == 9
        session.execute(delete(RenderedEntry))
    assert get(database, token) == fresh


def test_a_move_shows_at_once_even_before_the_entries_are_written(
    database, time, network, meeting, settle
):
    token = make(database, network_id=network.id)
    settle()
    time.forward(minutes=5)
    with database.transaction() as session:
        meetings.move(
            session,
            meeting.id,
            plan=MoveInput.model_validate({"start": "2027-02-05T13:00"}),
            by=SYSTEM,
        )
    before = get(database, token)
    settle()
    assert get(database, token) == before
    (event,) = events(database, token)
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2027, 2, 5, 12, tzinfo=UTC)
    assert event["SEQUENCE"] == 1
    assert event["LAST-MODIFIED"].dt == time.at
    assert event["DTSTAMP"].dt == time.at


def test_a_network_that_changes_its_language_changes_its_titles(database, time, network, settle):
    add(database, network, kind="exercise")
    token = make(database, network_id=network.id)
    settle()
    time.forward(minutes=5)
    with database.transaction() as session:
        plan = NetworkInput(name="Länsnätverket", language="nb")
        networks.change(session, network.id, plan=plan, by=SYSTEM)
    settle()
    assert titles(database, token) == ["ØVELSE: Länsnätverket"]


def test_demo_stands_before_every_title_and_the_calendar_s_name(database, time):
    with database.transaction() as session:
        plan = NetworkInput(name="Björkhamra")
        network = networks.create(session, plan=plan, by=SYSTEM, demo=True)
        a_meeting(session, network.id, title="Storm", kind="exercise", people=[])
    token = make(database, network_id=network.id)
    assert titles(database, token) == ["DEMO: ÖVNING: Storm"]
    assert b"X-WR-CALNAME:DEMO: Bj" in get(database, token)


def test_reading_a_feed_writes_nothing(database, network, meeting):
    token = make(database, network_id=network.id)
    get(database, token)
    with database.reading() as session:
        assert session.scalars(select(RenderedEntry)).all() == []
        assert session.scalars(select(Meeting.sequence)).all() == [0]


def test_a_series_is_in_the_calendar_from_the_moment_its_dates_hold(
    database, time, network, settle
):
    token = make(database, network_id=network.id)
    with database.transaction() as session:
        made = a_series(session, network.id)
    settle()
    assert (titles(database, token), rendered(database)) == ([], 0)
    with database.transaction() as session:
        series.fix(session, made.id, by=SYSTEM)
    settle()
    assert titles(database, token) == ["Länsnätverket"] * 4
    assert rendered(database) == 4 * 9


def rendered(database):
    with database.reading() as session:
        return len(session.scalars(select(RenderedEntry)).all())
