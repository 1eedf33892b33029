"""What happens to notes that several write at once, and who may write which piece?"""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, NotAllowed
from scheduler.errors import NotFound
from scheduler.inputs import ActionInput, AgendaInput, CancelInput, CirculateInput, MinutesInput
from scheduler.inputs.taking import (
    DecidedInput,
    GuestInput,
    NoteInput,
    PresenceInput,
    SettleInput,
)
from scheduler.model import (
    EventRow,
    Meeting,
    Minutes,
    MinutesEntry,
    NoteClash,
    Person,
)
from scheduler.services import agenda as agenda_service
from scheduler.services import (
    approval,
    meetings,
    minutes,
    presence,
    refusals,
    taken,
    taking,
)
from tests.conftest import MONDAY
from tests.factories import a_called_meeting, an_actor

KUMLA = {"organisation": "Kumla kommun"}


@pytest.fixture
def meeting(database, time):
    meeting_id = a_called_meeting(database)
    with database.transaction() as session:
        items = [{"title": "Läget"}, {"title": "Tyst", "class": "spoken"}, {"title": "Övrigt"}]
        plan = AgendaInput.model_validate({"items": items})
        agenda_service.put(session, meeting_id, plan=plan, by=SYSTEM)
    return meeting_id


@pytest.fixture
def points(database, meeting):
    with database.reading() as session:
        return [item.id for item in session.get_one(Meeting, meeting).agenda]


@pytest.fixture
def anna(database, meeting):
    with database.reading() as session:
        return session.scalars(select(Person.id).where(Person.name == "Anna")).one()


@pytest.fixture
def do(database):
    """Do one thing in a transaction of its own."""

    def done(service, *args, **how):
        with database.transaction() as session:
            return service(session, *args, **({"by": SYSTEM} | how))

    return done


@pytest.fixture
def note(do, meeting):
    def noted(text, seen=0, item=None, **how):
        return do(
            taking.write_note, meeting, plan=NoteInput(item=item, text=text, seen=seen), **how
        )

    return noted


def rows(database, what):
    with database.reading() as session:
        return session.scalars(select(what)).all()


def saved_facts(database):
    kept = select(EventRow.body).where(EventRow.kind == "MinutesSaved").order_by(EventRow.id)
    with database.reading() as session:
        return session.scalars(kept).all()


def save_whole(database, meeting, version, **plan):
    with database.transaction() as session:
        parsed = MinutesInput.model_validate(plan)
        minutes.save(session, meeting, plan=parsed, version=version, by=SYSTEM)


def fix(database, meeting):
    with database.transaction() as session:
        session.scalars(select(Minutes)).one().state = "approved"


def test_a_note_is_written_over_what_its_writer_saw(database, meeting, points, note):
    first = note("Lugnt.", item=points[0])
    second = note("Lugnt i länet.", seen=first.version, item=points[0])
    assert (second.text, second.clash, second.version > first.version) == (
        "Lugnt i länet.",
        None,
        True,
    )
    assert [one.text for one in rows(database, MinutesEntry)] == ["Lugnt i länet."]
    assert [one.version for one in rows(database, Minutes)] == [2]


def test_of_two_texts_to_what_both_saw_the_second_is_kept_beside_the_first(database, points, note):
    note("Den första.", item=points[0])
    met = note("Den andra.", item=points[0])
    assert met.text == "Den första."
    (clash,) = rows(database, NoteClash)
    assert (clash.id, clash.text, clash.by, clash.settled_at) == (
        met.clash,
        "Den andra.",
        "system",
        None,
    )


def test_the_same_text_twice_is_no_clash_and_no_change(database, points, note):
    first = note("Samma.", item=points[0])
    assert note("Samma.", item=points[0]) == first
    assert rows(database, NoteClash) == []
    assert [one.version for one in rows(database, Minutes)] == [1]


def test_what_a_browser_sends_again_after_a_clash_is_kept_once(database, points, note):
    note("Den första.", item=points[0])
    met = [note("Den andra.", item=points[0]).clash for _ in range(2)]
    assert met == [rows(database, NoteClash)[0].id] * 2


def test_a_note_taken_away_and_written_anew_is_not_taken_for_the_old_one(points, note):
    old = note("Gammalt.", item=points[0])
    assert note("", seen=old.version, item=points[0]).version == 0
    note("Nytt.", item=points[0])
    assert note("Över det gamla.", seen=old.version, item=points[0]).text == "Nytt."


def test_whoever_writes_while_the_whole_is_saved_overwrites_nothing(
    database, meeting, points, note
):
    seen = note("Ett.", item=points[0]).version
    other = note("Kvar.", item=points[2]).version
    entries = [
        {"item": str(points[0]), "text": "Två."},
        {"item": str(points[2]), "text": "Kvar."},
    ]
    save_whole(database, meeting, 2, entries=entries)
    assert note("Tre.", seen=seen, item=points[0]).text == "Två."
    assert note("Kvar och mer.", seen=other, item=points[2]).clash is None


