"""What has a village done between its meetings, and at them? Everything that a network keeps.

Points are proposed and settled, the round is told, papers are added, minutes go their whole way,
actions are reported; each by the API or behind the link that a mail would have carried.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask.testing import FlaskClient

from scheduler.model import Action
from scheduler.queries import report_page
from scheduler.text import clean_line
from tests.hostile import pages
from tests.web.browser import Browser

if TYPE_CHECKING:
    from tests.hostile.village import Village

DAYS = {"circulated": "2026-12-04", "adjusted": "2026-12-07", "approved": "2026-12-08"}

PAPER = "Läget i länet, kort.".encode()


def agenda(village: Village) -> None:
    """Let standing points be written, points be proposed and decided, and the round be told."""
    village.ask("put_agenda_template")
    called: dict[str, Any] = {"meeting": village.meetings["called"]}
    asks = {"person": village.ids["other"]}
    proposals = [village.ask("propose_point", asks, **called)["id"] for _ in range(3)]
    village.ids["proposal"] = proposals[0]
    village.ask("decide_proposal", {"state": "returned"}, proposal=proposals[1])
    village.ask("decide_proposal", {"state": "accepted"}, proposal=proposals[2])
    point = village.ask("get_agenda", **called)["items"][0]
    village.ids["item"] = point["id"]
    village.ask("put_round_slot", item=point["id"], organisation=village.ids["organisation"])
    paper = {"content": base64.b64encode(PAPER).decode()}  # what looks like HTML is not taken
    village.ids["attachment"] = village.ask("add_attachment", paper, **called)["id"]
    village.ask("add_attachment", paper | {"item": point["id"]}, **called)


def minutes(village: Village) -> None:
    """Let minutes go their way as far as each meeting's name says; both people were there."""
    people = [village.ids["person"], village.ids["other"]]
    for state, day in DAYS.items():
        asked = {"start": f"{day}T09:00", "online_url": "https://x.example/rum"}
        meeting = village.meetings[state] = village.ask("add_meeting", asked)["id"]
        first, second = village.ask("put_agenda", meeting=meeting)["items"]
        there = {"attendance": [{"person": people[0]}, {"person": people[1], "arrived": "09:20"}]}
        told = [{"item": one["id"], "text": village.text} for one in (first, second)]
        village.ask("put_minutes", there | {"entries": told}, meeting=meeting)
        village.ask("settle_point", item=first["id"])
        village.ask("circulate_minutes", {"adjusters": people}, meeting=meeting)
    for state in ("adjusted", "approved"):
        for person in people:
            village.ask("adjust_minutes", {"person": person}, meeting=village.meetings[state])
    village.ask("approve_minutes", meeting=village.meetings["approved"])
    planned: dict[str, Any] = {"meeting": village.meetings["planned"]}
    note = {"item": None, "seen": 0}
    village.ask("put_note", note, **planned)
    village.ask("put_note", note | {"text": f"{village.text} 2"}, status=409, **planned)
    earlier, later = village.ask("list_decisions")["items"][-1:-3:-1]
    village.ids["decision"] = earlier["id"]
    village.ask("supersede_decision", {"superseded_by": later["id"]}, decision=earlier["id"])


def links(village: Village) -> None:
    """Let the same be typed behind the links of mails: comments, the round, a point, a report."""
    called, there = (village.invited(state)["other"] for state in ("called", "circulated"))
    for name, invitation in (("propose", called), ("round", called), ("comment", there)):
        village.tokens[name] = village.keys.token(name, UUID(invitation), 0)
    with village.database.reading() as session:
        action = session.get_one(Action, UUID(village.ids["action"]))
        village.tokens["action"] = report_page.token_of(village.keys, action)
    stranger = village.app.test_client()
    _send(stranger, f"/propose/{village.tokens['propose']}", {"title": "x", "text": village.text})
    _send(stranger, f"/action/{village.tokens['action']}", {"text": village.text})
    for _ in range(2):
        _send(stranger, f"/c/{village.tokens['comment']}", {"text": village.text})
    village.pushed.add(("add_minutes_comment", ("text",)))  # which no program may send
    circulated: dict[str, Any] = {"meeting": village.meetings["circulated"]}
    first, second = village.ask("list_minutes_comments", **circulated)["items"]
    village.ids["comment"] = second["id"]
    village.ask("settle_minutes_comment", {"state": "declined"}, comment=first["id"])


def callout(village: Village) -> None:
    """Let people be called for an exercise, and one answer by the link."""
    made = village.ask("make_callout", {"people": []})
    village.ids |= {"callout": made["id"], "callout_call": made["calls"][0]["id"]}
    doors = ("callout answered", "callout")
    for door, call in zip(doors, made["calls"], strict=False):
        village.tokens[door] = village.keys.token("callout", UUID(call["id"]), 0)
    _send(village.app.test_client(), f"/callout/{village.tokens['callout answered']}", {})


def scenarios(village: Village) -> None:
    """Let a scenario be written whole, an inject be suggested and one be declined."""
    village.ids["scenario"] = village.ask("create_scenario", {"title": ""})["id"]
    village.ask("create_scenario", {"content": None})
    village.ask("put_scenario")
    village.ask("put_capabilities")
    village.ids["suggestion"] = village.ask("suggest_inject")["id"]
    other = village.ask("suggest_inject")["id"]
    village.ask("decide_suggestion", {"state": "declined"}, suggestion=other)
    for step in ("review_scenario", "redraft_scenario", "retire_scenario", "approve_scenario"):
        made = village.ask("create_scenario", only={"title": village.text})["id"]
        village.ask(step, scenario=made)


def imports(village: Village) -> None:
    """Let a list be put aside to be imported, with the text in its headings and cells."""
    village.ask("put_import_mappings")
    heads = {"custom_id": "1", "time_offset": 5, village.text: village.text}
    row = heads | dict.fromkeys(("title", "content", "To", "From", "Status", "phase"), village.text)
    someone = village.app.test_client()
    assert isinstance(someone, Browser)
    someone.set_cookie("kallelse", village.tokens["cookie"])
    file = (io.BytesIO(json.dumps([row]).encode()), f"{clean_line(village.text)[:20]}.json")
    sent = someone.send(
        "/networks/by/scenarios/import", {"file": file}, content_type="multipart/form-data"
    )
    assert sent.status_code == 303, sent.text
    village.ids["upload"] = sent.headers["Location"].rpartition("/")[2]


def _send(stranger: FlaskClient, path: str, typed: Mapping[str, Any]) -> None:
    posted = pages.post(stranger, path, typed)
    assert posted.status_code == 303, (path, posted.text)
