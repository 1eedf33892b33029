"""Do the papers of an exercise reach those they are for by mail, and tell players no secret?"""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, Actor, NotAllowed
from scheduler.errors import NotFound
from scheduler.inputs import CancelInput
from scheduler.language import LETTERS
from scheduler.model import Exercise, Letter, Person
from scheduler.services import meetings, packs, runs, seating
from scheduler.services.packs import IsNotMailed, NobodyToSendTo
from scheduler.titles import MARKS
from tests.evaluating import FEBRUARY, SECRET_WORDS, Table
from tests.factories import an_actor

HOSTILE = "<b>Sak</b>\r\nBcc: alla@nora.example\n</h1>\"'><script>x</script>{{ 7*7 }}"
MANUAL = """\
EXERCISE. This is an exercise. The words “REAL EVENT” stop it: then something real
has happened.

This is what you need to know before the exercise. It tells nothing of what will
happen in it.

EXERCISE: Länsnätverket
Thursday 4 February 2027 · week 5 · 09:00–12:00
Place: Residenset

The whole situation manual, to read or to save as a file:
http://127.0.0.1:8000/play/TOKEN/pack

Purpose
Try how we share.

What is exercised
- Share one picture within two hours.
- Kumla kommun: Find who answers.

Agenda
- The rumour, 60 min

Where the story begins
An ordinary Tuesday.

To think about beforehand
- Who asks whom?

Rules of play
- Answer as your organisation would today, with the people, mandates and means that
it has.
- There is no right answer. What is tried is how we work together, not who knows
most.
- Take the story as it is told, even where it would be otherwise.
- Speak of the story alone: no real persons, no real cases.
- Whoever calls or writes to somebody outside the room says “EXERCISE” first.
- Real events come first: say “REAL EVENT”, and everybody stops at once.
"""


@pytest.fixture
def table(database, settle, time, sender):
    made = Table(database, settle, time)
    with database.transaction() as session:
        exercise = session.get_one(Exercise, made.exercise)
        exercise.purpose = "Try how we share."
        player = session.get_one(Person, made.people["player"])
        own = {"organisation": str(player.organisation_id), "text": "Find who answers."}
        exercise.sub_objectives = [own]
        content = exercise.version.content
        module = {**content["modules"][0], "text": "An ordinary Tuesday."}
        exercise.version.content = {**content, "modules": [module]}
        for person in session.scalars(select(Person)):
            person.language = "en"
    sender.take()
    return made


@pytest.fixture
def sent(table, sender):
    """Send a paper, and give the mails that left, by recipient."""

    def send(kind):
        table.do(packs.send, table.exercise, kind)
        return {one.recipient: one for one in sender.take()}

    return send


def page_of(mail):
    body = mail.mail.get_body(("html",))
    return str(body.get_content()) if body else ""


def whole(mail):
    return str(mail.mail["Subject"]) + mail.text + page_of(mail)


def test_a_player_s_mail_says_what_players_may_read(sent):
    mail = sent("situation_manual")["player@kumla.example"]
    body, _, foot = mail.text.replace("\r\n", "\n").partition("\n-- \n")
    assert re.sub(r"/play/[\w-]{43}", "/play/TOKEN", body).rstrip() + "\n" == MANUAL
    assert mail.mail["Subject"] == "EXERCISE: To read before Länsnätverket, Thu 4 Feb"
    assert "You get it because you have a part in the exercise." in " ".join(foot.split())


def test_no_mail_to_anybody_holds_what_is_hidden(sent):
    for kind in ("situation_manual", "facilitator_handbook", "evaluation_guide"):
        for mail in sent(kind).values():
            assert not any(word in whole(mail) for word in SECRET_WORDS)
            assert "The switchboard is full" not in whole(mail)


def test_a_handbook_s_mail_leads_to_sign_in_and_holds_no_personal_link(table, sent):
    mails = sent("evaluation_guide")
    assert sorted(mails) == [f"{who}@kumla.example" for who in ("critic", "director", "evaluator")]
    mail = mails["evaluator@kumla.example"]
    assert mail.mail["Subject"] == ("EXERCISE: Evaluation guide for Länsnätverket, Thu 4 Feb")
    address = f"http://127.0.0.1:8000/exercises/{table.exercise}/packs/evaluation_guide"
    assert address in mail.text
    assert "/play/" not in whole(mail)


@pytest.mark.parametrize("language", LETTERS)
@pytest.mark.parametrize("kind", ["situation_manual", "facilitator_handbook"])
def test_each_mail_begins_with_the_mark_in_its_reader_s_language(
    database, table, sent, kind, language
):
    with database.transaction() as session:
        for person in session.scalars(select(Person)):
            person.language = language
    mark = MARKS[language].exercise
    for mail in sent(kind).values():
        assert str(mail.mail["Subject"]).startswith(f"{mark}: ")
        assert mail.text.startswith(f"{mark}. ")
        assert "REAL EVENT" in " ".join(mail.text.split())
        assert max(len(line) for line in mail.text.splitlines()) <= 100
        body, _, _ = mail.text.replace("\r\n", "\n").partition("\n-- \n")
        assert "\n\n\n" not in body


