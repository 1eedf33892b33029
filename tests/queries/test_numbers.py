"""Are presence, promises and notice counted as people would count them?"""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import ActionInput, ActionPatch, CancelInput, MinutesInput
from scheduler.model import Area, Organisation, Person
from scheduler.queries import numbers
from scheduler.services import actions, meetings, minutes
from scheduler.yearly import Followed
from tests.factories import a_meeting, a_network, a_person, invitation_of

ANNA, BO, EVA = "anna@kumla.example", "bo@nora.example", "eva@kumla.example"


@pytest.fixture
def network(database, time):
    with database.transaction() as session:
        return a_network(session).id


class Year:
    """A network in which meetings are held, with attendance lists, and things are promised."""

    def __init__(self, database, time, settle, network):
        self.database, self.time, self.settle, self.network = database, time, settle, network

    def hold(self, start, there=None, **plan):
        """Call and hold a meeting; `there`: who sat, each for somebody (or "") by address."""
        with self.database.transaction() as session:
            meeting = a_meeting(session, self.network, start=start, **plan)
            meetings.call(session, meeting.id, by=SYSTEM)
        self.settle()
        self.time.to(meeting.ends_at + timedelta(hours=1))
        self.settle()
        if there is not None:
            self.list(meeting.id, there)
        return meeting.id

    def list(self, meeting_id, there):
        with self.database.transaction() as session:
            ids = dict(session.execute(select(Person.email, Person.id)).all())
            rows = [
                {"person": str(ids[email]), "present": True}
                | ({"for": str(ids[absent])} if absent else {})
                for email, absent in there.items()
            ]
            plan = MinutesInput.model_validate({"attendance": rows})
            minutes.save(session, meeting_id, plan=plan, version=None, by=SYSTEM)

    def promise(self, house, due, closed_after=None, state="done"):
        """Promise something today; close it so many days later."""
        plan = {"text": "Något", "owner": {"organisation": house}, "due": due}
        with self.database.transaction() as session:
            values = ActionInput.model_validate(plan)
            made = actions.add(session, network_id=self.network, plan=values, by=SYSTEM)
        if closed_after is not None:
            at = self.time.at
            self.time.forward(days=closed_after)
            with self.database.transaction() as session:
                actions.change(session, made.id, plan=ActionPatch(state=state), by=SYSTEM)
            self.time.to(at)

    def count(self, year=2027):
        with self.database.reading() as session:
            return numbers.of_network(session, self.network, year)

    def of(self, name, year=2027):
        return next(
            one.followed for one in self.count(year).organisations if one.name.startswith(name)
        )


@pytest.fixture
def year(database, time, settle, network):
    return Year(database, time, settle, network)


def test_who_was_there_is_counted_by_organisation_and_meeting(year, database, network):
    with database.transaction() as session:
        a_person(session, network, EVA)
    year.hold("2027-02-04T09:00", {ANNA: "", EVA: "", BO: ""})
    year.hold("2027-03-04T09:00", {EVA: ANNA})
    year.hold("2027-04-08T09:00")  # nobody filled in its list
    counted = year.count()
    assert (counted.held, counted.listed, counted.cancelled) == (3, 2, 0)
    assert year.of("Kumla") == Followed(called=2, there=2, substituted=1)
    assert year.of("Nora") == Followed(called=2, there=1)
    assert year.of("Länsstyrelsen") == Followed()
    assert counted.together == Followed(called=4, there=3, substituted=1)
    assert (counted.together.share, year.count(2028).held) == (0.75, 0)


def test_promises_are_kept_in_time_late_or_open(year):
    year.promise("Kumla kommun", "2027-02-01", closed_after=10)
    year.promise("Kumla kommun", "2027-01-06", closed_after=4)
    year.promise("Kumla kommun", None, closed_after=1)
    year.promise("Kumla kommun", "2027-02-01")
    year.promise("Kumla kommun", "2027-02-01", closed_after=1, state="declined")
    assert year.of("Kumla") == Followed(taken=4, in_time=2, late=1, open=1, median_days=4.0)
    assert year.of("Kumla").kept == 2 / 3
    assert year.of("Kumla", 2026) == Followed()


def test_notice_and_answers_are_counted_for_meetings_that_were_held(year, database, time):
    time.to(datetime(2027, 1, 14, 9, tzinfo=UTC))
    with database.transaction() as session:
        meeting = a_meeting(session, year.network, start="2027-02-04T09:00")
        meetings.call(session, meeting.id, by=SYSTEM)
        gone = a_meeting(session, year.network, start="2027-05-04T09:00")
        meetings.call(session, gone.id, by=SYSTEM)
        meetings.cancel(session, gone.id, plan=CancelInput(reason="Storm"), by=SYSTEM)
        invitation_of(session, meeting.id, ANNA).answer = "accepted"
        late = invitation_of(session, meeting.id, BO)
        late.answer, late.answered_late = "declined", True
    time.to(datetime(2027, 3, 1, tzinfo=UTC))
    counted = year.count()
    assert (counted.held, counted.cancelled, counted.notice_days) == (1, 1, 21.0)
    assert (counted.answers, counted.answers_in_time, counted.answered) == (2, 1, 0.5)


def test_areas_that_no_meeting_has_treated_are_named(year, database):
    with database.transaction() as session:
        session.add(Area(network_id=year.network, position=1, name="Skola"))
        session.add(
            Area(network_id=year.network, position=2, name="Fritid", closed_at=year.time.at)
        )
    assert year.count().untreated == ("Skola",)
    assert year.count(2026).untreated == ()


def test_an_organisation_stands_under_its_name_of_today(year, database):
    year.promise("Nora kommun", None)
    with database.transaction() as session:
        nora = session.scalars(select(Organisation).where(Organisation.name == "Nora kommun")).one()
        nora.name = "Nora bergstads kommun"
    assert year.of("Nora bergstads").taken == 1


def test_years_are_looked_back_on_from_the_first_meeting(year, database):
    year.hold("2027-02-04T09:00", {ANNA: ""})
    with database.reading() as session:
        assert [one.year for one in numbers.over_time(session, year.network, 2029)] == [
            2029,
            2028,
            2027,
        ]
