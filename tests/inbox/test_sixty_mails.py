"""What is so after each of the mails that come? Genuine shapes, forged ones, machines, wrecks.

Each is a name, a mail and the whole state after it. The meeting is called once; every mail comes
to a copy of that database.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from scheduler import clock, inbox
from scheduler.config import Settings
from scheduler.database import Base, Database
from scheduler.delivery import Post
from scheduler.engine.local import LocalEngine
from scheduler.inbox import Outcome
from scheduler.render import Renderer
from scheduler.tokens import KeyRing
from tests.conftest import MONDAY, SECRET, Clock
from tests.factories import a_called_meeting
from tests.fakes import FakeSender, Sent
from tests.inbox.after import After, state
from tests.inbox.broken import BROKEN
from tests.inbox.clients import ANSWERS
from tests.inbox.forged import FORGED, MISSENT, NOT_OURS
from tests.inbox.machines import REPORTS, RESPONDERS
from tests.inbox.proposals import PROPOSALS
from tests.inbox.shapes import Mail, places_of

ALL = {
    f"{group}: {name}": told
    for group, table in (
        ("answer", ANSWERS),
        ("proposal", PROPOSALS),
        ("forged", FORGED),
        ("report", REPORTS),
        ("responder", RESPONDERS),
        ("broken", BROKEN),
    )
    for name, told in table.items()
}
OUR_SERVER = "mx.kallelse.example"


@dataclass
class Place:
    """An installation in which Anna and Bo have just been called."""

    settings: Settings
    anna: Sent
    bo: Sent


def a_post(settings: Settings, database: Database, sender: FakeSender) -> LocalEngine:
    return LocalEngine(Post(database, Renderer(settings, KeyRing((SECRET,))), sender))


@pytest.fixture(scope="module")
def called(tmp_path_factory) -> Place:
    settings = Settings(
        dir=tmp_path_factory.mktemp("called"),
        secret_key=SECRET,
        mail_domain="kallelse.example",
        authserv_id=OUR_SERVER,
        smtp_security="none",
    )
    sender = FakeSender()
    with clock.told_by(Clock(MONDAY)):
        database = Database(settings.database)
        Base.metadata.create_all(database.engine)
        a_called_meeting(database)
        a_post(settings, database, sender).settle()
        database.close()
    return Place(settings, *sender.take())


@pytest.fixture
def place(called, tmp_path, time) -> Iterator[tuple[Place, Database]]:
    time.forward(hours=1)
    shutil.copy(called.settings.dir / "kallelse.db", tmp_path)
    settings = called.settings.model_copy(update={"dir": Path(tmp_path)})
    database = Database(settings.database)
    yield Place(settings, called.anna, called.bo), database
    database.close()


@pytest.fixture
def after(place) -> Callable[..., After]:
    """Let one mail come and all that follows happen; gives what is so then."""
    here, database = place

    def came(mail: Mail | bytes, recipient: str = "") -> After:
        raw = mail if isinstance(mail, bytes) else mail.raw(places_of(here.anna))
        to = recipient or here.anna.sender
        outcome = inbox.take(database, KeyRing((SECRET,)), here.settings, raw, to)
        sender = FakeSender()
        a_post(here.settings, database, sender).settle()
        return state(database, outcome, len(sender.sent), here.anna.mail["Message-ID"])

    return came


@pytest.mark.parametrize("name", ALL)
def test_after_a_mail_everything_is_as_the_table_says(after, name):
    mail, expected = ALL[name]
    assert after(mail) == expected


def test_there_are_as_many_of_each_as_were_asked_for():
    assert len(ALL) + len(MISSENT) >= 60
    assert len(FORGED) + len(MISSENT) >= 20
    assert (len(REPORTS) >= 8, len(RESPONDERS) >= 8, len(BROKEN) >= 5) == (True, True, True)


@pytest.mark.parametrize("name", MISSENT)
def test_a_right_answer_to_an_address_that_only_looks_right_is_not_ours(place, after, name):
    here, _ = place
    token = here.anna.sender.partition("@")[0].removeprefix("svar+")
    recipient = MISSENT[name].format(token=token, rest=token[1:], short=token[:-1])
    mail, _ = ANSWERS["Outlook accepts"]
    assert after(mail, recipient) == NOT_OURS


def test_an_answer_that_comes_to_another_s_address_waits_there(place, after):
    here, _ = place
    mail, _ = ANSWERS["Outlook accepts"]
    waits = (("other_address", here.anna.recipient, "accepted", ""),)
    assert after(mail, here.bo.sender) == After(waits=waits)


def test_a_report_that_comes_to_another_s_address_marks_nobody(place, after):
    here, _ = place
    mail, _ = REPORTS["Postfix, with the whole letter"]
    assert after(mail, here.bo.sender) == After()


@pytest.mark.parametrize("name", ALL)
def test_the_same_mail_twice_is_one(after, name):
    mail, expected = ALL[name]
    after(mail)
    again = after(mail)
    assert (again.outcome, again.answer, again.waits) == (
        Outcome.TAKEN,
        expected.answer,
        expected.waits,
    )
