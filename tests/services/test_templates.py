"""Do standing points stand on every agenda that nobody has written by hand?"""

from uuid import uuid4

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, NotAllowed
from scheduler.errors import NotFound
from scheduler.inputs import AgendaInput, TemplateInput
from scheduler.model import AgendaItem, Area, EventRow, Meeting
from scheduler.queries import templates as read
from scheduler.services import agenda, series, templates
from tests.factories import a_meeting, a_network, a_series, an_actor

STANDING = [
    {"title": "Inledning", "minutes": 5},
    {"title": "Läget", "kind": "round", "class": "circle", "text": "Kort"},
    {"title": "Avslutning", "class": "spoken", "text": "Får inte sparas"},
]


@pytest.fixture
def network(database, time):
    with database.transaction() as session:
        return a_network(session).id


@pytest.fixture
def put(database, settle):
    """Write the standing points of a network or a series, and let what follows be written."""

    def done(network, items, series_id=None, by=SYSTEM):
        with database.transaction() as session:
            plan = TemplateInput.model_validate({"series": series_id, "items": items})
            templates.put(session, network, plan=plan, by=by)
        settle()

    return done


@pytest.fixture
def meeting(database, network):
    with database.transaction() as session:
        return a_meeting(session, network).id


def shown(database, meeting_id):
    with database.reading() as session:
        stored = session.get_one(Meeting, meeting_id)
        return [item.title for item in stored.agenda]


def sequence(database, meeting_id):
    with database.reading() as session:
        return session.get_one(Meeting, meeting_id).sequence


def write(database, meeting_id, items):
    with database.transaction() as session:
        plan = AgendaInput.model_validate({"items": items})
        agenda.put(session, meeting_id, plan=plan, by=SYSTEM)


def test_standing_points_stand_on_the_meetings_to_come(database, network, put, meeting):
    put(network, STANDING)
    with database.reading() as session:
        stored = session.get_one(Meeting, meeting).agenda
        assert [(one.source, one.title, one.item_class, one.text) for one in stored] == [
            ("template:1", "Inledning", "open", ""),
            ("template:2", "Läget", "circle", "Kort"),
            ("template:3", "Avslutning", "spoken", ""),
        ]


def test_a_meeting_that_is_planned_later_has_them_too(database, network, put, settle):
    put(network, STANDING)
    with database.transaction() as session:
        later = a_meeting(session, network).id
    settle()
    assert shown(database, later) == ["Inledning", "Läget", "Avslutning"]


def test_an_exercise_has_its_own_programme(database, network, put, settle):
    put(network, STANDING)
    with database.transaction() as session:
        exercise = a_meeting(session, network, kind="exercise").id
    settle()
    assert shown(database, exercise) == []


def test_other_standing_points_take_the_place_of_the_earlier(database, network, put, meeting):
    put(network, STANDING)
    put(network, [{"title": "Öppnande"}, *STANDING[1:2]])
    assert shown(database, meeting) == ["Öppnande", "Läget"]
    put(network, [])
    assert shown(database, meeting) == []


def test_the_same_standing_points_again_change_nothing(database, network, put, meeting):
    put(network, STANDING)
    before = sequence(database, meeting)
    put(network, STANDING)
    assert (before, sequence(database, meeting)) == (1, 1)
    with database.reading() as session:
        kinds = session.scalars(select(EventRow.kind)).all()
    assert (kinds.count("TemplateChanged"), kinds.count("AgendaChanged")) == (1, 1)


def test_an_agenda_that_somebody_has_written_stays_as_it_is(database, network, put, meeting):
    write(database, meeting, [{"title": "Egen punkt"}])
    put(network, STANDING)
    assert shown(database, meeting) == ["Egen punkt"]


@pytest.mark.parametrize("change", ["title", "without"])
def test_standing_points_that_somebody_has_changed_are_not_renewed(
    database, network, put, meeting, change
):
    put(network, STANDING[:2])
    with database.reading() as session:
        rows = [
            {"id": str(one.id), "title": one.title, "kind": one.kind}
            for one in session.get_one(Meeting, meeting).agenda
        ]
    if change == "title":
        rows[0]["title"] = "Välkommen"
    write(database, meeting, rows if change == "title" else rows[:1])
    before = shown(database, meeting)
    put(network, [{"title": "Nytt"}, {"title": "Mer"}, {"title": "Slut"}])
    assert shown(database, meeting) == before


def test_a_series_has_its_own_or_else_its_networks(database, network, put, settle):
    with database.transaction() as session:
        rhythm = a_series(session, network).id
    put(network, STANDING[:1])
    put(network, [{"title": "Seriens egen"}], series_id=str(rhythm))
    with database.transaction() as session:
        assert [one["title"] for one in read.of_network(session, network)] == ["Inledning"]
        assert [one["title"] for one in read.of_network(session, network, rhythm)] == [
            "Seriens egen"
        ]
        dates = [one.id for one in series.meetings_of(session, rhythm)]
    assert shown(database, dates[0]) == []  # preliminary dates hold nothing yet
    with database.transaction() as session:
        series.fix(session, rhythm, by=SYSTEM)
    settle()
    assert [shown(database, one) for one in dates] == [["Seriens egen"]] * len(dates)
    put(network, [], series_id=str(rhythm))
    assert shown(database, dates[0]) == ["Inledning"]


def test_what_is_of_another_network_is_refused_where_it_stands(database, network, put):
    with database.transaction() as session:
        other = a_network(session, slug="annat", people_=[])
        area = Area(network_id=other.id, position=1, name="Skola")
        session.add(area)
        session.flush()
        foreign, rhythm = str(area.id), str(a_series(session, other.id).id)
    with pytest.raises(agenda.UnknownArea) as refused:
        put(network, [{"title": "A"}, {"title": "B", "area": foreign}])
    assert refused.value.field == "items.1.area"
    with pytest.raises(agenda.UnknownAudience) as unknown:
        put(network, [{"title": "A", "class": "circle", "audience": [str(uuid4())]}])
    assert unknown.value.field == "items.0.audience"
    with pytest.raises(NotFound):
        put(network, [], series_id=rhythm)


def test_only_those_who_write_agendas_write_standing_points(database, network, put):
    with pytest.raises(NotAllowed):
        put(network, STANDING, by=an_actor(network, "member"))
    with pytest.raises(NotFound):
        put(uuid4(), STANDING)
    put(network, STANDING, by=an_actor(network, "facilitator"))
    with database.reading() as session:
        assert session.scalars(select(AgendaItem.id)).all() == []
        assert len(read.of_network(session, network)) == 3
