"""What must not go wrong with calendars after a backup has been brought back?"""

from __future__ import annotations

from scheduler.actor import SYSTEM
from scheduler.inputs import MoveInput
from scheduler.model import Meeting
from scheduler.services import meetings, restoring
from tests.factories import a_called_meeting


def move(database, meeting, start):
    with database.transaction() as session:
        meetings.move(session, meeting, plan=MoveInput(start=start), by=SYSTEM)


def test_what_is_sent_after_a_restore_is_newer_than_all_that_was_sent_before(
    time, database, settle, sender
):
    meeting = a_called_meeting(database)
    settle()
    with database.reading() as session:
        backed_up = session.get_one(Meeting, meeting).sequence
    for day in ("2027-02-05", "2027-02-08", "2027-02-09"):
        move(database, meeting, f"{day}T09:00")
        settle()
    told = max(int(mail.property("SEQUENCE")) for mail in sender.take())

    with database.transaction() as session:  # the database as it was, brought back
        session.get_one(Meeting, meeting).sequence = backed_up
        restoring.quiet(session)
    move(database, meeting, "2027-02-10T09:00")
    settle()

    assert min(int(mail.property("SEQUENCE")) for mail in sender.take()) > told
