"""How does the attendance list of a meeting come about?"""

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import AnswerInput, MinutesInput, OrganisationInput
from scheduler.model import Meeting, Person
from scheduler.queries import minutes as read
from scheduler.queries.membership import TwoOrganisations
from scheduler.services import answers, attendance, minutes, people
from tests.factories import a_called_meeting, a_network, a_person, invitation_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"


@pytest.fixture
def meeting(database, time):
    return a_called_meeting(database)


def save(database, meeting, **plan):
    with database.transaction() as session:
        parsed = MinutesInput.model_validate(plan)
        return minutes.save(session, meeting, plan=parsed, version=None, by=SYSTEM)


def view(database, meeting):
    with database.reading() as session:
        return read.of_meeting(session, meeting)


def person_id(database, email):
    with database.reading() as session:
        return str(session.scalars(select(Person.id).where(Person.email == email)).one())


def test_the_draft_begins_with_those_who_said_yes_as_present(database, meeting):
    with database.transaction() as session:
        invitation = invitation_of(session, meeting, ANNA)
        plan = AnswerInput(answer="accepted")
        answers.answer(session, invitation.id, plan=plan, via="link", by=SYSTEM)
    draft = view(database, meeting)
    assert (draft.version, draft.state) == (0, "draft")
    assert [(one.name, one.organisation, one.present) for one in draft.attendance] == [
        ("Anna", "Kumla kommun", True),
        ("Bo", "Nora kommun", False),
    ]
    save(database, meeting, entries=[])
    assert view(database, meeting).attendance == draft.attendance


def test_attendance_is_corrected_with_guests_and_substitutes(database, meeting):
    bo = person_id(database, BO)
    save(
        database,
        meeting,
        attendance=[
            {"person": bo, "present": True, "for": person_id(database, ANNA)},
            {"name": "Rektor", "organisation": "Kumla kommun"},
            {"name": "Gäst", "organisation": "Atlantis"},
        ],
    )
    assert [
        (one.name, one.organisation, one.present, one.represents)
        for one in view(database, meeting).attendance
    ] == [
        ("Bo", "Nora kommun", True, "Anna"),
        ("Rektor", "Kumla kommun", True, ""),
        ("Gäst", "Atlantis", True, ""),
    ]
    assert view(database, meeting).present_by_organisation == [
        ("Atlantis", 1),
        ("Kumla kommun", 1),
        ("Nora kommun", 1),
    ]


def test_a_protected_person_is_listed_by_role(database, meeting):
    with database.transaction() as session:
        session.get_one(Person, view(database, meeting).attendance[0].person_id).protected = True
    assert [one.name for one in view(database, meeting).attendance] == ["—, Kumla kommun", "Bo"]


@pytest.mark.parametrize(
    ("line", "refusal", "field"),
    [
        ({"person": "{stranger}"}, attendance.NotOfTheNetwork, "attendance.0.person"),
        ({"name": "X", "for": "{stranger}"}, attendance.NotOfTheNetwork, "attendance.0.for"),
        ({"present": True}, attendance.NobodyNamed, "attendance.0.name"),
    ],
)
def test_attendance_of_nobody_we_know_is_refused(database, meeting, line, refusal, field):
    with database.transaction() as session:
        other = a_network(session, slug="annat", people_=())
        stranger = str(a_person(session, other.id, "x@annan.example").id)
    filled = {
        key: value.format(stranger=stranger) if isinstance(value, str) else value
        for key, value in line.items()
    }
    with pytest.raises(refusal) as refused:
        save(database, meeting, attendance=[filled])
    assert refused.value.field == field


def test_nobody_is_listed_twice(database, meeting):
    anna = person_id(database, ANNA)
    with pytest.raises(attendance.ListedTwice) as refused:
        save(database, meeting, attendance=[{"person": anna}, {"person": anna}])
    assert (refused.value.field, refused.value.params) == ("attendance.1.person", {"name": "Anna"})


def test_an_organisation_that_two_are_called_is_refused_at_its_line(database, meeting):
    with database.transaction() as session:
        network_id = session.get_one(Meeting, meeting).network_id
        for country in ("SE", "NO"):
            plan = OrganisationInput(name="Polisen", kind="police", country=country)
            people.join_organisation(session, network_id, plan=plan, by=SYSTEM)
    with pytest.raises(TwoOrganisations) as refused:
        save(database, meeting, attendance=[{"name": "Gäst", "organisation": "Polisen"}])
    assert refused.value.field == "attendance.0.organisation"
