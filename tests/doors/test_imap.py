"""Are the answers that come to a mailbox in the list, and what becomes of the other mails there?"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from scheduler.inbox import Outcome
from tests.doors import tokens
from tests.doors.dovecot import FLAGGED, FOR_PEOPLE, PASSWORD, READ, STRANGE, Dovecot, lies
from tests.doors.test_listener import being_written
from tests.inbox.replies import ANNA, BO, SILENT, a_reply, answer_of
from tests.smtp import HOST
from tests.story.waiting import until
from web.doors import mailbox
from web.doors.handling import MOST_BYTES, Inbox
from web.doors.imap import Watcher

HANDLED = "INBOX.Handled"
POISON = b"Subject: poison\r\n\r\nx\r\n"

Watching = Callable[..., Watcher]


@dataclass(frozen=True)
class Poisoned(Inbox):
    """An inbox that one mail is too much for, whenever it comes."""

    def take(self, raw: bytes, recipient: str) -> Outcome:
        return Outcome.LATER if raw == POISON else super().take(raw, recipient)


@pytest.fixture
def watching(dovecot, inbox, settings) -> Iterator[Watching]:
    """Watch the server's mailbox; what is given changes the settings."""
    opened: list[Watcher] = []

    def watch(kind: type[Inbox] = Inbox, **changed: Any) -> Watcher:
        reached = {"imap_host": HOST, "imap_port": dovecot.port, "imap_security": "none"}
        signed_in = {"imap_user": dovecot.user, "imap_password": PASSWORD}
        asked = settings.model_copy(update=reached | signed_in | changed)
        opened.append(Watcher(kind(inbox.database, inbox.keys, asked)))
        opened[-1].start()
        return opened[-1]

    yield watch
    for one in opened:
        one.stop()


@pytest.fixture
def hasty(monkeypatch) -> None:
    """Wait for less than a person can see."""
    monkeypatch.setattr(mailbox, "AGAIN", 0.1)
    monkeypatch.setattr(mailbox, "RENEW", 0.1)
    monkeypatch.setattr(mailbox, "POLL", 0.1)


def answered(database, meeting, word: str = "accepted", email: str = ANNA) -> None:
    """Wait until an answer is in the list."""
    until(lambda: answer_of(database, meeting, email)[0] == word, f"{email}: {word}", 10)


def said(caplog, words: str, times: int = 1) -> None:
    """Wait until the log has said it."""
    until(lambda: caplog.text.count(words) >= times, f"{words}, {times} times", 10)


def port_for(dovecot: Dovecot, security: str) -> int:
    return dovecot.tls_port if security == "tls" else dovecot.port


def test_an_answer_that_comes_is_in_the_list_and_its_mail_handled(
    invited, dovecot, watching, database
):
    meeting, anna, _ = invited
    watching()
    lies(dovecot)
    dovecot.deliver(a_reply(anna, comment="Kommer"))
    answered(database, meeting)
    lies(dovecot, READ, folder=HANDLED)
    lies(dovecot)


def test_answers_that_came_before_are_taken_in_their_order(invited, dovecot, watching, database):
    meeting, anna, bo = invited
    later = a_reply(anna, "DECLINED", stamp="20270104T092000Z")
    dovecot.deliver(a_reply(anna), later, a_reply(bo))
    watching()
    answered(database, meeting, "accepted", BO)
    assert answer_of(database, meeting)[0] == "declined"
    lies(dovecot, READ, READ, READ, folder=HANDLED)


def test_answers_that_come_one_after_another_are_all_taken(invited, dovecot, watching, database):
    meeting, anna, _ = invited
    watching()
    for minute in range(10, 20):
        dovecot.deliver(a_reply(anna, stamp=f"20270104T09{minute}00Z"))
    lies(dovecot, *[READ] * 10, folder=HANDLED)
    assert answer_of(database, meeting)[0] == "accepted"


def test_the_envelope_that_the_server_wrote_down_goes_before_what_the_mail_says(
    invited, dovecot, watching, database
):
    meeting, anna, bo = invited
    dovecot.deliver(a_reply(bo, headers=f"Delivered-To: {anna.sender}", recipient=bo.sender))
    watching()
    lies(dovecot, READ, folder=HANDLED)
    assert answer_of(database, meeting, BO) == SILENT


def test_what_is_nobody_s_stays_for_people_and_the_next_good_mail_is_taken(
    invited, dovecot, watching, database
):
    meeting, anna, _ = invited
    dovecot.deliver(STRANGE, a_reply(anna))
    watching()
    answered(database, meeting)
    lies(dovecot, FOR_PEOPLE)


