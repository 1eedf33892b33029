"""What happens to an agenda when it is written anew?"""

from typing import Any

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, NotAllowed
from scheduler.errors import NotFound
from scheduler.inputs import AgendaInput, MinutesInput
from scheduler.model import Attachment, EventRow, Meeting, RoundSlot
from scheduler.services import agenda, approval, minutes
from scheduler.services.refusals import MinutesAreFixed
from tests.factories import a_meeting, a_network, an_actor

THREE: list[dict[str, Any]] = [
    {"title": "Inledning", "minutes": 10, "presenter": "Samordnaren"},
    {"title": "Läget i länet", "kind": "round", "class": "circle", "text": "Kort runda"},
    {"title": "Ett känsligt ämne", "class": "spoken", "text": "Får inte sparas"},
]


@pytest.fixture
def meeting(database):
    with database.transaction() as session:
        return a_meeting(session, a_network(session).id)


def put(database, meeting, items, by=SYSTEM):
    with database.transaction() as session:
        plan = AgendaInput.model_validate({"items": items})
        return agenda.put(session, meeting.id, plan=plan, by=by)


def facts(database, kind):
    with database.reading() as session:
        return session.scalars(select(EventRow.subject).where(EventRow.kind == kind)).all()


def test_an_agenda_keeps_its_order_and_of_a_spoken_point_only_the_title(database, time, meeting):
    items = put(database, meeting, THREE)
    assert [(item.position, item.title, item.item_class, item.text) for item in items] == [
        (1, "Inledning", "open", ""),
        (2, "Läget i länet", "circle", "Kort runda"),
        (3, "Ett känsligt ämne", "spoken", ""),
    ]
    assert facts(database, "AgendaChanged") == [meeting.id]


def test_a_point_whose_id_is_given_stays_that_point(database, time, meeting):
    first, second, _ = put(database, meeting, THREE)
    again = put(
        database,
        meeting,
        [
            {"title": "Ny punkt"},
            {"id": str(second.id), "title": "Läget", "kind": "round"},
            {"id": str(first.id), "title": "Inledning"},
        ],
    )
    assert [item.id for item in again[1:]] == [second.id, first.id]
    with database.reading() as session:
        stored = session.get_one(Meeting, meeting.id).agenda
        assert [item.title for item in stored] == ["Ny punkt", "Läget", "Inledning"]


def test_writing_the_same_agenda_again_changes_nothing(database, time, meeting):
    items = put(database, meeting, THREE[:2])
    time.forward(hours=1)
    put(
        database,
        meeting,
        [{**row, "id": str(item.id)} for row, item in zip(THREE[:2], items, strict=True)],
    )
    assert len(facts(database, "AgendaChanged")) == 1
    with database.reading() as session:
        changed = session.get_one(Meeting, meeting.id).changed_at
    assert (time.at - changed).total_seconds() == 3600


def test_an_agenda_that_changes_makes_the_calendar_entry_younger(database, time, meeting):
    at = time.forward(hours=1)
    put(database, meeting, THREE)
    with database.reading() as session:
        stored = session.get_one(Meeting, meeting.id)
        assert (stored.changed_at, stored.sequence, stored.time_sequence) == (at, 1, 0)


@pytest.mark.parametrize("twice", [False, True])
def test_an_id_of_no_point_here_or_given_twice_is_refused(database, time, meeting, twice):
    items = put(database, meeting, THREE)
    given = items[0].id if twice else meeting.id
    rows = [{"id": str(items[0].id), "title": "A"}, {"id": str(given), "title": "B"}]
    with pytest.raises(agenda.PointTwice if twice else agenda.UnknownPoint) as refused:
        put(database, meeting, rows)
    assert refused.value.field == "items.1.id"


@pytest.mark.parametrize("rows", [[], [{"title": "Läget", "class": "spoken"}]])
def test_a_point_with_notes_neither_vanishes_nor_falls_silent(database, time, meeting, rows):
    item = put(database, meeting, THREE[:1])[0]
    with database.transaction() as session:
        notes = {"entries": [{"item": str(item.id), "text": "Alla hade något"}]}
        plan = MinutesInput.model_validate(notes)
        minutes.save(session, meeting.id, plan=plan, version=None, by=SYSTEM)
    with pytest.raises(agenda.PointHasNotes) as refused:
        put(database, meeting, [{**row, "id": str(item.id)} for row in rows])
    assert refused.value.params == {"title": "Inledning"}


@pytest.mark.parametrize("rows", [[], [{"title": "Läget", "class": "spoken"}]])
@pytest.mark.parametrize("kind", ["paper", "report"])
def test_a_point_with_papers_or_reports_neither_vanishes_nor_falls_silent(
    database, time, meeting, rows, kind
):
    item = put(database, meeting, THREE[:1])[0]
    with database.transaction() as session:
        held = session.get_one(Meeting, meeting.id)
        place = {"meeting_id": held.id, "item_id": item.id}
        house = held.invitations[0].organisation_id
        if kind == "report":
            session.add(RoundSlot(**place, organisation_id=house, text="Lugnt", version=1))
        else:
            file = {"name": "a.pdf", "media_type": "application/pdf", "size": 1, "sha256": "0"}
            paper = {"network_id": held.network_id, "stored": "a", "by": "system"}
            session.add(Attachment(**place, **file, **paper))
    with pytest.raises(agenda.PointHasPapers) as refused:
        put(database, meeting, [{**row, "id": str(item.id)} for row in rows])
    assert refused.value.params == {"title": "Inledning"}


def test_a_slot_that_nobody_has_filled_goes_with_its_point(database, time, meeting):
    item = put(database, meeting, THREE[1:2])[0]
    with database.transaction() as session:
        house = session.get_one(Meeting, meeting.id).invitations[0].organisation_id
        slot = RoundSlot(meeting_id=meeting.id, item_id=item.id, organisation_id=house, position=1)
        session.add(slot)
    put(database, meeting, [])
    with database.reading() as session:
        assert session.scalars(select(RoundSlot.id)).all() == []


def test_an_open_point_is_for_everybody_and_one_for_some_keeps_who_they_are(
    database, time, meeting
):
    with database.reading() as session:
        house = str(session.get_one(Meeting, meeting.id).invitations[0].organisation_id)
    classes = ("open", "circle", "spoken")
    rows = [{"title": one, "class": one, "audience": [house]} for one in classes]
    assert [item.audience for item in put(database, meeting, rows)] == [[], [house], [house]]


@pytest.mark.parametrize("hold", [approval.approve, approval.publish])
def test_the_agenda_of_approved_minutes_stays(database, time, meeting, hold):
    with database.transaction() as session:
        minutes.save(session, meeting.id, plan=MinutesInput(), version=None, by=SYSTEM)
        hold(session, meeting.id, by=SYSTEM)
    with pytest.raises(MinutesAreFixed):
        put(database, meeting, THREE)


def test_a_member_may_not_write_an_agenda_and_a_stranger_sees_no_meeting(database, time, meeting):
    with pytest.raises(NotAllowed):
        put(database, meeting, THREE, by=an_actor(meeting.network_id, "member"))
    with pytest.raises(NotFound):
        put(database, meeting, THREE, by=an_actor(meeting.id, "coordinator"))
    put(database, meeting, THREE, by=an_actor(meeting.network_id, "facilitator"))


def test_a_meeting_that_is_none_has_no_agenda(database, time, meeting):
    meeting.id = meeting.network_id
    with pytest.raises(NotFound):
        put(database, meeting, THREE)
