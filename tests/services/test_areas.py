"""What happens when an area is written, moved, closed or put on an agenda?"""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, NotAllowed
from scheduler.errors import Conflict, NotFound
from scheduler.inputs import AgendaInput
from scheduler.inputs.areas import AreaInput, AreaPatch
from scheduler.model import AgendaItem, Area, EventRow, Meeting
from scheduler.queries import areas as listed
from scheduler.queries.entitled import Reader
from scheduler.queries.membership import MisspeltOrganisation
from scheduler.services import agenda, areas
from scheduler.services.areas import AreaIsClosed, AreaTwice, MeetingIsNotComing
from scheduler.services.responsibilities import OrganisationTwice
from tests.factories import a_meeting, a_network, an_actor

TODAY = date(2027, 1, 4)
NAMES = ("Skola", "Anhöriga", "Omvärld")


@pytest.fixture
def network(time, database):
    with database.transaction() as session:
        return a_network(session).id


@pytest.fixture
def three(database, network):
    return [add(database, network, name) for name in NAMES]


def add(database, network, name="Skola", by=SYSTEM, **plan):
    with database.transaction() as session:
        parsed = AreaInput.model_validate({"name": name, **plan})
        return areas.add(session, network, plan=parsed, by=by).id


def change(database, area, by=SYSTEM, version=None, **plan):
    with database.transaction() as session:
        parsed = AreaPatch.model_validate(plan)
        areas.change(session, area, plan=parsed, version=version, by=by)


def lines(database, network, reader=None):
    with database.reading() as session:
        return listed.of_network(session, network, TODAY, reader)


def treated(database, network, area, start, item_class="open", status="held", **plan):
    """A meeting with a point of an area."""
    with database.transaction() as session:
        meeting = a_meeting(session, network, start=start)
        point = {"title": "Punkt", "area": str(area), "class": item_class}
        agenda.put(
            session, meeting.id, plan=AgendaInput.model_validate({"items": [point]}), by=SYSTEM
        )
        item = session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)).one()
        item.outcome = plan.get("outcome", "")
        meeting.status = status
        return meeting.id


def parts(line):
    return [(one.organisation, one.part) for one in line.parts]


def test_an_area_has_an_owner_and_others_who_participate_or_are_informed(database, network):
    add(
        database,
        network,
        owner="kumla kommun",
        participates=["Nora kommun"],
        informed=["Länsstyrelsen lan"],
    )
    [line] = lines(database, network)
    assert (line.name, line.position, line.owner, line.person) == ("Skola", 1, "Kumla kommun", "")
    assert parts(line) == [
        ("Kumla kommun", "owner"),
        ("Länsstyrelsen lan", "informed"),
        ("Nora kommun", "participates"),
    ]
    with database.reading() as session:
        facts = session.scalars(select(EventRow).where(EventRow.kind == "AreaChanged")).all()
        assert [(fact.subject, fact.body) for fact in facts] == [(line.id, {})]


def test_an_organisation_has_one_part_in_an_area(database, network):
    with pytest.raises(OrganisationTwice) as refused:
        add(database, network, owner="Kumla kommun", informed=["Nora kommun", "Kumla kommun"])
    assert refused.value.field == "informed.1"
    assert lines(database, network) == []


def test_an_organisation_that_is_not_known_is_named_with_its_field(database, network):
    with pytest.raises(MisspeltOrganisation) as refused:
        add(database, network, participates=["Kumla komun"])
    assert refused.value.field == "participates.0"


def test_two_areas_are_not_called_the_same(database, network, three):
    with pytest.raises(AreaTwice):
        add(database, network, "SKOLA")
    with pytest.raises(AreaTwice):
        change(database, three[1], name="Skola")
    change(database, three[0], name="skola")
    assert [line.name for line in lines(database, network)] == ["skola", "Anhöriga", "Omvärld"]


def test_a_change_leaves_alone_what_it_does_not_name(database, network):
    area = add(database, network, owner="Kumla kommun", participates=["Nora kommun"], text="Ord")
    [before] = lines(database, network)
    change(database, area, informed=["Länsstyrelsen lan"])
    [after] = lines(database, network)
    assert parts(after) == [
        ("Kumla kommun", "owner"),
        ("Länsstyrelsen lan", "informed"),
        ("Nora kommun", "participates"),
    ]
    assert after == replace(before, parts=after.parts, version=2)
    change(database, area, owner=None, participates=[])
    assert parts(lines(database, network)[0]) == [("Länsstyrelsen lan", "informed")]


def test_an_organisation_can_change_its_part(database, network):
    area = add(database, network, owner="Kumla kommun", participates=["Nora kommun"])
    change(database, area, owner="Nora kommun", participates=["Kumla kommun"])
    assert parts(lines(database, network)[0]) == [
        ("Kumla kommun", "participates"),
        ("Nora kommun", "owner"),
    ]


def test_what_changes_nothing_is_no_fact(database, network):
    area = add(database, network, owner="Kumla kommun")
    change(database, area, name="Skola", owner="Kumla kommun", closed=False, position=1)
    with database.reading() as session:
        facts = session.scalars(select(EventRow).where(EventRow.kind == "AreaChanged")).all()
        assert len(facts) == 1
        assert session.get_one(Area, area).version == 1


