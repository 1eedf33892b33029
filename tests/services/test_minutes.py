"""What happens to minutes as they are written, met over, and published?"""

from uuid import uuid4

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, NotAllowed
from scheduler.errors import Conflict, NotFound
from scheduler.inputs import ActionPatch, AgendaInput, AnswerInput, CancelInput, MinutesInput
from scheduler.model import Action, Decision, EventRow, Meeting
from scheduler.queries import minutes as read
from scheduler.queries.membership import UnknownOrganisation
from scheduler.services import (
    actions,
    agenda,
    answers,
    approval,
    meetings,
    minutes,
    promises,
    refusals,
)
from tests.factories import (
    a_called_meeting,
    a_meeting,
    a_network,
    an_actor,
    invitation_of,
)

KUMLA = {"organisation": "Kumla kommun"}
ANNA, BO = "anna@kumla.example", "bo@nora.example"


@pytest.fixture
def meeting(database, time):
    meeting_id = a_called_meeting(database)
    with database.transaction() as session:
        items = [{"title": "Läget"}, {"title": "Tyst", "class": "spoken"}]
        plan = AgendaInput.model_validate({"items": items})
        agenda.put(session, meeting_id, plan=plan, by=SYSTEM)
    return meeting_id


@pytest.fixture
def points(database, meeting):
    with database.reading() as session:
        return [str(item.id) for item in session.get_one(Meeting, meeting).agenda]


def save(database, meeting, version=None, by=SYSTEM, **plan):
    with database.transaction() as session:
        parsed = MinutesInput.model_validate(plan)
        return minutes.save(session, meeting, plan=parsed, version=version, by=by)


def publish(database, meeting, by=SYSTEM):
    with database.transaction() as session:
        return approval.publish(session, meeting, by=by)


def view(database, meeting):
    with database.reading() as session:
        return read.of_meeting(session, meeting)


def facts(database, kind):
    with database.reading() as session:
        return session.scalars(select(EventRow.body).where(EventRow.kind == kind)).all()


def test_notes_decisions_and_actions_stand_by_their_point(database, meeting, points):
    save(
        database,
        meeting,
        entries=[
            {"item": points[0], "text": "Lugnt i **länet**."},
            {"text": "Alla hade läst handlingarna."},
        ],
        decisions=[{"item": points[0], "text": "Vi möts igen."}, {"text": "Tack."}],
        actions=[{"item": points[0], "text": "Boka lokal", "owner": KUMLA, "due": "2027-03-01"}],
    )
    whole, first, silent = view(database, meeting).sections
    assert (whole.point, whole.text) == (None, "Alla hade läst handlingarna.")
    assert [line.text for line in whole.decisions] == ["Tack."]
    assert (first.point.title, first.text) == ("Läget", "Lugnt i **länet**.")
    assert [(line.label, line.text) for line in first.decisions] == [("1/2027", "Vi möts igen.")]
    assert [(line.text, line.owner) for line in first.actions] == [("Boka lokal", "Kumla kommun")]
    assert (silent.text, silent.decisions, silent.actions) == ("", [], [])
    assert facts(database, "MinutesSaved") == [{"version": 1}]


def test_decisions_are_numbered_on_within_network_and_year(database, meeting):
    save(database, meeting, decisions=[{"text": "ett"}, {"text": "två"}])
    with database.transaction() as session:
        network_id = session.get_one(Meeting, meeting).network_id
        next_ = a_meeting(session, network_id, start="2027-03-04T09:00").id
        later = a_meeting(session, network_id, start="2028-03-04T09:00").id
        elsewhere = a_meeting(session, a_network(session, slug="b", people_=()).id).id
    for other in (next_, later, elsewhere):
        save(database, other, decisions=[{"text": "nytt"}])
    assert [
        [line.label for line in view(database, one).decisions]
        for one in (meeting, next_, later, elsewhere)
    ] == [["1/2027", "2/2027"], ["3/2027"], ["1/2028"], ["1/2027"]]


def test_a_decision_whose_id_is_given_keeps_its_number(database, meeting):
    first = save(database, meeting, decisions=[{"text": "ett"}, {"text": "två"}]).decisions
    again = [{"id": str(first[1].id), "text": "två, rättat"}, {"text": "tre"}]
    save(database, meeting, version=1, decisions=again)
    assert [(line.label, line.text) for line in view(database, meeting).decisions] == [
        ("2/2027", "två, rättat"),
        ("3/2027", "tre"),
    ]
    with pytest.raises(minutes.NotThisMeetings) as refused:
        save(database, meeting, version=2, decisions=[{"id": str(first[0].id), "text": "ett"}])
    assert refused.value.field == "decisions.0.id"


def test_an_action_in_the_minutes_is_the_network_s_and_changes_with_them(database, meeting):
    save(database, meeting, actions=[{"text": "Boka", "owner": KUMLA}])
    known = view(database, meeting).actions[0]
    line = {"id": str(known.id), "text": "Boka stora salen", "owner": KUMLA, "due": "2027-03-01"}
    save(database, meeting, version=1, actions=[line])
    (action,) = view(database, meeting).actions
    assert (action.id, action.text, action.version) == (known.id, "Boka stora salen", 2)
    save(database, meeting, version=2, actions=[])
    assert view(database, meeting).actions == []
    with pytest.raises(promises.NotThisMeetings) as refused:
        save(database, meeting, version=3, actions=[line])
    assert refused.value.field == "actions.0.id"


