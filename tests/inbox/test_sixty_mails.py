"""What is so after each of the mails that come? Genuine shapes, forged ones, machines, wrecks.

Each is a name, a mail and the whole state after it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scheduler import inbox
from scheduler.inbox import Outcome
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


@pytest.fixture
def after(invited, database, keys, settings, settle, sender) -> Callable[..., After]:
    """Let one mail come and all that follows happen; gives what is so then."""
    _, anna, _ = invited
    ours = settings.model_copy(update={"authserv_id": OUR_SERVER})

    def came(mail: Mail, recipient: str = "") -> After:
        raw = mail.raw(places_of(anna))
        outcome = inbox.take(database, keys, ours, raw, recipient or anna.sender)
        settle()
        return state(database, outcome, len(sender.take()), anna.mail["Message-ID"])

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
def test_a_right_answer_to_an_address_that_only_looks_right_is_not_ours(invited, after, name):
    _, anna, _ = invited
    token = anna.sender.partition("@")[0].removeprefix("svar+")
    recipient = MISSENT[name].format(token=token, rest=token[1:], short=token[:-1])
    mail, _ = ANSWERS["Outlook accepts"]
    assert after(mail, recipient) == NOT_OURS


def test_an_answer_that_comes_to_another_s_address_waits_there(invited, after):
    _, anna, bo = invited
    mail, _ = ANSWERS["Outlook accepts"]
    waits = (("other_address", anna.recipient, "accepted", ""),)
    assert after(mail, bo.sender) == After(waits=waits)


def test_a_report_that_comes_to_another_s_address_marks_nobody(invited, after):
    _, _, bo = invited
    mail, _ = REPORTS["Postfix, with the whole letter"]
    assert after(mail, bo.sender) == After()


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
