"""How does a demonstration get a past and an agenda for what comes?

Agendas, minutes and actions go through the services. What only time could have brought (that a
meeting was called, answered, held and its minutes published without a mail now) is written as rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.actor import SYSTEM
from scheduler.clock import now
from scheduler.inputs import ActionInput, ActionPatch, AgendaInput, MinutesInput, parse
from scheduler.model import (
    Action,
    AgendaItem,
    Invitation,
    Meeting,
    MeetingChange,
    Network,
    Organisation,
    Reply,
)
from scheduler.queries import membership
from scheduler.services import actions, agenda, meetings, minutes
from web.demo import promises
from web.demo.words import answer_of, chance, words

SOON = timedelta(days=45)
FICTIONAL = "Björkhamra kommun"


def give_past(session: Session, network: Network) -> None:
    """Let every meeting of the network that is over have been called, answered and written up."""
    over = _meetings(session, network, Meeting.starts_at < now())
    for number, meeting in enumerate(over):
        script = words(network.language)["meetings"]
        if meeting.ends_at <= now():
            hold(session, meeting)
            _write_up(session, network, meeting, script[number % len(script)])
    if over:
        _fall_behind(session, network, over[-1])
    promises.were_told(session, network)


def give_agendas(session: Session, network: Network) -> None:
    """Write the agenda of every meeting that comes soon, so that its letters have something."""
    coming = words(network.language)["coming"]
    soon = (Meeting.starts_at > now()) & (Meeting.starts_at < now() + SOON)
    for meeting in _meetings(session, network, soon):
        meeting.text = coming["text"]
        _put_agenda(session, meeting, coming["points"])


def _meetings(session: Session, network: Network, which: Any) -> Sequence[Meeting]:
    chosen = select(Meeting).where(Meeting.network_id == network.id, which)
    return session.scalars(chosen.order_by(Meeting.starts_at)).all()


def hold(
    session: Session,
    meeting: Meeting,
    *,
    answers: Callable[[Meeting, Invitation], None] | None = None,
) -> None:
    """Let a meeting that is over have been called, answered (by `answers`) and held."""
    meeting.called_at = meeting.starts_at - timedelta(days=meeting.notice_days)
    meeting.status = "called"
    change = MeetingChange(meeting_id=meeting.id, kind="called", sequence=0, by=SYSTEM.name)
    change.at = meeting.called_at
    session.add(change)
    for invitation in meeting.invitations:
        invitation.told_sequence, invitation.told_at = 0, meeting.called_at
        (answers or _answer)(meeting, invitation)
    meetings.close(session, meeting.id, by=SYSTEM)


def _answer(meeting: Meeting, invitation: Invitation) -> None:
    word = answer_of(meeting.original_start, invitation.person.email)
    if word == "needs-action":
        return
    excuses = words(invitation.person.language)["declined"]
    dice = chance(invitation.person.email, meeting.original_start, "when")
    notice = timedelta(days=meeting.notice_days - meeting.reply_days)
    answered = meeting.starts_at - timedelta(days=meeting.notice_days) + notice * dice
    said = {
        "answer": word,
        "comment": excuses[int(dice * 100) % len(excuses)] if word == "declined" else "",
    }
    invitation.replies.append(Reply(**said, via="link", at=answered, sequence=0))
    invitation.answer, invitation.comment = said["answer"], said["comment"]
    invitation.answered_at, invitation.answered_via = answered, "link"


def _write_up(session: Session, network: Network, meeting: Meeting, script: dict[str, Any]) -> None:
    meeting.text = script["text"]
    items = _put_agenda(session, meeting, script["points"])
    said = list(zip(items, script["points"], strict=True))
    owner = _owner(session, network, meeting)
    plan = {
        "entries": [{"item": i.id, "text": p["notes"]} for i, p in said if "notes" in p],
        "decisions": [{"item": i.id, "text": p["decision"]} for i, p in said if "decision" in p],
        "actions": [
            _action(meeting, point["action"], owner) | {"item": item.id}
            for item, point in said
            if "action" in point
        ],
    }
    written = minutes.save(
        session, meeting.id, plan=parse(MinutesInput, plan), version=None, by=SYSTEM
    )
    written.saved_at = min(meeting.ends_at + timedelta(hours=20), now())
    if meeting.ends_at + timedelta(days=2) < now():
        written.state, written.published_by = "published", SYSTEM.name
        written.published_at = meeting.ends_at + timedelta(days=2)
    _move_on(session, network, meeting)


def _put_agenda(
    session: Session, meeting: Meeting, points: list[dict[str, Any]]
) -> list[AgendaItem]:
    known = ("title", "kind", "class", "minutes", "presenter", "text")
    items = [{name: point[name] for name in known if name in point} for point in points]
    return agenda.put(session, meeting.id, plan=parse(AgendaInput, {"items": items}), by=SYSTEM)


def _owner(session: Session, network: Network, meeting: Meeting) -> Organisation:
    day = clock.today(network.time_zone)
    houses = [
        one.organisation
        for one in membership.organisations(session, network.id, day)
        if one.organisation and one.organisation.name != FICTIONAL and one.role != "observer"
    ]
    return houses[meeting.start.toordinal() % len(houses)]


def _action(meeting: Meeting, action: dict[str, Any], owner: Organisation) -> dict[str, Any]:
    due: date = meeting.start.date() + timedelta(days=action["days"])
    house = {"organisation": str(owner.id)}
    return {"text": action["text"], "owner": house, "due": due.isoformat()}


def _move_on(session: Session, network: Network, meeting: Meeting) -> None:
    """Let what was promised be done by its day: nobody real ever falls behind."""
    today = clock.today(network.time_zone)
    for action in session.scalars(select(Action).where(Action.meeting_id == meeting.id)):
        late = action.due is not None and action.due <= today
        patch = ActionPatch(state="done" if late else "accepted")
        actions.change(session, action.id, plan=patch, by=SYSTEM)


def _fall_behind(session: Session, network: Network, meeting: Meeting) -> None:
    """Let the fictional municipality, where it belongs, be late with what it promised."""
    house = session.scalars(select(Organisation).where(Organisation.name == FICTIONAL)).first()
    day = clock.today(network.time_zone)
    if house is None or not membership.of_organisation(session, network.id, house.id, day):
        return
    for promised in words(network.language)["bjorkhamra"]:
        plan = parse(ActionInput, _action(meeting, promised, house))
        made = actions.add(
            session, network_id=network.id, meeting_id=meeting.id, plan=plan, by=SYSTEM
        )
        actions.change(session, made.id, plan=ActionPatch(state="accepted"), by=SYSTEM)
