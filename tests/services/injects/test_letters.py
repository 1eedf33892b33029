"""Do injects by mail reach whom they are for, once, and say how the inject stands?"""

from __future__ import annotations

from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.errands.exercises import TAKEN_BACK
from scheduler.exercise.deliveries import rows
from scheduler.inputs.run import AdHocInput, CorrectInput, ReleaseInput
from scheduler.model import Letter, Run
from scheduler.ports import Temporary
from scheduler.queries.runs import state_of
from scheduler.services import runs, seating
from tests.exercises import EXPECTED, HINT, NOTE, roles_of, seat

ANNA, BO = "anna@kumla.example", "bo@nora.example"


def to_both(subject):
    return [(ANNA, subject), (BO, subject)]


def test_an_inject_by_mail_reaches_each_player_once_and_the_others_do_not(
    act, go, mails, database, run
):
    with database.transaction() as session:
        seat(session, session.get_one(Run, run), "evaluator", "eva@arboga.example")
    act(runs.start)
    go(80)
    assert mails() == []  # C1 comes on the page alone
    go(10)
    assert mails() == to_both("ÖVNING: Inspel C2")
    go(60)
    assert mails() == []


def test_a_mail_says_what_the_inject_says_from_whom_and_nothing_of_what_is_hidden(
    act, go, sender, keys, database, run
):
    act(runs.start)
    go(90)
    anna = next(one for one in sender.take() if one.recipient == ANNA)
    with database.reading() as session:
        role = next(one for one in roles_of(session, run) if one.person.email == ANNA)
        link = f"http://127.0.0.1:8000/play/{keys.token('play', role.id, role.generation)}"
    words = anna.text.replace("\r\n", "\n")
    page = anna.mail.get_body(("html",)).get_content()
    assert words.startswith("ÖVNING. ")
    assert "Växeln, Björkhamras kommun" in words
    assert "\nInspel C2\n\nI Björkhamra händer C2.\n" in words
    assert f"\n{link}\n" in words
    for hidden in (NOTE, HINT, EXPECTED, "Inspel C3", "Inspel C4", "Dela en lägesbild"):
        assert hidden not in words + page


def test_the_letters_are_those_that_the_rehearsal_tells(act, go, database, run):
    act(runs.start)
    go(90)
    with database.reading() as session:
        told = [one for one in rows(state_of(session, run)) if one.channel == "mail"]
        written = session.scalars(select(Letter).where(Letter.kind == "inject")).all()
    assert len(told) == 2
    assert sorted((one.inject, one.role, one.body_hash) for one in told) == sorted(
        (one.body["inject"], one.body["role"], one.body["body_hash"]) for one in written
    )


def test_what_is_for_one_group_goes_to_that_group_alone(act, mails, database, run):
    with database.transaction() as session:
        seat(session, session.get_one(Run, run), "player", "pia@polisen.example", "polis")
    act(runs.start)
    act(runs.add, plan=AdHocInput(title="Till polisen", delivery="mail", groups=["polis"]))
    assert mails() == [("pia@polisen.example", "ÖVNING: Till polisen")]


def test_who_has_left_gets_nothing_more(act, mails, database, run):
    act(runs.start)
    with database.transaction() as session:
        bo = next(one for one in roles_of(session, run) if one.person.email == BO)
        seating.unseat(session, bo.id, by=SYSTEM)
    act(runs.add, plan=AdHocInput(title="Ett brev", delivery="mail"))
    assert mails() == [(ANNA, "ÖVNING: Ett brev")]


def test_an_inject_taken_back_before_its_mail_left_reaches_nobody(act, go, sender, mails, letters):
    act(runs.start)
    sender.failures = [Temporary("451 later")] * 2
    act(runs.release, "C2", plan=ReleaseInput())
    act(runs.withdraw, "C2", reason="Fel bord")
    go(120)
    assert mails() == []
    assert letters() == [("withdrawn", TAKEN_BACK)] * 2


def test_who_has_had_it_is_told_that_it_was_taken_back(act, sender):
    act(runs.start)
    act(runs.release, "C2", plan=ReleaseInput())
    sender.take()
    act(runs.withdraw, "C2", reason="Fel bord")
    told = sorted(sender.take(), key=lambda one: one.recipient)
    assert [one.recipient for one in told] == [ANNA, BO]
    assert all(one.mail["Subject"].startswith("ÖVNING: ") for one in told)
    assert all("Inspel C2" in one.text for one in told)
    assert not any("händer C2" in one.text or "Fel bord" in one.text for one in told)


def test_who_has_had_it_gets_the_correction_and_one_that_waits_says_it_at_once(act, go, sender):
    act(runs.start)
    sender.failures = [Temporary("451 later")]  # one of the two has it, the other waits
    act(runs.release, "C2", plan=ReleaseInput())
    [first] = sender.take()
    act(runs.correct, "C2", plan=CorrectInput(body="Det var på biblioteket."))
    [correction] = sender.take()
    assert correction.recipient == first.recipient
    assert "Det var på biblioteket." in correction.text
    go(120)
    [late] = sender.take()
    assert late.recipient != first.recipient
    assert "Det var på biblioteket." in late.text
    assert "händer C2" not in late.text


def test_of_two_corrections_that_wait_the_newer_one_leaves(act, go, sender, letters):
    act(runs.start)
    act(runs.release, "C2", plan=ReleaseInput())
    sender.take()
    sender.failures = [Temporary("451 later")] * 4
    act(runs.correct, "C2", plan=CorrectInput(body="En gång."))
    act(runs.correct, "C2", plan=CorrectInput(body="Två gånger."))
    go(120)
    assert ["Två gånger." in one.text for one in sender.take()] == [True, True]
    assert sorted(letters()) == [
        ("sent", ""),
        ("sent", ""),
        ("sent", ""),
        ("sent", ""),
        ("withdrawn", "A newer letter says more."),
        ("withdrawn", "A newer letter says more."),
    ]
