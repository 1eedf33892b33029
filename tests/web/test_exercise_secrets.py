"""Does a player ever meet a word that is hidden from players: page, link, screen, program, mail?"""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest

from scheduler.actor import SYSTEM
from scheduler.exercise.content import Content
from scheduler.inputs.invitation import FeedInput
from scheduler.inputs.run import MarkInput, ObservationInput, RatingInput
from scheduler.model import Exercise, Run
from scheduler.packs import NAMES, READERS
from scheduler.services import feeds, packs, play_links, playing, runs
from scheduler.tokens import KeyRing
from tests.api.client import Api, a_token
from tests.conftest import SECRET
from tests.evaluating import CONTENT, FEBRUARY, Table
from web.api.endpoint import ENDPOINTS

HIDDEN = "Hemligtord"
NOT_ON_SCREEN = "Bordetsord"  # the players of one group read it, the room does not
OPEN = "The switchboard is full."
PAPER = {"sha256": "0" * 64, "media_type": "text/plain", "size": 1}
MOST = 400  # addresses that are followed


def hidden(what: str) -> str:
    return f"{HIDDEN} {what}"


def question(key: str, **changes: Any) -> dict[str, Any]:
    return {"key": key, "text": "What now?", "hint": hidden("hint"), **changes}


def inject(key: str, **changes: Any) -> dict[str, Any]:
    return {
        "key": key,
        "module": "M1",
        "title": hidden(f"title {key}"),
        "text": hidden(f"text {key}"),
        "note": hidden("note"),
        "responsible": hidden("responsible"),
        "expected": [{"key": f"{key}.1", "text": hidden("expected")}],
        "extra": {"status": hidden("extra")},
        "objectives": ["O1"],
        "status": "approved",
        **changes,
    }


PLANTED = Content.model_validate(
    {
        **CONTENT,
        "summary": hidden("summary"),
        "objectives": [
            {
                "key": "O1",
                "text": "Share one picture.",
                "indicators": [
                    {"key": "I1", "text": hidden("indicator"), "target": hidden("target")}
                ],
            }
        ],
        "personas": [{"key": "p", "name": hidden("persona")}],
        "papers": [{**PAPER, "name": hidden("paper"), "audience": "facilitators"}],
        "modules": [
            {
                "key": "M1",
                "title": "The rumour",
                "text": "An ordinary day.",
                "talk_minutes": 60,
                "questions": [
                    question("Q1"),
                    question("Q2", text=hidden("other group"), groups=["polis"]),
                ],
            },
            {
                "key": "M2",
                "title": "The answer",
                "text": hidden("module"),
                "story_time": hidden("time"),
                "talk_minutes": 30,
                "questions": [
                    question("Q3", text=hidden("later"), options=[hidden("option"), "b"])
                ],
            },
        ],
        "injects": [
            inject(
                "C1",
                title="A call",
                text=OPEN,
                files=[hidden("paper")],
                questions=[question("Q4")],
                delivery="mail",
            ),
            inject("C2", groups=["polis"], delivery="mail"),
            inject("C3", persona="p"),
            inject("C4", kind="expected"),
            inject("C5", kind="note"),
            inject("C6", title="Aside", text=NOT_ON_SCREEN, groups=["kommun"], secret=True),
            inject("C7", trigger={"kind": "start", "seconds": 3_000}),
        ],
    }
)


class Stage(Table):
    """The exercise with hidden words, played as far as the hot wash."""

    @property
    def meeting(self) -> UUID:
        """The meeting that it is."""
        with self.database.reading() as session:
            found: UUID = session.get_one(Exercise, self.exercise).meeting_id
            return found

    def play(self) -> None:
        """Let out what may be let out, and write of all that is hidden."""
        self.start(FEBRUARY)
        for key in ("C2", "C6"):
            self.release(key)
        self.do(runs.mark, self.run, plan=MarkInput(action="C1.1"))
        self.do(runs.skip, self.run, "C3", reason=hidden("reason"))
        self.do(runs.show, self.run, "C1")
        seen = ObservationInput(text=hidden("observation"), inject="C1", indicator="I1")
        self.do(playing.observe, self.roles["evaluator"], plan=seen)
        rated = RatingInput(target="I1", value="met", reason=hidden("rating"))
        self.do(playing.rate, self.roles["evaluator"], plan=rated)

    def mail(self) -> None:
        """Send every paper and every personal link."""
        for kind in READERS:
            self.do(packs.send, self.exercise, kind)
        self.do(play_links.send, self.run)


@pytest.fixture
def stage(database, settle, time):
    return Stage(database, settle, time, **PLANTED.model_dump(mode="json"))


@pytest.fixture
def screen(database, stage):
    with database.reading() as session:
        run = session.get_one(Run, stage.run)
        return f"/screen/{KeyRing((SECRET,)).token('screen', run.id, run.screen_generation)}"


def followed(browser, *begin):
    """Every page that can be reached by links from where it begins: address → text."""
    found: dict[str, str] = {}
    waiting = list(begin)
    while waiting and len(found) < MOST:
        address = waiting.pop(0)
        if address in found:
            continue
        answer = browser.get(address)
        text = answer.get_data().decode("utf-8", "replace")
        found[address] = f"{answer.headers.get('Location', '')} {text}"
        links = re.findall(r'(?:href|src|action|data-[\w-]+)="(/[^"#]*)', text)
        moved = [answer.headers["Location"]] if "Location" in answer.headers else []
        waiting += [link for link in map(unescape, [*links, *moved]) if _is_followed(link)]
    return found


