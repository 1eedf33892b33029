"""Do log lines keep secrets and people out?"""

import logging

import pytest

from scheduler.tokens import PERSONAL_PATHS
from web import rules
from web.logs import FORMAT, Masked, mask

TOKEN = "tZhE23sXRk2JBD5G8xfAIWY7IyBPfCvp4X_3tbTh3xU"


@pytest.mark.parametrize("path", [*PERSONAL_PATHS, "feeds"])
def test_an_address_with_a_token_is_cut_after_its_first_part(path):
    assert mask(f"GET /{path}/{TOKEN}.ics failed") == f"GET /{path}/….ics failed"


def test_each_address_that_carries_a_token_is_known(app):
    carrying = {
        row.address.partition("/<token>")[0].strip("/")
        for row in rules.table(app)
        if "<token>" in row.address
    }
    assert carrying == {*PERSONAL_PATHS, "feeds"}


def test_a_bearer_token_and_a_mailbox_are_cut():
    assert mask(f"Authorization: Bearer {TOKEN}") == "Authorization: Bearer …"
    assert mask("550 <svar+aaaa@demo.kallelse.example>") == "550 <…@demo.kallelse.example>"


def test_ordinary_words_stay():
    assert mask("GET /meetings/7/move took 3 ms; /r/short") == (
        "GET /meetings/7/move took 3 ms; /r/short"
    )


def test_a_traceback_is_masked_too():
    try:
        int(f"/sign-in/{TOKEN}")
    except ValueError as failure:
        record = logging.LogRecord(
            "web", logging.ERROR, "x.py", 1, "failed", (), (ValueError, failure, None)
        )
    assert Masked(FORMAT).format(record).endswith("with base 10: '/sign-in/…'")
