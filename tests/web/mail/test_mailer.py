"""Do mails leave as they should, and is the outcome right whatever the mail server does?"""

from __future__ import annotations

from time import monotonic
from typing import Any

import flask_mail
import pytest
from flask import Flask

from scheduler.ports import InDoubt, Permanent, Temporary
from tests.smtp import (
    DRIP,
    DROP,
    FROM,
    RAW,
    SILENCE,
    TO,
    Box,
    Rude,
    free_port,
    outcome,
    taking,
)
from web import mailer, smtp


def test_a_mail_arrives_byte_for_byte_and_the_server_s_last_word_is_given(sender_to):
    box, port = Box(), free_port()
    with taking(box, port):
        sender = sender_to(port)
        assert sender.send(FROM, TO, RAW) == "250 2.0.0 taken"
        sender.close()
    assert box.mails == [(FROM, TO, RAW)]


def test_two_hundred_mails_take_two_connections(sender_to):
    box, port = Box(), free_port()
    with taking(box, port):
        sender = sender_to(port)
        for number in range(200):
            sender.send(FROM, f"person{number}@kumla.example", RAW)
        sender.close()
    assert [to for _, to, _ in box.mails] == [f"person{n}@kumla.example" for n in range(200)]
    assert [box.peers.count(peer) for peer in dict.fromkeys(box.peers)] == [100, 100]


@pytest.mark.parametrize("stage", ["banner", "ehlo", "mail", "rcpt", "data"])
@pytest.mark.parametrize("trouble", [DROP, SILENCE], ids=["drop", "silence"])
def test_trouble_before_the_final_dot_means_try_again(sender_to, stage, trouble):
    with Rude(**{stage: trouble}) as server:
        kind, _ = outcome(sender_to(server.port, smtp_timeout=0.3))
    assert (kind, server.mails) == (Temporary, [])


@pytest.mark.parametrize("trouble", [DROP, SILENCE, b"garbage"], ids=["drop", "silence", "garbage"])
def test_no_word_after_the_final_dot_is_doubt(sender_to, trouble):
    with Rude(dot=trouble) as server:
        kind, _ = outcome(sender_to(server.port, smtp_timeout=0.2))
    assert (kind, len(server.mails)) == (InDoubt, 1)


@pytest.mark.parametrize("trouble", [DROP, SILENCE, b"421 gone", b"500 what?"])
def test_what_comes_after_the_last_word_changes_nothing(sender_to, trouble):
    with Rude(quit=trouble) as server:
        sender = sender_to(server.port, smtp_timeout=0.3)
        sent = outcome(sender)
        sender.close()
    assert sent == (None, "250 2.0.0 taken")
    assert len(server.mails) == 1


@pytest.mark.parametrize(
    ("stage", "words", "kind"),
    [
        ("banner", b"421 too busy", Temporary),
        ("banner", b"554 not you", Temporary),
        ("mail", b"451 later", Temporary),
        ("mail", b"550 unknown sender", Temporary),  # about us, not about the recipient
        ("mail", b"530 log in first", Temporary),
        ("rcpt", b"450 greylisted", Temporary),
        ("rcpt", b"421 closing", Temporary),
        ("rcpt", b"530 log in first", Temporary),
        ("rcpt", b"550 5.1.1 no such user", Permanent),
        ("data", b"451 later", Temporary),
        ("data", b"554 no", Permanent),
        ("data", b"250 what?", Temporary),
        ("dot", b"452 full", Temporary),
        ("dot", b"554 spam", Permanent),
        ("dot", b"251 forwarded", None),
    ],
)
def test_each_answer_means_what_it_says_at_its_stage(sender_to, stage, words, kind):
    with Rude(**{stage: words}) as server:
        assert outcome(sender_to(server.port)) == (kind, words.decode())


@pytest.mark.parametrize("words", [b"454 not now", b"501 what?", DROP, SILENCE])
def test_a_server_that_will_not_encrypt_gets_nothing(sender_to, words):
    with Rude(starttls=words) as server:
        kind, _ = outcome(sender_to(server.port, smtp_security="starttls", smtp_timeout=0.3))
    assert (kind, server.heard, server.mails) == (Temporary, ["ehlo", "starttls"], [])


@pytest.mark.parametrize("words", [b"535 5.7.8 wrong", b"454 later", DROP, SILENCE])
def test_a_refused_login_is_about_us_and_nobody_s_mail_dies_of_it(sender_to, words):
    with Rude(auth=words) as server:
        kind, _ = outcome(
            sender_to(server.port, smtp_user="k", smtp_password="p", smtp_timeout=0.3)
        )
    assert (kind, "mail" in server.heard) == (Temporary, False)


def test_nobody_listening_means_try_again(sender_to):
    assert outcome(sender_to(free_port())) == (Temporary, "Connection refused")


def test_a_refused_recipient_is_no_success_and_the_next_one_gets_theirs(sender_to):
    with Rude(rcpt=b"550 no such user") as server:
        sender = sender_to(server.port)
        assert outcome(sender)[0] is Permanent
        server.says["rcpt"] = b"250 yes"
        assert outcome(sender) == (None, "250 2.0.0 taken")


def test_a_dead_server_costs_many_mails_one_timeout(sender_to):
    with Rude(banner=SILENCE) as server:
        late = 0.0
        sender = sender_to(server.port, smtp_timeout=0.4, clock=lambda: monotonic() + late)
        began = monotonic()
        kinds = {outcome(sender)[0] for _ in range(50)}
        took = monotonic() - began
        assert (kinds, server.connections) == ({Temporary}, 1)
        assert 0.4 <= took < 1.2
        late = mailer.DOWN_SECONDS
        server.says["banner"] = b"220 back again"
        assert outcome(sender) == (None, "250 2.0.0 taken")


