"""Do injects by mail reach whom they are for, once, and wait while the exercise stands?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from scheduler import outbox
from scheduler.actor import SYSTEM, NotAllowed
from scheduler.errands.exercises import OVER, PAUSED, TAKEN_BACK
from scheduler.errors import NotFound
from scheduler.exercise.deliveries import rows
from scheduler.exercise.refusals import IsClosed
from scheduler.inputs.run import AdHocInput, CorrectInput, ReleaseInput
from scheduler.model import Letter, Person, Run
from scheduler.ports import Temporary
from scheduler.queries.runs import state_of
from scheduler.services import play_links, runs, seating
from tests.exercises import EXPECTED, HINT, NOTE, a_prepared_run, roles_of, seat
from tests.factories import an_actor

ANNA, BO = "anna@kumla.example", "bo@nora.example"


@pytest.fixture
def run(time, database, settle, sender):
    """A run that has begun; C1 comes after a minute, C2 by mail half a minute later."""
    with database.transaction() as session:
        made = a_prepared_run(session).id
    settle()
    sender.take()
    return made


@pytest.fixture
def act(database, run, settle):
    """Do something with the run, and let what follows happen."""

    def done(service, *args, by=SYSTEM, **how):
        with database.transaction() as session:
            made = service(session, run, *args, by=by, **how)
        settle()
        return made

    return done


@pytest.fixture
def quietly(database, run):
    """Do something with the run; what follows from it waits for the next `act`."""

    def done(service, *args, **how):
        with database.transaction() as session:
            return service(session, run, *args, by=SYSTEM, **how)

    return done


@pytest.fixture
def mails(sender):
    """Take the mails that have left: (address, subject) in the order of the addresses."""

    def taken():
        return sorted((one.recipient, one.mail["Subject"]) for one in sender.take())

    return taken


@pytest.fixture
def letters(database):
    """How the letters of injects stand: (state, reason), by when they were written."""

    def found():
        with database.reading() as session:
            asked = select(Letter.state, Letter.reason).where(Letter.kind == "inject")
            return [tuple(one) for one in session.execute(asked.order_by(Letter.key))]

    return found


def to_both(subject):
    return [(ANNA, subject), (BO, subject)]


@pytest.fixture
def go(time, settle):
    """Let time go on with a service that looks now and then."""

    def on(seconds):
        for _ in range(seconds // 10):
            time.forward(seconds=10)
            settle()

    return on


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


def test_in_a_pause_what_has_not_been_handed_over_waits_and_leaves_when_it_goes_on(
    act, time, settle, sender, mails, letters
):
    act(runs.start)
    sender.failures = [Temporary("451 later")] * 2
    act(runs.add, plan=AdHocInput(title="Ett brev", delivery="mail"))
    act(runs.pause)
    assert letters() == [("held", PAUSED)] * 2
    time.forward(minutes=30)
    settle()
    assert mails() == []
    act(runs.resume)
    assert mails() == to_both("ÖVNING: Ett brev")
    assert letters() == [("sent", "")] * 2


def test_a_letter_that_is_claimed_when_the_pause_begins_waits_too(
    act, quietly, settle, mails, letters
):
    act(runs.start)
    quietly(runs.add, plan=AdHocInput(title="Ett brev", delivery="mail"))
    quietly(runs.pause)  # before any letter was written
    settle()
    assert mails() == []
    assert letters() == [("held", PAUSED)] * 2
    act(runs.resume)
    assert mails() == to_both("ÖVNING: Ett brev")


def test_after_a_gap_in_the_service_nothing_leaves_before_somebody_has_looked(
    act, quietly, database, run, time, settle, mails, letters
):
    act(runs.start)
    quietly(runs.add, plan=AdHocInput(title="Ett brev", delivery="mail"))
    time.forward(minutes=10)  # the service was away
    settle()
    with database.reading() as session:
        assert state_of(session, run).status == "paused"
    assert mails() == []
    assert letters() == [("held", PAUSED)] * 2
    act(runs.resume)
    assert mails() == to_both("ÖVNING: Ett brev")


def test_what_is_released_in_a_pause_leaves_at_once(act, mails):
    act(runs.start)
    act(runs.pause)
    act(runs.release, "C2", plan=ReleaseInput(confirmed=True))
    assert mails() == to_both("ÖVNING: Inspel C2")


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


@pytest.mark.parametrize("over", [(runs.end, {}), (runs.abort, {"reason": "Storm"})])
def test_when_it_is_over_what_has_not_left_never_does(act, time, settle, sender, letters, over):
    act(runs.start)
    sender.failures = [Temporary("451 later")] * 2
    act(runs.release, "C2", plan=ReleaseInput())
    service, how = over
    act(service, **how)
    time.forward(minutes=5)
    settle()
    assert sender.take() == []
    assert letters() == [("withdrawn", OVER)] * 2


def test_what_waited_in_the_pause_does_not_leave_after_an_abort(act, quietly, settle, mails):
    act(runs.start)
    quietly(runs.add, plan=AdHocInput(title="Ett brev", delivery="mail"))
    act(runs.pause)
    act(runs.abort, reason="Skarpt läge")
    assert mails() == []


def test_a_dead_address_is_not_let_go_by_the_exercise_going_on(act, database, mails):
    with database.transaction() as session:
        bo = session.scalars(select(Person).where(Person.email == BO)).one()
        bo.bounced_at = bo.created_at
    act(runs.start)
    act(runs.release, "C2", plan=ReleaseInput())
    assert mails() == [(ANNA, "ÖVNING: Inspel C2")]
    act(runs.pause)
    act(runs.resume)
    assert mails() == []
    with database.reading() as session:
        held = session.scalars(select(Letter.reason).where(Letter.state == "held")).all()
    assert held == [outbox.DEAD_ADDRESS]


def test_each_in_a_run_gets_the_link_to_their_own_place(act, run, database, sender, keys):
    act(play_links.send)
    with database.reading() as session:
        links = {
            one.person.email: f"/play/{keys.token('play', one.id, one.generation)}"
            for one in roles_of(session, run)
        }
    sent = {one.recipient: one.text for one in sender.take()}
    assert sent.keys() == links.keys()
    for who, words in sent.items():
        assert [other for other, link in links.items() if link in words] == [who]
        assert "Kommunen" in words
        assert "SKARPT LÄGE" in words


def test_a_link_is_sent_again_to_whom_one_chooses(act, run, database, mails):
    act(play_links.send)
    mails()
    with database.reading() as session:
        bo = next(one for one in roles_of(session, run) if one.person.email == BO)
    act(play_links.send, roles=[bo.id])
    assert [to for to, _ in mails()] == [BO]


def test_no_link_leaves_for_who_has_left_or_for_a_run_that_is_closed(
    act, quietly, run, database, settle, mails
):
    quietly(play_links.send)
    with database.transaction() as session:
        bo = next(one for one in roles_of(session, run) if one.person.email == BO)
        seating.unseat(session, bo.id, by=SYSTEM)
    settle()
    assert [to for to, _ in mails()] == [ANNA]
    with pytest.raises(NotFound):
        act(play_links.send, roles=[bo.id])
    act(runs.start)
    act(runs.abort, reason="Storm")
    with pytest.raises(IsClosed):
        act(play_links.send)


def test_only_who_leads_sends_links(act, database, run):
    with database.reading() as session:
        network = session.get_one(Run, run).network_id
    with pytest.raises(NotAllowed):
        act(play_links.send, by=an_actor(network, "secretary"))
