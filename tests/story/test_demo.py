"""Does the demonstration start, mail, take answers, keep what was done, and end cleanly?

The launcher itself, in a folder of the test's own, on free ports.
"""

from __future__ import annotations

import json
import re
import signal
import smtplib
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest

from tests.smtp import HOST, free_port
from tests.story.post import Letter, reply_to
from tests.story.waiting import until

ROOT = Path(__file__).parents[2]
NETWORKS = {
    "goteborg",
    "infohus",
    "kunskapshuset",
    "nordic-safe-cities",
    "orebro-lan",
    "politirad",
    "solna",
    "varna-varmland",
}
EXTRA = """network: {slug: extra, name: Extra, language: sv, time_zone: Europe/Stockholm}
"""
ROLES = ["administrator", "coordinator", "facilitator", "secretary", "member"]


class Demo:
    """One demonstration and the process that runs it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.said: list[str] = []
        self._process: subprocess.Popen[str] | None = None
        self._token = ""

    def start(self, *words: str) -> None:
        """Start it, and wait for what it prints when it is ready."""
        self._process = self.popen(*words)
        assert self._process.stdout is not None
        self._token = ""  # a fresh one knows none of before
        self.said = [self._process.stdout.readline().rstrip() for _ in range(2 + len(ROLES))]

    def popen(self, *words: str) -> subprocess.Popen[str]:
        """Start `./kallelse demo`."""
        typed = [str(ROOT / "kallelse"), "demo", "--port", str(self.port), *words]
        return subprocess.Popen(
            [*typed, "--dir", str(self.folder)],
            cwd=self.folder.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def end(self, how: signal.Signals) -> tuple[int, str]:
        """Tell it to end; gives its exit code and what it said on standard error."""
        assert self._process is not None
        self._process.send_signal(how)
        try:
            _, errors = self._process.communicate(timeout=20)
        finally:
            self._process.kill()
        return self._process.returncode, errors

    def command(self, *words: str) -> str:
        """Run another command beside it."""
        typed = [str(ROOT / "kallelse"), *words, "--dir", str(self.folder)]
        done = subprocess.run(typed, capture_output=True, text=True, timeout=60, check=True)
        return done.stdout

    def api(self, path: str) -> Any:
        """Read from the API as administrator."""
        self._token = self._token or self.command("token", "add", "--role", "administrator").strip()
        with self.open(f"/api/v1{path}", headers={"Authorization": f"Bearer {self._token}"}) as got:
            return json.load(got)

    def open(self, path: str, **how: Any) -> Any:
        """Open an address of the service."""
        return urlopen(Request(f"http://{HOST}:{self.port}{path}", **how), timeout=20)  # noqa: S310

    def letters(self) -> list[Letter]:
        """Every letter that has come, the first first."""
        found = sorted((self.folder / "mail" / "new").glob("*.eml"))
        return [Letter(path.read_bytes()) for path in found]

    def silent(self) -> list[Letter]:
        """The called meeting's letters to the municipality that never answers by itself."""
        return [one for one in self.letters() if one.to.endswith("@bjorkhamra.example")]

    def invitation(self, letter: Letter) -> Any:
        """What the API shows of the invitation that a letter is about."""
        for meeting in self.api("/networks/orebro-lan/meetings")["items"]:
            if meeting["uid"] == str(letter.event["UID"]):
                listed = self.api(f"/meetings/{meeting['id']}/invitations?limit=100")["items"]
                [found] = [one for one in listed if one["person"]["email"] == letter.to]
                return found
        raise AssertionError(f"no meeting has the UID of {letter.subject}")