def test_several_old_notes_on_a_point_become_one_at_its_first_writing(
    database, meeting, points, note
):
    point = str(points[0])
    entries = [{"item": point, "text": "ett"}, {"item": point, "text": "två"}, {"text": "allt"}]
    save_whole(database, meeting, 0, entries=entries)
    written = note("ett\n\ntvå\n\ntre", seen=1, item=points[0])
    assert written.clash is None
    assert [(one.position, one.text) for one in rows(database, MinutesEntry)] == [
        (1, "allt"),
        (2, "ett\n\ntvå\n\ntre"),
    ]


@pytest.mark.parametrize(
    ("keep", "text"),
    [("mine", "Andra."), ("theirs", "Första."), ("both", "Första.\n\nAndra.")],
)
def test_a_clash_is_settled_with_either_text_or_both(
    database, do, meeting, points, note, keep, text
):
    note("Första.", item=points[0])
    met = note("Andra.", item=points[0])
    plan = SettleInput(clash=met.clash, keep=keep, seen=met.version)
    assert do(taking.settle_clash, meeting, plan=plan).text == text
    assert [one.settled_at for one in rows(database, NoteClash)] == [MONDAY]


def test_a_text_saved_since_the_clash_was_shown_is_not_overwritten(
    database, do, meeting, points, note
):
    first = note("Första.", item=points[0])
    met = note("Andra.", item=points[0])
    note("Första, rättad.", seen=first.version, item=points[0])
    plan = SettleInput(clash=met.clash, keep="mine", seen=met.version, text="Andra, mer.")
    again = do(taking.settle_clash, meeting, plan=plan)
    assert again.text == "Första, rättad."
    waiting = [one.text for one in rows(database, NoteClash) if one.settled_at is None]
    assert sorted(waiting) == ["Andra, mer.", "Andra."]


def test_minutes_go_nowhere_while_a_text_waits_to_be_joined(do, meeting, points, note):
    note("Första.", item=points[0])
    met = note("Andra.", item=points[0])
    steps = [(approval.circulate, {"plan": CirculateInput()}), (approval.approve, {})]
    for step, how in (*steps, (approval.publish, {})):
        with pytest.raises(taking.TextsWait):
            do(step, meeting, **how)
    do(taking.settle_clash, meeting, plan=SettleInput(clash=met.clash, keep="both"))
    assert do(approval.publish, meeting).state == "published"


def test_a_clash_of_another_meeting_is_none(database, do, meeting, points, note):
    note("Första.", item=points[0])
    plan = SettleInput(clash=uuid4(), keep="mine")
    with pytest.raises(NotFound):
        do(taking.settle_clash, meeting, plan=plan)


def test_the_first_writing_is_a_fact_at_once_and_many_later_ones_once_a_minute(
    database, points, note, time, settle
):
    seen = note("0", item=points[0]).version
    for number in range(1, 5):
        time.forward(seconds=1)
        seen = note(str(number), seen=seen, item=points[0]).version
    settle()
    assert saved_facts(database) == [{"version": 1}]
    time.forward(seconds=60)
    settle()
    assert saved_facts(database) == [{"version": 1}, {"version": 5}]
    time.forward(minutes=10)
    settle()
    assert len(saved_facts(database)) == 2


def test_nothing_is_written_on_what_is_only_spoken_or_stands_elsewhere(do, meeting, points, note):
    with pytest.raises(minutes.OnlySpoken):
        note("Hemligt.", item=points[1])
    with pytest.raises(minutes.NotOnTheAgenda):
        note("Fel.", item=uuid4())
    with pytest.raises(minutes.OnlySpoken):
        do(taken.decide, meeting, plan=DecidedInput(item=points[1], text="Ja."))
    with pytest.raises(minutes.OnlySpoken):
        do(taken.promise, meeting, plan=ActionInput(item=points[1], text="Boka", owner=KUMLA))


def test_approved_minutes_and_cancelled_meetings_take_no_piece(
    database, do, meeting, points, anna, note
):
    note("Klart.", item=points[0])
    fix(database, meeting)
    pieces: list[tuple[Any, dict[str, Any]]] = [
        (taking.write_note, {"plan": NoteInput(item=points[0], text="Nej.", seen=1)}),
        (presence.attend, {"plan": PresenceInput(person=anna, state="absent")}),
        (presence.add_guest, {"plan": GuestInput(name="Gäst")}),
        (taken.decide, {"plan": DecidedInput(text="Nej.")}),
        (taken.promise, {"plan": ActionInput(text="Nej", owner=KUMLA)}),
    ]
    for service, how in pieces:
        with pytest.raises(refusals.MinutesAreFixed):
            do(service, meeting, **how)
    with pytest.raises(refusals.MinutesAreFixed):
        do(taken.start_point, points[0])
    do(meetings.cancel, meeting, plan=CancelInput())
    with pytest.raises(refusals.MeetingIsCancelled):
        note("Nej.", seen=1, item=points[0])


def test_who_may_not_write_minutes_takes_none(database, meeting, points, note):
    with database.reading() as session:
        network_id = session.get_one(Meeting, meeting).network_id
    with pytest.raises(NotAllowed):
        note("Nej.", item=points[0], by=an_actor(network_id, "member"))
    with pytest.raises(NotFound):
        note("Nej.", item=points[0], by=an_actor(uuid4(), "secretary"))
