"""Does approved text stay as it was, and is every alteration found?"""

import pytest
from sqlalchemy import select

from scheduler.model import Minutes, MinutesVersion
from scheduler.queries import minutes as read
from scheduler.services import approval
from scheduler.services.refusals import MinutesAreFixed
from tests.approving import ANNA, BO, chain, save, view


def test_approved_text_changes_with_a_reason_only_and_the_version_before_is_kept(
    database, meeting, act, sender
):
    act(approval.publish)
    sender.take()
    version = view(database, meeting).version
    with pytest.raises(MinutesAreFixed):
        save(database, meeting, version, entries=[{"text": "Smygändrat."}])
    save(database, meeting, version, entries=[{"text": "Rättat."}], reason="Fel månad.")
    shown = view(database, meeting)
    assert ([note.text for note in shown.notes], shown.state) == (["Rättat."], "published")
    kept, broken = chain(database)
    assert (kept[-1], broken) == ((3, "published", "Fel månad."), [])
    with database.reading() as session:
        before = read.version(session, meeting, 2)
        assert before is not None
        assert [note.text for note in before.notes] == ["Lugnt i länet."]


def test_a_correction_of_published_minutes_is_told_to_all_who_were_called(
    database, meeting, act, sender, settle
):
    act(approval.publish)
    sender.take()
    save(database, meeting, view(database, meeting).version, entries=[], reason="Hemligt skäl")
    settle()
    mails = sender.take()
    assert sorted(mail.recipient for mail in mails) == [ANNA, BO]
    assert not any(b"Hemligt" in mail.raw for mail in mails)


def test_approved_minutes_are_read_as_they_were_approved_whatever_the_rows_say_later(
    database, meeting, act
):
    act(approval.approve)
    with database.transaction() as session:
        row = session.scalars(select(Minutes)).one()
        row.entries[0].text = "Ändrat i databasen."
    assert [note.text for note in view(database, meeting).notes] == ["Lugnt i länet."]


@pytest.mark.parametrize("column", ["content", "reason", "by", "previous", "hash", "state"])
def test_a_version_that_somebody_altered_is_found(database, meeting, act, column):
    act(approval.circulate)
    act(approval.approve)
    with database.transaction() as session:
        row = session.scalars(select(MinutesVersion).where(MinutesVersion.number == 1)).one()
        changed = {"content": {**row.content, "case_number": "x"}}
        setattr(row, column, changed.get(column, "x"))
    assert 1 in [version.number for version in chain(database)[1]]


def test_a_version_that_somebody_took_away_is_found(database, meeting, act):
    act(approval.circulate)
    act(approval.approve)
    with database.transaction() as session:
        session.delete(session.scalars(select(MinutesVersion).limit(1)).one())
    assert [version.number for version in chain(database)[1]] == [2]
