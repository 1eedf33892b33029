"""Is whoever asked for a point told what became of it, and nothing more?"""

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, Actor
from scheduler.inputs import CancelInput, ProposalDecisionInput
from scheduler.model import AgendaItem, Meeting, Person
from scheduler.services import meetings, proposals
from tests.proposing import ANNA, another, write


def letters(sender):
    sent = [one for one in sender.take() if one.mail["Subject"].startswith("Your proposed point")]
    return [(one.recipient, " ".join(one.text.split())) for one in sent]


@pytest.fixture
def english(database, anna):
    """Let Anna read English, as these tests do."""
    with database.transaction() as session:
        session.get_one(Person, anna[1].person_id).language = "en"


@pytest.mark.parametrize(
    "case",
    [
        (
            "accepted",
            "",
            "“Trygga skolvägar”, which you proposed, is on the agenda of the meeting.",
        ),
        ("postponed", "Senare", "The point that you proposed is left to a later meeting."),
        ("returned", "Tas i skolgruppen", "The point that you proposed is not taken up."),
    ],
)
def test_whoever_asked_is_told_what_became_of_it(
    english, anna, propose, decide, sender, keys, case
):
    state, answer, says = case
    decide(propose(anna[0], by=anna[1]), state, answer)
    ((to, said),) = letters(sender)
    assert (to, says in said, f"> {answer}" in said) == (ANNA, True, bool(answer))
    assert f"http://127.0.0.1:8000/propose/{keys.token('propose', anna[0], 0)}" in said


def test_a_point_left_to_a_known_meeting_is_told_with_its_day(
    database, meeting, english, anna, propose, decide, sender, settle
):
    another(database, settle)
    decide(propose(anna[0], by=anna[1]), "postponed")
    ((_, said),) = letters(sender)
    assert "is left to the next meeting, on Thursday 4 March 2027." in said


def test_the_letter_names_no_point_that_is_not_open(
    database, meeting, english, anna, propose, decide, sender, settle
):
    decide(propose(anna[0], "Hemlig rubrik", by=anna[1]), "returned", "Inte här")
    accepted = propose(anna[0], "Hemlig rubrik", by=anna[1])
    with database.transaction() as session:
        plan = ProposalDecisionInput(state="accepted", answer="Hemligt ord")
        proposals.decide(session, accepted, plan=plan, by=SYSTEM)
        session.flush()
        session.scalars(select(AgendaItem)).one().item_class = "circle"
    settle()
    assert [("Hemlig" in said) for _, said in letters(sender)] == [False, False]


def test_whoever_decides_on_their_own_point_needs_no_letter(
    database, meeting, english, anna, propose, decide, sender
):
    made = propose(anna[0], by=anna[1])
    with database.reading() as session:
        network_id = session.get_one(Meeting, meeting).network_id
    own = anna[1].person_id
    roles = {network_id: frozenset({"coordinator"})}
    decide(made, "accepted", by=Actor(kind="person", id=own, person_id=own, roles=roles))
    assert letters(sender) == []


@pytest.mark.parametrize("meanwhile", ["taken off", "cancelled"])
def test_a_letter_about_a_point_that_is_gone_again_does_not_leave(
    database, meeting, english, anna, propose, sender, settle, meanwhile
):
    made = propose(anna[0], by=anna[1])
    with database.transaction() as session:
        plan = ProposalDecisionInput(state="accepted")
        proposals.decide(session, made, plan=plan, by=SYSTEM)
    if meanwhile == "taken off":
        write(database, meeting)
    else:
        with database.transaction() as session:
            meetings.cancel(session, meeting, plan=CancelInput(), by=SYSTEM)
    settle()
    assert letters(sender) == []
