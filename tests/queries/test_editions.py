"""Who reads which points of the same minutes, then and later?"""

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, Actor
from scheduler.errors import NotFound
from scheduler.inputs import AgendaInput, AnswerInput, CirculateInput, MinutesInput
from scheduler.model import Organisation, Person
from scheduler.queries import agenda as agenda_query
from scheduler.queries import editions, entitled, minutes_access
from scheduler.queries import minutes as read
from scheduler.services import agenda, answers, approval, invitations, minutes
from tests.factories import a_called_meeting, a_person, an_actor, invitation_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"
WORDS = ("öppet", "kretsen", "bara Kumla")


@pytest.fixture
def meeting(database, time):
    """Anna was there and Bo was not; one point for each class, one for Kumla alone."""
    meeting_id = a_called_meeting(database)
    with database.transaction() as session:
        kumla = session.scalars(select(Organisation).where(Organisation.name == "Kumla kommun"))
        items = [
            {"title": "öppet"},
            {"title": "kretsen", "class": "circle"},
            {"title": "bara Kumla", "class": "circle", "audience": [str(kumla.one().id)]},
            {"title": "muntligt", "class": "spoken"},
        ]
        agenda.put(
            session, meeting_id, plan=AgendaInput.model_validate({"items": items}), by=SYSTEM
        )
        one = invitation_of(session, meeting_id, ANNA)
        answers.answer(session, one.id, plan=AnswerInput(answer="accepted"), via="link", by=SYSTEM)
    with database.transaction() as session:
        points = agenda_query.of_meeting(session, meeting_id).points
        bo = session.scalars(select(Person).where(Person.email == BO)).one()
        owner = {"organisation": str(bo.organisation_id), "person": str(bo.id)}
        plan = {
            "entries": [{"item": str(p.id), "text": f"not {p.title}"} for p in points[:3]],
            "decisions": [{"item": str(p.id), "text": f"beslut {p.title}"} for p in points[:3]],
            "actions": [
                {"item": str(p.id), "text": f"åtgärd {p.title}", "owner": owner} for p in points[:3]
            ],
        }
        minutes.save(
            session, meeting_id, plan=MinutesInput.model_validate(plan), version=None, by=SYSTEM
        )
    return meeting_id


def actor_of(database, meeting, email, *roles):
    with database.reading() as session:
        one = session.scalars(select(Person).where(Person.email == email)).one()
        network = read.of_meeting(session, meeting).meeting.network_id
    held = {network: frozenset(roles or ("member",))}
    return Actor(kind="person", id=one.id, person_id=one.id, roles=held)


def publish(database, meeting):
    with database.transaction() as session:
        approval.publish(session, meeting, by=SYSTEM)


def shown(view):
    """Give which of the planted words stand where."""
    return (
        [point.title for point in view.points],
        [note.text for note in view.notes],
        [line.text for line in view.decisions],
        sorted(line.text for line in view.actions),
    )


def written(*words, actions=None):
    return (
        [f"not {word}" for word in words],
        [f"beslut {word}" for word in words],
        sorted(f"åtgärd {word}" for word in (words if actions is None else actions)),
    )


def seen_by(database, meeting, actor):
    with database.reading() as session:
        return shown(minutes_access.readable(session, meeting, actor))


def test_whoever_keeps_the_records_reads_all(database, meeting):
    keeper = actor_of(database, meeting, BO, "secretary")
    assert seen_by(database, meeting, keeper) == ([*WORDS, "muntligt"], *written(*WORDS))


def test_who_sat_for_an_organisation_reads_what_was_meant_for_it(database, meeting):
    publish(database, meeting)
    anna = actor_of(database, meeting, ANNA)
    assert seen_by(database, meeting, anna) == ([*WORDS, "muntligt"], *written(*WORDS))


def test_who_was_called_for_another_reads_the_circle_but_not_what_was_for_one_alone(
    database, meeting
):
    publish(database, meeting)
    bo = actor_of(database, meeting, BO)
    titles = ["öppet", "kretsen", "", "muntligt"]
    own = written("öppet", "kretsen", actions=WORDS)  # he promised it himself
    assert seen_by(database, meeting, bo) == (titles, *own)


def test_who_comes_later_reads_what_is_open_and_sees_that_there_was_more(database, meeting):
    publish(database, meeting)
    with database.transaction() as session:
        network = read.of_meeting(session, meeting).meeting.network_id
        a_person(session, network, "cia@kumla.example")
    cia = actor_of(database, meeting, "cia@kumla.example")
    assert seen_by(database, meeting, cia) == (["öppet", "", "", ""], *written("öppet"))


def test_who_was_replaced_before_the_meeting_was_not_entitled_then(database, meeting):
    publish(database, meeting)
    with database.transaction() as session:
        one = invitation_of(session, meeting, BO)
        invitations.remove(session, one.id, by=SYSTEM)
    bo = actor_of(database, meeting, BO)
    own = written("öppet", actions=WORDS)
    assert seen_by(database, meeting, bo) == (["öppet", "", "", ""], *own)


def test_a_program_without_a_person_reads_what_is_open(database, meeting):
    publish(database, meeting)
    with database.reading() as session:
        network = read.of_meeting(session, meeting).meeting.network_id
    member = an_actor(network, "member")
    assert seen_by(database, meeting, member) == (["öppet", "", "", ""], *written("öppet"))


def test_drafts_are_for_writers_and_circulated_ones_for_those_who_were_there(database, meeting):
    anna, bo = (actor_of(database, meeting, email) for email in (ANNA, BO))
    for reader in (anna, bo):
        with pytest.raises(NotFound):
            seen_by(database, meeting, reader)
    with database.transaction() as session:
        approval.circulate(session, meeting, plan=CirculateInput(), by=SYSTEM)
    assert seen_by(database, meeting, anna)[1] == [f"not {word}" for word in WORDS]
    with pytest.raises(NotFound):
        seen_by(database, meeting, bo)


def test_an_observer_and_a_stranger_open_no_minutes(database, meeting):
    publish(database, meeting)
    for roles in (("observer",), ()):
        actor = actor_of(database, meeting, ANNA, *roles) if roles else Actor(kind="person")
        with pytest.raises(NotFound):
            seen_by(database, meeting, actor)


def test_an_organisations_edition_and_the_public_one_are_cut_from_the_same_text(database, meeting):
    with database.reading() as session:
        view = read.of_meeting(session, meeting)
        kumla, nora = (
            session.scalars(select(Organisation.id).where(Organisation.name == name)).one()
            for name in ("Kumla kommun", "Nora kommun")
        )
    assert shown(editions.for_organisation(view, kumla))[0] == [*WORDS, "muntligt"]
    assert shown(editions.for_organisation(view, nora))[1:] == written("öppet", "kretsen")
    assert shown(editions.public(view)) == (["öppet", "", "", ""], *written("öppet"))


def test_an_agenda_is_cut_for_its_reader_too(database, meeting):
    with database.reading() as session:
        whole = agenda_query.of_meeting(session, meeting)
        for email, titles in (
            (ANNA, [*WORDS, "muntligt"]),
            (BO, ["öppet", "kretsen", "", "muntligt"]),
        ):
            reader = entitled.reader(session, actor_of(database, meeting, email))
            view = editions.agenda_for(whole, reader)
            assert [point.title for point in view.points] == titles
            assert [point.hidden for point in view.points] == [not title for title in titles]
