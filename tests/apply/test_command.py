"""What does `kallelse apply` print, and how does it end?"""

import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from tests.apply.conftest import VARNA
from web.cli import main


@pytest.fixture
def kallelse(tmp_path):
    folder = tmp_path / "instance"

    def command(*words):
        return CliRunner().invoke(main, ["--dir", str(folder), *map(str, words)])

    options = ("--email", "adm@lan.example", "--name", "Adm", "--base-url", "http://127.0.0.1:8000")
    begun = command("init", *options, "--smtp-host", "127.0.0.1", "--mail-domain", "lan.example")
    assert begun.exit_code == 0, begun.output
    return command


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "varna.yaml"
    path.write_text(VARNA)
    return path


def networks_in(tmp_path):
    (path,) = (tmp_path / "instance").rglob("*.db*")
    with closing(sqlite3.connect(path)) as connection:
        return [slug for (slug,) in connection.execute("SELECT slug FROM network")]


def test_a_trial_shows_what_would_change_and_writes_nothing(kallelse, file, tmp_path):
    tried = kallelse("apply", file, "--dry-run")
    assert (tried.exit_code, tried.stderr) == (0, "")
    assert tried.stdout.splitlines()[-3:] == [
        "+ meeting Övningsdag",
        "7 added, 0 changed, 0 the same.",
        "This was a trial: nothing was written.",
    ]
    assert networks_in(tmp_path) == []


def test_a_file_is_applied_once_however_often_it_is_given(kallelse, file, tmp_path):
    first, second = kallelse("apply", file), kallelse("apply", file)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout.splitlines()[-1] == "7 added, 0 changed, 0 the same."
    assert second.stdout.splitlines()[-1] == "Nothing to change."
    assert networks_in(tmp_path) == ["varna"]


def test_each_fault_is_one_line_on_standard_error(kallelse, file, tmp_path):
    file.write_text(VARNA.replace("kind: ngo", "kind: club").replace("role: member", "role: x"))
    refused = kallelse("apply", file)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert [line.split(": ")[0:2] for line in refused.stderr.splitlines()] == [
        ["varna.yaml:3", "organisations[0].kind"],
        ["varna.yaml:9", "people[0].role"],
        ["varna.yaml cannot be used as it is. Nothing was written."],
    ]
    assert networks_in(tmp_path) == []


def test_a_file_that_is_not_there_is_refused_without_a_traceback(kallelse, tmp_path):
    refused = kallelse("apply", tmp_path / "none.yaml")
    assert refused.exit_code == 1
    assert refused.stderr.endswith("none.yaml cannot be read: No such file or directory.\n")
    assert kallelse("apply").exit_code == 2