def extra_network(folder: Path) -> str:
    """A network file with next to nothing in it; gives its path."""
    file = folder / "extra.yaml"
    file.write_text(EXTRA, encoding="utf-8")
    return str(file)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demonstration that has started and sent its letters."""
    made = Demo(tmp_path_factory.mktemp("demo") / "instance")
    made.start()
    until(lambda: len(made.silent()) >= 2, "the letters of the meeting that is called today", 120)
    yield made
    code, errors = made.end(signal.SIGTERM)
    assert (code, [line for line in errors.splitlines() if "ERROR" in line]) == (0, [])


def test_it_prints_the_address_and_one_way_in_for_each_role(demo):
    url = f"http://{HOST}:{demo.port}"
    assert demo.said[0] == f"{url}/"
    links = [line.split() for line in demo.said[2:]]
    assert [role for role, _ in links] == ROLES
    assert all(re.fullmatch(re.escape(url) + r"/sign-in/[\w-]{43}", link) for _, link in links)


def test_it_answers_on_the_first_page(demo):
    with demo.open("/") as page:
        assert page.status == 200


def test_the_eight_networks_are_there_with_a_past_and_a_future(demo):
    known = {one["slug"] for one in demo.api("/networks?limit=100")["items"]}
    assert known - {"extra"} == NETWORKS
    meetings = demo.api("/networks/orebro-lan/meetings?limit=100")["items"]
    assert {one["status"] for one in meetings} == {"held", "called", "planned"}


def test_a_letter_is_an_invitation_that_says_it_is_a_demonstration(demo):
    letter = demo.silent()[0]
    assert letter.said[0] == "REQUEST"
    called = {"DEMO: Länsnätverket", "DEMO: Arbetsgrupp: utbildningsdagen"}
    assert str(letter.event["SUMMARY"]) in called
    assert letter.sender.startswith("svar+")
    assert demo.port == urlsplit(letter.link("/r/")).port


def test_answering_through_the_link_in_a_letter_shows_on_the_meeting(demo):
    letter = demo.silent()[0]
    assert demo.invitation(letter)["answer"] == "needs-action"
    path = urlsplit(letter.link("/r/")).path
    form = urlencode({"answer": "tentative", "comment": "Kanske"}).encode()
    with demo.open(path, data=form) as page:
        assert page.status == 200

    answered = demo.invitation(letter)
    assert (answered["answer"], answered["answered_via"], answered["comment"]) == (
        "tentative",
        "link",
        "Kanske",
    )


def test_a_reply_mailed_to_the_demonstrations_own_server_shows_on_the_meeting(demo):
    letter = demo.silent()[1]
    settings = tomllib.loads((demo.folder / "kallelse.toml").read_text(encoding="utf-8"))
    sender, recipient, raw = reply_to(letter, "declined", "Krock")
    with smtplib.SMTP(HOST, settings["smtp_port"], timeout=20) as relay:
        relay.sendmail(sender, [recipient], raw)

    answered = demo.invitation(letter)
    assert (answered["answer"], answered["answered_via"], answered["comment"]) == (
        "declined",
        "mail",
        "Krock",
    )


def test_a_command_beside_it_takes_effect_at_once(demo, tmp_path):
    demo.command("apply", extra_network(tmp_path))
    assert "extra" in {one["slug"] for one in demo.api("/networks?limit=100")["items"]}


def test_every_letter_leaves_and_the_doctor_finds_nothing_wrong(demo):
    until(lambda: not demo.api("/outbox?state=queued")["items"], "every letter to leave", 60)
    sent = json.loads(demo.command("outbox", "list", "--json"))["items"]
    assert {one["state"] for one in sent} == {"sent"}
    assert len(demo.letters()) == len(sent)
    assert json.loads(demo.command("doctor", "--json"))["ok"] is True


def test_a_second_one_in_the_same_folder_is_refused(demo):
    second = Demo(demo.folder)
    process = second.popen()
    out, errors = process.communicate(timeout=60)

    assert (process.returncode, out) == (1, "")
    assert "A service is already running here" in errors


def test_one_on_the_same_port_is_refused(demo, tmp_path):
    second = Demo(tmp_path / "other")
    second.port = demo.port
    process = second.popen()
    out, errors = process.communicate(timeout=60)

    assert (process.returncode, out) == (1, "")
    assert f"Port {demo.port} on {HOST} is taken" in errors


def test_a_second_start_keeps_what_is_there_and_fresh_begins_anew(tmp_path):
    one = Demo(tmp_path / "instance")
    one.start()
    one.command("apply", extra_network(tmp_path))
    assert one.end(signal.SIGINT)[0] == 0

    for words, expected in (((), NETWORKS | {"extra"}), (("--fresh",), NETWORKS)):
        one.start(*words)
        assert {network["slug"] for network in one.api("/networks?limit=100")["items"]} == expected
        assert one.end(signal.SIGTERM)[0] == 0
