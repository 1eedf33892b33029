"""Do networks' pages show the year, what comes next, and settings that hold?"""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import event, select

from scheduler.actor import SYSTEM
from scheduler.model import Network
from scheduler.services import meetings
from tests.factories import a_meeting, a_network, a_series
from tests.web.browser import text_of

GOOD = {
    "name": "Värna Värmland",
    "purpose": "Delar lägesbild",
    "countries": ["SE", "NO"],
    "language": "sv",
    "time_zone": "Europe/Stockholm",
    "slug": "",
}


def stored(database, slug):
    with database.reading() as session:
        found = session.scalars(select(Network).where(Network.slug == slug)).one()
        names = ("name", "purpose", "countries", "language", "time_zone")
        return tuple(getattr(found, name) for name in names)


def queries(database, browser, path):
    """Count what a page asks the database."""
    asked = []

    def note(*_):
        asked.append(1)

    event.listen(database.engine, "before_cursor_execute", note)
    assert browser.get(path).status_code == 200
    event.remove(database.engine, "before_cursor_execute", note)
    return len(asked)


def test_the_list_has_ones_own_networks_with_the_next_meeting(enter, database, network):
    with database.transaction() as session:
        a_network(session, slug="annat", name="Ett annat", people_=())
        a_meeting(session, network, start="2027-06-03T09:00")
        next_ = a_meeting(session, network).id
    page = enter().get("/networks")
    assert "Länsnätverket Thu 4 Feb · week 5 · 09:00 ◐ Planned" in text_of(page)
    assert f'href="/meetings/{next_}"' in page.get_data(as_text=True)
    assert "Ett annat" not in text_of(page)


def test_only_administrators_begin_networks(enter):
    assert enter().get("/networks/new").status_code == 403
    page = enter(administrator=True).get("/networks")
    assert 'href="/networks/new"' in page.get_data(as_text=True)


def test_beginning_a_network_leads_to_its_members(enter, database):
    answer = enter(administrator=True).send("/networks/new", GOOD)
    assert (answer.status_code, answer.location) == (303, "/networks/varna-varmland/members")
    assert stored(database, "varna-varmland") == (
        "Värna Värmland",
        "Delar lägesbild",
        ["SE", "NO"],
        "sv",
        "Europe/Stockholm",
    )


def test_a_network_that_cannot_be_keeps_what_was_typed(enter):
    browser = enter(administrator=True)
    wrong = GOOD | {"name": "", "countries": [], "slug": "Å å", "purpose": "Detta stod här"}
    answer = browser.send("/networks/new", wrong)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert re.findall(r'<a class="ds-link" href="#([a-z]+)"', page) == ["name", "slug", "countries"]
    assert "Detta stod här" in page


def test_a_network_says_its_purpose_its_convenor_and_what_is_next(enter, database, network):
    with database.transaction() as session:
        session.get_one(Network, network).purpose = "Vi övar innan något händer."
        meeting = a_meeting(session, network).id
    page = enter().get("/networks/lan")
    words = text_of(page)
    assert "Vi övar innan något händer." in words
    assert "Convened by Länsstyrelsen lan" in words
    assert "Next meeting ◐ Planned Länsnätverket Thursday 4 February 2027" in words
    assert f'class="ds-button" href="/meetings/{meeting}/call"' in page.get_data(as_text=True)


def test_the_year_has_twelve_months_and_each_meeting_is_a_link_in_words(enter, database, network):
    with database.transaction() as session:
        a_series(session, network)
        called = a_meeting(session, network).id
        meetings.call(session, called, by=SYSTEM)
    page = enter().get("/networks/lan").get_data(as_text=True)
    months = page.partition('<ol class="year">')[2].split('<li class="year__month"')[1:]
    assert [len(re.findall('class="dot"', month)) for month in months[:4]] == [1, 1, 0, 1]
    assert len(months) == 12
    assert "Thu 4 Feb, Länsnätverket, Called" in " ".join(months[1].split())


def test_other_years_are_reached_where_they_have_meetings(enter, database, network):
    with database.transaction() as session:
        a_meeting(session, network)
        a_meeting(session, network, start="2028-02-03T09:00", title="Nästa år")
    browser = enter()
    now = browser.get("/networks/lan").get_data(as_text=True)
    assert re.findall(r'href="[^"]*\?year=(\d+)', now) == ["2028"]
    later = browser.get("/networks/lan?year=2028").get_data(as_text=True)
    assert re.findall(r'href="[^"]*\?year=(\d+)', later) == ["2027"]
    assert "Thu 3 Feb, Nästa år, Planned" in " ".join(later.split())


@pytest.mark.parametrize("year", ["0", "-1", "99999", "abc", "10000"])
def test_a_year_that_is_none_shows_the_present_one(enter, year):
    with_meeting = enter().get(f"/networks/lan?year={year}")
    assert with_meeting.status_code == 200


def test_what_has_been_stands_below_with_the_state_of_its_notes(enter, database, network, time):
    with database.transaction() as session:
        meeting = a_meeting(session, network).id
        meetings.call(session, meeting, by=SYSTEM)
    time.to(datetime(2027, 2, 4, 12, tzinfo=UTC))
    words = text_of(enter().get("/networks/lan"))
    assert "No meetings to come" in words
    assert "Past meetings Thu 4 Feb 2027 Länsnätverket ! No notes" in words


