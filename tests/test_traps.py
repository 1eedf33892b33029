"""Which traps have calendars of other makers fallen into, and do we step around each?

One test for each trap, named after it; each is read for one UID per meeting. The one of zones
stands in tests/test_traps_of_zones.py.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from scheduler import inbox
from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput, CancelInput, TextInput
from scheduler.model import Incoming, Meeting
from scheduler.ports import Temporary
from scheduler.services import agenda, incoming, meetings
from tests import feeding
from tests.calendar_client import CalendarClient, Entry, lines_of, read
from tests.changing import ANNA, BO, answer, cancel, facts, letters, move, remove, restore
from tests.factories import a_called_meeting, a_meeting, a_network
from tests.fakes import Sent
from tests.inbox import clients
from tests.inbox.replies import a_reply, answer_of, everything
from tests.inbox.shapes import places_of
from web.application import create_app


@pytest.fixture
def told(time, database, settle, sender) -> tuple[UUID, Sent, Sent]:
    """A called meeting, and the invitations that Anna and Bo got."""
    meeting = a_called_meeting(database)
    settle()
    anna, bo = sender.take()
    time.forward(hours=1)
    return meeting, anna, bo


@pytest.fixture
def come(database, keys, settings) -> Callable[..., None]:
    """Let a mail come from outside."""

    def came(raw: bytes, to: Sent) -> None:
        assert inbox.take(database, keys, settings, raw, to.sender) == inbox.Outcome.TAKEN

    return came


def shown(mail: Sent) -> Entry:
    found = read(mail.raw, mail.recipient)
    assert found is not None
    return found[1]


def reword(database, meeting: UUID, place: str = "Slottet") -> None:
    with database.transaction() as session:
        plan = TextInput(title="Länsnätverket", place=place)
        meetings.change_text(session, meeting, plan=plan, by=SYSTEM)


def test_trap_1_get_head_and_scanners_change_nothing(told, database, settings, keys):
    meeting, anna, _ = told
    client = create_app(settings, database).test_client()
    [path] = [word.removeprefix(settings.base_url) for word in anna.text.split() if "/r/" in word]
    before = everything(database)
    for address in (path, f"{path}?answer=accepted", f"{path}.ics"):
        for ask in (client.get, client.head, client.head, client.get):
            assert ask(address).status_code == 200
    assert everything(database) == before
    assert client.post(path, data={"answer": "declined"}).status_code == 303
    assert answer_of(database, meeting) == ("declined", "", "link")


def test_trap_3_text_raises_sequence_and_resets_nothing(told, time, database, settle, sender, come):
    meeting, anna, _ = told
    come(a_reply(anna, "ACCEPTED"), anna)
    reword(database, meeting)
    settle()
    [changed, _] = sender.take()
    assert (shown(changed).sequence, shown(changed).partstat) == (1, "ACCEPTED")
    assert answer_of(database, meeting) == ("accepted", "", "mail")
    move(database, meeting)
    settle()
    [moved, _] = sender.take()
    assert (shown(moved).sequence, shown(moved).partstat) == (2, "NEEDS-ACTION")
    assert answer_of(database, meeting) == ("needs-action", "", None)


def test_trap_3_a_cancellation_never_overtakes_its_request(time, database, settle, sender):
    meeting = a_called_meeting(database)
    sender.failures = [Temporary("451 later")] * 2
    settle()
    cancel(database, meeting)  # the notices still wait: nobody is told anything
    time.forward(minutes=5)
    settle()
    assert sender.take() == []
    assert {row[3] for row in letters(database)} == {"withdrawn"}
    restore(database, meeting)
    settle()
    assert facts(sender.take()) == [(ANNA, "REQUEST", 2), (BO, "REQUEST", 2)]
    cancel(database, meeting)
    settle()
    assert facts(sender.take()) == [(ANNA, "CANCEL", 3), (BO, "CANCEL", 3)]


def test_trap_4_one_date_cancelled_leaves_the_others_and_restore_works(
    time, database, settle, sender
):
    first = a_called_meeting(database)
    with database.transaction() as session:
        network_id = session.get_one(Meeting, first).network_id
        others = [a_meeting(session, network_id, start=f"2027-0{n}-04T09:00").id for n in (3, 4)]
        for one in others:
            meetings.call(session, one, by=SYSTEM)
    settle()
    calendar = CalendarClient(ANNA)
    for mail in sender.take():
        calendar.receive(mail.raw if mail.recipient == ANNA else b"")
    before = dict(calendar.entries)

    cancel(database, others[0])
    settle()
    [mail, _] = sender.take()
    calendar.receive(mail.raw)
    [gone] = [uid for uid in before if calendar.entries[uid] != before[uid]]
    assert (mail.method, calendar.entries[gone].status) == ("CANCEL", "CANCELLED")
    assert "RECURRENCE-ID" not in mail.calendar

    restore(database, others[0])
    settle()
    [mail, _] = sender.take()
    calendar.receive(mail.raw)
    assert calendar.entries[gone].shown == before[gone].shown
    assert len(calendar.entries) == 3


def test_trap_5_one_reply_or_removal_mails_nobody_else(told, time, database, settle, sender, come):
    meeting, anna, _ = told
    come(a_reply(anna, "ACCEPTED"), anna)
    time.forward(minutes=5)
    settle()
    assert sender.take() == []
    answer(database, meeting, ANNA, "declined")
    settle()
    time.forward(minutes=5)
    settle()
    assert facts(sender.take()) == [(ANNA, "REQUEST", 1)]
    remove(database, meeting, BO)
    settle()
    assert facts(sender.take()) == [(BO, "CANCEL", 2)]


def test_trap_6_attendee_is_the_recipient_alone_also_in_cancel_and_feeds_have_none(
    told, database, settle, sender
):
    meeting, *mails = told
    move(database, meeting)
    settle()
    mails += sender.take()
    cancel(database, meeting)
    settle()
    mails += sender.take()
    assert [mail.method for mail in mails] == ["REQUEST"] * 4 + ["CANCEL"] * 2
    for mail in mails:
        other = BO if mail.recipient == ANNA else ANNA
        lines = lines_of(mail.calendar.replace("\n", "\r\n"))
        who = [line.value for line in lines if line.name == "ATTENDEE"]
        assert who == [f"mailto:{mail.recipient}"]
        assert other not in mail.calendar
        assert other.encode() not in mail.raw

    restore(database, meeting)
    settle()
    with database.reading() as session:
        network_id = session.get_one(Meeting, meeting).network_id
    for level in ("busy", "title", "full"):
        body = feeding.get(database, feeding.make(database, network_id, level=level))
        assert b"BEGIN:VEVENT" in body
        assert b"ATTENDEE" not in body
        assert b"kumla.example" not in body


@pytest.mark.parametrize(
    "name", ["Exchange accepts", "Outlook accepts", "Exchange without an address"]
)
def test_trap_8_replies_of_exchange_and_in_windows_zones(told, database, come, name):
    meeting, anna, _ = told
    mail, _ = clients.ANSWERS[name]
    raw = mail.raw(places_of(anna))
    assert b"ORGANIZER" not in decoded(raw) or name.startswith("Outlook")
    assert b"W. Europe Standard Time" in decoded(raw)
    come(raw, anna)
    assert answer_of(database, meeting)[::2] == ("accepted", "mail")


def test_trap_8_replies_from_alias_list_exchange_and_windows_zones(
    told, time, database, settle, sender, come
):
    meeting, anna, _ = told
    elsewhere = "anna.andersson@lists.kumla.example"
    forwarded = {"sender": elsewhere, "attendee": f"mailto:{elsewhere}"}
    come(a_reply(anna, "ACCEPTED", **forwarded), anna)
    assert answer_of(database, meeting) == ("needs-action", "", None)
    with database.transaction() as session:
        waiting = session.scalars(select(Incoming)).one()
        assert (waiting.kind, waiting.sender) == ("other_address", elsewhere)
        incoming.confirm(session, waiting.id, remember=True, by=SYSTEM)
        assert len(session.get_one(Meeting, meeting).invitations) == 2  # nobody came along
    assert answer_of(database, meeting) == ("accepted", "", "mail")
    come(a_reply(anna, "DECLINED", stamp="20270104T093000Z", **forwarded), anna)
    assert answer_of(database, meeting) == ("declined", "", "mail")  # the alias is known now
    settle()
    time.forward(minutes=5)
    settle()
    assert sender.take() == []


def test_trap_9_part_and_attachment_are_the_same(told, database, settle, sender):
    meeting, *mails = told
    for change in (lambda: reword(database, meeting), lambda: cancel(database, meeting)):
        change()
        settle()
        mails += sender.take()
    assert [mail.method for mail in mails] == ["REQUEST"] * 4 + ["CANCEL"] * 2
    for mail in mails:
        whole = mail.mail
        assert whole.get_content_type() == "multipart/mixed"
        words, file = whole.iter_parts()
        assert [part.get_content_type() for part in words.iter_parts()] == [
            "text/plain",
            "text/html",
            "text/calendar",
        ]
        [*_, part] = words.iter_parts()
        assert file.get_content_type() == "application/ics"
        assert part.get_payload(decode=True) == file.get_payload(decode=True)
        assert part["Content-Type"].params["method"] == mail.method


def test_trap_10_no_reminder_to_declined_left_or_cancelled(time, database, settle, sender):
    people = [f"{name}@kumla.example" for name in ("yes", "no", "silent", "left")]
    with database.transaction() as session:
        network = a_network(session, people_=people)
        held, gone = (a_meeting(session, network.id).id for _ in range(2))
        for meeting in (held, gone):
            meetings.call(session, meeting, by=SYSTEM)
    settle()
    for meeting in (held, gone):
        answer(database, meeting, people[0], "accepted")
        answer(database, meeting, people[1], "declined")
    remove(database, held, people[3])
    cancel(database, gone)
    settle()
    time.forward(minutes=5)
    settle()
    sender.take()
    reminded: list[tuple[str, Any]] = []
    while time() < datetime(2027, 2, 10, tzinfo=UTC):
        time.forward(hours=6)
        settle()
        reminded += [(mail.recipient, mail.method) for mail in sender.take()]
    assert sorted(reminded) == [(people[2], ""), (people[0], "")]
    kinds = [(row[0], row[1]) for row in letters(database) if row[1].startswith("remind")]
    assert sorted(kinds) == [(people[2], "remind_silent"), (people[0], "remind_coming")]


def test_trap_12_a_cancelled_meeting_keeps_its_agenda_and_shows_the_reason(
    told, database, settings, settle, sender
):
    meeting, anna, _ = told
    with database.transaction() as session:
        plan = AgendaInput.model_validate({"items": [{"title": "Lägesrunda"}]})
        agenda.put(session, meeting, plan=plan, by=SYSTEM)
        meetings.cancel(session, meeting, plan=CancelInput(reason="Snöstorm"), by=SYSTEM)
    settle()
    [mail, _] = sender.take()
    assert "Snöstorm" in mail.text
    with database.reading() as session:
        assert [item.title for item in session.get_one(Meeting, meeting).agenda] == ["Lägesrunda"]
    client = create_app(settings, database).test_client()
    [path] = [word.removeprefix(settings.base_url) for word in anna.text.split() if "/r/" in word]
    page = client.get(path).get_data(as_text=True)
    assert "Snöstorm" in page
    assert "Lägesrunda" in page


def decoded(raw: bytes) -> bytes:
    """The calendar part of a mail as it was meant."""
    found = Sent("", "", raw).calendar
    return found.encode()
