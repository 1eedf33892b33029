"""What becomes of a letter, whatever the mail server does at whichever word?

The real delivery, the real door and a server that plays a script; after one pass of the engine.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from scheduler import clock
from scheduler.config import Settings
from scheduler.database import Base, Database
from tests.conftest import MONDAY
from tests.smtp import DRIP, DROP, SILENCE, TO, Rude
from tests.web.mail.passing import called, states
from web import smtp

GARBAGE = b"what do you mean"
LOGIN = {"smtp_user": "kallelse", "smtp_password": "hemligt"}
TOKEN = {"smtp_user": "kallelse", "smtp_auth": "xoauth2", "oauth_access_token": "a-token"}
TLS = {"smtp_security": "starttls"}
OFFERS = {
    "size": b"250-rude.example\r\n250 SIZE 100",
    "roomy": b"250-rude.example\r\n250 SIZE 10000000",
    "any size": b"250-rude.example\r\n250 SIZE 0",
    "odd size": b"250-rude.example\r\n250 SIZE enough",
    "nothing": b"250 rude.example",
    "xoauth2": b"250-rude.example\r\n250 AUTH PLAIN XOAUTH2",
    "odd auth": b"250-rude.example\r\n250 AUTH GSSAPI",
}
WHY_NOT = b"334 eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiQmVhcmVyIn0="


class Script(NamedTuple):
    """What the server says, and what is expected of the letter and of the server's pile."""

    name: str
    says: dict[str, Any]
    state: str
    settings: dict[str, Any] = {}  # noqa: RUF012  # read only
    taken: int = 0  # how often the whole mail came to its final dot


def at(stage: str, state: str, taken: int = 0, **answers: Any) -> list[Script]:
    """Scripts of one stage: one for each answer, named after it."""
    return [
        Script(f"{stage}: {name.replace('_', ' ')}", {stage: words}, state, {}, taken)
        for name, words in answers.items()
    ]


def no_word(**more: Any) -> dict[str, Any]:
    return {"drop": DROP, "silence": SILENCE, "garbage": GARBAGE, "drip": DRIP, **more}


