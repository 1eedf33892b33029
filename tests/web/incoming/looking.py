"""What does a page on mails that wait say, and what do the rows behind it?"""

from __future__ import annotations

from uuid import UUID

from scheduler.database import Database
from scheduler.model import Incoming
from tests.factories import invitation_of
from tests.web.browser import Browser, text_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"


def page(browser: Browser, address: str = "/incoming") -> str:
    """Give what stands on a page."""
    answer = browser.get(address)
    assert answer.status_code == 200
    return text_of(answer)


def source(browser: Browser, address: str = "/incoming") -> str:
    """Give a page's markup."""
    return browser.get(address).get_data(as_text=True)


def row_of(database: Database, mail: UUID) -> Incoming:
    """Give a mail as it is kept now."""
    with database.reading() as session:
        return session.get_one(Incoming, mail)


def answer_of(database: Database, meeting: UUID, email: str = ANNA) -> str:
    """Give the answer of somebody that counts now."""
    with database.reading() as session:
        return invitation_of(session, meeting, email).answer
