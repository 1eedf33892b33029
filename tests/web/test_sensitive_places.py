"""Can a place be marked as sensitive wherever a place is given?"""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.apply import apply, read
from scheduler.inputs import SeriesInput
from scheduler.model import Meeting, Series
from scheduler.services import series
from tests.factories import a_meeting, a_series
from tests.web.browser import text_of
from tests.web.test_series_pages import NEW, QUARTERLY

BOX = "The place is sensitive: keep it out of all calendars"
SINGLE = {"title": "Råd", "start": "2027-02-04T09:00", "minutes": "60", "who": "all"}
FILE = """\
network: {slug: varna, name: Värna, convenor: BFC}
organisations: [{name: BFC, kind: ngo, country: SE}]
series:
  - title: Länsnätverket
    rule: {every: 3, unit: month, nth: 4, weekdays: [th]}
    at: 09:00
    minutes: 180
    from: 2027-01-01
    until: 2027-06-30
    place: Gården
    place_protected: true
meetings:
  - {title: Råd, start: "2027-10-14T09:00", minutes: 60, place: Gården, place_protected: true}
"""


def marks(database, kind):
    """Which of all meetings, or series, have a sensitive place."""
    with database.reading() as session:
        return session.scalars(select(kind.place_protected).order_by(kind.id)).all()


def test_a_series_gives_its_mark_to_its_meetings_and_can_take_it_back(database, network):
    with database.transaction() as session:
        made = a_series(session, network, place_protected=True)
    assert (marks(database, Series), marks(database, Meeting)) == ([True], [True] * 4)
    plan = {"title": "x", "dates": ["2027-01-28", "2027-02-25"], "at": "09:00", "minutes": 60}
    with database.transaction() as session:
        series.relay(session, made.id, plan=SeriesInput.model_validate(plan), by=SYSTEM)
    assert (marks(database, Series), marks(database, Meeting)) == ([False], [False] * 2)


@pytest.mark.parametrize(("ticked", "mark"), [({"place_protected": "true"}, True), ({}, False)])
def test_the_forms_of_a_series_and_of_a_meeting_have_a_box_for_it(
    database, network, enter, ticked, mark
):
    eva = enter()
    assert BOX in text_of(eva.get(NEW))
    made = eva.send(NEW, QUARTERLY | ticked)
    assert made.status_code == 303
    assert marks(database, Series) == [mark]
    form = eva.get(f"{made.location}/change").text
    assert ('name="place_protected" value="true" checked' in form) is mark
    assert BOX in text_of(eva.get("/networks/lan/meetings/new"))
    assert eva.send("/networks/lan/meetings/new", SINGLE | ticked).status_code == 303
    assert marks(database, Meeting) == [mark] * 5


def test_the_form_of_a_meeting_s_text_shows_the_mark(database, network, enter):
    with database.transaction() as session:
        meeting = a_meeting(session, network, place_protected=True).id
    eva = enter()
    page = eva.get(f"/meetings/{meeting}/text")
    assert BOX in text_of(page)
    assert 'name="place_protected" value="true" checked' in page.text
    seen = re.findall(r'name="seen" value="([^"]*)"', page.text)[0]
    form = {"title": "Länsnätverket", "place": "Residenset", "step": "send", "seen": seen}
    assert eva.send(f"/meetings/{meeting}/text", form).status_code == 303
    assert marks(database, Meeting) == [False]


def test_a_file_marks_places_and_the_second_time_nothing_is_changed(database, time):
    for kinds in ({"+"}, {"="}):
        with database.transaction() as session:
            report = apply(session, read(FILE.encode(), name="varna.yaml"), by=SYSTEM)
        assert {line.mark for line in report.lines} == kinds
    assert (marks(database, Series), marks(database, Meeting)) == ([True], [True] * 3)


def test_what_a_file_changes_of_a_text_leaves_the_mark(database, time):
    unsaid = FILE.replace(", place_protected: true", "").replace("Gården}", "Gården 8}")
    for text in (FILE, unsaid):
        with database.transaction() as session:
            apply(session, read(text.encode(), name="varna.yaml"), by=SYSTEM)
    with database.reading() as session:
        row = session.scalars(select(Meeting).where(Meeting.title == "Råd")).one()
        assert row.place_protected is True
