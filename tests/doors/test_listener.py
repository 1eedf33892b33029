"""Does the listener take mail as LMTP and SMTP have it, whoever calls and however badly?"""

from __future__ import annotations

import smtplib
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from scheduler.database import Database
from scheduler.model import ReplyAddress
from scheduler.tokens import number_in
from tests.inbox.replies import ANNA, BO, SILENT, a_reply, answer_of
from tests.smtp import HOST, free_port
from web.doors import place
from web.doors.handling import MOST_BYTES, Inbox
from web.doors.listener import MOST_CONNECTIONS, MOST_RECIPIENTS, Listener

TAKEN = (250, b"2.0.0 Taken")
LATER = (451, b"4.3.0 Try later")
NOBODY = (550, b"5.1.1 Nobody has this address")
STRANGER = "svar+aaaaaaaaaaaaaaaaaaaaaaaaaaaa@kallelse.example"

Listening = Callable[..., Any]


@pytest.fixture
def listening(inbox) -> Iterator[Listening]:
    """Open a listener as a setting says; gives its port (0 for a unix socket)."""
    opened: list[Listener] = []

    def listen(setting: str = "{host}:{port}", **more: Any) -> int:
        where = place.of(setting.format(host=HOST, port=free_port()))
        opened.append(Listener(**{"inbox": inbox, "place": where, **more}))
        opened[-1].start()
        return where.port

    yield listen
    for one in opened:
        one.stop()


@pytest.fixture
def lmtp(listening) -> Iterator[smtplib.SMTP]:
    """A mail server's LMTP client, which has said hello."""
    with closing(smtplib.LMTP(HOST, listening(), timeout=20)) as client:
        client.ehlo()
        yield client


@pytest.fixture
def smtp(listening) -> Iterator[smtplib.SMTP]:
    with closing(smtplib.SMTP(HOST, listening("smtp:{host}:{port}"), timeout=20)) as client:
        client.ehlo()
        yield client


