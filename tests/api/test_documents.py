"""Can programs take documents home?"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.documents import a_meeting, office
from tests.documents.a_meeting import CIRCLE, KUMLA, OPEN, SPOKEN

READING: dict[str, Callable[[bytes], str]] = {
    "pdf": office.spoken,
    "docx": office.of_docx,
    "md": office.of_markdown,
    "json": bytes.decode,
}


@pytest.fixture
def meeting(time, database):
    made = a_meeting.a_held_meeting(database)
    a_meeting.publish(database, made)
    return made


@pytest.fixture
def reader(program, database, meeting):
    """Give what a program of a role reads of the minutes."""

    def read(role, form, edition="", status=200):
        api = program(role, a_meeting.network_of(database, meeting))
        path = f"/meetings/{meeting}/minutes/document?format={form}&edition={edition}"
        answer = api.ask("GET", path)
        assert answer.status_code == status, answer.text
        if status != 200:
            return answer.json
        found = set(office.words(READING[form](answer.data)))
        return [word for word in (OPEN, CIRCLE, KUMLA, SPOKEN) if word in found]

    return read


@pytest.mark.parametrize("form", READING)
def test_each_token_gets_what_its_role_may_read_in_every_format(reader, form):
    assert reader("secretary", form) == [OPEN, CIRCLE, KUMLA, SPOKEN]
    assert reader("member", form) == [OPEN]
    assert reader("coordinator", form, "public") == [OPEN]


def test_a_token_sits_for_nobody_and_gets_no_organisations_edition(reader, database):
    kumla = f"organisation:{a_meeting.house_of(database, a_meeting.ANNA)}"
    assert reader("member", "md", kumla, 404)["status"] == 404
    assert reader("member", "md", "full", 404)["status"] == 404
    assert reader("secretary", "md", kumla) == [OPEN, CIRCLE, KUMLA, SPOKEN]


def test_a_format_that_is_none_is_refused_by_name(reader):
    assert reader("secretary", "odt", "", 422)["errors"][0]["field"] == "format"


def test_json_is_what_the_api_gives_of_minutes_with_edition_sum_and_text(
    program, database, meeting
):
    api = program("secretary", a_meeting.network_of(database, meeting))
    minutes = api.get(f"/meetings/{meeting}/minutes")
    found = json.loads(api.ask("GET", f"/meetings/{meeting}/minutes/document").data)
    assert {name: found[name] for name in minutes} == minutes
    assert set(found) - set(minutes) == {"edition", "document"}
    assert (found["edition"], found["hash"]) == ("full", minutes["hash"])
    assert found["document"]["language"] == "sv"


def test_a_file_is_handed_out_to_be_saved(program, database, meeting):
    api = program("secretary", a_meeting.network_of(database, meeting))
    answer = api.ask("GET", f"/meetings/{meeting}/minutes/document?format=docx")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
