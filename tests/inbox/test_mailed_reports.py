"""Does answering a letter about an action report on it, and only then?"""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inbox import Outcome
from scheduler.model import ActionReport, Incoming, Network
from scheduler.queries import membership
from scheduler.services import people
from tests.inbox.replies import ANNA, BO
from tests.mailed_reports import MAILS, OUTLOOK_SV
from tests.promised import NORA, belonging, change, now_, promise


@pytest.fixture
def network(database, invited):
    with database.reading() as session:
        return session.scalars(select(Network)).one()


@pytest.fixture
def action(database, network):
    return promise(database, network, owner=belonging(database, ANNA))


@pytest.fixture
def letter(action, settle, sender):
    """The letter that tells Anna of it."""
    settle()
    return next(one for one in sender.take() if one.recipient == ANNA)


def an_answer(letter, text, *, sender=ANNA, to=None, name="In-Reply-To", **headers):
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, letter.sender
    mail["Subject"] = f"Sv: {letter.mail['Subject']}"
    mail["Message-ID"] = headers.pop("message_id", "<svar1@kumla.example>")
    mail[name] = to or letter.mail["Message-ID"]
    for header, value in headers.items():
        mail[header.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def reports(database):
    with database.reading() as session:
        rows = session.scalars(select(ActionReport).order_by(ActionReport.at)).all()
        return [(row.state, row.text, row.via) for row in rows]


def waiting(database):
    with database.reading() as session:
        rows = session.scalars(select(Incoming).where(Incoming.state == "open"))
        return [(row.kind, row.sender) for row in rows]


@pytest.mark.parametrize("name", ["In-Reply-To", "References"])
def test_a_plain_answer_to_the_letter_is_a_report(database, letter, action, take, name):
    raw = an_answer(letter, f"Klart! Rektorn kommer.{OUTLOOK_SV}", name=name)
    assert take(raw, letter.sender) is Outcome.TAKEN
    assert reports(database) == [("done", "Klart! Rektorn kommer.", "mail")]
    assert now_(database, action.id).state == "done"
    assert waiting(database) == []


@pytest.mark.parametrize("mail", MAILS, ids=[mail.name for mail in MAILS])
def test_what_people_write_becomes_a_report_with_their_own_words(
    database, letter, action, take, mail
):
    take(an_answer(letter, mail.text), letter.sender)
    expected = [(mail.state or "", mail.kept, "mail")] if mail.kept else []
    assert reports(database) == expected
    assert now_(database, action.id).state == (mail.state or "proposed")
    assert bool(waiting(database)) is not bool(mail.kept)


def test_the_same_mail_twice_is_one_report(database, letter, take):
    raw = an_answer(letter, "Påbörjat")
    take(raw, letter.sender)
    take(raw, letter.sender)
    take(an_answer(letter, "Klart", message_id="<svar2@kumla.example>"), letter.sender)
    assert [state for state, _, _ in reports(database)] == ["in_progress", "done"]


@pytest.mark.parametrize(
    "how",
    [
        {"sender": BO},
        {"sender": "boss@kumla.example"},
        {"to": "<nothing@kallelse.example>"},
        {"Auto_Submitted": "auto-replied"},
        {"X_Autoreply": "yes"},
        {"Precedence": "bulk"},
    ],
    ids=str,
)
def test_from_others_from_machines_and_to_nothing_of_ours_it_waits_as_any_mail(
    database, letter, action, take, how
):
    take(an_answer(letter, "Klart!", **how), letter.sender)
    assert (reports(database), now_(database, action.id).state) == ([], "proposed")
    assert [sender for _, sender in waiting(database)] == [how.get("sender", ANNA)]


def test_the_letter_of_somebody_else_cannot_be_answered(database, letter, action, take, invited):
    bo = invited[2]
    raw = an_answer(letter, "Klart!", sender=BO)
    take(raw, bo.sender)
    assert (reports(database), waiting(database)) == ([], [("mail", BO)])


def test_whoever_has_it_no_more_reports_nothing_and_the_mail_waits(database, letter, action, take):
    change(database, action.id, owner=NORA)
    take(an_answer(letter, "Klart!"), letter.sender)
    assert (reports(database), waiting(database)) == ([], [("mail", ANNA)])


def test_whoever_has_left_reports_nothing(database, letter, action, take, network, time):
    with database.transaction() as session:
        house = membership.of_organisation(
            session, network.id, action.organisation_id, time.at.date()
        )
        assert house is not None
        people.leave(session, house.id, by=SYSTEM)
    take(an_answer(letter, "Klart!"), letter.sender)
    assert (reports(database), waiting(database)) == ([], [("mail", ANNA)])


def test_a_mail_never_verifies_and_never_opens_what_is_closed(database, letter, action, take):
    change(database, action.id, state="done")
    change(database, action.id, state="verified")
    take(an_answer(letter, "Påbörjat igen"), letter.sender)
    assert now_(database, action.id).state == "verified"
    assert reports(database) == [("", "Påbörjat igen", "mail")]


def test_an_answer_to_an_invitation_stays_words_for_people(database, invited, take, action):
    anna = invited[1]
    take(an_answer(anna, "Klart!"), anna.sender)
    assert (reports(database), waiting(database)) == ([], [("mail", ANNA)])


def test_four_thousand_characters_are_kept_of_a_long_mail(database, letter, take):
    take(an_answer(letter, "Vi behöver hjälp med " + "lokaler " * 2_000), letter.sender)
    ((state, text, _),) = reports(database)
    assert (state, 3_900 < len(text) <= 4_000) == ("", True)


def test_a_thread_of_years_is_read_all_the_same(database, letter, action, take):
    many = " ".join(f"<{n:060}@kumla.example>" for n in range(400))
    take(an_answer(letter, "Klart!", References=many), letter.sender)
    assert now_(database, action.id).state == "done"
