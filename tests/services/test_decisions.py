"""What stands in the decision log, for whom, and which decision holds?"""

from __future__ import annotations

import pytest

from scheduler.actor import SYSTEM, NotAllowed
from scheduler.errors import NotFound
from scheduler.inputs import AgendaInput, MinutesInput
from scheduler.inputs.minutes import SupersedeInput
from scheduler.model import Minutes
from scheduler.queries import decisions as query
from scheduler.queries.entitled import Reader
from scheduler.services import agenda, decisions, minutes
from tests.factories import a_meeting, a_network, an_actor

EVERYTHING = Reader(SYSTEM)


@pytest.fixture
def network(database, time):
    with database.transaction() as session:
        return a_network(session)


def decide(database, network, *texts, state="published", item_class="open", **plan):
    """Let a meeting decide something on one point; gives the decisions' ids."""
    with database.transaction() as session:
        meeting = a_meeting(session, network.id, **plan)
        points = {"items": [{"title": "Punkten", "class": item_class}]}
        (item,) = agenda.put(
            session, meeting.id, plan=AgendaInput.model_validate(points), by=SYSTEM
        )
        said = {"decisions": [{"item": str(item.id), "text": text} for text in texts]}
        made = minutes.save(
            session, meeting.id, plan=MinutesInput.model_validate(said), version=None, by=SYSTEM
        )
        session.get_one(Minutes, made.id).state = state
        return [one.id for one in made.decisions]


def supersede(database, decision, later, by=SYSTEM):
    with database.transaction() as session:
        plan = SupersedeInput(superseded_by=later)
        decisions.supersede(session, decision, plan=plan, by=by)


def log(database, network, reader=EVERYTHING, **how):
    with database.reading() as session:
        return query.log(session, network.id, reader, **how)


def labels(lines):
    return [line.label for line in lines]


def test_the_log_has_the_newest_first_and_is_asked_by_year_and_words(database, network):
    decide(database, network, "Skolan bjuds in.", start="2026-12-03T09:00", title="Julmötet")
    decide(database, network, "Övningen hålls i oktober.", "Budgeten antas.")
    assert labels(log(database, network)) == ["2/2027", "1/2027", "1/2026"]
    assert labels(log(database, network, year=2026)) == ["1/2026"]
    assert labels(log(database, network, words="ÖVNINGEN oktober")) == ["1/2027"]
    assert labels(log(database, network, words="julmötet")) == ["1/2026"]
    assert labels(log(database, network, words="övningen budgeten")) == []
    with database.reading() as session:
        assert query.years(session, network.id, EVERYTHING) == [2027, 2026]


def test_a_later_decision_takes_the_place_of_one_and_gives_it_back(database, network):
    first, second = decide(database, network, "Vi ses i mars.", "Vi ses i april.")
    supersede(database, first, second)
    later, earlier = log(database, network)
    assert (earlier.holds, earlier.superseded_by, earlier.later_id) == (False, "2/2027", second)
    assert (later.holds, later.supersedes) == (True, ((first, "1/2027"),))
    supersede(database, first, None)
    assert [line.holds for line in log(database, network)] == [True, True]


def test_only_a_later_decision_of_the_same_network_can(database, network):
    first, second = decide(database, network, "Ett", "Två")
    with database.transaction() as session:
        other = a_network(session, slug="annat", people_=())
    (theirs,) = decide(database, other, "Deras", start="2027-03-04T09:00")
    for later in (first, second):
        with pytest.raises(decisions.NotLater) as refused:
            supersede(database, second, later)
        assert refused.value.field == "superseded_by"
    with pytest.raises(decisions.NoSuchDecision):
        supersede(database, first, theirs)
    with pytest.raises(NotFound):
        supersede(database, network.id, None)


def test_those_who_write_minutes_say_which_decision_holds(database, network):
    first, second = decide(database, network, "Ett", "Två")
    with pytest.raises(NotAllowed):
        supersede(database, first, second, by=an_actor(network.id, "facilitator"))
    supersede(database, first, second, by=an_actor(network.id, "secretary"))


def test_a_decision_that_is_taken_out_again_gives_the_earlier_its_place_back(database, network):
    (first,) = decide(database, network, "Ett")
    (second,) = decide(database, network, "Två", state="draft")
    supersede(database, first, second)
    with database.transaction() as session:
        meeting = query.one(session, second, EVERYTHING).meeting_id
        minutes.save(session, meeting, plan=MinutesInput(decisions=[]), version=1, by=SYSTEM)
    assert [(line.label, line.holds) for line in log(database, network)] == [("1/2027", True)]


@pytest.mark.parametrize(
    ("state", "item_class", "seen"),
    [
        ("published", "open", True),
        ("published", "circle", False),
        ("draft", "open", False),
        ("circulated", "open", False),
        ("approved", "open", False),
    ],
)
def test_a_member_who_was_not_there_sees_what_is_published_and_open(
    database, network, state, item_class, seen
):
    (one,) = decide(database, network, "Hemligt beslut", state=state, item_class=item_class)
    member, keeper = an_actor(network.id, "member"), an_actor(network.id, "secretary")
    assert bool(log(database, network, Reader(member))) is seen
    assert labels(log(database, network, Reader(keeper))) == ["1/2027"]
    if not seen:
        with database.reading() as session, pytest.raises(NotFound):
            query.one(session, one, Reader(member))


def test_who_was_called_sees_their_circle_s_decisions(database, network):
    (circle,) = decide(database, network, "Kretsens", item_class="circle")
    with database.reading() as session:
        meeting = query.one(session, circle, EVERYTHING).meeting_id
    called = Reader(an_actor(network.id, "member"), {meeting: frozenset()})
    assert labels(log(database, network, called)) == ["1/2027"]


def test_the_number_of_a_later_decision_is_told_but_leads_nowhere_for_those_who_may_not_read_it(
    database, network
):
    (first,) = decide(database, network, "Öppet")
    (second,) = decide(database, network, "Hemligt", item_class="circle")
    supersede(database, first, second)
    (line,) = log(database, network, Reader(an_actor(network.id, "member")))
    assert (line.superseded_by, line.later_id) == ("2/2027", None)