def test_areas_stand_in_the_networks_own_order(database, network, three):
    with database.transaction() as session:
        areas.move(session, three[2], to=1, by=SYSTEM)
    assert [(line.position, line.name) for line in lines(database, network)] == [
        (1, "Omvärld"),
        (2, "Skola"),
        (3, "Anhöriga"),
    ]


def test_a_closed_area_stays_to_be_read_and_is_proposed_no_longer(database, network, three):
    with database.transaction() as session:
        areas.close(session, three[0], by=SYSTEM)
        meeting = a_meeting(session, network).id
    assert [(line.name, line.closed) for line in lines(database, network)] == [
        ("Anhöriga", False),
        ("Omvärld", False),
        ("Skola", True),
    ]
    with database.transaction() as session:
        proposed = listed.longest_waiting(session, network)
        assert proposed
        assert proposed.name == "Anhöriga"
        with pytest.raises(AreaIsClosed):
            areas.put_on_agenda(session, three[0], meeting, by=SYSTEM)


def test_two_who_change_one_area_are_told_of_each_other(database, three):
    change(database, three[0], version=1, text="Ett")
    with pytest.raises(Conflict):
        change(database, three[0], version=1, text="Två")


def test_only_those_who_run_the_network_write_its_areas(database, network, three):
    member, facilitator = an_actor(network, "member"), an_actor(network, "facilitator")
    for by in (member, an_actor(network, "observer")):
        with pytest.raises(NotAllowed):
            change(database, three[0], by=by, text="Nytt")
    with pytest.raises(NotFound):
        change(database, three[0], by=an_actor(three[0], "coordinator"), text="Nytt")
    change(database, three[0], by=facilitator, text="Nytt")
    assert lines(database, network)[0].text == "Nytt"


def test_an_area_tells_when_it_was_treated_last_and_when_next(time, database, network, three):
    treated(database, network, three[0], "2027-02-04T09:00", status="planned")
    treated(database, network, three[0], "2026-11-05T09:00")
    treated(database, network, three[0], "2026-12-03T09:00")
    treated(database, network, three[0], "2027-01-02T09:00", outcome="postponed")
    treated(database, network, three[0], "2027-01-03T09:00", status="cancelled")
    school, relatives, _ = lines(database, network)
    assert (school.last.date, school.next.date, school.waited_days) == (
        date(2026, 12, 3),
        date(2027, 2, 4),
        32,
    )
    assert (relatives.last, relatives.next, relatives.waited_days) == (None, None, None)


def test_a_point_for_a_circle_tells_others_nothing_of_when_an_area_was_treated(
    database, network, three
):
    treated(database, network, three[0], "2026-12-03T09:00", item_class="circle")
    member = Reader(an_actor(network, "member"))
    secretary = Reader(an_actor(network, "secretary"))
    assert [lines(database, network, who)[0].waited_days for who in (None, member, secretary)] == [
        None,
        None,
        32,
    ]


def test_the_area_that_has_waited_longest_is_proposed(time, database, network, three):
    def proposed():
        with database.reading() as session:
            found = listed.longest_waiting(session, network)
            return found.name if found else None

    assert proposed() == "Skola"
    treated(database, network, three[0], "2026-12-03T09:00")
    assert proposed() == "Anhöriga"
    treated(database, network, three[1], "2026-10-08T09:00")
    treated(database, network, three[2], "2026-11-05T09:00")
    assert proposed() == "Anhöriga"
    coming = treated(database, network, three[1], "2027-02-04T09:00", status="planned")
    assert proposed() == "Omvärld"
    with database.transaction() as session:
        session.get_one(Meeting, coming).status = "cancelled"
    assert proposed() == "Anhöriga"


def test_an_area_comes_last_on_a_coming_agenda_once(database, network, three):
    with database.transaction() as session:
        meeting = a_meeting(session, network)
        plan = AgendaInput.model_validate({"items": [{"title": "Lägesbild"}]})
        agenda.put(session, meeting.id, plan=plan, by=SYSTEM)
        before = meeting.sequence
        first = areas.put_on_agenda(session, three[1], meeting.id, by=SYSTEM)
        assert areas.put_on_agenda(session, three[1], meeting.id, by=SYSTEM) is first
        session.expire(meeting)
        assert [
            (one.position, one.title, one.kind, one.area_id, one.source) for one in meeting.agenda
        ] == [
            (1, "Lägesbild", "information", None, ""),
            (2, "Anhöriga", "discussion", three[1], f"area:{three[1]}"),
        ]
        assert meeting.sequence == before + 1


def test_an_area_comes_on_no_agenda_of_a_meeting_that_is_over_or_elsewhere(
    database, network, three
):
    with database.transaction() as session:
        meeting = a_meeting(session, network)
        other = a_meeting(session, a_network(session, slug="annat", people_=()).id).id
        member = an_actor(network, "member")
        for to, by, refusal in (
            (meeting.id, member, NotAllowed),
            (other, SYSTEM, NotFound),
        ):
            with pytest.raises(refusal):
                areas.put_on_agenda(session, three[0], to, by=by)
        meeting.status = "cancelled"
        with pytest.raises(MeetingIsNotComing):
            areas.put_on_agenda(session, three[0], meeting.id, by=SYSTEM)
