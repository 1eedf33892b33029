"""Does a demonstration mail nobody of its invented past, and remind of what is to come?"""

from __future__ import annotations

from scheduler.model import Network
from tests.promised import planned, promise
from web.demo import promises


def test_what_was_promised_in_the_past_is_told_to_nobody_and_reminded_of(
    database, network, settle, sender
):
    with database.reading() as session:
        made = session.get_one(Network, network)
    action = promise(database, made)
    with database.transaction() as session:
        promises.were_told(session, session.get_one(Network, network))
    settle()
    assert sender.take() == []
    assert [kind for kind, _ in planned(database, action.id)] == ["action_due", "action_overdue"]
    later = promise(database, made, text="Något nytt")
    settle()
    assert [one.recipient for one in sender.take()] == ["anna@kumla.example"]
    assert later.state == "proposed"
