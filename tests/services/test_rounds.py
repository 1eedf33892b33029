"""What does an organisation report before a meeting, and what becomes of it?"""

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, Actor, NotAllowed
from scheduler.errors import Conflict, NotFound
from scheduler.inputs import AgendaInput, CancelInput, MinutesInput, RoundInput
from scheduler.model import EventRow, Minutes, RoundSlot
from scheduler.services import agenda, meetings, minutes
from scheduler.services.agenda import PointHasPapers
from scheduler.services.refusals import MeetingIsCancelled
from scheduler.services.rounds import (
    NoRound,
    NotAskedHere,
    RoundIsClosed,
    SaidBoth,
    SayWhether,
    SignInToReport,
)
from tests.factories import a_called_meeting, an_actor
from tests.rounds import ANNA, BO, QUIET, Round, said


@pytest.fixture
def laid(database, time):
    return Round(database, a_called_meeting(database))


def test_whoever_is_called_reports_for_their_own_organisation_by_link(laid, time):
    slot = laid.write("Lugnt i stan.", by=laid.by(ANNA, "link"))
    assert (slot.version, slot.via, slot.person_id, slot.at) == (
        1,
        "link",
        laid.people[ANNA],
        time.at,
    )
    assert said(laid.of())[0] == ("Kumla kommun", "Lugnt i stan.", False)
    with laid.database.reading() as session:
        fact = session.scalars(select(EventRow).where(EventRow.kind == "RoundAnswered")).one()
        assert (fact.subject, fact.body["slot"]) == (laid.meeting, str(slot.id))


def test_nobody_reports_for_another_organisation_or_as_a_stranger(laid):
    with pytest.raises(NotFound):
        laid.write("x", house="Nora", by=laid.by(ANNA, "link"))
    with pytest.raises(NotAllowed):
        laid.write("x", house="Nora", by=laid.by(ANNA))
    with pytest.raises(NotFound):
        laid.write("x", by=Actor(kind="person"))
    laid.write("ifyllt", house="Nora", by=an_actor(laid.network, "secretary"))
    laid.write("ifyllt", by=an_actor(laid.network, "facilitator"))
    assert said(laid.of()) == [
        ("Kumla kommun", "ifyllt", False),
        ("Nora kommun", "ifyllt", False),
    ]


def test_a_link_fills_in_only_what_is_open(laid):
    with pytest.raises(SignInToReport):
        laid.write("x", item="Kretsen", by=laid.by(ANNA, "link"))
    laid.write("i kretsen", item="Kretsen", by=laid.by(ANNA))
    assert said(laid.of("Kretsen"))[0] == ("Kumla kommun", "i kretsen", False)


def test_a_round_for_an_audience_asks_nobody_else(laid):
    with pytest.raises(NotFound):
        laid.write("x", item="Nora", by=laid.by(ANNA))
    with pytest.raises(NotAskedHere):
        laid.write("x", item="Nora")
    assert laid.write("x", item="Nora", house="Nora", by=laid.by(BO)).version == 1


def test_nothing_to_report_is_an_answer_and_an_empty_text_is_none(laid):
    with pytest.raises(SayWhether):
        laid.write("")
    with pytest.raises(SaidBoth):
        laid.write(plan=RoundInput(text="Lugnt", nothing_to_report=True))
    laid.write(plan=QUIET)
    found = laid.of()
    assert said(found)[0] == ("Kumla kommun", "", True)
    assert (found.quiet, [slot.organisation for slot in found.silent]) == (1, ["Nora kommun"])


def test_of_two_who_write_one_slot_the_second_is_told(laid):
    laid.write("Den första")
    with pytest.raises(Conflict):
        laid.write("Den andra")
    assert laid.write("Den första").version == 1
    assert laid.write("Den andra", seen=1).version == 2


def test_only_rounds_that_may_be_written_down_are_filled_in(laid):
    for item in ("Inledning", "Bara talat"):
        with pytest.raises(NoRound):
            laid.write("x", item=item)
    with pytest.raises(NotAskedHere):
        laid.write("x", house="Länsstyrelsen lan")


def test_the_order_is_the_one_given_and_then_by_name(laid):
    laid.order("Nora", "Nora")
    assert [slot.organisation for slot in laid.of().slots] == ["Nora kommun", "Kumla kommun"]
    assert said(laid.of())[0] == ("Nora kommun", "", False)
    laid.order("Kumla", "Nora")
    assert [slot.organisation for slot in laid.of().slots] == ["Kumla kommun", "Nora kommun"]
    with laid.database.reading() as session:
        facts = session.scalars(select(EventRow).where(EventRow.kind == "RoundOrdered")).all()
        assert [fact.body["item"] for fact in facts] == [str(laid.items["Läget"])] * 2
    with pytest.raises(NotAllowed):
        laid.order("Nora", by=laid.by(ANNA))
    with pytest.raises(NotAskedHere):
        laid.order("Länsstyrelsen lan")


def test_a_report_is_open_until_the_minutes_hold_and_undoes_that_they_were_adjusted(laid):
    with laid.database.transaction() as session:
        minutes.save(session, laid.meeting, plan=MinutesInput(), version=None, by=SYSTEM)
    laid.write("i utkastet")
    assert laid.read().version == 1
    set_state(laid, "adjusted")
    laid.write("efteråt", seen=1)
    assert (laid.read().state, laid.read().version) == ("circulated", 2)
    set_state(laid, "approved")
    with pytest.raises(RoundIsClosed):
        laid.write("för sent", seen=2)
    with pytest.raises(RoundIsClosed):
        laid.order("Nora")
    assert (laid.of().closed, laid.of().slots[0].text) == (True, "efteråt")


def set_state(laid, state):
    with laid.database.transaction() as session:
        session.scalars(select(Minutes)).one().state = state


def test_a_cancelled_meeting_takes_no_reports(laid):
    with laid.database.transaction() as session:
        meetings.cancel(session, laid.meeting, plan=CancelInput(), by=SYSTEM)
    with pytest.raises(MeetingIsCancelled):
        laid.write("x")


def test_a_point_that_has_been_reported_on_is_not_taken_off_the_agenda(laid):
    laid.order("Nora", "Kumla")
    kept = [{"id": str(laid.items["Kretsen"]), "title": "Kretsen", "kind": "round"}]
    with laid.database.transaction() as session:
        plan = AgendaInput.model_validate({"items": kept})
        agenda.put(session, laid.meeting, plan=plan, by=SYSTEM)
        assert session.scalars(select(RoundSlot)).all() == []
    laid.write("sagt", item="Kretsen")
    plan = AgendaInput.model_validate({"items": []})
    with laid.database.transaction() as session, pytest.raises(PointHasPapers):
        agenda.put(session, laid.meeting, plan=plan, by=SYSTEM)
