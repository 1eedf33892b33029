"""Where does everything that people can type stand at once?

One network in which every free text is the same one. All of it came in through the API, the reply
page and a REPLY by mail; all letters have left. Two villages differ in nothing but their text.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from scheduler import inbox
from scheduler.actor import SYSTEM, Actor
from scheduler.config import Settings
from scheduler.database import Base, Database
from scheduler.delivery import Post
from scheduler.engine.local import LocalEngine
from scheduler.inputs.access import AccountInput, OwnInput
from scheduler.model import Invitation, Letter, Person
from scheduler.render import Renderer
from scheduler.services import accounts, sessions
from scheduler.text import clean_text
from tests.api.client import BASE, a_token
from tests.conftest import SECRET
from tests.fakes import FakeSender, Sent
from tests.hostile import bodies, exercised, living, pages
from tests.hostile.bodies import Path as Place
from tests.inbox.replies import a_reply
from tests.incoming import DEFAULTS, a_mail
from tests.web.browser import Browser
from web.api.endpoint import ENDPOINTS, PREFIX
from web.application import create_app

BY_NAME = {endpoint.name: endpoint for endpoint in ENDPOINTS}
ANNA, BO, CILLA, ADMIN = (f"{name}@kumla.example" for name in ("anna", "bo", "cilla", "admin"))
MEETINGS = ("past", "planned", "called", "moved", "cancelled", "published")


class Village:
    """A network, its people and meetings; `ids` are by the names that addresses use.

    `person` says more about its people than the text.
    """

    def __init__(
        self, folder: Path, text: str, *, demo: bool = True, person: dict[str, Any] | None = None
    ) -> None:
        self.text, self.person = text, person or {}
        self.settings = Settings(
            dir=folder, secret_key=SECRET, base_url=BASE, mail_domain="kallelse.example", demo=demo
        )
        self.database = Database(self.settings.database)
        Base.metadata.create_all(self.database.engine)
        self.app: Flask = create_app(self.settings, self.database)
        self.app.test_client_class = Browser
        self.keys = self.app.extensions["kallelse"].keys
        self.sender = FakeSender()
        self.token = a_token(self.database, "administrator")
        self.ids: dict[str, str] = {}
        self.meetings: dict[str, str] = {}
        self.tokens: dict[str, str] = {}
        self.several: dict[str, dict[str, str]] = {"run": {}, "exercise": {}}  # by their state
        self.pushed: set[tuple[str, Place]] = set()
        self.mails: list[Sent] = []
        self._people()
        self._meetings()
        self._minutes()
        self._areas()
        living.agenda(self)
        living.minutes(self)
        living.links(self)
        living.callout(self)
        living.scenarios(self)
        living.imports(self)
        exercised.exercises(self)
        self._answers()
        self._mails_in()
        self._doors()
        self.browser = self.app.test_client()  # signed in as an administrator
        self.browser.set_cookie("kallelse", self.tokens["cookie"])

    def ask(
        self, name: str, more: Any = None, *, only: Any = None, status: int = 0, **ids: str
    ) -> Any:
        """Ask an endpoint with the text in every field that takes one, or with `only` a body."""
        endpoint = BY_NAME[name]
        path = endpoint.path
        for place, value in ({"network": "by"} | self.ids | ids).items():
            path = path.replace(f"<{place}>", value)
        asked = self._body(name, more or {}) if endpoint.body and only is None else only
        answer = self.app.test_client().open(
            PREFIX + path,
            method=endpoint.method,
            json=asked,
            headers={"Authorization": f"Bearer {self.token}"},
        )
        assert answer.status_code == (status or endpoint.status), (name, answer.status, answer.text)
        return answer.json

    def _body(self, name: str, more: Any) -> Any:
        model = BY_NAME[name].body
        assert model is not None
        free = [leaf.path for leaf in bodies.leaves(model) if leaf.free]
        own = {path: self.text for path in free if path[0] not in more}
        asked = bodies.body(model, own, more)
        self.pushed |= {(name, path) for path in free if bodies.at(asked, path) == self.text}
        return asked

    def _people(self) -> None:
        self.ids["network"] = self.ask("create_network", {"slug": "by"})["id"]
        first = self.ask("add_organisation", {"role": "convenor"})
        second = self.ask("add_organisation", {"name": f"{self.text} 2"})
        self.ids |= {"house": first["id"], "organisation": second["id"]}
        # The organisation is named once by its name and once by its id.
        anna = self.ask("add_person", {"email": ANNA, "role": "coordinator"} | self.person)
        bo = self.ask("add_person", {"email": BO, "organisation": second["id"]} | self.person)
        self.ids |= {"person": anna["id"], "other": bo["id"], "membership": anna["membership"]}
        with self.database.transaction() as session:
            named = AccountInput(email=ADMIN, name=self.text, administrator=True)
            account, self.tokens["sign-in"] = accounts.open_account(session, plan=named, by=SYSTEM)
            me = Actor(kind="person", person_id=account.person_id)
            own = OwnInput(name=self.text, language="sv", time_zone="Europe/Helsinki")
            accounts.change_own(session, account.id, plan=own, by=me)
            sessions.begin(session, account)  # another browser
            visit, self.tokens["cookie"] = sessions.begin(session, account)
            self.ids["visit"] = str(visit.id)
            own_account, _ = accounts.open_account(session, plan=AccountInput(email=BO), by=SYSTEM)
            self.tokens["member's cookie"] = sessions.begin(session, own_account)[1]

    def _meetings(self) -> None:
        self.ask("preview_series")
        self.ids["series"] = self.ask("create_series")["id"]
        days = ("2026-12-03", "2027-02-04", "2027-02-11", "2027-02-18", "2027-02-25", "2027-01-02")
        for state, day in zip(MEETINGS, days, strict=True):
            asked = {"start": f"{day}T09:00", "online_url": "https://x.example/rum"}
            self.meetings[state] = self.ask("add_meeting", asked)["id"]
        self.ids["meeting"] = self.meetings["called"]
        for state in ("planned", "called", "moved", "cancelled"):
            self.ask("put_agenda", meeting=self.meetings[state])
        for state in ("called", "moved", "cancelled"):
            self.ask("call_meeting", {"undo_seconds": 0}, meeting=self.meetings[state])
        self.settle()
        moved, cancelled = self.meetings["moved"], self.meetings["cancelled"]
        self.ask("move_meeting", {"start": "2027-02-19T13:00"}, meeting=moved)
        self.ask("cancel_meeting", meeting=cancelled)
        self.ask("put_meeting_text", meeting=self.meetings["planned"])
        other = {"title": f"{self.text} 2", "place": f"{self.text} 2"}
        self.ask("put_meeting_text", other, meeting=moved)
        self.settle()

    def _minutes(self) -> None:
        for state in ("past", "published"):
            guest = {"attendance": [{"name": self.text, "organisation": self.text}]}
            self.ask("put_minutes", guest, meeting=self.meetings[state])
        self.ask("publish_minutes", meeting=self.meetings["published"])
        self.ids["action"] = self.ask("add_action")["id"]
        self.ask("change_action")
        other = {"organisation": self.ids["organisation"], "person": self.ids["other"]}
        self.ask("change_action", {"state": "reopened", "owner": other})

    def _areas(self) -> None:
        # An organisation stands once in an area: each field that names one has its turn.
        second: dict[str, Any] = {"owner": {"organisation": f"{self.text} 2"}}
        turns: tuple[dict[str, Any], ...] = (
            {"participates": [], "informed": []},
            second | {"informed": []},
        )
        for number, turn in enumerate((*turns, second | {"participates": []}), 1):
            named = {"name": f"{self.text} {number}"} if number > 1 else {}
            made = self.ask("add_area", turn | named)["id"]
            self.ids.setdefault("area", made)
        for turn in (second | {"participates": []}, second | {"informed": []}, turns[0]):
            self.ask("change_area", turn)
        of = {"area": self.ids["area"]}
        self.ids["commission"] = self.ask("add_commission", of)["id"]
        self.ask("change_commission", of)

    def _answers(self) -> None:
        called = self._invitations("called")
        self.ask("reply", invitation=called[ANNA])
        self.ids["invitation"] = called[BO]
        self.tokens["brief"] = self.keys.token("brief", UUID(called[BO]), 0)
        self.tokens["r"] = self.keys.token("reply", UUID(called[BO]), 0)
        typed = {"answer": "declined", "comment": self.text}
        posted = pages.post(self.app.test_client(), f"/r/{self.tokens['r']}", typed)
        assert posted.status_code == 303, posted.text
        moved = next(m for m in reversed(self.mails) if m.recipient == BO and m.method == "REQUEST")
        words = self.text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        taken = a_reply(moved, comment=words.replace("\r", "").replace("\n", "\\n"))
        door = (self.database, self.keys, self.settings)
        assert inbox.take(*door, taken, moved.sender) is inbox.Outcome.TAKEN
        stood_in = {"email": CILLA, "person": None}
        again = self._invitations("moved")
        self.ask("substitute", stood_in, meeting=self.meetings["moved"], invitation=again[ANNA])
        self.settle()
        lost, held = called[BO], {"hold": True}
        self.ask("resend_invitation", only=held, meeting=self.ids["meeting"], invitation=lost)
        self.settle()
        self.ids["change"] = self.ask("list_changes")["items"][-1]["id"]

    def _mails_in(self) -> None:
        """Let mails wait for somebody to decide, one of each kind, as the inbox keeps words."""
        words = dict.fromkeys(("subject", "text", "comment"), clean_text(self.text))
        with self.database.transaction() as session:
            for kind in DEFAULTS:
                sender = {} if kind == "unconfirmed" else {"sender": words["text"]}
                called = UUID(self.meetings["called"])
                row = a_mail(session, called, ANNA, kind=kind, **words, **sender)
                self.ids["incoming"] = str(row.id)

    def _doors(self) -> None:
        """Make every address that carries its own authority."""
        network = self.ask("create_feed", only={"kind": "network", "level": "full"})
        whose = {"kind": "person", "level": "full", "person": self.ids["other"]}
        self.ids["feed"] = network["id"]
        self.tokens["feeds"] = _last(network["url"]).removesuffix(".ics")
        person = self.ask("create_feed", only=whose)
        self.tokens["own feed"] = _last(person["url"]).removesuffix(".ics")
        self.tokens["me"] = self.keys.token("me", UUID(self.ids["other"]), 0)
        noted = self._invitations("published")[BO]
        self.tokens["m"] = self.keys.token("minutes", UUID(noted), 0)
        with self.database.reading() as session:
            letters = select(Letter.id).join(Person, Person.id == Letter.person_id)
            same = letters.order_by(Letter.kind, Person.email, Letter.sequence)  # in each village
            self.ids["letter"] = str(session.scalars(same).first())

    def settle(self) -> None:
        """Let all letters leave; the demonstration's mailbox has them too."""
        LocalEngine(Post(self.database, Renderer(self.settings, self.keys), self.sender)).settle()
        folder = self.settings.dir / "mail" / "new"
        folder.mkdir(parents=True, exist_ok=True)
        for mail in self.sender.take():
            self.mails.append(mail)
            (folder / f"{len(self.mails)}.eml").write_bytes(mail.raw)

    def invited(self, state: str) -> dict[str, str]:
        """Give the calls to a meeting by the name that its person has in `ids`."""
        found = self._invitations(state)
        return {"person": found[ANNA], "other": found[BO]}

    def _invitations(self, state: str) -> dict[str, str]:
        with self.database.reading() as session:
            wanted = select(Person.email, Invitation.id).join(
                Invitation, Invitation.person_id == Person.id
            )
            rows = session.execute(
                wanted.where(Invitation.meeting_id == UUID(self.meetings[state]))
            )
            return {email: str(invitation) for email, invitation in rows}


def _last(url: str) -> str:
    return url.rpartition("/")[2]
