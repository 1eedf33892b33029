"""What happens when somebody takes on an action, or it moves on?"""

from datetime import date

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, NotAllowed
from scheduler.errors import Conflict, NotFound
from scheduler.inputs import ActionInput, ActionPatch, OrganisationInput
from scheduler.model import Action, EventRow, Person
from scheduler.queries import actions as listed
from scheduler.queries import membership
from scheduler.queries.entitled import Reader
from scheduler.queries.membership import MisspeltOrganisation, UnknownOrganisation
from scheduler.services import actions, people
from tests.factories import a_meeting, a_network, an_actor

KUMLA = {"organisation": "kumla kommun"}
EVERYTHING = Reader(SYSTEM)


@pytest.fixture
def network(database):
    with database.transaction() as session:
        return a_network(session)


def add(database, network, by=SYSTEM, meeting_id=None, **plan):
    values = {"text": "Bjud in skolan", "owner": KUMLA, "due": "2027-02-01", **plan}
    with database.transaction() as session:
        parsed = ActionInput.model_validate(values)
        return actions.add(
            session, network_id=network.id, meeting_id=meeting_id, plan=parsed, by=by
        )


def change(database, action, by=SYSTEM, version=None, **plan):
    with database.transaction() as session:
        parsed = ActionPatch.model_validate(plan)
        return actions.change(session, action.id, plan=parsed, version=version, by=by)


def person(database, email):
    with database.reading() as session:
        return session.scalars(select(Person).where(Person.email == email)).one()


def test_an_action_is_owned_by_an_organisation_of_the_network(database, time, network):
    action = add(database, network)
    assert (action.organisation.name, action.person_id, action.due, action.state) == (
        "Kumla kommun",
        None,
        date(2027, 2, 1),
        "proposed",
    )
    with database.reading() as session:
        facts = session.scalars(select(EventRow).where(EventRow.kind == "ActionAdded")).all()
        assert [(fact.subject, fact.body) for fact in facts] == [(action.id, {})]


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("Atlantis kommun och land", UnknownOrganisation), ("Kumla komun", MisspeltOrganisation)],
)
def test_an_owner_from_elsewhere_is_refused_in_words(database, time, network, name, refusal):
    with pytest.raises(refusal) as refused:
        add(database, network, owner={"organisation": name})
    assert refused.value.field == "owner.organisation"


def test_the_person_who_owns_it_belongs_to_the_organisation(database, time, network):
    anna, bo = person(database, "anna@kumla.example"), person(database, "bo@nora.example")
    assert add(database, network, owner={**KUMLA, "person": str(anna.id)}).person_id == anna.id
    with pytest.raises(actions.NotTheirPerson) as refused:
        add(database, network, owner={**KUMLA, "person": str(bo.id)})
    assert refused.value.field == "owner.person"


def test_what_a_change_does_not_name_stays_and_an_empty_date_takes_it_away(database, time, network):
    action = add(database, network)
    changed = change(database, action, state="in_progress")
    assert (changed.text, changed.due, changed.version) == (
        "Bjud in skolan",
        date(2027, 2, 1),
        2,
    )
    changed = change(database, action, due=None, owner={"organisation": "Nora kommun"})
    assert (changed.due, changed.organisation.name, changed.state) == (
        None,
        "Nora kommun",
        "in_progress",
    )
    with database.reading() as session:
        facts = session.scalars(select(EventRow.body).where(EventRow.kind == "ActionChanged"))
        assert facts.all() == [{"state": "in_progress"}, {"state": "in_progress"}]


def test_changing_nothing_is_no_fact(database, time, network):
    action = add(database, network)
    assert change(database, action, text="Bjud in skolan", owner=KUMLA).version == 1


def test_an_owner_that_has_left_the_network_keeps_what_it_took_on(database, time, network):
    action = add(database, network)
    with database.transaction() as session:
        left = membership.of_organisation(
            session, network.id, action.organisation_id, date(2027, 1, 4)
        )
        assert left is not None
        people.leave(session, left.id, by=SYSTEM)
    assert change(database, action, state="done", owner=KUMLA).state == "done"


