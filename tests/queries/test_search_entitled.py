"""Does everybody find what they may read, and nothing else?"""

from typing import Any

import pytest
from sqlalchemy import select, update

from scheduler.actor import SYSTEM, Actor
from scheduler.inputs import ActionInput
from scheduler.model import Action, AgendaItem, Decision, Invitation, MinutesEntry
from scheduler.services import actions
from tests.factories import a_network
from tests.queries.searching import ANNA, BO, CLARA, Found


@pytest.fixture
def found(database, time, settle):
    """Points of each class, each with a word of its own and `gädda`."""
    found = Found(database, settle)
    kumla = [str(found.houses["Kumla kommun"])]
    found.write_agenda(
        {"title": "Öppen", "text": "gädda"},
        {"title": "Krets", "class": "circle", "text": "gädda"},
        {"title": "Kumlas", "class": "circle", "audience": kumla, "text": "gädda"},
        {"title": "Talad gädda", "class": "spoken"},
    )
    return found


def seen(found, email, words="gädda", role="member"):
    return sorted(title for _, title in found.kinds(words, found.actor(email, role=role)))


def write(found):
    """Take notes on the three points that may be written about, and decide."""
    titles = ("Öppen", "Krets", "Kumlas")
    found.write_notes(
        entries=[{"item": str(found.items[title]), "text": "abborre"} for title in titles],
        decisions=[{"item": str(found.items[title]), "text": "abborre"} for title in titles],
        actions=[
            {
                "item": str(found.items[title]),
                "text": "abborre",
                "owner": {"organisation": "Nora kommun"},
            }
            for title in titles
        ],
    )


def test_points_are_found_by_those_who_may_see_them(found):
    assert seen(found, ANNA) == ["Krets", "Kumlas", "Talad gädda", "Öppen"]
    assert seen(found, BO) == ["Krets", "Talad gädda", "Öppen"]
    assert seen(found, CLARA) == ["Öppen"]
    assert seen(found, CLARA, role="secretary") == ["Krets", "Kumlas", "Talad gädda", "Öppen"]


def test_who_may_not_search_finds_nothing_and_neither_does_a_stranger(found, database):
    with database.transaction() as session:
        other = a_network(session, slug="annat", people_=())
    assert found.find("gädda", found.actor(ANNA, role="observer")).rows == []
    assert found.find("gädda", found.actor(ANNA, role="")).rows == []
    assert found.find("gädda", found.actor(ANNA, network=other.id)).rows == []
    assert found.find("gädda", found.actor(ANNA), network_id=other.id).rows == []
    assert found.find("gädda", Actor(kind="link", person_id=found.people[ANNA])).rows == []
    assert len(found.find("gädda", SYSTEM).rows) == 4


def test_a_draft_is_found_by_its_writers_alone(found):
    write(found)
    assert (seen(found, ANNA, "abborre"), seen(found, BO, "abborre")) == ([], [])
    assert len(seen(found, CLARA, "abborre", role="secretary")) == 9


def test_an_action_is_found_before_any_notes_are_taken_and_not_from_a_draft(found, database):
    plan = {"text": "braxen", "owner": {"organisation": "Nora kommun"}}
    with database.transaction() as session:
        values = ActionInput.model_validate(plan | {"item": str(found.items["Krets"])})
        about = {"network_id": found.network, "meeting_id": found.meeting}
        actions.add(session, **about, plan=values, by=SYSTEM)
    found.settle()
    assert seen(found, BO, "braxen") == ["Nora kommun"]
    assert seen(found, CLARA, "braxen") == []
    found.write_notes(entries=[{"text": "abborre"}])
    assert seen(found, BO, "braxen") == []


def test_what_is_out_for_comments_is_found_by_those_who_were_there(found):
    write(found)
    found.circulate()
    assert len(seen(found, ANNA, "abborre")) == 9
    assert (seen(found, BO, "abborre"), seen(found, CLARA, "abborre")) == ([], [])


def test_what_is_published_is_found_by_the_class_of_its_point(found):
    write(found)
    found.publish()
    assert len(seen(found, ANNA, "abborre")) == 9
    assert len(seen(found, BO, "abborre")) == 6
    assert len(seen(found, CLARA, "abborre")) == 3


@pytest.mark.parametrize("change", ["class", "audience", "note", "decision", "action", "call"])
def test_what_is_closed_or_taken_away_is_gone_before_the_index_has_been_read_anew(
    found, database, change
):
    write(found)
    found.publish()
    before = len(seen(found, BO, "abborre"))
    laxa = [str(found.houses["Laxa kommun"])]
    open_, circle = found.items["Öppen"], found.items["Krets"]
    statements = {
        "class": update(AgendaItem)
        .where(AgendaItem.id == open_)
        .values(item_class="circle", audience=laxa),
        "audience": update(AgendaItem).where(AgendaItem.id == circle).values(audience=laxa),
        "call": update(Invitation)
        .where(Invitation.person_id == found.people[BO])
        .values(removed_at=found_at(database, found)),
    }
    rows: dict[str, Any] = {"note": MinutesEntry, "decision": Decision, "action": Action}
    with database.transaction() as session:
        if change in rows:
            kind = rows[change]
            session.delete(session.scalars(select(kind).where(kind.item_id == open_)).one())
        else:
            session.execute(statements[change])
    gone = {"class": 3, "audience": 3, "call": 3, "note": 1, "decision": 1, "action": 1}
    assert len(seen(found, BO, "abborre")) == before - gone[change]


def found_at(database, found):
    """The instant at which Bo was called, before the meeting."""
    with database.reading() as session:
        return session.scalars(
            select(Invitation.created_at).where(Invitation.person_id == found.people[BO])
        ).one()