def _is_followed(link):
    """Streams never end, packed files are read elsewhere, the product's hold no words."""
    if re.search(r"(?:/stream|[=.](?:pdf|docx|xlsx|ods|zip))$", link):
        return False
    return link.split("/")[1] not in {"static", "sign-out"}


def telling(pages, *words):
    """The addresses of pages that hold any of the words."""
    return sorted(address for address, text in pages.items() if any(one in text for one in words))


def moments(stage):
    """Play, and stop at each moment at which players look."""
    yield "before"
    stage.play()
    yield "while it goes on"
    stage.end(hotwash=True)
    yield "in the hot wash"
    stage.do(runs.close, stage.run)
    yield "after"


def test_a_member_who_plays_meets_no_hidden_word_on_any_page(stage, sign_in):
    stage.time.to(FEBRUARY)
    browser = sign_in("player@kumla.example")
    beginnings = ["/", f"/exercises/{stage.exercise}", f"/meetings/{stage.meeting}/exercise"]
    beginnings += [f"/exercises/{stage.exercise}/packs/{kind}?format=md" for kind in NAMES]
    beginnings += [f"/runs/{stage.run}{page}" for page in ("", "/log", "/console")]
    beginnings += [f"/search?q={word}" for word in ("title", "indicator", "observation", "note")]
    for moment in moments(stage):
        pages = followed(browser, *beginnings)
        assert telling(pages, HIDDEN) == [], moment
        assert len(pages) > 20


@pytest.mark.parametrize("role", ["member", "secretary", "observer"])
def test_whoever_has_no_place_in_the_run_meets_none_either(stage, sign_in, role):
    browser = sign_in("utan.plats@kumla.example", role=role, network=stage.network)
    for moment in moments(stage):
        pages = followed(browser, f"/exercises/{stage.exercise}", f"/runs/{stage.run}", "/")
        assert telling(pages, HIDDEN) == [], moment


def test_whoever_leads_does_meet_them(stage, sign_in):
    """Proof that the words are planted in what pages show."""
    stage.play()
    browser = sign_in("leder@kumla.example", role="facilitator", network=stage.network)
    pages = followed(browser, f"/exercises/{stage.exercise}")
    told = " ".join(pages.values())
    planted = ("note", "expected", "indicator", "text C3", "hint", "observation")
    assert [word for word in planted if hidden(word) not in told] == []


def test_a_player_s_link_shows_what_has_come_and_no_hidden_word(stage, client):
    link = stage.path("player")
    for moment in moments(stage):
        begin = [link, f"{link}/pack?format=md", f"{link}/poll", f"{link}/feedback"]
        begin += [f"{link}/{name}" for name in ("hotwash", "observe", "rate", "decide")]
        pages = followed(client, *begin)
        assert telling(pages, HIDDEN) == [], moment
        if moment == "while it goes on":
            assert link in telling(pages, OPEN)
            assert link in telling(pages, NOT_ON_SCREEN)


def test_the_screen_shows_no_hidden_word_and_nothing_of_one_group(stage, screen, client):
    for moment in moments(stage):
        pages = followed(client, screen, f"{screen}/poll")
        assert telling(pages, HIDDEN, NOT_ON_SCREEN) == [], moment


def test_a_member_s_program_gets_no_hidden_word(stage, app, database):
    with database.reading() as session:
        exercise = session.get_one(Exercise, stage.exercise)
        ids = {
            "network": stage.network,
            "meeting": exercise.meeting_id,
            "exercise": exercise.id,
            "run": stage.run,
            "run_role": stage.roles["player"],
            "scenario": exercise.version.scenario_id,
            "scenario_version": exercise.version_id,
        }
    api = Api(app, a_token(database, "member", stage.network))
    named = [{"key": key, "kind": kind} for key in ("C1", "C3", "Q1") for kind in NAMES]
    for moment in moments(stage):
        told, asked = {}, 0
        for endpoint in ENDPOINTS:
            names = set(re.findall(r"<(\w+)>", endpoint.path))
            if endpoint.method != "GET" or not names <= {*ids, "key", "kind"}:
                continue
            for more in named if names & {"key", "kind"} else named[:1]:
                path = re.sub(r"<(\w+)>", lambda name: str((ids | more)[name[1]]), endpoint.path)  # noqa: B023
                answer = api.ask("GET", path)
                asked += answer.status_code == 200
                told[path] = answer.text
        assert telling(told, HIDDEN) == [], moment
        assert asked > 10


def test_no_mail_to_a_player_holds_a_hidden_word_nor_any_handbook_s(stage, sender, time):
    sender.take()
    for moment in moments(stage):
        if moment == "before":
            stage.mail()
        for one in sender.take():
            said = one.raw.decode("ascii", "replace") + one.text + str(one.mail["Subject"])
            others = one.recipient == "second@kumla.example"  # of the group that C2 is for
            assert (HIDDEN in said) <= others, f"{moment}: {one.recipient}: {said}"
        time.forward(seconds=1)


def test_no_calendar_holds_a_hidden_word(stage, database, client):
    with database.transaction() as session:
        plan = FeedInput(kind="network", level="full")
        _, token = feeds.create(session, stage.network, plan=plan, by=SYSTEM)
    for moment in moments(stage):
        answer = client.get(f"/feeds/{token}.ics")
        assert answer.status_code == 200
        assert "EXERCISE" in answer.text
        assert HIDDEN not in answer.text, moment