def test_two_who_change_the_same_action_meet(database, time, network):
    action = add(database, network)
    change(database, action, version=1, state="accepted")
    with pytest.raises(Conflict):
        change(database, action, version=1, state="done")


def test_an_action_of_another_network_s_meeting_is_refused(database, time, network):
    with database.transaction() as session:
        other = a_meeting(session, a_network(session, slug="annat", people_=()).id)
    with pytest.raises(NotFound):
        add(database, network, meeting_id=other.id)


def test_a_facilitator_writes_actions_and_a_member_does_not(database, time, network):
    action = add(database, network, by=an_actor(network.id, "facilitator"))
    with pytest.raises(NotAllowed):
        change(database, action, by=an_actor(network.id, "member"), state="done")
    with pytest.raises(NotFound):
        change(database, action, by=an_actor(action.id, "coordinator"), state="done")


def test_the_overdue_come_first_then_the_open_by_date_then_the_closed(database, time, network):
    for text, due, state in [
        ("klar", "2026-12-01", "done"),
        ("utan datum", None, "proposed"),
        ("senare", "2027-03-01", "accepted"),
        ("i dag", "2027-01-04", "proposed"),
        ("försenad", "2027-01-03", "in_progress"),
    ]:
        change(database, add(database, network, text=text, due=due), state=state)
    with database.reading() as session:
        lines = listed.of_network(session, network, EVERYTHING)
        late = listed.count_overdue(session, network)
    assert [(line.text, line.overdue) for line in lines] == [
        ("försenad", True),
        ("i dag", False),
        ("senare", False),
        ("utan datum", False),
        ("klar", False),
    ]
    assert late == 1


def test_overdue_is_told_by_the_network_s_own_day(database, time):
    time.to(time.at.replace(hour=23, minute=30))  # already Tuesday in Stockholm, Monday in Nuuk
    with database.transaction() as session:
        here = a_network(session, slug="har")
        there = a_network(session, slug="dar", people_=(), time_zone="America/Nuuk")
        kumla = OrganisationInput(name="Kumla kommun", kind="municipality")
        people.join_organisation(session, there.id, plan=kumla, by=SYSTEM)
        plan = ActionInput.model_validate({"text": "x", "owner": KUMLA, "due": "2027-01-04"})
        for network in (here, there):
            actions.add(session, network_id=network.id, plan=plan, by=SYSTEM)
        lines = {
            network.slug: [line.overdue for line in listed.of_network(session, network, EVERYTHING)]
            for network in (here, there)
        }
    assert lines == {"har": [True], "dar": [False]}


def test_a_person_s_own_list_has_what_is_left_in_all_networks(database, time, network):
    anna = person(database, "anna@kumla.example")
    owner = {**KUMLA, "person": str(anna.id)}
    add(database, network, text="kvar", owner=owner)
    done = add(database, network, text="klar", owner=owner)
    change(database, done, state="done")
    add(database, network, text="kommunens")
    with database.reading() as session:
        assert [line.text for line in listed.open_of_person(session, anna.id)] == ["kvar"]
        assert session.get_one(Action, done.id).overdue(date(2030, 1, 1)) is False


def test_what_is_not_there_cannot_be_given_an_action_or_changed(database, time, network):
    action = add(database, network)
    action.id, network.id = network.id, action.id
    with pytest.raises(NotFound):
        change(database, action, state="done")
    with pytest.raises(NotFound):
        add(database, network)


def test_a_point_of_another_agenda_is_refused(database, time, network):
    with database.transaction() as session:
        meeting = a_meeting(session, network.id)
    with pytest.raises(actions.NotOnThisAgenda) as refused:
        add(database, network, meeting_id=meeting.id, item=str(meeting.id))
    assert refused.value.field == "item"


def test_one_action_is_shown_by_its_network_s_day(database, time, network):
    action = add(database, network, due="2027-01-03")
    with database.reading() as session:
        line = listed.by_id(session, action.id, EVERYTHING)
        assert (line.text, line.overdue) == ("Bjud in skolan", True)
        with pytest.raises(NotFound):
            listed.by_id(session, network.id, EVERYTHING)
