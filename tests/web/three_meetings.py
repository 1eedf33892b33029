"""A network over three meetings: who does what, and everything that anybody can lay eyes on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from zipfile import BadZipFile, ZipFile

from sqlalchemy import select

from scheduler import inbox
from scheduler.actor import SYSTEM, Actor
from scheduler.database import Database
from scheduler.inputs.access import AccountInput
from scheduler.inputs.invitation import FeedInput
from scheduler.model import Membership, Network, Person
from scheduler.services import accounts, feeds, sessions
from tests.api.client import Api, a_token
from tests.fakes import FakeSender, Sent
from tests.web.browser import Browser

MOST_PAGES = 400
SERIES = {
    "title": "Länsnätverket",
    "rule": {"every": 1, "unit": "month", "nth": 1, "weekdays": ["th"]},
    "at": "09:00",
    "minutes": 120,
    "from": "2027-02-01",
    "until": "2027-05-31",
    "place": "Residenset",
    "notice_days": 21,
}


@dataclass
class Village:
    """The network, its mail, and the browsers of its people; `eyes` has what each has ever seen."""

    app: Any
    database: Database
    settings: Any
    keys: Any
    time: Any
    settle: Callable[[], None]
    sender: FakeSender
    mails: list[Sent] = field(default_factory=list)
    eyes: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.admin = Api(self.app, a_token(self.database, "administrator"))
        self.network = self.admin.post(
            "/networks",
            {"name": "Länsnätverket", "slug": "lan", "language": "en", "comment_days": 7},
        )["id"]
        for name in ("Kumla", "Nora", "Länsstyrelsen"):
            house = {"name": name, "kind": "municipality"}
            self.admin.post("/networks/lan/organisations", house)
        self.people: dict[str, str] = {}

    def join(self, name: str, organisation: str, role: str = "member") -> str:
        """Let somebody become a member; gives the person's id."""
        made = self.admin.post(
            "/networks/lan/people",
            {
                "name": name,
                "email": address(name),
                "organisation": organisation,
                "role": role,
                "language": "en",
            },
        )
        self.people[name] = made["id"]
        return str(made["id"])

    def leave(self, name: str) -> None:
        """End somebody's membership today, as the members' page does."""
        with self.database.reading() as session:
            held = session.scalars(
                select(Membership.id).where(Membership.person_id == UUID(self.people[name]))
            ).one()
        done = self.browser("Eva").send(f"/networks/lan/members/{held}/end", {"day": self.today})
        assert done.status_code == 303, done.text
        self.gone.add(name)
        self.rest()

    @property
    def today(self) -> str:
        return str(self.time.at.date().isoformat())

    def to(self, day: str, clock: str = "12:00") -> None:
        """Let the clock come to a moment (UTC), and let happen what falls due on the way."""
        goal = datetime.fromisoformat(f"{day}T{clock}+00:00")
        while self.time.at < goal:
            self.time.to(min(self.time.at + timedelta(days=1), goal))
            self.rest()

    def rest(self) -> None:
        """Let what follows be written and sent."""
        self.settle()
        self.mails += self.sender.take()

    def browser(self, name: str) -> Browser:
        """Give somebody's signed-in browser, as of now."""
        with self.database.transaction() as session:
            account, _ = accounts.open_account(
                session, plan=AccountInput(email=address(name)), by=SYSTEM
            )
            _, token = sessions.begin(session, account)
        made = self.app.test_client()
        assert isinstance(made, Browser)
        made.set_cookie("kallelse", token)
        return made

    def mails_to(self, name: str) -> list[Sent]:
        """Give all mails to somebody."""
        return [one for one in self.mails if one.recipient == address(name)]

    def link(self, name: str, path: str) -> str:
        """Give the newest link below a path that was mailed to somebody, without the host."""
        found = [
            one
            for mail in self.mails_to(name)
            for one in re.findall(rf"https?://[^\s<>\")]+{path}[^\s<>\")]+", words_of(mail))
        ]
        assert found, f"{name} has no link to {path}"
        return str(urlsplit(found[-1]).path)

    def answer_mail(self, name: str, kind: str, text: str) -> None:
        """Answer the newest letter whose subject or text has `kind` in words, by plain mail."""
        asked = [mail for mail in self.mails_to(name) if kind in words_of(mail)][-1].mail
        reply = EmailMessage()
        reply["From"], reply["To"] = address(name), str(asked["From"].addresses[0].addr_spec)
        reply["Subject"] = f"Re: {asked['Subject']}"
        reply["Message-ID"] = f"<{name}-{len(self.mails)}@post.example>"
        reply["In-Reply-To"] = reply["References"] = str(asked["Message-ID"])
        reply.set_content(f"{text}\n\nFrån: Länsnätverket\n> {asked['Subject']}\n")
        raw, to = reply.as_bytes(), str(reply["To"])
        taken = inbox.take(self.database, self.keys, self.settings, raw, to)
        assert taken is inbox.Outcome.TAKEN
        self.rest()

    def look(self, name: str) -> str:
        """Let somebody look at all that there is for them: pages, files, search, feed, mails."""
        seen = [self.eyes.get(name, ""), *crawl(self.browser(name)), self._feed(name)]
        for mail in self.mails_to(name):
            seen.append(words_of(mail))
            stranger = self.app.test_client()
            links = re.findall(r"https?://[^\s<>\")]+", words_of(mail))
            seen += [stranger.get(urlsplit(one).path).text for one in links]
        self.eyes[name] = "\n".join(seen)
        return self.eyes[name]

    def search(self, name: str, word: str) -> list[str]:
        """Search for a word; gives the titles and words of what was found."""
        page = self.browser(name).get("/search", query_string={"q": word})
        listed = page.get_data(as_text=True).partition("<main")[2]
        return re.findall(rf"<mark>{word}</mark>", listed)

    def told(self, role: str) -> str:
        """Give all that a program with a role in the network can read."""
        asked = Api(self.app, a_token(self.database, role, UUID(self.network)))
        seen = []
        for meeting in self.admin.get("/networks/lan/meetings")["items"]:
            for part in (
                "agenda",
                "minutes",
                "round",
                "attachments",
                "proposals",
                "timeline",
                "minutes/comments",
                "minutes/document?format=md",
            ):
                path = f"/api/v1/meetings/{meeting['id']}/{part}"
                answer = asked.browser.get(path, headers=asked.headers)
                assert answer.status_code in {200, 403, 404}, (path, answer.text)
                seen.append(answer.get_data(as_text=True))
        lists = ("actions", "decisions", "areas", "commissions")
        return "\n".join([*seen, *(_given(asked, f"/networks/lan/{path}") for path in lists)])

    def _feed(self, name: str) -> str:
        if name in self.gone:
            return ""
        person = UUID(self.people[name])
        with self.database.transaction() as session:
            plan = FeedInput(kind="person", person=person, level="full")
            network = session.get_one(Network, UUID(self.network))
            by = Actor(kind="system", administrator=True)
            token = feeds.create(session, network.id, plan=plan, by=by)[1]
            assert session.get_one(Person, person)
        return str(self.app.test_client().get(f"/feeds/{token}.ics").get_data(as_text=True))


