"""What happens when a commission is written down, reported and closed?"""

from datetime import date

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, NotAllowed
from scheduler.errors import Conflict
from scheduler.inputs.areas import AreaInput, CommissionInput, CommissionPatch
from scheduler.model import Commission, EventRow
from scheduler.queries import commissions as listed
from scheduler.queries.membership import UnknownOrganisation
from scheduler.services import areas, commissions
from scheduler.services.commissions import NotThisNetworksArea, OutcomeMissing
from tests.factories import a_network, an_actor

TODAY = date(2027, 1, 4)
GIVEN = {"title": "Kartlägg stödet", "giver": "Kommunstyrelsen", "document": "KS 2026/14"}


@pytest.fixture
def network(time, database):
    with database.transaction() as session:
        return a_network(session).id


def add(database, network, by=SYSTEM, **plan):
    with database.transaction() as session:
        parsed = CommissionInput.model_validate(GIVEN | plan)
        return commissions.add(session, network, plan=parsed, by=by).id


def change(database, commission, by=SYSTEM, version=None, **plan):
    with database.transaction() as session:
        parsed = CommissionPatch.model_validate(plan)
        commissions.change(session, commission, plan=parsed, version=version, by=by)


def lines(database, network):
    with database.reading() as session:
        return listed.of_network(session, network, TODAY)


def test_a_commission_says_who_gave_it_to_whom_and_until_when(database, network):
    with database.transaction() as session:
        area = areas.add(session, network, plan=AreaInput(name="Anhöriga"), by=SYSTEM).id
    bodies = ["Nora kommun", "kumla kommun", "Nora kommun"]
    made = add(database, network, bodies=bodies, report_back="2027-05-01", area=str(area))
    [line] = lines(database, network)
    assert (line.id, line.giver, line.document, line.report_back, line.area, line.state) == (
        made,
        "Kommunstyrelsen",
        "KS 2026/14",
        date(2027, 5, 1),
        "Anhöriga",
        "open",
    )
    assert [name for _, name in line.bodies] == ["Kumla kommun", "Nora kommun"]
    with database.reading() as session:
        facts = session.scalars(select(EventRow).where(EventRow.kind == "CommissionChanged")).all()
        assert [(fact.subject, fact.body) for fact in facts] == [(made, {"state": "open"})]


def test_a_commission_is_closed_with_what_came_of_it(database, network, time):
    made = add(database, network)
    change(database, made, state="reported")
    with pytest.raises(OutcomeMissing) as refused:
        change(database, made, state="closed")
    assert refused.value.field == "outcome"
    change(database, made, state="closed", outcome="Stödet finns i tre kommuner.")
    with database.reading() as session:
        row = session.get_one(Commission, made)
        assert (row.state, row.closed_at, row.version) == ("closed", time.at, 3)
    change(database, made, state="open")
    with database.reading() as session:
        assert session.get_one(Commission, made).closed_at is None


def test_a_null_takes_the_date_away_and_the_rest_stays(database, network):
    made = add(database, network, report_back="2027-05-01", text="Ord")
    change(database, made, report_back=None, title="Nytt namn")
    [line] = lines(database, network)
    assert (line.report_back, line.title, line.text) == (None, "Nytt namn", "Ord")


def test_the_late_stand_first_and_the_closed_last(database, network):
    add(database, network, title="Utan dag")
    closed = add(database, network, title="Klart", report_back="2026-01-01")
    change(database, closed, state="closed", outcome="Klart.")
    add(database, network, title="I vår", report_back="2027-05-01")
    add(database, network, title="Sent", report_back="2027-01-03")
    assert [(line.title, line.late) for line in lines(database, network)] == [
        ("Sent", True),
        ("I vår", False),
        ("Utan dag", False),
        ("Klart", False),
    ]


def test_bodies_and_areas_are_the_networks_own(database, network):
    with database.transaction() as session:
        other = a_network(session, slug="annat", people_=()).id
        theirs = areas.add(session, other, plan=AreaInput(name="Skola"), by=SYSTEM).id
    with pytest.raises(UnknownOrganisation) as refused:
        add(database, network, bodies=["Kumla kommun", "Okänd"])
    assert refused.value.field == "bodies"
    with pytest.raises(NotThisNetworksArea):
        add(database, network, area=str(theirs))


def test_two_writers_are_told_of_each_other_and_members_write_nothing(database, network):
    made = add(database, network)
    change(database, made, version=1, text="Ett")
    with pytest.raises(Conflict):
        change(database, made, version=1, text="Två")
    with pytest.raises(NotAllowed):
        change(database, made, by=an_actor(network, "member"), text="Tre")
