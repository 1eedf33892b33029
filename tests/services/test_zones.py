"""What happens to meetings when a new release of the time zones is another law?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.calendar import timezone
from scheduler.inputs import CancelInput
from scheduler.model import DueRow, EventRow, Known, Meeting, RenderedEntry
from scheduler.services import meetings, zones
from tests import time_law
from tests.calendar_client import read
from tests.changing import ANNA, BO, answer, cancel, facts, move
from tests.factories import a_called_meeting, a_meeting

PLUS_TWO = time_law.always(2)
OLD, NEW = datetime(2027, 2, 4, 8, tzinfo=UTC), datetime(2027, 2, 4, 7, tzinfo=UTC)


@pytest.fixture
def law(tmp_path, monkeypatch):
    """Let the clocks of Stockholm show something else from now on; a last call ends it."""

    def enacted(tzif=PLUS_TWO, release=time_law.RELEASE) -> None:
        folder = tmp_path / f"law-{release}"
        time_law.enact(monkeypatch, time_law.a_package(folder, {"Europe/Stockholm": tzif}, release))

    yield enacted
    monkeypatch.undo()
    time_law.forget()


def start_service(database):
    with database.transaction() as session:
        return zones.rederive(session, by=SYSTEM)


def the(database, meeting):
    with database.reading() as session:
        return session.get_one(Meeting, meeting)


def planned(database, meeting):
    with database.reading() as session:
        rows = session.scalars(select(DueRow).filter_by(meeting_id=meeting, state="waiting"))
        return {row.kind: row.due_at for row in rows if row.kind != "deliver"}


@pytest.fixture
def meeting(time, database, settle, sender):
    """A called meeting that everybody was told of, under the law that was first known."""
    made = a_called_meeting(database)
    settle()
    sender.take()
    assert start_service(database) == 0
    return made


def test_the_release_that_is_first_seen_is_noted_and_changes_nothing(meeting, database):
    with database.reading() as session:
        assert session.get_one(Known, "tzdata").value == timezone.tzdata_version()
        assert session.scalars(select(EventRow).filter_by(kind="ZonesRenewed")).all() == []


def test_a_new_law_keeps_the_wall_time_and_derives_the_instant_anew(meeting, database, law):
    before = the(database, meeting)
    law()
    assert start_service(database) == 1
    after = the(database, meeting)
    assert (before.starts_at, after.starts_at) == (OLD, NEW)
    assert (after.start, after.time_zone) == (before.start, before.time_zone)
    assert after.sequence == before.sequence + 1
    assert after.time_sequence == before.time_sequence


def test_a_new_law_tells_each_person_once_and_asks_for_no_new_answer(
    meeting, time, database, settle, sender, law
):
    answer(database, meeting, ANNA, "accepted")
    settle()
    time.forward(minutes=2)
    settle()
    sender.take()
    law()
    start_service(database)
    settle()
    told = sender.take()
    assert facts(told) == [(ANNA, "REQUEST", 2), (BO, "REQUEST", 2)]
    assert [one[1].start for one in (read(mail.raw) for mail in told) if one] == [NEW, NEW]
    assert "PARTSTAT=ACCEPTED" in told[0].calendar
    assert start_service(database) == 0
    settle()
    assert sender.take() == []


def test_a_new_law_tells_those_who_declined_and_nobody_who_was_not_called(
    meeting, database, settle, sender, law
):
    answer(database, meeting, BO, "declined")
    with database.transaction() as session:
        network_id = session.get_one(Meeting, meeting).network_id
        uncalled = a_meeting(session, network_id, title="En till").id
    settle()
    law()
    assert start_service(database) == 2
    settle()
    assert [one.recipient for one in sender.take()] == [ANNA, BO]
    assert the(database, uncalled).starts_at == NEW


def test_a_new_law_re_times_all_that_the_meeting_does_by_itself(meeting, database, settle, law):
    before = planned(database, meeting)
    law()
    start_service(database)
    settle()
    after = planned(database, meeting)
    assert (
        sorted(after)
        == sorted(before)
        == ["close", "remind_coming", "remind_minutes", "remind_silent", "send_brief"]
    )
    assert {(before[kind] - after[kind]).total_seconds() for kind in after} == {3_600}


def test_a_meeting_whose_own_instant_stays_has_its_notices_re_timed(
    time, database, settle, sender, law
):
    summer = a_called_meeting(database, start="2027-04-01T09:00")  # its notices fall into winter
    settle()
    sender.take()
    start_service(database)
    before = planned(database, summer)
    law()
    assert start_service(database) == 0
    settle()
    after = planned(database, summer)
    assert sender.take() == []
    assert before["close"] == after["close"]
    assert (before["remind_silent"] - after["remind_silent"]).total_seconds() == 3_600


def test_a_new_law_writes_the_feeds_anew(meeting, database, settle, law):
    law()
    start_service(database)
    settle()
    with database.reading() as session:
        bodies = [row.body for row in session.scalars(select(RenderedEntry))]
    assert bodies
    assert all(b"SEQUENCE:1\r\n" in body for body in bodies)


def test_a_cancelled_meeting_is_derived_anew_and_mails_nobody(
    meeting, database, settle, sender, law
):
    cancel(database, meeting)
    settle()
    sender.take()
    law()
    start_service(database)
    settle()
    assert sender.take() == []
    assert the(database, meeting).starts_at == NEW


def test_what_is_past_stays_as_it_was(meeting, time, database, settle, sender, law):
    time.to(datetime(2027, 2, 10, tzinfo=UTC))
    settle()
    sender.take()
    law()
    assert start_service(database) == 0
    assert the(database, meeting).starts_at == OLD


def test_a_wall_time_that_the_new_law_skips_is_told_by_the_offset_before_the_gap(
    time, database, settle, sender, law
):
    night = a_called_meeting(database, start="2028-01-01T01:30")
    settle()
    sender.take()
    start_service(database)
    law(time_law.always(2, since=datetime(2028, 1, 1, tzinfo=UTC)))  # 01:00 becomes 02:00
    assert start_service(database) == 0
    settle()
    found = the(database, night)
    assert found.starts_at == datetime(2028, 1, 1, 0, 30, tzinfo=UTC)
    move(database, night)
    settle()
    assert [one.method for one in sender.take()] == ["REQUEST", "REQUEST"]


def test_held_letters_stay_held_when_the_law_changes(meeting, database, settle, sender, law):
    with database.transaction() as session:
        plan = CancelInput.model_validate({"hold": True})
        meetings.cancel(session, meeting, plan=plan, by=SYSTEM)
    settle()
    law()
    start_service(database)
    settle()
    assert sender.take() == []
