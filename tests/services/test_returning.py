"""Does what a meeting leaves open come back on the next agenda, and nothing else?"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import (
    ActionInput,
    ActionPatch,
    CancelInput,
    MinutesInput,
    MoveInput,
    TemplateInput,
)
from scheduler.model import Action, Commission, EventRow, Meeting
from scheduler.services import (
    actions,
    approval,
    meetings,
    minutes,
    returning,
    series,
    templates,
)
from tests.factories import a_series
from tests.remembering import FEBRUARY

MARCH = "2027-03-04T09:00"
APRIL = "2027-04-01T09:00"


@pytest.mark.parametrize(
    ("outcome", "returns"),
    [("postponed", True), ("unfinished", True), ("done", False), ("dropped", False), ("", False)],
)
def test_what_is_left_open_comes_back_and_what_is_done_does_not(room, outcome, returns):
    first, second = room.meeting(), room.meeting(MARCH)
    room.write(first, "Skolvägar", "Annat")
    room.hold()
    room.leave(first, "Skolvägar", outcome)
    assert room.titles(second) == (["Skolvägar"] if returns else [])


def test_a_point_comes_back_whole_with_where_it_comes_from(room):
    first, second = room.meeting(), room.meeting(MARCH)
    said = {
        "title": "Skolvägar",
        "kind": "discussion",
        "class": "circle",
        "minutes": 20,
        "presenter": "Kumla kommun",
        "text": "Tre skolor",
    }
    with room.database.reading() as session:
        house = str(session.get_one(Meeting, first).invitations[0].organisation_id)
    room.write(first, said | {"audience": [house]})
    room.hold()
    room.leave(first, "Skolvägar", "postponed", "Väntar på siffror")
    (row,) = room.rows(second)
    assert row == said | {"id": row["id"], "audience": [house]}
    with room.database.reading() as session:
        (earlier,) = session.get_one(Meeting, first).agenda
        (later,) = session.get_one(Meeting, second).agenda
        assert (later.source, later.origin_id) == (f"returned:{earlier.id}", earlier.id)
        assert (later.outcome, later.outcome_reason) == ("", "")


def test_a_point_left_open_again_comes_back_from_where_it_was_left_last(room):
    first, second, third = room.meeting(), room.meeting(MARCH), room.meeting(APRIL)
    room.write(first, "Skolvägar")
    room.hold()
    room.leave(first, "Skolvägar", "postponed")
    assert (room.titles(second), room.titles(third)) == (["Skolvägar"], [])
    (row,) = room.rows(second)
    room.write(second, row | {"title": "Skolvägar och bussar"})
    room.hold(FEBRUARY + timedelta(days=28))
    assert room.titles(third) == ["Skolvägar och bussar"]  # nobody has said what became of it
    room.leave(second, "Skolvägar och bussar", "done")
    assert room.titles(third) == []
    room.leave(second, "Skolvägar och bussar", "unfinished")
    assert room.titles(third) == ["Skolvägar och bussar"]
    with room.database.reading() as session:
        chain = [session.get_one(Meeting, one).agenda[0] for one in (first, second, third)]
        assert [one.origin_id for one in chain] == [None, chain[0].id, chain[1].id]
        assert {one.source for one in chain[1:]} == {f"returned:{chain[0].id}"}


def test_what_is_settled_after_all_goes_again_and_nothing_is_told_twice(room):
    first, second = room.meeting(), room.meeting(MARCH)
    room.write(first, "Skolvägar")
    room.hold()
    room.leave(first, "Skolvägar", "postponed")
    told = room.sequence(second)
    room.renew(first, second, second)
    assert (told, room.sequence(second)) == (1, 1)
    room.leave(first, "Skolvägar", "done")
    assert (room.titles(second), room.sequence(second)) == ([], 2)


def test_what_is_corrected_where_it_was_left_is_corrected_where_it_returns(room):
    first, second = room.meeting(), room.meeting(MARCH)
    room.write(first, "Skolvagar")
    room.hold()
    room.leave(first, "Skolvagar", "postponed")
    (row,) = room.rows(first)
    room.write(first, row | {"title": "Skolvägar", "class": "circle"})
    assert [(one["title"], one["class"]) for one in room.rows(second)] == [("Skolvägar", "circle")]


def test_what_somebody_has_changed_stays_as_they_wrote_it(room):
    first, second = room.meeting(), room.meeting(MARCH)
    room.write(first, "Skolvägar")
    room.hold()
    room.leave(first, "Skolvägar", "postponed")
    room.write(second, room.rows(second)[0] | {"text": "Mer att läsa"})
    room.leave(first, "Skolvägar", "done")
    assert [(one["title"], one["text"]) for one in room.rows(second)] == [
        ("Skolvägar", "Mer att läsa")
    ]


def test_what_is_taken_off_by_hand_stays_off_and_comes_on_the_next(room):
    first, second, third = room.meeting(), room.meeting(MARCH), room.meeting(APRIL)
    room.write(first, "Skolvägar")
    room.hold()
    room.leave(first, "Skolvägar", "postponed")
    room.write(second)
    room.renew(second, third)
    assert (room.titles(second), room.titles(third)) == ([], [])
    room.hold(FEBRUARY + timedelta(days=28))
    assert room.titles(third) == ["Skolvägar"]


def test_a_decision_that_was_not_taken_comes_back_when_the_notes_are_out(room):
    first, second = room.meeting(), room.meeting(MARCH)
    points_ = [{"title": title, "kind": "decision"} for title in ("Budget", "Övning", "Logga")]
    room.write(first, *points_, {"title": "Läget", "kind": "information"})
    room.hold()
    items = {row["title"]: row["id"] for row in room.rows(first)}
    room.save(first, decisions=[{"item": items["Budget"], "text": "Budgeten antas."}])
    room.leave(first, "Logga", "dropped")
    assert room.titles(second) == ["Approve the notes from Thursday 4 February 2027"]
    room.do(approval.approve, first)
    assert room.titles(second) == ["Övning"]


def test_notes_are_approved_at_the_next_meeting_until_they_are(room):
    first, second = room.meeting(), room.meeting(MARCH)
    room.write(second, "Inledning", "Avslutning")
    room.hold()
    room.save(first)
    assert room.titles(second) == ["Inledning", "Avslutning"]  # attendance alone is nothing to read
    with room.database.transaction() as session:
        plan = MinutesInput.model_validate({"entries": [{"text": "Mötet öppnades."}]})
        minutes.save(session, first, plan=plan, version=1, by=SYSTEM)
    room.settle()
    assert room.titles(second) == [
        "Inledning",
        "Approve the notes from Thursday 4 February 2027",
        "Avslutning",
    ]
    assert room.rows(second)[1]["kind"] == "decision"
    room.do(approval.approve, first)
    assert room.titles(second) == ["Inledning", "Avslutning"]


def test_open_actions_are_followed_up_until_they_are_closed(room):
    first = room.meeting()
    owner = {"owner": {"organisation": "Kumla kommun"}}
    plan = ActionInput.model_validate({"text": "Boka lokal", **owner})
    with room.database.transaction() as session:
        action = actions.add(session, network_id=room.network, plan=plan, by=SYSTEM).id
    room.settle()
    assert room.titles(first) == ["Follow-up of actions"]
    room.do(actions.change, action, plan=ActionPatch(state="done"))
    assert room.titles(first) == []
    room.do(actions.change, action, plan=ActionPatch(state="reopened"))
    room.write(first)
    with room.database.reading() as session:
        assert session.get_one(Meeting, first).agenda_without == ["actions"]
        assert session.get_one(Action, action).state == "reopened"


@pytest.mark.parametrize(
    ("day", "stands"),
    [("2027-02-04", True), ("2027-03-03", True), ("2027-03-04", False), (None, False)],
)
def test_a_commission_returns_to_the_last_agenda_before_it_must_be_reported(room, day, stands):
    first = room.meeting()
    with room.database.transaction() as session:
        row = Commission(
            network_id=room.network,
            title="Skolnärvaro",
            giver="Länsstyrelsen",
            report_back=datetime.fromisoformat(day).date() if day else None,
        )
        session.add(row)
        session.flush()
        commission = row.id
    second = room.meeting(MARCH)
    expected = ["Report on a commission: Skolnärvaro"] if stands else []
    assert (room.titles(first), room.titles(second)) == (expected, [])
    with room.database.transaction() as session:
        session.get_one(Commission, commission).state = "closed"
        returning.renew(session, first)
    assert room.titles(first) == []


def test_points_follow_when_a_meeting_is_cancelled_and_go_back_when_it_is_held_after_all(room):
    first, second, third = room.meeting(), room.meeting(MARCH), room.meeting(APRIL)
    room.write(first, "Skolvägar")
    room.hold()
    room.leave(first, "Skolvägar", "postponed")
    room.write(second, *room.rows(second), "Egen punkt")
    room.do(meetings.cancel, second, plan=CancelInput())
    assert room.titles(third) == ["Skolvägar", "Egen punkt"]
    room.do(meetings.restore, second)
    assert (room.titles(second), room.titles(third)) == (["Skolvägar", "Egen punkt"], [])


def test_points_follow_when_a_meeting_is_moved_behind_another(room):
    first, second, third = room.meeting(), room.meeting(MARCH), room.meeting(APRIL)
    room.write(first, "Skolvägar")
    room.hold()
    room.leave(first, "Skolvägar", "postponed")
    room.do(meetings.move, second, plan=MoveInput(start="2027-05-06T09:00"))
    assert (room.titles(second), room.titles(third)) == ([], ["Skolvägar"])
    room.do(meetings.move, second, plan=MoveInput(start=MARCH))
    assert (room.titles(second), room.titles(third)) == (["Skolvägar"], [])


def test_each_series_takes_up_its_own_and_one_that_has_ended_leaves_to_the_network(room):
    with room.database.transaction() as session:
        rhythm = a_series(session, room.network)
        series.fix(session, rhythm.id, by=SYSTEM)
        dates = [one.id for one in series.meetings_of(session, rhythm.id)]
        last = session.get_one(Meeting, dates[-1]).starts_at
    single, next_year = room.meeting(), room.meeting("2028-01-27T09:00")
    for one in (dates[0], dates[-1]):
        room.write(one, "Skolvägar")
    with room.database.reading() as session:
        start = session.get_one(Meeting, dates[0]).starts_at
    room.hold(start)
    room.leave(dates[0], "Skolvägar", "postponed")
    assert (room.titles(single), room.titles(dates[1])) == ([], ["Skolvägar"])
    room.leave(dates[0], "Skolvägar", "done")
    room.hold(last)
    room.leave(dates[-1], "Skolvägar", "postponed")
    assert room.titles(next_year) == ["Skolvägar"]


def test_a_standing_point_left_open_is_not_put_on_twice(room):
    items = {"items": [{"title": "Läget"}, {"title": "Skolvägar"}]}
    room.do(templates.put, room.network, plan=TemplateInput.model_validate(items))
    first, second = room.meeting(), room.meeting(MARCH)
    room.hold()
    room.leave(first, "Skolvägar", "postponed")
    assert room.titles(second) == ["Läget", "Skolvägar"]
    with room.database.reading() as session:
        origins = [one.origin_id for one in session.get_one(Meeting, second).agenda]
        earlier = [one.id for one in session.get_one(Meeting, first).agenda]
    assert origins == [None, earlier[1]]
    room.leave(first, "Skolvägar", "done")
    with room.database.reading() as session:
        assert [one.origin_id for one in session.get_one(Meeting, second).agenda] == [None, None]


def test_history_passes_on_when_the_point_in_between_is_taken_away(room):
    first, second, third = room.meeting(), room.meeting(MARCH), room.meeting(APRIL)
    room.write(first, "Skolvägar")
    room.hold()
    room.leave(first, "Skolvägar", "postponed")
    room.hold(FEBRUARY + timedelta(days=28))
    room.leave(second, "Skolvägar", "postponed")
    room.write(third, room.rows(third)[0] | {"text": "Mer"})
    room.write(second)
    with room.database.reading() as session:
        (later,) = session.get_one(Meeting, third).agenda
        (earlier,) = session.get_one(Meeting, first).agenda
        assert later.origin_id == earlier.id


def test_a_fresh_network_has_nothing_to_take_up(room):
    first = room.meeting()
    room.hold()
    second = room.meeting(MARCH)
    assert (room.titles(first), room.titles(second)) == ([], [])
    with room.database.reading() as session:
        changed = select(EventRow.id).where(EventRow.kind == "AgendaChanged")
        assert session.scalars(changed).all() == []
