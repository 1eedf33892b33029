"""Does a demonstration show its mails, and nothing else?"""

from __future__ import annotations

import re

import pytest

from scheduler.actor import SYSTEM
from scheduler.inputs.access import AccountInput
from scheduler.services import accounts, sessions
from tests.factories import a_called_meeting
from tests.web.browser import Browser, text_of
from web.application import create_app
from web.demo.maildir import MailDir

ANNA, BO = "anna@kumla.example", "bo@nora.example"


@pytest.fixture
def browser(time, settings, database):
    """Somebody who is signed in to a demonstration and reads English."""
    app = create_app(settings.model_copy(update={"demo": True}), database)
    app.test_client_class = Browser
    with database.transaction() as session:
        plan = AccountInput(email="admin@lan.example", administrator=True)
        account, _ = accounts.open_account(session, plan=plan, by=SYSTEM)
        _, token = sessions.begin(session, account)
    made = app.test_client()
    made.set_cookie("kallelse", token)
    made.set_cookie("kallelse-language", "en")
    return made


@pytest.fixture
def mails(time, database, settle, sender, settings):
    """Two notices, as the demonstration's mail server has written them."""
    a_called_meeting(database)
    settle()
    folder = MailDir(settings.dir / "mail")
    for mail in sender.take():
        folder.show(folder.write(mail.raw))
    return folder


def _names(answer):
    return re.findall(r'href="/demo/mailbox/([^"]+)"', answer.text)


def test_an_empty_mailbox_says_what_fills_it(browser):
    assert "No mails yet. Call a meeting" in text_of(browser.get("/demo/mailbox"))


def test_mails_are_listed_with_reader_and_subject_the_newest_first(mails, browser):
    answer = browser.get("/demo/mailbox")
    page = text_of(answer)
    assert "Anna anna@kumla.example Kallelse: Länsnätverket, to 4 feb Länsnätverket" in page
    assert page.index("bo@nora.example") < page.index("anna@kumla.example")
    assert len(_names(answer)) == 2


def test_a_mail_is_shown_with_text_page_calendar_and_the_way_to_answer(mails, browser, database):
    name = _names(browser.get("/demo/mailbox?find=ANNA"))[0]
    answer = browser.get(f"/demo/mailbox/{name}")
    page = text_of(answer)
    assert "Länsnätverket kallar dig till ett möte." in page
    assert "METHOD:REQUEST" in page
    pattern = r'href="http://127.0.0.1:8000(/r/[^"]+)">Answer as the reader'
    link = re.findall(pattern, answer.text)[0]
    assert browser.get(link).status_code == 200
    assert "srcdoc=" in answer.text
    assert "sha256-" in answer.headers["Content-Security-Policy"]


def test_mails_are_found_by_reader_or_subject(mails, browser):
    assert len(_names(browser.get("/demo/mailbox?find=nora.example"))) == 1
    assert len(_names(browser.get("/demo/mailbox?find=länsnätverket"))) == 2
    page = text_of(browser.get("/demo/mailbox?find=<none>"))
    assert "No mail has “<none>” in reader or subject." in page


@pytest.mark.parametrize(
    "name",
    ["none.eml", "..", "../secret.eml", "..%2Fsecret.eml", "%2e%2e/secret.eml", "x.txt", "a\\b"],
)
def test_nothing_but_the_mails_can_be_opened(mails, settings, browser, name):
    (settings.dir / "mail" / "secret.eml").write_bytes(b"Subject: secret\r\n\r\nsecret")
    (settings.dir / "mail" / "new" / "x.txt").write_bytes(b"secret")
    answer = browser.get(f"/demo/mailbox/{name}")
    assert answer.status_code == 404
    assert "secret" not in text_of(answer)


def test_a_mail_that_is_none_is_shown_as_it_is(mails, settings, browser):
    (settings.dir / "mail" / "new" / "zz.eml").write_bytes(b"\xff\xfe\x00 no mail at all")
    page = browser.get("/demo/mailbox")
    assert "No subject" in text_of(page)
    assert browser.get("/demo/mailbox/zz.eml").status_code == 200


def test_elsewhere_there_is_no_mailbox(sign_in):
    real = sign_in(administrator=True)
    assert real.get("/demo/mailbox").status_code == 404
    assert real.get("/demo/mailbox/x.eml").status_code == 404
