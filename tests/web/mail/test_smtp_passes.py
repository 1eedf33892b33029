"""What becomes of letters over more than one word, one letter or one pass?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from scheduler.model import Letter
from tests.smtp import DROP, TO, Box, Certificates, Rude, certificates, free_port, taking
from tests.tokens import token_server
from tests.web.mail.passing import called, passes, states

ROOMY = b"250-rude.example\r\n250 SIZE 10000000"
XOAUTH2 = b"250-rude.example\r\n250 AUTH PLAIN XOAUTH2"


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("ours"))


@pytest.fixture(scope="module")
def misnamed(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("misnamed"), "mail.elsewhere.example")


@pytest.fixture(scope="module")
def expired(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("expired"), days=-1)


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("fault", ["nobody's", "another server's", "expired"])
def test_a_bad_certificate_keeps_the_letter_here(
    security, fault, database, engine_with, ours, misnamed, expired
):
    shown = {"nobody's": ours, "another server's": misnamed, "expired": expired}[fault]
    trusted = "" if shown is ours else str(shown.authority)
    box, port = Box(), free_port()
    called(database, TO)
    how = {"ssl_context" if security == "tls" else "tls_context": shown.context()}
    with taking(box, port, **how):
        engine_with(port, smtp_security=security, smtp_ca_file=trusted).settle()
    assert (states(database), box.mails) == ({TO: "queued"}, [])
    with database.reading() as session:
        answer = session.scalars(select(Letter.answer)).one()
    assert "certificate verify failed" in answer


def test_a_good_certificate_lets_the_letter_go(database, engine_with, ours):
    box, port = Box(), free_port()
    called(database, TO)
    with taking(box, port, tls_context=ours.context(), require_starttls=True):
        trusting = {"smtp_security": "starttls", "smtp_ca_file": str(ours.authority)}
        engine_with(port, **trusting).settle()
    assert (states(database), box.encrypted) == ({TO: "sent"}, [True])


def test_an_address_with_letters_of_its_own_needs_no_smtputf8(database, engine_with):
    called(database, "anna@län.example")
    with Rude() as server:
        engine_with(server.port).settle()
    assert states(database) == {"anna@län.example": "sent"}
    assert "RCPT TO:<anna@xn--ln-via.example>" in server.lines


def test_a_server_that_offers_size_is_told_how_big_the_mail_is(database, engine_with):
    called(database, TO)
    with Rude(ehlo=ROOMY) as server:
        engine_with(server.port).settle()
    [mail] = server.mails
    [line] = [line for line in server.lines if line.startswith("MAIL")]
    size = len(mail) - sum(part.startswith(b".") for part in mail.splitlines())
    assert line.endswith(f"> SIZE={size}")


def test_a_token_is_fetched_shown_and_fetched_anew_when_it_was_not_taken(
    database, engine_with, time
):
    called(database, TO)
    login = [b"535 5.7.3 expired", b"235 welcome"]
    wanted = {"smtp_user": "kallelse", "smtp_auth": "xoauth2"}
    with token_server() as tokens, Rude(ehlo=XOAUTH2, auth=[*login]) as server:
        engine = engine_with(server.port, oauth_token_url=tokens.url, **wanted)
        engine.settle()
        assert states(database) == {TO: "queued"}
        time.forward(minutes=1)
        engine.settle()
    assert (states(database), len(tokens.asked)) == ({TO: "sent"}, 2)


def test_a_greylisted_letter_arrives_when_it_is_tried_again(database, engine_with, time):
    called(database, TO)
    with Rude(rcpt=[b"450 4.2.0 Greylisted", b"250 yes"]) as server:
        engine = engine_with(server.port)
        engine.settle()
        assert states(database) == {TO: "queued"}
        time.forward(minutes=1)
        engine.settle()
    assert (states(database), len(server.mails)) == ({TO: "sent"}, 1)


def test_one_refused_recipient_does_not_keep_the_others_nor_cost_a_connection(
    database, engine_with
):
    people = [TO, "bo@nora.example", "eva@laxa.example"]
    called(database, *people)
    with Rude(rcpt=[b"250 yes", b"550 5.1.1 unknown", b"250 yes"]) as server:
        engine_with(server.port).settle()
        assert server.connections == 1
    assert sorted(states(database).values()) == ["dead", "sent", "sent"]


def test_a_server_that_closes_midway_gets_the_rest_on_a_new_connection(database, engine_with):
    people = [TO, "bo@nora.example", "eva@laxa.example"]
    called(database, *people)
    with Rude(mail=[b"250 yes", b"421 4.3.2 closing", b"250 yes"]) as server:
        engine_with(server.port).settle()
        assert server.connections == 2
    assert states(database) == dict.fromkeys(people, "sent")


def test_a_letter_that_was_in_doubt_is_sent_again_with_the_same_bytes(database, engine_with, time):
    called(database, TO)
    with Rude(dot=[DROP, b"250 taken"]) as server:
        engine = engine_with(server.port)
        engine.settle()
        assert states(database) == {TO: "doubt"}
        time.forward(minutes=1)
        engine.settle()
    assert states(database) == {TO: "sent"}
    first, second = server.mails
    assert first == second


def test_a_letter_that_is_put_off_for_ever_is_tried_by_the_schedule_for_three_days_then_dead(
    database, engine_with, time
):
    called(database, TO)
    tried: list[timedelta] = []
    with Rude(rcpt=b"450 4.2.0 later") as server:
        for passed in passes(engine_with(server.port), database, time):
            tried += [passed] * (server.heard.count("rcpt") - len(tried))
    hours = [timedelta(hours=hour) for hour in range(1, 73)]
    assert tried == [*(timedelta(minutes=one) for one in (0, 1, 5, 15, 30)), *hours]
    assert states(database) == {TO: "dead"}