def test_what_is_too_big_stays_for_people_unread_by_us(invited, dovecot, watching, database):
    meeting, anna, _ = invited
    huge = a_reply(anna, "DECLINED") + b"x" * 998 + (b"\r\n" + b"y" * 998) * (MOST_BYTES // 1000)
    dovecot.deliver(huge, a_reply(anna))
    watching()
    answered(database, meeting)
    lies(dovecot, FOR_PEOPLE)


def test_a_mail_that_people_mark_as_unread_is_tried_again(
    invited, hasty, dovecot, watching, database
):
    meeting, anna, bo = invited
    dovecot.deliver(a_reply(anna))
    with dovecot.client() as client:
        client.select_folder("INBOX")
        client.add_flags(client.search(), [b"\\Seen", b"\\Flagged"])
    watching()
    dovecot.deliver(a_reply(bo))
    answered(database, meeting, "accepted", BO)
    assert answer_of(database, meeting) == SILENT
    with dovecot.client() as client:
        client.select_folder("INBOX")
        client.remove_flags(client.search(), [b"\\Seen"])
    answered(database, meeting)


def test_an_answer_waits_in_the_mailbox_while_the_database_is_busy(
    invited, impatient, hasty, dovecot, watching, database, settings, caplog
):
    meeting, anna, _ = invited
    with being_written(settings.dir / "kallelse.db"):
        dovecot.deliver(a_reply(anna))
        watching()
        said(caplog, "a mail could not be taken now", 2)
        assert dovecot.flags() == [()]
    answered(database, meeting)
    lies(dovecot, READ, folder=HANDLED)


def test_a_mail_that_cannot_be_taken_three_times_is_flagged_and_passed_over(
    invited, hasty, dovecot, watching, database, caplog
):
    meeting, anna, _ = invited
    dovecot.deliver(POISON)
    watching(Poisoned)
    lies(dovecot, FLAGGED)
    assert caplog.text.count("a mail was flagged and passed over") == 1
    dovecot.deliver(a_reply(anna))
    answered(database, meeting)
    lies(dovecot, FLAGGED)


def test_answers_are_taken_again_after_the_server_was_away(
    invited, dovecot, watching, database, caplog
):
    meeting, anna, _ = invited
    caplog.set_level(logging.INFO)
    watching()
    said(caplog, "the mailbox is watched")
    dovecot.stop()
    said(caplog, "the mailbox cannot be watched")
    dovecot.start()
    dovecot.deliver(a_reply(anna))
    answered(database, meeting)


def test_a_server_that_neither_tells_nor_moves_is_asked_and_the_mail_copied(
    invited, hasty, dovecot, watching, database
):
    meeting, anna, bo = invited
    dovecot.stop()
    dovecot.start("imap_capability = IMAP4rev1 UIDPLUS")
    dovecot.deliver(a_reply(bo))
    watching()
    answered(database, meeting, "accepted", BO)
    dovecot.deliver(a_reply(anna))
    answered(database, meeting)
    lies(dovecot, READ, READ, folder=HANDLED)
    lies(dovecot)
    dovecot.stop()
    dovecot.start()


def test_a_wrong_password_is_tried_again_and_said_without_the_password(dovecot, watching, caplog):
    caplog.set_level(logging.DEBUG)
    watching(imap_password="hemligt-losenord")
    said(caplog, "its server refuses the user, the password or the token", 2)
    assert "hemligt" not in caplog.text


def test_a_folder_that_is_not_there_is_said(dovecot, watching, caplog):
    watching(imap_folder="INBOX.Svar")
    said(caplog, "it has no folder as KALLELSE_IMAP_FOLDER says; trying again in 1 s")


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_mailbox_is_watched_over_tls(invited, dovecot, watching, database, security):
    meeting, anna, bo = invited
    trusted = {"imap_ca_file": str(dovecot.authority)}
    dovecot.deliver(a_reply(anna))
    watching(imap_security=security, imap_port=port_for(dovecot, security), **trusted)
    answered(database, meeting)
    dovecot.deliver(a_reply(bo))
    answered(database, meeting, "accepted", BO)
    lies(dovecot, READ, READ, folder=HANDLED)
    lies(dovecot)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_trusts_is_not_taken(dovecot, watching, caplog, security):
    before = dovecot.logins
    watching(imap_security=security, imap_port=port_for(dovecot, security))
    said(caplog, "the server's certificate is not trusted: ")
    assert dovecot.logins == before


def test_a_token_opens_the_mailbox_where_passwords_do_not(invited, dovecot, watching, database):
    meeting, anna, _ = invited
    dovecot.deliver(a_reply(anna))
    url = f"http://{HOST}:{dovecot.token_port}/token"
    with tokens.serving(dovecot.token_port, dovecot.user):
        watching(imap_auth="xoauth2", oauth_token_url=url, oauth_client_secret=tokens.SECRET)
        answered(database, meeting)


def test_a_token_that_is_refused_is_said_without_the_token(dovecot, watching, caplog):
    caplog.set_level(logging.DEBUG)
    with tokens.serving(dovecot.token_port, dovecot.user):
        watching(imap_auth="xoauth2", oauth_access_token="hemlig-nyckel")
        said(caplog, "its server refuses the user, the password or the token", 2)
    assert "hemlig" not in caplog.text


def test_without_a_token_server_the_log_says_so(dovecot, watching, caplog):
    watching(imap_auth="xoauth2")
    said(caplog, "there is no token to sign in with: ")


def test_watching_ends_while_it_waits(dovecot, watching):
    watcher = watching()
    dovecot.deliver(STRANGE)
    lies(dovecot, FOR_PEOPLE)
    watcher.stop()
    assert not watcher._thread.is_alive()


def test_watching_ends_while_it_pauses(dovecot, watching, caplog):
    dovecot.stop()
    watcher = watching()
    said(caplog, "the mailbox cannot be watched: Connection refused; trying again in 1 s")
    watcher.stop()
    assert not watcher._thread.is_alive()
    dovecot.start()


def test_nothing_about_anybody_is_written_in_the_log(invited, dovecot, watching, caplog):
    caplog.set_level(logging.DEBUG)
    _, anna, _ = invited
    token = anna.sender.partition("@")[0].removeprefix("svar+")
    dovecot.deliver(a_reply(anna, comment="Hemligt"), STRANGE)
    watching()
    lies(dovecot, FOR_PEOPLE)
    hidden = (token, "emligt", "kumla", PASSWORD, "aaaa@")
    assert [word for word in hidden if word in caplog.text.lower()] == []