def test_silence_after_the_dot_holds_back_the_next_mail_too(sender_to):
    with Rude(dot=SILENCE) as server:
        sender = sender_to(server.port, smtp_timeout=0.2)
        assert [outcome(sender)[0] for _ in range(3)] == [InDoubt, Temporary, Temporary]
    assert len(server.mails) == 1


def test_a_slow_word_after_the_dot_is_waited_for(sender_to):
    box, port = Box(seconds=0.8), free_port()
    with taking(box, port):
        sender = sender_to(port, smtp_timeout=0.5)
        assert sender.send(FROM, TO, RAW) == "250 2.0.0 taken"
        sender.close()


def test_a_server_that_drips_is_left_when_the_attempt_is_over(sender_to, monkeypatch):
    monkeypatch.setattr(smtp.Talk.begin, "__defaults__", (0.6,))
    with Rude(banner=DRIP) as server:
        began = monotonic()
        kind, words = outcome(sender_to(server.port))
        took = monotonic() - began
    assert kind is Temporary
    assert "timed out" in words
    assert 0.6 <= took < 2


def test_a_server_that_hung_up_between_two_mails_gets_the_second_at_once(sender_to):
    with Rude() as server:
        sender = sender_to(server.port)
        sender.send(FROM, TO, RAW)
        server.says["mail"] = DROP  # the line that is open is dead
        assert outcome(sender)[0] is Temporary
        assert server.connections == 2  # and one new one was tried
    with Rude(mail=b"421 idle too long") as server:
        sender = sender_to(server.port)
        assert outcome(sender) == (Temporary, "421 idle too long")
        assert server.connections == 1


def test_a_connection_that_died_between_two_mails_is_opened_anew(sender_to):
    box, port = Box(), free_port()
    sender = sender_to(port)
    for _ in range(2):
        with taking(box, port):
            assert outcome(sender) == (None, "250 2.0.0 taken")
    assert len(dict.fromkeys(box.peers)) == 2


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example>\r\nRCPT TO:<evil@x.example",
        "a@b.example\nDATA",
        "a@b.example> <evil@x.example",
        "<a@b.example>",
        "a b@c.example",
        "å@b.example",
        "a@b.example\x00",
        "nobody",
        "",
    ],
)
@pytest.mark.parametrize("which", ["sender", "recipient"])
def test_no_address_can_say_more_than_an_address(sender_to, address, which):
    pair = (address, TO) if which == "sender" else (FROM, address)
    with Rude() as server, pytest.raises(Permanent):
        sender_to(server.port).send(*pair, RAW)
    assert (set(server.heard) & {"mail", "rcpt", "data"}, server.mails) == (set(), [])


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: x\nBcc: evil@x.example\r\n\r\n",
        b"Subject: x\rBcc: evil@x.example\r\n\r\n",
        b"Subject: x\r\n\r\n\n.\r\nMAIL FROM:<evil@x.example>\r\n",
        b"Subject: x\r\n\r\n\r.\r\r\n",
        "Subject: å\r\n\r\n".encode(),
    ],
)
def test_bytes_that_servers_read_differently_do_not_leave(sender_to, raw):
    with Rude() as server, pytest.raises(Permanent):
        sender_to(server.port).send(FROM, TO, raw)
    assert server.mails == []


def test_a_dot_alone_on_a_line_does_not_end_the_mail(sender_to):
    raw = b"Subject: x\r\n\r\nbefore\r\n.\r\nMAIL FROM:<evil@x.example>\r\n"
    box, port = Box(), free_port()
    with taking(box, port):
        sender = sender_to(port)
        sender.send(FROM, TO, raw)
        sender.close()
    assert box.mails == [(FROM, TO, raw)]


def test_answers_hold_no_addresses(sender_to):
    words = (
        b"550-5.1.1 <anna@kumla.example>: user\x1b[31m\r\n550 anna@kumla.example unknown at kumla"
    )
    with Rude(rcpt=words) as server:
        assert outcome(sender_to(server.port)) == (
            Permanent,
            "550 5.1.1 …: user[31m … unknown at kumla",
        )


def test_what_listens_to_flask_mail_hears_of_each_mail(sender_to):
    heard: list[tuple[str, Any, str, bytes]] = []

    def listen(app: Flask, message: flask_mail.Message) -> None:
        heard.append((app.name, message.recipients, message.subject, message.as_bytes()))

    with Rude() as server, flask_mail.email_dispatched.connected_to(listen):
        outcome(sender_to(server.port))
        server.says["rcpt"] = b"550 no"
        outcome(sender_to(server.port))
    assert heard == [("test", [TO], "Länsnätverket", RAW)]


def test_a_listener_that_fails_does_not_send_the_mail_again(sender_to):
    def fail(app: Flask, message: flask_mail.Message) -> None:
        raise RuntimeError

    with Rude() as server, flask_mail.email_dispatched.connected_to(fail):
        assert outcome(sender_to(server.port)) == (None, "250 2.0.0 taken")


def test_an_application_under_test_sends_nothing_and_records_it(sender_to):
    with Rude() as server:
        sender = sender_to(server.port, testing=True)
        with sender._mail.record_messages() as recorded:
            assert outcome(sender) == (None, mailer.NOT_SENT)
    assert [message.as_string() for message in recorded] == [RAW.decode()]
    assert server.connections == 0
