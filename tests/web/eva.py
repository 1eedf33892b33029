"""Eva, who may sign in with a password and has a one-time link too."""

from __future__ import annotations

from werkzeug.test import TestResponse

from scheduler import passwords
from scheduler.actor import SYSTEM
from scheduler.database import Database
from scheduler.inputs.access import AccountInput
from scheduler.services import accounts
from tests.web.browser import Browser

EMAIL = "eva@lan.example"
PASSWORD = "trumpet gräslök kvitto"
HASH = passwords.hashed(PASSWORD)


def settle_in(database: Database) -> str:
    """Open Eva's account; gives the address of her one-time link."""
    with database.transaction() as session:
        account, token = accounts.open_account(session, plan=AccountInput(email=EMAIL), by=SYSTEM)
        account.password_hash = HASH
    return f"/sign-in/{token}"


def enter(
    browser: Browser, email: str = EMAIL, password: str = PASSWORD, **more: str
) -> TestResponse:
    """Sign in by the form."""
    return browser.send("/sign-in", {"email": email, "password": password, **more})


def cookie_of(browser: Browser) -> str | None:
    """Give the session cookie's value."""
    cookie = browser.get_cookie("kallelse")
    return cookie.value if cookie else None