SCRIPTS = [
    *at("banner", "queued", **no_word(too_busy=b"421 4.3.2 too busy", not_you=b"554 5.7.1 no")),
    *at("ehlo", "queued", **no_word(closing=b"421 4.3.2 closing")),
    Script("ehlo: refused, and helo too", {"ehlo": b"550 no", "helo": b"550 no"}, "queued"),
    Script("ehlo: unknown, helo taken", {"ehlo": b"502 no", "helo": b"250 yes"}, "sent", {}, 1),
    Script("starttls: not offered", {"ehlo": OFFERS["nothing"]}, "queued", TLS),
    Script("starttls: not offered to helo", {"ehlo": b"502", "helo": b"250 yes"}, "queued", TLS),
    *[
        Script(f"starttls: {name}", {"starttls": words}, "queued", TLS)
        for name, words in no_word(
            not_now=b"454 4.7.0 not now", refused=b"501 no", plain_text=b"220 and then in plain"
        ).items()
    ],
    *[
        Script(f"auth: {name}", {"auth": words}, "queued", LOGIN)
        for name, words in no_word(
            wrong=b"535 5.7.8 wrong", later=b"454 4.7.0 later", weak=b"534 5.7.9 too weak"
        ).items()
    ],
    Script("auth: not offered", {"ehlo": OFFERS["nothing"]}, "queued", LOGIN),
    Script("auth: no way that we know", {"ehlo": OFFERS["odd auth"]}, "queued", LOGIN),
    Script("auth: taken", {}, "sent", LOGIN, 1),
    Script("xoauth2: taken", {"ehlo": OFFERS["xoauth2"]}, "sent", TOKEN, 1),
    Script(
        "xoauth2: asked for its first word",
        {"ehlo": OFFERS["xoauth2"], "auth": b"334 "},
        "sent",
        TOKEN,
        1,
    ),
    Script("xoauth2: not offered", {}, "queued", TOKEN),
    Script(
        "xoauth2: refused by a challenge",
        {"ehlo": OFFERS["xoauth2"], "auth": WHY_NOT, "more": b"535 5.7.3 unsuccessful"},
        "queued",
        TOKEN,
    ),
    Script(
        "xoauth2: challenged without end",
        {"ehlo": OFFERS["xoauth2"], "auth": WHY_NOT, "more": WHY_NOT},
        "queued",
        TOKEN,
    ),
    Script(
        "xoauth2: a challenge that is none",
        {"ehlo": OFFERS["xoauth2"], "auth": b"334 a"},
        "queued",
        TOKEN,
    ),
    Script("xoauth2: no token", {}, "queued", {**TOKEN, "oauth_access_token": ""}),
    *at("mail", "queued", **no_word(later=b"451 4.3.0 later", who=b"550 5.1.8 unknown sender")),
    *at("mail", "queued", login=b"530 5.7.0 log in", closing=b"421 closing", full=b"552 full"),
    Script("size: too small", {"ehlo": OFFERS["size"]}, "dead"),
    Script("size: enough", {"ehlo": OFFERS["roomy"]}, "sent", {}, 1),
    Script("size: without end", {"ehlo": OFFERS["any size"]}, "sent", {}, 1),
    Script("size: in words", {"ehlo": OFFERS["odd size"]}, "sent", {}, 1),
    Script(
        "size: refused after all",
        {"ehlo": OFFERS["roomy"], "mail": b"552 5.3.4 message too big"},
        "dead",
    ),
    Script(
        "size: no room just now",
        {"ehlo": OFFERS["roomy"], "mail": b"452 4.3.1 no room"},
        "queued",
    ),
    *at("rcpt", "queued", **no_word(greylisted=b"450 4.2.0 Greylisted", later=b"451 4.3.0 later")),
    *at(
        "rcpt", "queued", closing=b"421 4.7.0 closing", login=b"530 log in", full=b"452 4.2.2 full"
    ),
    *at("rcpt", "dead", unknown=b"550 5.1.1 no such user", never=b"553 no", moved=b"551 elsewhere"),
    *at("rcpt", "sent", 1, forwarded=b"251 will forward", unsure=b"252 will try"),
    *at(
        "data", "queued", **no_word(later=b"451 4.3.0 later", closing=b"421 closing", ok=b"250 ok")
    ),
    *at("data", "dead", refused=b"554 5.5.1 no valid recipients"),
    *at(
        "dot", "queued", 1, later=b"451 4.3.0 later", full=b"452 4.3.1 full", closing=b"421 closing"
    ),
    *at("dot", "dead", 1, spam=b"554 5.7.1 spam", too_big=b"552 5.3.4 too big"),
    *at("dot", "doubt", 1, **no_word()),
    *at("dot", "sent", 1, other=b"251 2.0.0 forwarded"),
    *at("quit", "sent", 1, **no_word(closing=b"421 closing", refused=b"500 what?")),
]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which one letter waits: made once, since each script needs its own."""
    file = tmp_path_factory.mktemp("written") / "kallelse.db"
    made = Database(f"sqlite:///{file}")
    Base.metadata.create_all(made.engine)
    with clock.told_by(lambda: MONDAY):
        called(made, TO)
    made.close()
    return file


@pytest.fixture
def database(written: Path, settings: Settings) -> Iterator[Database]:
    shutil.copy(written, settings.dir / "kallelse.db")
    opened = Database(settings.database)
    yield opened
    opened.close()


def patience(script: Script, monkeypatch: pytest.MonkeyPatch) -> float:
    """How long the door waits for a word: long, unless the script is that none comes."""
    monkeypatch.setattr(smtp, "PARTING_SECONDS", 0.5)
    if DRIP in script.says.values():
        monkeypatch.setattr(smtp.Talk.begin, "__defaults__", (1.0,))
    return 0.4 if SILENCE in script.says.values() else 5.0


def test_there_are_more_than_forty_scripts_and_each_has_its_own_name():
    names = [script.name for script in SCRIPTS]
    assert len(names) == len(set(names))
    assert len(names) > 40


@pytest.mark.parametrize("script", SCRIPTS, ids=[script.name for script in SCRIPTS])
def test_a_letter_is_what_the_script_makes_of_it(script, database, engine_with, monkeypatch):
    seconds = patience(script, monkeypatch)
    with Rude(**script.says) as server:
        engine_with(server.port, smtp_timeout=seconds, **script.settings).settle()
    assert (states(database), len(server.mails)) == ({TO: script.state}, script.taken)
