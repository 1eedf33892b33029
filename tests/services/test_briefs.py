"""Who gets a brief before a meeting, when, and what does it hold?"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from scheduler import briefing, truth
from scheduler.actor import SYSTEM
from scheduler.errors import NotFound
from scheduler.inputs import AgendaInput, CancelInput, MoveInput, NetworkInput
from scheduler.model import Action, DueRow, Letter, Meeting, Minutes, Organisation
from scheduler.queries import briefs
from scheduler.queries.entitled import Reader
from scheduler.services import agenda, meetings, networks
from tests.factories import a_meeting, a_network, a_series, an_actor, invitation_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"
MORNING = datetime(2027, 2, 1, 7, tzinfo=UTC)  # eight in Stockholm, three days before


def house(session, name="Kumla kommun"):
    return session.scalars(select(Organisation.id).where(Organisation.name == name)).one()


def promise(database, meeting, text="Bjud in skolan", name="Kumla kommun", **more):
    with database.transaction() as session:
        network = session.get_one(Meeting, meeting).network_id
        owner = house(session, name)
        session.add(Action(network_id=network, text=text, organisation_id=owner, **more))


def points(database, meeting, *items):
    with database.transaction() as session:
        plan = AgendaInput.model_validate({"items": list(items)})
        return [one.id for one in agenda.put(session, meeting, plan=plan, by=SYSTEM)]


def briefed(sender):
    return [one.recipient for one in sender.take() if one.mail["Subject"].startswith("Before")]


def english(database, meeting):
    with database.transaction() as session:
        for email in (ANNA, BO):
            invitation_of(session, meeting, email).person.language = "en"


def planned(database, meeting):
    with database.reading() as session:
        rows = select(DueRow.due_at).where(
            DueRow.kind == "send_brief", DueRow.meeting_id == meeting, DueRow.state == "waiting"
        )
        return list(session.scalars(rows))


def gathered(database, meeting, name="Kumla kommun", *, open_only=False):
    with database.reading() as session:
        row = session.get_one(Meeting, meeting)
        return briefing.gather(session, row, house(session, name), open_only=open_only)


def test_an_organisation_with_something_to_do_gets_its_brief_three_days_before(
    time, meeting, database, settle, sender
):
    english(database, meeting)
    promise(database, meeting)
    assert planned(database, meeting) == [MORNING]
    time.to(MORNING - timedelta(seconds=1))
    settle()
    assert briefed(sender) == []
    time.to(MORNING)
    settle()
    assert briefed(sender) == [ANNA]
    time.forward(days=1)
    settle()
    assert briefed(sender) == []


def test_what_is_to_be_decided_concerns_all_who_have_not_declined(
    time, meeting, database, settle, sender
):
    english(database, meeting)
    points(database, meeting, {"title": "Övningen", "kind": "decision"})
    with database.transaction() as session:
        invitation_of(session, meeting, BO).answer = "declined"
    time.to(MORNING)
    settle()
    assert briefed(sender) == [ANNA]


def test_nobody_is_written_to_when_there_is_nothing_open_to_say(
    time, meeting, database, settle, sender
):
    english(database, meeting)
    circle, _ = points(
        database,
        meeting,
        {"title": "Hemligt", "kind": "decision", "class": "circle"},
        {"title": "Information"},
    )
    promise(database, meeting, item_id=circle)
    promise(database, meeting, "Klart", state="done")
    time.to(MORNING)
    settle()
    assert briefed(sender) == []


def test_a_brief_follows_a_meeting_that_moves_and_not_one_that_is_cancelled(
    meeting, database, do, time
):
    to = MoveInput.model_validate({"start": "2027-02-11T09:00"})
    do(meetings.move, meeting, plan=to)
    assert planned(database, meeting) == [MORNING + timedelta(days=7)]
    do(meetings.cancel, meeting, plan=CancelInput())
    assert planned(database, meeting) == []


def test_a_meeting_called_too_late_has_no_brief(time, database, settle):
    with database.transaction() as session:
        made = a_meeting(session, a_network(session).id, start="2027-01-06T09:00")
        meetings.call(session, made.id, by=SYSTEM)
    settle()
    assert planned(database, made.id) == []


def test_a_network_chooses_how_many_days_before_or_none(meeting, database, do):
    def choose(days):
        with database.reading() as session:
            network = session.get_one(Meeting, meeting).network
            values = {"name": network.name, "brief_days": days}
        do(networks.change, network.id, plan=NetworkInput.model_validate(values))

    choose(5)
    assert planned(database, meeting) == [MORNING - timedelta(days=2)]
    choose(0)
    assert planned(database, meeting) == []
    choose(3)
    assert planned(database, meeting) == [MORNING]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"answer": "declined"}, "The person is not coming."),
        ({"removed_at": MORNING}, "The person is no longer invited."),
    ],
)
def test_a_brief_that_waits_is_withdrawn_from_who_does_not_come(
    time, meeting, database, change, reason
):
    promise(database, meeting)
    with database.transaction() as session:
        row = session.get_one(Meeting, meeting)
        one = invitation_of(session, meeting, ANNA)
        letter = Letter(key="brief", kind="brief", person=one.person, meeting=row, invitation=one)
        letter.time_sequence = row.time_sequence
        for name, value in change.items():
            setattr(one, name, value)
        session.add(letter)
        session.flush()
        assert truth.why_not(session, letter) == reason


def test_a_brief_tells_what_is_new_since_the_meeting_before(time, database, settle):
    with database.transaction() as session:
        network = a_network(session)
        series = a_series(session, network.id)
        first, second, *_ = session.scalars(
            select(Meeting).where(Meeting.series_id == series.id).order_by(Meeting.starts_at)
        )
        first.status, second.status = "held", "called"
        after = first.ends_at + timedelta(days=2)
        session.add(Minutes(meeting_id=first.id, state="published", published_at=after))
        owner, now = house(session), first.ends_at
        for text, at in (("Stängd förr", now - timedelta(1)), ("Stängd nu", now + timedelta(1))):
            closed = Action(network_id=network.id, text=text, organisation_id=owner, closed_at=at)
            closed.state = "done"
            session.add(closed)
        meeting = second.id
    points(database, meeting, {"title": "Ny punkt"}, {"title": "Stående"})
    with database.transaction() as session:
        session.get_one(Meeting, meeting).agenda[1].source = "template:1"
    brief = gathered(database, meeting)
    assert [(one.kind, one.text, one.day) for one in brief.news] == [
        ("point", "Ny punkt", None),
        ("minutes", "Länsnätverket", date(2027, 1, 30)),
        ("closed", "Stängd nu", date(2027, 1, 29)),
    ]
    assert brief.since
    assert brief.since.isoformat() == "2027-01-28T09:00:00"
    assert brief.says_something


def test_a_brief_is_cut_to_what_its_reader_may_read(time, meeting, database):
    circle, spoken, kept = points(
        database,
        meeting,
        {"title": "Cirkel", "kind": "decision", "class": "circle"},
        {"title": "Muntligt", "kind": "round", "class": "spoken"},
        {"title": "Öppet", "kind": "decision"},
    )
    for item, text in ((circle, "Hemlig"), (spoken, "Sluten"), (kept, "Öppen")):
        promise(database, meeting, text, item_id=item)
    whole, cut = gathered(database, meeting), gathered(database, meeting, open_only=True)
    assert {one.text for one in whole.promises} == {"Hemlig", "Sluten", "Öppen"}
    assert [one.title for one in whole.decide + whole.rounds] == ["Cirkel", "Öppet", "Muntligt"]
    assert [one.text for one in cut.promises] == ["Öppen"]
    assert [(one.number, one.title) for one in cut.decide + cut.rounds] == [(3, "Öppet")]


@pytest.mark.parametrize(
    ("state", "mailed", "member", "secretary"),
    [
        ("draft", [], [], ["Lovat"]),
        ("circulated", [], [], ["Lovat"]),
        ("published", ["Lovat"], ["Lovat"], ["Lovat"]),
    ],
)
def test_what_stands_in_notes_that_are_not_published_is_not_promised_yet(
    time, meeting, database, state, mailed, member, secretary
):
    with database.transaction() as session:
        network = session.get_one(Meeting, meeting).network_id
        before = a_meeting(session, network, start="2026-12-03T09:00").id
        session.add(Minutes(meeting_id=before, state=state))
    promise(database, meeting, "Lovat", meeting_id=before)
    with database.reading() as session:
        kumla, anna = house(session), invitation_of(session, meeting, ANNA).person_id
        keeper = Reader(an_actor(network, "secretary"))
        whole = briefs.show(session, meeting, kumla, keeper).brief
        actor = replace(an_actor(network, "member"), person_id=anna)
        own = Reader(actor, {meeting: frozenset({kumla})})
        cut = briefs.show(session, meeting, kumla, own).brief
    assert [one.text for one in gathered(database, meeting, open_only=True).promises] == mailed
    assert [one.text for one in cut.promises] == member
    assert [one.text for one in whole.promises] == secretary


def test_a_link_to_a_brief_ends_with_the_meeting_and_with_the_call(time, meeting, database, keys):
    with database.transaction() as session:
        one = invitation_of(session, meeting, ANNA)
        token = keys.token("brief", one.id, one.generation)
        other = keys.token("round", one.id, one.generation)
    with database.reading() as session:
        view = briefs.by_token(session, keys, token)
        assert (view.name, view.brief.organisation) == ("Anna", "Kumla kommun")
        with pytest.raises(NotFound):
            briefs.by_token(session, keys, other)
    time.to(datetime(2027, 2, 4, 11, tzinfo=UTC))
    with database.reading() as session, pytest.raises(briefs.MeetingIsOver):
        briefs.by_token(session, keys, token)
    time.to(MORNING)
    with database.transaction() as session:
        invitation_of(session, meeting, ANNA).generation += 1
    with database.reading() as session, pytest.raises(NotFound):
        briefs.by_token(session, keys, token)