def test_a_meeting_under_way_is_still_the_next(enter, database, network, time):
    with database.transaction() as session:
        meetings.call(session, a_meeting(session, network).id, by=SYSTEM)
    time.to(datetime(2027, 2, 4, 10, tzinfo=UTC))
    words = text_of(enter().get("/networks/lan"))
    assert "Next meeting ● Called Länsnätverket" in words
    assert "Past meetings" not in words


def test_an_empty_network_teaches_the_next_step(enter, database):
    with database.transaction() as session:
        a_network(session, slug="tomt", name="Tomt", people_=())
    page = enter(administrator=True).get("/networks/tomt").get_data(as_text=True)
    assert "Nobody belongs to it yet" in page
    assert 'class="ds-button" href="/networks/tomt/members/organisations/new"' in page


def test_a_network_without_meetings_leads_to_a_rhythm(enter):
    page = enter().get("/networks/lan").get_data(as_text=True)
    assert "No meetings yet" in page
    assert 'class="ds-button" href="/networks/lan/series/new"' in page


MEMBERS = ("Meetings", "Members", "Actions")


@pytest.mark.parametrize(
    ("role", "tabs"),
    [
        ("coordinator", [*MEMBERS, "Decisions", "Areas", "Exercises", "Numbers", "Settings"]),
        ("facilitator", [*MEMBERS, "Decisions", "Areas", "Exercises", "Numbers"]),
        ("member", ["Meetings", "Actions", "Decisions", "Areas", "Exercises"]),
        ("observer", ["Meetings"]),
    ],
)
def test_each_role_has_the_tabs_it_may_open(enter, role, tabs):
    page = enter(role).get("/networks/lan").get_data(as_text=True)
    nav = page.partition('<nav class="subnav"')[2].partition("</nav>")[0]
    assert re.findall(r">([A-Za-z]+)</a>", nav) == tabs


def test_a_member_sees_neither_answers_nor_ways_to_plan(enter, database, network):
    with database.transaction() as session:
        meetings.call(session, a_meeting(session, network).id, by=SYSTEM)
    page = enter("member").get("/networks/lan")
    assert "silent" not in text_of(page)
    assert "/new" not in page.get_data(as_text=True)


def test_strangers_to_a_network_find_nothing(enter, database):
    with database.transaction() as session:
        a_network(session, slug="annat", name="Ett annat", people_=())
    browser = enter()
    assert browser.get("/networks/annat").status_code == 404
    assert browser.get("/networks/annat/settings").status_code == 404


def test_settings_are_changed_and_a_purpose_can_be_emptied(enter, database):
    browser = enter()
    answer = browser.send("/networks/lan/settings", GOOD | {"slug": "lan", "purpose": ""})
    assert (answer.status_code, answer.location) == (303, "/networks/lan/settings")
    assert stored(database, "lan")[:3] == ("Värna Värmland", "", ["SE", "NO"])


def test_what_happens_around_meetings_is_set_on_the_same_page(enter, database):
    how = {
        "proposal_days": "5",
        "brief_days": "0",
        "comment_days": "21",
        "silence_approves": "true",
    }
    browser = enter()
    assert browser.send("/networks/lan/settings", GOOD | {"slug": "lan"} | how).status_code == 303
    with database.reading() as session:
        found = session.scalars(select(Network).where(Network.slug == "lan")).one()
        assert (found.proposal_days, found.brief_days, found.comment_days) == (5, 0, 21)
        assert found.silence_approves
    wrong = browser.send("/networks/lan/settings", GOOD | how | {"comment_days": "0"})
    assert 'href="#comment_days"' in wrong.get_data(as_text=True)
    assert "Write the standing points" in text_of(browser.get("/networks/lan/settings"))


def test_a_new_short_name_is_the_new_address(enter):
    answer = enter().send("/networks/lan/settings", GOOD | {"slug": "varna"})
    assert answer.location == "/networks/varna/settings"


def test_a_taken_short_name_is_refused_beside_its_field(enter, database):
    with database.transaction() as session:
        a_network(session, slug="annat", name="Ett annat", people_=())
    answer = enter().send("/networks/lan/settings", GOOD | {"slug": "annat"})
    assert answer.status_code == 422
    assert 'href="#slug"' in answer.get_data(as_text=True)
    assert stored(database, "lan")[0] == "Länsnätverket"


def test_settings_show_the_networks_calendars(enter):
    assert "Make a calendar address" in text_of(enter().get("/networks/lan/settings"))


def test_only_those_who_plan_open_the_settings(enter):
    assert enter("secretary").get("/networks/lan/settings").status_code == 403
    assert enter("member").send("/networks/lan/settings", GOOD).status_code == 403


def test_the_page_asks_the_same_whether_there_are_few_meetings_or_many(enter, database, network):
    with database.transaction() as session:
        meetings.call(session, a_meeting(session, network).id, by=SYSTEM)
    browser = enter()
    few = queries(database, browser, "/networks/lan")
    with database.transaction() as session:
        for day in range(10, 16):
            more = a_meeting(session, network, start=f"2027-03-{day}T09:00")
            meetings.call(session, more.id, by=SYSTEM)
        a_series(session, network)
    assert queries(database, browser, "/networks/lan") == few