@contextmanager
def being_written(path: Path) -> Iterator[None]:
    """Hold the database's write lock."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def hand_over(client: smtplib.SMTP, raw: bytes, *recipients: str) -> list[tuple[int, bytes]]:
    """Send one mail as RFC 2033 has it; gives a reply for each recipient, or the first refusal."""
    assert client.mail("anna@kumla.example")[0] == 250
    told = [client.rcpt(one) for one in recipients]
    if any(code != 250 for code, _ in told):
        client.rset()
        return told
    assert client.docmd("DATA")[0] == 354
    client.send(raw.replace(b"\r\n.", b"\r\n..") + b"\r\n.\r\n")
    each = recipients if isinstance(client, smtplib.LMTP) else recipients[:1]
    return [client.getreply() for _ in each]


def revoke(database: Database, address: str) -> None:
    """Let nobody have this address any more."""
    number = number_in(address.partition("+")[2].partition("@")[0])
    gone = update(ReplyAddress).where(ReplyAddress.number == number).values(generation=99)
    with database.transaction() as session:
        session.execute(gone)


def test_a_reply_over_lmtp_is_in_the_list(invited, lmtp, database):
    meeting, anna, _ = invited
    assert hand_over(lmtp, a_reply(anna, comment="Kommer"), anna.sender) == [TAKEN]
    assert answer_of(database, meeting) == ("accepted", "Kommer", "mail")


def test_a_reply_over_smtp_is_in_the_list(invited, smtp, database):
    meeting, anna, _ = invited
    smtp.sendmail(ANNA, [anna.sender], a_reply(anna, "DECLINED"))
    assert answer_of(database, meeting) == ("declined", "", "mail")


def test_two_recipients_of_one_mail_get_a_status_each(invited, lmtp, database):
    meeting, anna, bo = invited
    assert hand_over(lmtp, a_reply(anna), anna.sender, bo.sender) == [TAKEN, TAKEN]
    assert answer_of(database, meeting)[0] == "accepted"
    assert answer_of(database, meeting, BO) == SILENT


def test_the_status_of_one_recipient_is_not_the_other_s(invited, lmtp, database):
    _, anna, bo = invited
    lmtp.mail(ANNA)
    assert [lmtp.rcpt(one.sender)[0] for one in (bo, anna)] == [250, 250]
    revoke(database, bo.sender)
    lmtp.docmd("DATA")
    lmtp.send(a_reply(anna) + b"\r\n.\r\n")
    assert [lmtp.getreply(), lmtp.getreply()] == [NOBODY, TAKEN]
    assert lmtp.noop()[0] == 250


def test_over_smtp_the_worst_status_is_said_once(invited, smtp, database):
    _, anna, bo = invited
    smtp.mail(ANNA)
    assert [smtp.rcpt(one.sender)[0] for one in (bo, anna)] == [250, 250]
    revoke(database, bo.sender)
    assert smtp.data(a_reply(anna)) == NOBODY
    assert smtp.noop()[0] == 250


@pytest.mark.parametrize("client", ["lmtp", "smtp"])
def test_an_address_that_nobody_has_is_refused_at_once(invited, request, client):
    _, anna, _ = invited
    opened = request.getfixturevalue(client)
    others = ("svar@kallelse.example", "info@kallelse.example", '"x y"@kumla.example')
    for stranger in (STRANGER, *others):
        assert hand_over(opened, a_reply(anna), stranger) == [NOBODY]
    assert hand_over(opened, a_reply(anna), anna.sender) == [TAKEN]


def test_a_bounce_has_no_sender_and_is_taken(invited, lmtp):
    _, anna, _ = invited
    assert lmtp.mail("")[0] == 250
    assert lmtp.rcpt(anna.sender)[0] == 250
    assert lmtp.data(b"Subject: Undelivered\r\n\r\nNo such user\r\n") == TAKEN


def test_an_answer_waits_with_the_mail_server_while_the_database_is_busy(
    invited, impatient, lmtp, database, settings
):
    meeting, anna, _ = invited
    with being_written(settings.dir / "kallelse.db"):
        assert hand_over(lmtp, a_reply(anna), anna.sender) == [LATER]
    assert hand_over(lmtp, a_reply(anna), anna.sender) == [TAKEN]
    assert answer_of(database, meeting)[0] == "accepted"


def test_nobody_is_refused_for_good_while_the_database_cannot_be_read(
    keys, settings, tmp_path, listening
):
    nowhere = Database(f"sqlite:///{tmp_path / 'nowhere' / 'kallelse.db'}")
    port = listening(inbox=Inbox(nowhere, keys, settings))
    with closing(smtplib.LMTP(HOST, port, timeout=20)) as client:
        client.ehlo()
        assert hand_over(client, b"", STRANGER) == [LATER]


def test_one_recipient_too_many_is_told_to_come_in_another_mail(invited, lmtp):
    _, anna, _ = invited
    lmtp.mail(ANNA)
    told = [lmtp.rcpt(anna.sender)[0] for _ in range(MOST_RECIPIENTS + 1)]
    assert told == [250] * MOST_RECIPIENTS + [452]


def test_what_is_announced_as_too_big_is_refused_before_it_is_sent(invited, lmtp):
    _, anna, _ = invited
    assert lmtp.mail(ANNA, [f"size={MOST_BYTES + 1}"])[0] == 552
    assert hand_over(lmtp, a_reply(anna), anna.sender) == [TAKEN]


def test_what_is_too_big_is_refused_for_each_recipient_and_the_next_mail_is_taken(
    invited, lmtp, database
):
    meeting, anna, bo = invited
    huge = b"Subject: x\r\n\r\n" + b"x" * 998 + b"\r\n"
    huge += (b"y" * 998 + b"\r\n") * (MOST_BYTES // 1000)
    refused = hand_over(lmtp, huge, anna.sender, bo.sender)
    assert [code for code, _ in refused] == [552, 552]
    assert hand_over(lmtp, a_reply(anna), anna.sender) == [TAKEN]
    assert answer_of(database, meeting)[0] == "accepted"


BROKEN = (
    b"",
    b"\x00\xff\xfe" * 1000,
    b"From: a@b.example, c@d.example\r\n\r\n",
    b"X: y\r\n" * 5000,
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n" * 5000,
    b"Subject: one line\n\nwithout returns\n" * 20_000,
)


def test_after_broken_mails_the_next_good_one_is_taken(invited, lmtp, database):
    meeting, anna, _ = invited
    assert [hand_over(lmtp, raw, anna.sender) for raw in BROKEN] == [[TAKEN]] * len(BROKEN)
    assert hand_over(lmtp, a_reply(anna), anna.sender) == [TAKEN]
    assert answer_of(database, meeting)[0] == "accepted"


def test_a_line_without_end_is_refused_and_the_next_mail_is_taken(invited, lmtp):
    _, anna, bo = invited
    endless = b"Subject: x\r\n\r\n" + b"x" * (2 * 1024 * 1024)
    assert [code for code, _ in hand_over(lmtp, endless, anna.sender, bo.sender)] == [500, 500]
    assert hand_over(lmtp, a_reply(anna), anna.sender) == [TAKEN]


def test_who_says_nothing_is_hung_up_on(invited, listening):
    port = listening(patience=0.3)
    with socket.create_connection((HOST, port), timeout=20) as silent:
        assert silent.recv(100).startswith(b"220 ")
        assert silent.recv(100) == b""


def test_a_mail_that_never_ends_is_hung_up_on_and_changes_nothing(invited, listening, database):
    meeting, anna, _ = invited
    with closing(smtplib.LMTP(HOST, listening(patience=0.3), timeout=20)) as slow:
        slow.ehlo()
        slow.mail(ANNA)
        slow.rcpt(anna.sender)
        slow.docmd("DATA")
        slow.send(a_reply(anna))
        with pytest.raises(smtplib.SMTPServerDisconnected):
            slow.getreply()
    assert answer_of(database, meeting) == SILENT


def test_a_connection_too_many_is_told_to_come_later_until_one_is_gone(listening):
    port = listening()
    connect = partial(socket.create_connection, (HOST, port), 20)
    held = [connect() for _ in range(MOST_CONNECTIONS)]
    assert {one.recv(4) for one in held} == {b"220 "}
    with connect() as refused:
        assert refused.recv(100) == b"421 4.3.2 Too many connections, try later\r\n"
    held.pop().close()
    with connect() as again:
        told = again.recv(100)
    while told.startswith(b"421"):
        with connect() as again:
            told = again.recv(100)
    assert told.startswith(b"220 ")
    for one in held:
        one.close()


def test_a_listener_ends_although_somebody_is_connected(inbox):
    port = free_port()
    listener = Listener(inbox, place.of(f"{HOST}:{port}"))
    listener.start()
    with socket.create_connection((HOST, port), timeout=20) as idle:
        assert idle.recv(100).startswith(b"220 ")
        listener.stop()
        assert idle.recv(100) == b""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((HOST, port), timeout=20)


def test_nothing_about_anybody_is_written_in_the_log(invited, lmtp, caplog):
    caplog.set_level("DEBUG")
    _, anna, _ = invited
    token = anna.sender.partition("@")[0].removeprefix("svar+")
    hand_over(lmtp, a_reply(anna, comment="Hemligt"), anna.sender)
    hand_over(lmtp, a_reply(anna), "hemligt@kumla.example")
    lmtp.docmd("HEMLIGT", token)
    assert [word for word in (token, "emligt", "kumla") if word in caplog.text.lower()] == []
