"""Can programs take an exercise's papers home, each its own, and send them?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from scheduler.model import Letter
from scheduler.packs import NAMES, PLAYER_PACKS
from tests.documents import office
from tests.evaluating import SECRET_WORDS, Table

READING: dict[str, Callable[[bytes], str]] = {
    "pdf": office.spoken,
    "docx": office.of_docx,
    "html": bytes.decode,
    "md": bytes.decode,
    "json": bytes.decode,
}


@pytest.fixture
def table(database, settle, time):
    return Table(database, settle, time)


@pytest.fixture
def ask(program, table):
    """Ask for a paper with a token of a role."""

    def asked(role, kind, form="json"):
        api = program(role, table.network)
        return api.ask("GET", f"/exercises/{table.exercise}/packs/{kind}?format={form}")

    return asked


@pytest.mark.parametrize("form", READING)
@pytest.mark.parametrize("kind", PLAYER_PACKS)
def test_a_member_s_program_gets_what_players_may_read_and_no_secret(ask, kind, form):
    answer = ask("member", kind, form)
    assert answer.status_code == 200
    read = READING[form](answer.data)
    assert "REAL EVENT" in read
    assert not any(word in read for word in SECRET_WORDS)


@pytest.mark.parametrize("kind", [one for one in NAMES if one not in PLAYER_PACKS])
def test_what_is_not_for_players_is_for_those_who_lead(ask, kind):
    refused = ask("member", kind)
    assert refused.status_code == 403
    assert not any(word in refused.text for word in SECRET_WORDS)
    assert ask("secretary", kind).status_code == 403
    assert ask("facilitator", kind).status_code == 200


def test_json_is_the_document_with_its_kind(ask):
    paper = ask("facilitator", "evaluation_guide").json
    assert paper["kind"] == "evaluation_guide"
    assert paper["document"]["title"] == "EXERCISE: Evaluation guide: Länsnätverket"


def test_a_paper_or_a_form_that_is_none_is_refused(ask):
    assert ask("facilitator", "diary").status_code == 404
    assert ask("facilitator", "situation_manual", "odt").json["errors"][0]["field"] == "format"


def test_a_program_sends_a_paper(database, program, table):
    path = f"/exercises/{table.exercise}/packs/situation_manual/send"
    assert program("member", table.network).ask("POST", path).status_code == 403
    assert program("coordinator", table.network).ask("POST", path).status_code == 202
    table.settle()
    with database.reading() as session:
        sent = session.scalars(select(Letter.state).where(Letter.kind == "pack")).all()
    assert sent == ["sent", "sent"]