def test_hostile_words_add_no_markup_no_link_and_no_header(database, table, sent):
    with database.transaction() as session:
        exercise = session.get_one(Exercise, table.exercise)
        exercise.purpose = exercise.privacy_note = exercise.scope = HOSTILE
        exercise.sub_objectives = [{**exercise.sub_objectives[0], "text": HOSTILE}]
    mail = sent("situation_manual")["player@kumla.example"]
    assert "<script" not in page_of(mail)
    assert "<b>Sak" not in page_of(mail)
    assert mail.mail["Bcc"] is None
    links = re.findall(r'(?:href|src)="([^"]*)"', page_of(mail))
    assert all(link.startswith("http://127.0.0.1:8000/") for link in links)


def test_a_player_gets_the_questions_of_their_own_group(database, table, sent):
    with database.transaction() as session:
        exercise = session.get_one(Exercise, table.exercise)
        module = exercise.version.content["modules"][0]
        asked = {**module["questions"][0], "groups": ["polis"]}
        modules = [{**module, "questions": [asked]}]
        exercise.version.content = {**exercise.version.content, "modules": modules}
    mails = sent("situation_manual")
    assert "Who asks whom?" in whole(mails["second@kumla.example"])
    assert "Who asks whom?" not in whole(mails["player@kumla.example"])


def test_one_who_has_left_and_one_whose_run_is_over_get_nothing(table, sent):
    table.do(seating.unseat, table.roles["second"])
    assert sorted(sent("situation_manual")) == ["player@kumla.example"]
    table.start(FEBRUARY)
    table.end()
    with pytest.raises(NobodyToSendTo):
        sent("situation_manual")


def test_a_letter_that_waits_is_taken_back_when_its_reader_leaves(database, table):
    with database.transaction() as session:
        packs.send(session, table.exercise, "situation_manual", by=SYSTEM)
        seating.unseat(session, table.roles["second"], by=SYSTEM)
    table.settle()
    with database.reading() as session:
        states = select(Letter.state, Letter.reason).where(Letter.kind == "pack")
        assert session.execute(states).all() == [("sent", "")]


@pytest.mark.parametrize("what", ["left", "cancelled", "ended"])
def test_what_is_true_no_more_does_not_leave(database, table, engine, what):
    with database.transaction() as session:
        packs.send(session, table.exercise, "situation_manual", by=SYSTEM)
    while engine.work_once("reactions"):
        pass  # the letters are written, and have not left
    with database.transaction() as session:
        exercise = session.get_one(Exercise, table.exercise)
        match what:
            case "left":
                seating.unseat(session, table.roles["player"], by=SYSTEM)
                seating.unseat(session, table.roles["second"], by=SYSTEM)
            case "cancelled":
                meetings.cancel(
                    session, exercise.meeting_id, plan=CancelInput(reason="Sjukdom"), by=SYSTEM
                )
            case "ended":
                runs.start(session, table.run, by=SYSTEM)
                runs.end(session, table.run, by=SYSTEM)
    table.settle()
    with database.reading() as session:
        states = session.scalars(select(Letter.state).where(Letter.kind == "pack")).all()
    assert states == ["withdrawn", "withdrawn"]


def test_what_was_taken_back_leaves_when_it_is_sent_again(database, table, engine, sender):
    with database.transaction() as session:
        packs.send(session, table.exercise, "situation_manual", by=SYSTEM)
    while engine.work_once("reactions"):
        pass
    with database.reading() as session:
        meeting = session.get_one(Exercise, table.exercise).meeting_id
    table.do(meetings.cancel, meeting, plan=CancelInput(reason="Sjukdom"))
    table.do(meetings.restore, meeting)
    sender.take()
    table.do(packs.send, table.exercise, "situation_manual")
    assert sorted(one.recipient for one in sender.take()) == [
        "player@kumla.example",
        "second@kumla.example",
    ]


def test_who_may_not_lead_sends_nothing(database, table):
    with database.transaction() as session:
        member, stranger = an_actor(table.network, "member"), Actor(kind="person")
        with pytest.raises(NotAllowed):
            packs.send(session, table.exercise, "situation_manual", by=member)
        with pytest.raises(NotFound):
            packs.send(session, table.exercise, "situation_manual", by=stranger)
        with pytest.raises(NotFound):
            packs.send(session, table.run, "situation_manual", by=SYSTEM)
        with pytest.raises(IsNotMailed):
            packs.send(session, table.exercise, "inject_list", by=SYSTEM)
