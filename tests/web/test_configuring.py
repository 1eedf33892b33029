"""What can be set, from where, and what is said of what cannot?"""

import pytest

from tests.smtp import free_port
from tests.web.terminal import ADMINISTRATOR, Terminal
from web import serving


@pytest.fixture
def terminal(tmp_path):
    return Terminal(tmp_path / "instance")


@pytest.fixture
def ready(terminal):
    terminal.set_up()
    return terminal


def test_settings_from_the_environment_alone_are_enough_to_begin(terminal, monkeypatch):
    monkeypatch.setattr(serving, "serve", lambda _settings, announce: announce())
    monkeypatch.setenv("KALLELSE_SECRET_KEY", "0123456789abcdefghijklmnopqrstuvwxyz")
    place = f"http://127.0.0.1:{free_port()}"
    monkeypatch.setenv("KALLELSE_BASE_URL", place)
    terminal.folder.mkdir()

    assert terminal.did("run") == f"{place}\n"
    link = terminal.did("user", "add", ADMINISTRATOR, "--role", "administrator")
    assert link.startswith(f"{place}/sign-in/")


def test_a_service_whose_database_is_lost_does_not_begin_a_new_one(ready):
    (ready.folder / "kallelse.db").unlink()
    result = ready.type("run")
    assert (result.exit_code, (ready.folder / "kallelse.db").exists()) == (1, False)


def test_all_wrong_settings_are_told_at_once(ready):
    path = ready.folder / "kallelse.toml"
    path.write_text('base_url = "x"\nsmtp_port = 0\nsecret_key = "short"\n', encoding="utf-8")
    (ready.folder / "secret.key").unlink()
    result = ready.type("db", "upgrade")

    assert result.exit_code == 1
    assert [line.partition(": ")[2].partition(":")[0] for line in result.stderr.splitlines()] == [
        "KALLELSE_BASE_URL",
        "KALLELSE_SECRET_KEY",
        "KALLELSE_SMTP_PORT",
    ]


def test_wrong_settings_are_told_in_words(ready):
    path = ready.folder / "kallelse.toml"
    wrong = 'base_url = 5\nport = "x"\nmail_domain = "b d"\nsmtp_port = 99999\n'
    path.write_text(f'{wrong}smtp_security = "ssl"\nreply_delimiter = "++"\nnope = 1\n', "utf-8")
    result = ready.type("db", "upgrade")

    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "kallelse: KALLELSE_BASE_URL: must be text, in quotation marks",
        "kallelse: KALLELSE_PORT: must be a whole number",
        "kallelse: KALLELSE_SMTP_PORT: must be at most 65535",
        "kallelse: KALLELSE_SMTP_SECURITY: must be 'none', 'starttls' or 'tls'",
        "kallelse: KALLELSE_MAIL_DOMAIN: must be a domain, such as kallelse.kommun.example",
        "kallelse: KALLELSE_REPLY_DELIMITER: must be '+', '=', '_' or '-'",
        "kallelse: KALLELSE_NOPE: is no setting: check its spelling",
    ]
