"""In which language does a calendar speak, and how long does it tell of a cancellation?"""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, update

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput, CancelInput
from scheduler.model import Meeting, Person
from scheduler.services import agenda, meetings
from tests.factories import a_network, a_person
from tests.feeding import add, answer, call, deliver, get, make, own, titles
from tests.queries.test_feed_privacy import LEVELS

ANNA = "anna@kumla.example"


@pytest.fixture
def network(database, time):
    with database.transaction() as session:
        return a_network(session)


def cancel(database, meeting):
    with database.transaction() as session:
        meetings.cancel(session, meeting.id, plan=CancelInput(), by=SYSTEM)


@pytest.mark.parametrize(
    ("language", "marks"),
    [
        ("", ["INSTÄLLT", "ÖVNING"]),
        ("sv", ["INSTÄLLT", "ÖVNING"]),
        ("nb", ["AVLYST", "ØVELSE"]),
        ("da", ["AFLYST", "ØVELSE"]),
        ("en", ["CANCELLED", "EXERCISE"]),
    ],
)
def test_a_network_s_calendar_speaks_the_language_that_was_chosen(
    database, network, settle, language, marks
):
    add(database, network, title="Storm", kind="exercise")
    cancel(database, add(database, network, title="Råd", start="2027-03-04T09:00"))
    token = make(database, network_id=network.id, language=language)
    for _ in ("not yet stored", "stored"):
        assert sorted(titles(database, token)) == [f"{marks[0]}: Råd", f"{marks[1]}: Storm"]
        settle()


def test_a_busy_calendar_says_so_in_its_language(database, network):
    add(database, network)
    shown = {
        code: titles(database, make(database, network_id=network.id, level="busy", language=code))
        for code in ("sv", "nb", "da", "en")
    }
    assert shown == {"sv": ["Upptagen"], "nb": ["Opptatt"], "da": ["Optaget"], "en": ["Busy"]}


def test_a_person_s_calendar_speaks_their_language_unless_another_was_chosen(
    database, network, settle
):
    with database.transaction() as session:
        kari = a_person(session, network.id, "kari@moss.example", language="nb")
    meeting = add(database, network, title="Storm", kind="exercise")
    mine = own(database, kari)
    chosen = make(database, kind="person", person=kari.id, language="en")
    settle()
    assert (titles(database, mine), titles(database, chosen)) == (
        ["ØVELSE: Storm"],
        ["EXERCISE: Storm"],
    )
    assert b"\r\nNAME:Nettverksm" in get(database, mine)
    assert b"\r\nNAME:Network meetings\r\n" in get(database, chosen)
    cancel(database, meeting)
    settle()
    assert titles(database, mine) == ["AVLYST: ØVELSE: Storm"]


def test_what_somebody_declined_is_marked_in_their_language(database, network, settle):
    with database.transaction() as session:
        anna = session.query(Person).filter_by(email=ANNA).one()
        anna.language = "da"
    deliver(database, anna, "subscription")
    meeting = add(database, network)
    call(database, meeting)
    answer(database, meeting, "declined")
    settle()
    assert titles(database, own(database, anna)) == ["AFBUD: Länsnätverket"]


def test_the_same_language_gives_the_same_bytes_whether_stored_or_not(database, network, settle):
    meeting = add(database, network)
    points = AgendaInput.model_validate({"items": [{"title": "Lägesbild"}]})
    with database.transaction() as session:
        agenda.put(session, meeting.id, plan=points, by=SYSTEM)
    tokens = [make(database, network_id=network.id, language=code) for code in ("sv", "nb")]
    fresh = [get(database, token) for token in tokens]
    settle()
    assert [get(database, token) for token in tokens] == fresh


@pytest.mark.parametrize("level", LEVELS)
def test_a_calendar_in_another_language_asks_no_question_for_each_meeting(
    database, network, settle, level
):
    token = make(database, network_id=network.id, language="nb", level=level)
    asked = []
    for count in (2, 8):
        while len(titles(database, token)) < count:
            day = len(titles(database, token)) + 1
            add(database, network, kind="exercise", start=f"2027-02-{day:02}T09:00")
        asked.append(questions(database, token))
    assert asked[0] == asked[1]


def questions(database, token):
    """How many statements serving the calendar takes."""
    said = []

    def note(*arguments):
        said.append(arguments[2])

    event.listen(database.engine, "before_cursor_execute", note)
    get(database, token)
    event.remove(database.engine, "before_cursor_execute", note)
    return len(said)


def test_a_cancelled_meeting_is_shown_for_six_weeks_and_then_no_more(database, time, network):
    token = make(database, network_id=network.id)
    meeting = add(database, network, start="2027-09-02T09:00")
    cancelled_at = time.forward(days=3)
    cancel(database, meeting)
    time.to(cancelled_at + timedelta(days=42) - timedelta(seconds=1))
    assert titles(database, token) == ["INSTÄLLT: Länsnätverket"]
    time.to(cancelled_at + timedelta(days=42))
    assert titles(database, token) == []


def test_a_restored_meeting_is_shown_however_long_ago_it_was_cancelled(database, time, network):
    token = make(database, network_id=network.id)
    meeting = add(database, network, start="2027-09-02T09:00")
    cancel(database, meeting)
    with database.transaction() as session:
        meetings.restore(session, meeting.id, by=SYSTEM)
    time.forward(days=60)
    assert titles(database, token) == ["Länsnätverket"]
    cancel(database, meeting)
    assert titles(database, token) == ["INSTÄLLT: Länsnätverket"]


def test_changing_a_cancelled_meeting_s_agenda_does_not_keep_it_in_calendars(
    database, time, network
):
    token = make(database, network_id=network.id)
    meeting = add(database, network, start="2027-09-02T09:00")
    cancel(database, meeting)
    time.forward(days=41)
    points = AgendaInput.model_validate({"items": [{"title": "Lägesbild"}]})
    with database.transaction() as session:
        agenda.put(session, meeting.id, plan=points, by=SYSTEM)
    time.forward(days=2)
    assert titles(database, token) == []


@pytest.mark.parametrize(
    ("start", "shown"),
    [
        (datetime(2026, 10, 4, 8, 59, tzinfo=UTC), False),
        (datetime(2026, 10, 4, 9, 0, tzinfo=UTC), True),
        (datetime(2028, 7, 6, 8, 59, tzinfo=UTC), True),
        (datetime(2028, 7, 6, 9, 0, tzinfo=UTC), False),
    ],
)
def test_the_window_s_edges_are_to_the_minute(database, time, network, start, shown):
    """92 days back and 549 ahead of Monday 4 January 2027 at nine, UTC."""
    meeting = add(database, network)
    with database.transaction() as session:
        session.execute(update(Meeting).where(Meeting.id == meeting.id).values(starts_at=start))
    assert bool(titles(database, make(database, network_id=network.id))) is shown


def test_an_entry_that_tells_an_earlier_sequence_is_not_served(database, network, settle):
    meeting = add(database, network)
    token = make(database, network_id=network.id)
    settle()
    with database.transaction() as session:  # as when a backup is brought back
        session.execute(update(Meeting).where(Meeting.id == meeting.id).values(sequence=1000))
    assert b"\r\nSEQUENCE:1000\r\n" in get(database, token)
