"""How is it noted who is there, line by line?"""

from uuid import uuid4

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput
from scheduler.inputs.taking import GuestInput, PresenceInput
from scheduler.model import Minutes, Person
from scheduler.services import agenda as agenda_service
from scheduler.services import attendance, presence
from tests.conftest import MONDAY
from tests.factories import a_called_meeting


@pytest.fixture
def meeting(database, time):
    meeting_id = a_called_meeting(database)
    with database.transaction() as session:
        items = [{"title": "Läget"}, {"title": "Tyst", "class": "spoken"}, {"title": "Övrigt"}]
        plan = AgendaInput.model_validate({"items": items})
        agenda_service.put(session, meeting_id, plan=plan, by=SYSTEM)
    return meeting_id


@pytest.fixture
def anna(database, meeting):
    with database.reading() as session:
        return session.scalars(select(Person.id).where(Person.name == "Anna")).one()


@pytest.fixture
def do(database):
    """Do one thing in a transaction of its own."""

    def done(service, *args, **how):
        with database.transaction() as session:
            return service(session, *args, **({"by": SYSTEM} | how))

    return done


def listed(database):
    with database.reading() as session:
        found = session.scalars(select(Minutes)).one().attendance
        return [(presence.state_of(one), one.arrived, one.represents_id) for one in found]


def test_the_list_begins_with_the_answers_and_changes_line_by_line(
    database, do, meeting, anna, time
):
    do(presence.attend, meeting, plan=PresenceInput(person=anna, state="present", seen="absent"))
    assert listed(database) == [("present", "", None), ("absent", "", None)]
    late = PresenceInput(person=anna, state="late", arrived="09.20", seen="present")
    do(presence.attend, meeting, plan=late)
    assert listed(database) == [("late", "09:20", None), ("absent", "", None)]
    do(presence.attend, meeting, plan=PresenceInput(person=anna, state="absent", seen="late"))
    assert listed(database) == [("absent", "", None), ("absent", "", None)]


def test_who_comes_late_comes_now_while_the_meeting_goes_on(database, do, meeting, anna, time):
    late = PresenceInput(person=anna, state="late")
    with pytest.raises(presence.WhenDidTheyCome):
        do(presence.attend, meeting, plan=late)
    time.to(MONDAY.replace(month=2, day=4, hour=8, minute=25))
    do(presence.attend, meeting, plan=late)
    assert listed(database)[0] == ("late", "09:25", None)


def test_a_line_that_another_has_changed_since_is_refused_unless_both_say_the_same(
    database, do, meeting, anna
):
    do(presence.attend, meeting, plan=PresenceInput(person=anna, state="present"))
    same = PresenceInput(person=anna, state="present", seen="absent")
    do(presence.attend, meeting, plan=same)
    other = PresenceInput(person=anna, state="late", arrived="09:30", seen="absent")
    with pytest.raises(presence.LineChanged):
        do(presence.attend, meeting, plan=other)
    assert listed(database)[0] == ("present", "", None)


def test_somebody_sits_for_another_and_a_guest_comes_and_goes(database, do, meeting, anna):
    with database.reading() as session:
        bo = session.scalars(select(Person.id).where(Person.name == "Bo")).one()
    seat = PresenceInput(person=anna, state="present", represents=bo)
    do(presence.attend, meeting, plan=seat)
    do(presence.attend, meeting, plan=PresenceInput(person=anna, state="absent"))
    guest = do(presence.add_guest, meeting, plan=GuestInput(name="Gäst", organisation="Polisen"))
    assert listed(database) == [("absent", "", bo), ("absent", "", None), ("present", "", None)]
    do(presence.attend, meeting, plan=PresenceInput(guest=guest.id, state="absent"))
    assert listed(database)[2] == ("absent", "", None)
    do(presence.drop_guest, meeting, row_id=guest.id)
    do(presence.drop_guest, meeting, row_id=guest.id)
    assert len(listed(database)) == 2
    with pytest.raises(attendance.NotOfTheNetwork):
        do(presence.attend, meeting, plan=PresenceInput(person=uuid4(), state="present"))
