"""Is no name and no sensitive place in a calendar, whatever it shows and whoever asks?"""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest

from scheduler import entries
from scheduler.actor import SYSTEM, Actor
from scheduler.inputs import AgendaInput, AnswerInput, CancelInput, MinutesInput
from scheduler.language import LETTERS
from scheduler.model import Feed, Meeting, Person
from scheduler.queries import reply_page
from scheduler.services import agenda, answers, meetings, minutes, people
from tests.factories import a_network, a_person, invitation_of
from tests.feeding import BASE, add, call, get, make, own

HELENA = "helena@kumla.example"
NAMES = ("Hemliga Helena", "Enheten för skydd", "helena@", "Hemlige Harald")
PLACE = "Gömda gården 7"
LEVELS = ("busy", "title", "full")


@pytest.fixture
def network(database, time):
    with database.transaction() as session:
        return a_network(session)


@pytest.fixture
def helena(database, network):
    """A protected person, whose name people write wherever they can write."""
    with database.transaction() as session:
        names = {"name": NAMES[0], "unit": NAMES[1], "title": "Samordnare", "protected": True}
        return a_person(session, network.id, HELENA, **names)


def calendars(database, network, person):
    """Every calendar there is: each level in each language, of the network and of the person."""
    me = Actor(kind="link", id=person.id, person_id=person.id)
    for level, language in product(LEVELS, ("", *LETTERS)):
        how = {"level": level, "language": language}
        for token in (
            make(database, network_id=network.id, **how),
            make(database, network_id=network.id, kind="person", person=person.id, **how),
            make(database, by=me, kind="person", person=person.id, **how),
        ):
            yield get(database, token).decode().replace("\r\n ", "")


def plant(database, meeting, helena):
    points = [
        {"title": "Lägesbild", "presenter": NAMES[0], "text": f"{NAMES[0]} berättar"},
        {"title": f"Ärende: {NAMES[3]}", "class": "circle", "presenter": NAMES[3]},
        {"title": f"Muntligt om {NAMES[3]}", "class": "spoken"},
    ]
    with database.transaction() as session:
        plan = AgendaInput.model_validate({"items": points})
        agenda.put(session, meeting.id, plan=plan, by=SYSTEM)
        session.get_one(Meeting, meeting.id).text = f"{NAMES[0]} hälsar välkomna"
        meetings.call(session, meeting.id, by=SYSTEM)
    with database.transaction() as session:
        mine = invitation_of(session, meeting.id, HELENA)
        answer = AnswerInput(answer="declined", comment=f"Från {NAMES[3]}")
        answers.answer(session, mine.id, plan=answer, via="link", by=SYSTEM)


@pytest.mark.parametrize("delivery", ["mail", "subscription", "both"])
def test_no_name_is_in_any_calendar(database, network, helena, settle, delivery):
    meeting = add(database, network, text=NAMES[3])
    with database.transaction() as session:
        people.choose_delivery(session, helena.id, delivery=delivery, by=SYSTEM)
    plant(database, meeting, helena)
    for _ in ("not yet stored", "stored"):
        texts = list(calendars(database, network, helena))
        assert len(texts) == 45
        assert [name for text in texts for name in NAMES if name in text] == []
        assert sum("Lägesbild" in text for text in texts) >= 5  # of the network, in full
        settle()


def test_a_cancellation_s_reason_is_in_no_calendar(database, network, helena, settle):
    meeting = add(database, network)
    plant(database, meeting, helena)
    with database.transaction() as session:
        plan = CancelInput(reason=f"{NAMES[0]} är hotad")
        meetings.cancel(session, meeting.id, plan=plan, by=SYSTEM)
    settle()
    texts = list(calendars(database, network, helena))
    assert sum("STATUS:CANCELLED" in text for text in texts) >= 15
    assert [name for text in texts for name in NAMES if name in text] == []


def test_a_meeting_s_notes_are_in_no_calendar(database, time, network, helena, settle):
    meeting = add(database, network)
    plant(database, meeting, helena)
    time.to(datetime(2027, 2, 4, 12, tzinfo=UTC))
    said = {
        "attendance": [{"person": str(helena.id)}, {"name": NAMES[3]}],
        "entries": [{"item": None, "text": f"{NAMES[3]} berättade"}],
    }
    with database.transaction() as session:
        plan = MinutesInput.model_validate(said)
        minutes.save(session, meeting.id, plan=plan, version=None, by=SYSTEM)
    settle()
    texts = list(calendars(database, network, helena))
    assert [name for text in texts for name in NAMES if name in text] == []


def test_each_variant_of_an_entry_is_without_names(database, network, helena):
    meeting = add(database, network)
    plant(database, meeting, helena)
    with database.reading() as session:
        row = session.get_one(Meeting, meeting.id)
        for variant, language in product(entries.VARIANTS, LETTERS):
            text = entries.rendered(row, variant, language).decode().replace("\r\n ", "")
            assert [name for name in NAMES if name in text] == []


@pytest.mark.parametrize("online", ["", "https://video.example/rum"])
def test_a_sensitive_place_is_in_no_calendar(database, network, helena, settle, online):
    meeting = add(database, network, place=PLACE, place_protected=True, online_url=online)
    call(database, meeting)
    for _ in ("not yet stored", "stored"):
        texts = list(calendars(database, network, helena))
        assert [text for text in texts if "Gömda" in text] == []
        places = {line for text in texts for line in text.split("\r\n") if "LOCATION" in line}
        assert places == ({f"LOCATION:{online}"} if online else set())
        settle()


def test_a_sensitive_place_is_not_in_the_file_that_a_reply_page_gives(database, network):
    meeting = add(database, network, place=PLACE, place_protected=True)
    with database.reading() as session:
        mine = invitation_of(session, meeting.id, "anna@kumla.example")
        text = reply_page.calendar_file(mine, url=f"{BASE}/r/abc").decode()
    assert "LOCATION" not in text
    assert "Gömda" not in text.replace("\r\n ", "")
    assert f"URL:{BASE}/r/abc" in text.replace("\r\n ", "")


def test_a_place_that_is_not_sensitive_is_in_full_calendars_alone(database, network):
    add(database, network, place=PLACE)
    shown = {
        level: "Gömda" in get(database, make(database, network_id=network.id, level=level)).decode()
        for level in LEVELS
    }
    assert shown == {"busy": False, "title": False, "full": True}


def test_the_own_calendar_of_a_protected_person_does_not_say_whose_it_is(database, helena):
    text = get(database, own(database, helena)).decode()
    assert [name for name in NAMES if name in text] == []
    with database.reading() as session:
        assert session.query(Feed.person_id).scalar() == session.get_one(Person, helena.id).id
