"""What keeps a demonstration's coordinator busy this week?

A meeting without minutes, one whose answers are late, one that is to be called: laid around today
by the real services, so that the start page has something to do on the first day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput, MeetingInput, ProposalInput, RoundInput, parse
from scheduler.model import Meeting, Network
from scheduler.queries import membership
from scheduler.services import agenda, meetings, proposals, rounds
from web.demo.past import hold
from web.demo.words import chance, words

WEEKEND = 5


def lay(session: Session, network: Network) -> None:
    """Lay the week's meetings around today."""
    for plan in words(network.language).get("week", []):
        meeting = _add(session, network, plan)
        points = {"items": plan.get("points", [])}
        agenda.put(session, meeting.id, plan=parse(AgendaInput, points), by=SYSTEM)
        if plan["state"] == "held":
            hold(session, meeting)
        elif plan["state"] == "called":
            meetings.call(session, meeting.id, by=SYSTEM)
        _report(session, meeting, plan.get("round", {}))
        _propose(session, meeting, plan.get("proposals", {}))


def _add(session: Session, network: Network, plan: dict[str, Any]) -> Meeting:
    today = clock.today(network.time_zone)
    day = _weekday(today + timedelta(days=plan["days"]))
    start = datetime.combine(day, time.fromisoformat(plan["at"]))
    asked = {name: plan[name] for name in ("title", "text", "place", "minutes")}
    asked |= {"start": start, "people": _some(session, network, plan["share"])}
    if plan["state"] == "planned":
        asked |= {"notice_days": (day - today).days}  # the notice is to go out today
    return meetings.add(session, network.id, plan=parse(MeetingInput, asked), by=SYSTEM)


def _report(session: Session, meeting: Meeting, said: Mapping[str, str]) -> None:
    """Fill the slots of the situation round, by organisation; no words: nothing to report."""
    rounds_ = [item for item in meeting.agenda if item.kind == "round"]
    called = {one.organisation.name: one for one in meeting.invitations if one.organisation}
    for item in rounds_:
        for house in sorted(said.keys() & called.keys()):
            plan = RoundInput(text=said[house], nothing_to_report=not said[house])
            place = called[house].organisation_id
            if place is not None:
                rounds.write(session, item.id, place, plan=plan, seen=None, via="link", by=SYSTEM)


def _propose(session: Session, meeting: Meeting, asked: Mapping[str, str]) -> None:
    """Let people propose points, by mail address."""
    for one in meeting.invitations:
        if one.person.email in asked:
            plan = ProposalInput(title=asked[one.person.email])
            proposals.propose(session, one.id, plan=plan, by=SYSTEM)


def _some(session: Session, network: Network, share: float) -> list[UUID]:
    day = clock.today(network.time_zone)
    people = {one.person for one in membership.members(session, network.id, day) if one.person}
    return [one.id for one in people if chance("week", one.email) <= share]


def _weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= WEEKEND else 0)
