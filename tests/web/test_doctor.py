"""Does `doctor` find what is wrong, say what mends it, and change nothing?"""

import json

import pytest

from tests.web.terminal import Terminal
from web.documents import pdf


@pytest.fixture
def terminal(tmp_path):
    return Terminal(tmp_path / "instance")


@pytest.fixture
def ready(terminal):
    terminal.set_up()
    return terminal


def test_doctor_says_of_each_thing_how_it_stands_and_what_mends_it(ready):
    found = ready.json("doctor")
    states = {check["name"]: check["state"] for check in found["checks"]}

    assert states == {
        "python": "ok",
        "tzdata": "ok",
        "PDF": "ok",
        "folder": "ok",
        "secret": "ok",
        "base_url": "warning",
        "database": "ok",
        "backlog": "ok",
        "letters": "ok",
        "smtp": "wrong",
        "service": "warning",
    }
    assert found["ok"] is False
    assert all(check["mend"] for check in found["checks"] if check["state"] != "ok")


def test_doctor_ends_with_one_when_something_is_wrong_and_prints_a_line_for_each(ready):
    result = ready.type("doctor")

    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 11
    assert result.stdout.count("  →  ") == 3


def test_doctor_says_what_pdf_files_lack_and_how_it_is_mended(ready, monkeypatch):
    monkeypatch.setattr(pdf, "missing", lambda: "cannot load library 'libpango-1.0-0'")
    checks = {check["name"]: check for check in ready.json("doctor")["checks"]}
    assert checks["PDF"] == {
        "name": "PDF",
        "state": "warning",
        "text": "Pango is missing: cannot load library 'libpango-1.0-0'",
        "mend": pdf.MEND,
    }


def test_doctor_finds_what_is_not_set_up_without_making_it(terminal):
    result = terminal.type("doctor", "--json")

    assert json.loads(result.stdout)["checks"][-1] == {
        "name": "settings",
        "state": "wrong",
        "text": f"{terminal.folder} does not exist",
        "mend": "kallelse init",
    }
    assert not terminal.folder.exists()


def test_doctor_sees_a_secret_that_others_can_read_and_a_damaged_database(ready):
    (ready.folder / "secret.key").chmod(0o644)
    (ready.folder / "kallelse.db").write_bytes(b"SQLite format 3\0" + b"\1" * 5000)
    states = {one["name"]: one["state"] for one in ready.json("doctor")["checks"]}

    assert (states["secret"], states["database"]) == ("warning", "wrong")
