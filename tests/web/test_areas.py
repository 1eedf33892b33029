"""How does a network see, write and order its areas, and put one on an agenda?"""

import re

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import ActionInput, AgendaInput
from scheduler.inputs.areas import AreaInput
from scheduler.model import Action, AgendaItem, Area, Meeting, Network, Organisation
from scheduler.services import actions, agenda, areas
from tests.factories import a_meeting
from tests.web.browser import text_of


@pytest.fixture
def two(database, network):
    with database.transaction() as session:
        made = [
            areas.add(session, network, plan=AreaInput.model_validate(plan), by=SYSTEM)
            for plan in (
                {"name": "Skola", "owner": "Kumla kommun", "participates": ["Nora kommun"]},
                {"name": "Anhöriga"},
            )
        ]
        return [area.id for area in made]


@pytest.fixture
def path(database, network):
    with database.reading() as session:
        return f"/networks/{session.get_one(Network, network).slug}/areas"


def houses(database):
    with database.reading() as session:
        return {one.name: str(one.id) for one in session.scalars(select(Organisation))}


def named(database):
    with database.reading() as session:
        return list(session.scalars(select(Area.name).order_by(Area.position)))


def test_the_empty_page_says_what_an_area_is(enter, path):
    page = text_of(enter().get(path))
    assert "No areas yet" in page
    assert "An area is something that the network works on for a long time" in page


def test_areas_are_listed_in_order_with_who_does_what(enter, path, two):
    page = text_of(enter("member").get(path))
    assert "Skola Kumla kommun Never – 0 Anhöriga – Never – 0" in page
    assert "Skola Kumla kommun Nora kommun – Anhöriga – – –" in page
    assert "A new area" not in page


def test_an_area_is_added_with_its_parts(enter, database, path):
    ids = houses(database)
    form = {"name": "Omvärld", "owner": ids["Kumla kommun"], "informed": [ids["Nora kommun"]]}
    browser = enter()
    assert browser.send(path, form).status_code == 303
    assert "Omvärld Kumla kommun – Nora kommun" in text_of(browser.get(path))


def test_what_was_typed_is_kept_when_an_organisation_stands_twice(enter, database, path):
    kumla = houses(database)["Kumla kommun"]
    form = {"name": "Omvärld", "text": "Långt", "owner": kumla, "participates": [kumla]}
    answer = enter().send(path, form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Kumla kommun stands here twice" in page
    assert 'href="#participates"' in page
    assert re.search(r'value="Omvärld"', page)
    assert re.search(rf'name="participates" value="{kumla}" checked', page)
    assert named(database) == []


def test_an_area_is_changed_and_its_owner_taken_away(enter, database, two, path):
    browser = enter()
    form = {"name": "Skolan", "text": "Alla skolor", "version": "1"}
    assert browser.send(f"/areas/{two[0]}/change", form).headers["Location"] == f"/areas/{two[0]}"
    page = text_of(browser.get(f"/areas/{two[0]}"))
    assert "Skolan Never treated." in page
    assert "Alla skolor" in page
    assert "Nobody answers for it yet." in page


def test_two_who_change_an_area_see_each_others_words(enter, two):
    browser, where = enter(), f"/areas/{two[0]}/change"
    browser.send(where, {"name": "Deras", "version": "1"})
    answer = browser.send(where, {"name": "Min", "version": "1"})
    assert answer.status_code == 409
    assert "What somebody else has saved Deras" in text_of(answer)
    assert browser.send(where, {"name": "Min", "version": "2"}).status_code == 303


def test_areas_are_moved_with_buttons_and_closed(enter, database, two, path):
    browser = enter()
    browser.send(f"/areas/{two[1]}/place", {"do": "up"})
    assert named(database) == ["Anhöriga", "Skola"]
    browser.send(f"/areas/{two[1]}/place", {"do": "down"})
    assert named(database) == ["Skola", "Anhöriga"]
    browser.send(f"/areas/{two[0]}/place", {"do": "close"})
    assert "Skola Closed" in text_of(browser.get(path))


def test_the_area_that_has_waited_longest_is_put_on_the_next_agenda(
    enter, database, network, two, path
):
    with database.transaction() as session:
        meeting = a_meeting(session, network).id
    browser = enter()
    assert "Skola has waited longest Never treated." in text_of(browser.get(path))
    answer = browser.send(f"/areas/{two[0]}/agenda", {"meeting": str(meeting)})
    assert answer.headers["Location"] == f"/meetings/{meeting}/agenda"
    assert "Anhöriga has waited longest" in text_of(browser.get(path))
    with database.reading() as session:
        titles = [item.title for item in session.get_one(Meeting, meeting).agenda]
        assert titles == ["Skola"]
    assert browser.send(f"/areas/{two[1]}/agenda", {"meeting": "x"}).status_code == 404


def test_an_agenda_that_is_written_is_proposed_the_area_that_has_waited_longest(
    enter, database, network, two
):
    with database.transaction() as session:
        meeting = a_meeting(session, network)
        over = a_meeting(session, network, start="2026-12-03T09:00").id
        path = f"/meetings/{meeting.id}/agenda"
    browser = enter()
    assert "Skola has waited longest" in text_of(browser.get(path))
    browser.send(f"/areas/{two[0]}/agenda", {"meeting": path.split("/")[2]})
    assert "Anhöriga has waited longest" in text_of(browser.get(path))
    assert "has waited longest" not in text_of(browser.get(f"/meetings/{over}/agenda"))
    assert "has waited longest" not in text_of(enter("member").get(path))


def test_an_areas_page_shows_no_more_than_its_reader_may_read(enter, database, network, two):
    with database.transaction() as session:
        meeting = a_meeting(session, network)
        items = [
            {"title": f"{word} punkt", "class": kind, "area": str(two[0])}
            for word, kind in (("Öppen", "open"), ("Sluten", "circle"), ("Muntlig", "spoken"))
        ]
        plan = AgendaInput.model_validate({"items": items})
        kept = agenda.put(session, meeting.id, plan=plan, by=SYSTEM)
        for item in kept[:2]:
            values = {
                "text": f"{item.title}s uppgift",
                "owner": {"organisation": "Nora kommun"},
                "item": str(item.id),
            }
            action = actions.add(
                session,
                network_id=network,
                meeting_id=meeting.id,
                plan=ActionInput.model_validate(values),
                by=SYSTEM,
            )
            session.get_one(Action, action.id).area_id = two[0]
        assert len(session.scalars(select(AgendaItem)).all()) == 3
    words = r"(?:Öppen|Sluten|Muntlig) punkt\w*"
    seen = {
        role: sorted(set(re.findall(words, text_of(enter(role).get(f"/areas/{two[0]}")))))
        for role in ("member", "secretary")
    }
    assert seen == {
        "member": ["Öppen punkt", "Öppen punkts"],
        "secretary": [
            "Muntlig punkt",
            "Sluten punkt",
            "Sluten punkts",
            "Öppen punkt",
            "Öppen punkts",
        ],
    }


@pytest.mark.parametrize(("role", "status"), [("observer", 403), ("member", 200)])
def test_members_read_areas_and_observers_do_not(enter, two, path, role, status):
    browser = enter(role)
    assert [browser.get(one).status_code for one in (path, f"/areas/{two[0]}")] == [status] * 2
    assert browser.get(f"/areas/{two[0]}/change").status_code == 403
    assert browser.send(f"/areas/{two[0]}/place", {"do": "close"}).status_code == 403
