"""Which state of an action may follow which, and when is its owner reminded?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler import promising
from scheduler.model.action import ActionState
from scheduler.promising import Reminder

STOCKHOLM = "Europe/Stockholm"
STATES = get_args(ActionState)
MONDAY = datetime(2027, 1, 4, 9, tzinfo=UTC)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1))
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC)
)

ALLOWED = {
    "proposed": {"accepted", "in_progress", "done", "declined"},
    "accepted": {"in_progress", "done", "declined"},
    "in_progress": {"accepted", "done", "declined"},
    "done": {"verified", "reopened"},
    "verified": {"reopened"},
    "declined": {"reopened"},
    "reopened": {"accepted", "in_progress", "done", "declined"},
}


@pytest.mark.parametrize("state", STATES)
def test_only_what_makes_sense_follows(state):
    assert {one for one in STATES if promising.may_follow(state, one)} == ALLOWED[state] | {state}


def test_whatever_is_closed_can_be_opened_again_and_whatever_is_open_be_done():
    for state in STATES:
        wanted = "done" if promising.is_open(state) else "reopened"
        assert promising.may_follow(state, wanted)


@pytest.mark.parametrize(
    ("state", "due", "late"),
    [
        ("accepted", date(2027, 1, 3), True),
        ("accepted", date(2027, 1, 4), False),
        ("accepted", None, False),
        ("done", date(2027, 1, 3), False),
        ("declined", date(2027, 1, 3), False),
    ],
)
def test_overdue_is_what_is_open_after_its_day(state, due, late):
    assert promising.is_overdue(state, due, date(2027, 1, 4)) is late


def test_stale_is_what_is_open_and_unheard_of_for_sixty_days():
    heard = MONDAY - timedelta(days=60)
    assert promising.is_stale("accepted", heard, MONDAY)
    assert not promising.is_stale("accepted", heard + timedelta(seconds=1), MONDAY)
    assert not promising.is_stale("verified", heard, MONDAY)


def test_reminders_come_a_week_before_and_the_day_after_at_eight_in_the_network_s_zone():
    assert promising.reminders(date(2027, 2, 1), STOCKHOLM, MONDAY) == [
        Reminder("action_due", date(2027, 1, 25), datetime(2027, 1, 25, 7, tzinfo=UTC)),
        Reminder("action_overdue", date(2027, 2, 2), datetime(2027, 2, 2, 7, tzinfo=UTC)),
    ]
    (nuuk, _) = promising.reminders(date(2027, 2, 1), "America/Nuuk", MONDAY)
    assert nuuk.at == datetime(2027, 1, 25, 10, tzinfo=UTC)


def test_a_reminder_stays_at_eight_across_a_change_of_the_clocks():
    (before, after) = promising.reminders(date(2027, 3, 28), STOCKHOLM, MONDAY)
    assert (before.at.hour, after.at.hour) == (7, 6)


def test_what_is_late_is_reminded_of_every_fourteen_days():
    due, at, found = date(2027, 1, 1), datetime(2027, 1, 1, tzinfo=UTC), []
    for _ in range(4):
        (one,) = promising.reminders(due, STOCKHOLM, at)
        found.append((one.kind, one.day))
        at = one.at
    assert found == [
        ("action_overdue", date(2027, 1, 2)),
        ("action_overdue", date(2027, 1, 16)),
        ("action_overdue", date(2027, 1, 30)),
        ("action_overdue", date(2027, 2, 13)),
    ]


def test_without_a_date_nobody_is_reminded():
    assert promising.reminders(None, STOCKHOLM, MONDAY) == []


@pytest.mark.parametrize("due", [date.min, date.max])
def test_the_first_and_the_last_day_that_there_is_break_nothing(due):
    for one in promising.reminders(due, STOCKHOLM, MONDAY):
        assert one.at > MONDAY


@given(due=DAYS, after=MOMENTS, zone=st.sampled_from([STOCKHOLM, "America/Nuuk", "Asia/Tokyo"]))
def test_there_is_always_one_next_reminder_of_what_is_late_within_a_fortnight(due, after, zone):
    found = promising.reminders(due, zone, after)
    late = [one for one in found if one.kind == "action_overdue"]
    assert len(late) == 1
    assert (late[0].day - due).days % 14 == 1
    assert late[0].at > after
    first = datetime.combine(due, datetime.min.time(), UTC) + timedelta(days=2)
    assert late[0].at <= max(after + timedelta(days=14, hours=2), first)
    early = [one for one in found if one.kind == "action_due"]
    assert all(one.day == due - timedelta(days=7) and one.at > after for one in early)