def test_an_action_under_way_does_not_vanish_with_its_line(database, meeting):
    save(database, meeting, actions=[{"text": "Boka", "owner": KUMLA}])
    with database.transaction() as session:
        action = session.scalars(select(Action)).one()
        actions.change(session, action.id, plan=ActionPatch(state="in_progress"), by=SYSTEM)
    with pytest.raises(promises.UnderWay) as refused:
        save(database, meeting, version=1, actions=[])
    assert refused.value.params == {"text": "Boka"}


def test_an_owner_who_is_not_known_is_refused_at_its_line(database, meeting):
    lines = [
        {"text": "a", "owner": KUMLA},
        {"text": "b", "owner": {"organisation": "Helt okänd myndighet"}},
    ]
    with pytest.raises(UnknownOrganisation) as refused:
        save(database, meeting, actions=lines)
    assert refused.value.field == "actions.1.owner.organisation"
    assert view(database, meeting).version == 0


def test_what_a_save_does_not_name_stays(database, meeting):
    save(database, meeting, entries=[{"text": "Kvar"}], actions=[{"text": "a", "owner": KUMLA}])
    save(database, meeting, version=1, decisions=[{"text": "Nytt"}])
    kept = view(database, meeting)
    assert ([note.text for note in kept.notes], [line.text for line in kept.actions]) == (
        ["Kvar"],
        ["a"],
    )


def test_two_writers_meet_and_the_second_is_told(database, meeting):
    save(database, meeting, version=0, entries=[{"text": "ett"}])
    save(database, meeting, version=1, entries=[{"text": "två"}])
    for stale in (None, 0, 1, 3):
        with pytest.raises(Conflict):
            save(database, meeting, version=stale, entries=[{"text": "tre"}])
    assert [note.text for note in view(database, meeting).notes] == ["två"]


def test_nothing_is_written_about_what_is_only_spoken(database, meeting, points):
    for part, owner in [("entries", {}), ("decisions", {}), ("actions", {"owner": KUMLA})]:
        line = {"text": "x", "item": points[1], **owner}
        with pytest.raises(minutes.OnlySpoken) as refused:
            save(database, meeting, **{part: [line]})
        assert (refused.value.field, refused.value.params) == (f"{part}.0.text", {"title": "Tyst"})
    save(database, meeting, entries=[{"item": points[1], "text": "  "}])
    assert view(database, meeting).notes == []


def test_a_point_of_another_meeting_is_refused(database, meeting):
    with pytest.raises(minutes.NotOnTheAgenda) as refused:
        save(database, meeting, entries=[{"item": str(meeting), "text": "x"}])
    assert refused.value.field == "entries.0.item"


def test_a_cancelled_meeting_has_no_minutes(database, meeting):
    with database.transaction() as session:
        meetings.cancel(session, meeting, plan=CancelInput(), by=SYSTEM)
    with pytest.raises(refusals.MeetingIsCancelled):
        save(database, meeting, entries=[{"text": "x"}])


def test_published_minutes_no_longer_change(database, meeting, time):
    save(database, meeting, entries=[{"text": "Klart"}])
    at = time.forward(hours=1)
    published = publish(database, meeting)
    assert (published.state, published.published_at, published.version) == ("published", at, 3)
    with pytest.raises(refusals.MinutesAreFixed):
        save(database, meeting, version=3, entries=[])
    assert [note.text for note in view(database, meeting).notes] == ["Klart"]


def test_publishing_twice_tells_once(database, meeting, time):
    save(database, meeting, entries=[{"text": "Klart"}])
    first = publish(database, meeting).published_at
    time.forward(hours=1)
    assert publish(database, meeting).published_at == first
    assert facts(database, "MinutesPublished") == [{}]


def test_there_must_be_something_to_publish(database, meeting):
    with pytest.raises(approval.NothingWritten):
        publish(database, meeting)


def test_a_secretary_writes_minutes_and_a_facilitator_does_not(database, meeting):
    with database.reading() as session:
        network_id = session.get_one(Meeting, meeting).network_id
    with pytest.raises(NotAllowed):
        save(database, meeting, by=an_actor(network_id, "facilitator"), entries=[])
    save(database, meeting, by=an_actor(network_id, "secretary"), entries=[{"text": "x"}])
    publish(database, meeting, by=an_actor(network_id, "secretary"))


def test_everybody_who_was_called_is_told_of_published_minutes(database, meeting, settle, sender):
    settle()
    sender.take()
    with database.transaction() as session:
        invitation = invitation_of(session, meeting, BO)
        plan = AnswerInput(answer="declined")
        answers.answer(session, invitation.id, plan=plan, via="link", by=SYSTEM)
    save(database, meeting, decisions=[{"text": "Klart"}])
    publish(database, meeting)
    settle()
    assert [mail.recipient for mail in sender.take()] == [ANNA, BO]
    with database.reading() as session:
        assert len(session.scalars(select(Decision)).all()) == 1


def test_a_meeting_that_is_none_has_no_minutes(database, meeting):
    with pytest.raises(NotFound):
        save(database, uuid4(), entries=[{"text": "x"}])
    with pytest.raises(NotFound):
        view(database, uuid4())