def address(name: str) -> str:
    """A person's mail address."""
    return f"{name.lower()}@lan.example"


def words_of(mail: Sent) -> str:
    """Give a mail as its reader's program shows it: head, text, HTML and calendar."""
    texts = [part for part in mail.mail.walk() if part.get_content_maintype() == "text"]
    return "\n".join([str(mail.mail["Subject"]), *(str(part.get_content()) for part in texts)])


def crawl(browser: Browser) -> Iterable[str]:
    """Follow every link of the pages from home on; gives the text of each page and file."""
    waiting, known = ["/"], {"/"}
    while waiting and len(known) < MOST_PAGES:
        answer = browser.get(waiting.pop(0), follow_redirects=True)
        assert answer.status_code < 500, answer.text
        if answer.status_code >= 400:
            continue
        yield _text(answer.data)
        if answer.mimetype != "text/html":
            continue
        for found in re.findall(r'href="(/[^"#]*)', answer.get_data(as_text=True)):
            path = unescape(found)
            if (
                path not in known
                and not path.startswith(("/static/", "/sign-"))
                and ".pdf" not in path
            ):
                known.add(path)
                waiting.append(path)


def _text(data: bytes) -> str:
    """Give what stands in an answer; of a container all its members."""
    try:
        with ZipFile(BytesIO(data)) as packed:
            return "\n".join(_text(packed.read(name)) for name in packed.namelist())
    except (BadZipFile, ValueError):
        return unescape(data.decode("utf-8", "replace"))


def _given(asked: Api, path: str) -> str:
    answer = asked.browser.get(f"/api/v1{path}", headers=asked.headers)
    assert answer.status_code in {200, 403, 404}, (path, answer.text)
    return str(answer.get_data(as_text=True))
