"""Who sees what of an agenda on its page, and what does the page tell of each point?"""

import re

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput
from scheduler.model import AgendaItem, Area, Invitation, Meeting, Organisation, Person
from scheduler.services import agenda
from tests.factories import a_meeting, a_network, a_person
from tests.web.browser import text_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"
POINTS = [
    {"title": "Inledning", "minutes": 20},
    {"title": "Ärende i kretsen", "class": "circle", "minutes": 40, "text": "Planterat ord"},
    {"title": "Läget", "minutes": 30, "presenter": "Kumla kommun"},
]


@pytest.fixture
def meeting(database, time):
    with database.transaction() as session:
        made = a_meeting(session, a_network(session).id)
        put(session, made, POINTS)
    return made


@pytest.fixture
def path(meeting):
    return f"/meetings/{meeting.id}/agenda"


KRETSEN = 'name="items.1.title" type="text" value="Ärende i kretsen" autofocus="autofocus"'
SELECT = r'(?s)<select[^>]*name="(items[^"]+)"[^>]*>(.*?)</select>'


def put(session, meeting, items):
    plan = AgendaInput.model_validate({"items": items})
    return [item.id for item in agenda.put(session, meeting.id, plan=plan, by=SYSTEM)]


def english(browser):
    browser.set_cookie("kallelse-language", "en")
    return browser


def items(database, meeting):
    with database.reading() as session:
        return [
            (item.title, item.item_class, item.text, item.minutes)
            for item in session.get_one(Meeting, meeting.id).agenda
        ]


def rows_of(page):
    """What the form of a page would send, texts and chosen options."""
    inputs = re.findall(r'name="((?:items\.\d+\.\w+)|seen)"[^>]*? value="([^"]*)"', page)
    found = {name: value for name, value in inputs if not name.endswith(".audience")}
    for name, options in re.findall(
        r'(?s)<select[^>]*name="(items[^"]+)"[^>]*>(.*?)</select>', page
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def test_each_point_has_the_time_at_which_it_begins(sign_in, path):
    shown = text_of(english(sign_in(ANNA)).get(path))
    assert re.findall(r"(\d\d:\d\d) (\d)\. ", shown) == [
        ("09:00", "1"),
        ("09:20", "2"),
        ("10:00", "3"),
    ]
    assert "The points take 90 of the meeting's 180 minutes." in shown


def test_who_is_not_called_gets_one_quiet_line_and_the_numbers_stay(
    database, sign_in, meeting, path
):
    with database.transaction() as session:
        a_person(session, meeting.network_id, "cia@kumla.example")  # after the list was made
    cia = english(sign_in("cia@kumla.example"))
    for address in (path, f"/meetings/{meeting.id}"):
        page = cia.get(address)
        assert "Planterat ord" not in page.get_data(as_text=True)
        assert "Ärende i kretsen" not in page.get_data(as_text=True)
        assert "One point is shown to those alone whom it is for." in text_of(page)
        assert "10:00 3. Läget" in text_of(page)
        assert "Planterat ord" in english(sign_in(BO)).get(address).get_data(as_text=True)


def test_a_point_for_some_organisations_is_read_by_theirs_alone(database, sign_in, meeting, path):
    with database.transaction() as session:
        kumla = session.scalars(select(Organisation).where(Organisation.name == "Kumla kommun"))
        audience = [str(kumla.one().id)]
        put(session, meeting, [*POINTS[:1], POINTS[1] | {"audience": audience}])
    assert "Planterat ord" in text_of(english(sign_in(ANNA)).get(path))
    assert "Planterat ord" not in text_of(english(sign_in(BO)).get(path))
    facilitator = sign_in("ida@nora.example", role="facilitator", network=meeting.network_id)
    assert "Planterat ord" not in english(facilitator).get(path).get_data(as_text=True)


def test_who_may_write_but_not_read_a_point_moves_it_and_leaves_it_whole(
    database, sign_in, meeting, path
):
    ida = english(sign_in("ida@nora.example", role="facilitator", network=meeting.network_id))
    page = ida.get(path).get_data(as_text=True)
    assert "Planterat ord" not in page
    assert "It stays as it is." in page
    assert "The points take 90 of the meeting&#39;s 180 minutes." in page
    sent = rows_of(page)
    assert sorted(name for name in sent if name.startswith("items.1.")) == ["items.1.id"]
    moved = ida.send(path, {**sent, "do": "up:1"}).get_data(as_text=True)
    assert "Planterat ord" not in moved
    saved = rows_of(moved)
    crafted = saved | {"items.0.title": "Omdöpt", "items.0.class": "open"}
    assert ida.send(path, crafted).status_code == 303
    assert items(database, meeting) == [
        ("Ärende i kretsen", "circle", "Planterat ord", 40),
        ("Inledning", "open", "", 20),
        ("Läget", "open", "", 30),
    ]


def test_a_point_that_its_writer_may_not_read_cannot_be_taken_away(
    database, sign_in, meeting, path
):
    ida = english(sign_in("ida@nora.example", role="facilitator", network=meeting.network_id))
    sent = rows_of(ida.get(path).get_data(as_text=True))
    sent.pop("items.1.id")
    assert ida.send(path, sent).status_code == 303
    assert [row[0] for row in items(database, meeting)] == [
        "Inledning",
        "Läget",
        "Ärende i kretsen",
    ]


def test_areas_and_organisations_are_chosen_in_the_form(database, sign_in, meeting, path):
    with database.transaction() as session:
        area = Area(network_id=meeting.network_id, position=1, name="Trygga skolor")
        session.add(area)
        session.flush()
        area_id = area.id
        nora = session.scalars(select(Organisation).where(Organisation.name == "Nora kommun")).one()
        house = str(nora.id)
    eva = english(sign_in("eva@lan.example", role="coordinator", network=meeting.network_id))
    sent = rows_of(eva.get(path).get_data(as_text=True))
    sent |= {"items.0.area": str(area_id), "items.0.class": "circle", "items.0.audience": house}
    sent |= {"items.2.audience": house}  # an open point is for all
    kept = eva.send(path, {**sent, "do": "down:0"}).get_data(as_text=True)
    assert re.search(rf'name="items\.1\.audience" value="{house}" checked', kept)
    assert eva.send(path, sent).status_code == 303
    with database.reading() as session:
        found = session.get_one(Meeting, meeting.id).agenda
        assert [(item.area_id, item.audience) for item in found] == [
            (area_id, [house]),
            (None, []),
            (None, []),
        ]
    assert "Trygga skolor" in text_of(eva.get(f"/meetings/{meeting.id}"))


def test_a_returned_point_tells_where_it_stood_before_and_why_it_comes_back(
    database, sign_in, meeting, path
):
    with database.transaction() as session:
        january = a_meeting(session, meeting.network_id, start="2027-01-14T09:00")
        [once] = put(session, january, [{"title": "Polisens siffror", "class": "circle"}])
        first = session.get_one(AgendaItem, once)
        first.outcome, first.outcome_reason = "postponed", "Väntar på polisens siffror"
        [again] = put(session, meeting, [{"title": "Polisens siffror"}])
        back = session.get_one(AgendaItem, again)
        back.origin_id, back.source = once, f"returned:{once}"
    words = "Returned from Thursday 14 January 2027: postponed. “Väntar på polisens siffror”"
    anna = english(sign_in(ANNA))
    assert words in text_of(anna.get(path))
    assert f'href="/meetings/{january.id}/agenda"' in anna.get(path).get_data(as_text=True)
    later = english(sign_in("dan@kumla.example", role="member", network=meeting.network_id))
    with database.transaction() as session:
        person = session.scalars(select(Person).where(Person.email == "dan@kumla.example")).one()
        for call in session.scalars(select(Invitation).where(Invitation.person_id == person.id)):
            session.delete(call)
    assert "Väntar på" not in later.get(path).get_data(as_text=True)


def test_a_typed_identity_number_warns_and_the_text_is_kept(database, sign_in, meeting, path):
    eva = english(sign_in("eva@lan.example", role="coordinator", network=meeting.network_id))
    sent = rows_of(eva.get(path).get_data(as_text=True))
    sent["items.0.text"] = "Gäller 811228-9874"
    saved = eva.send(path, sent, follow_redirects=True)
    assert "“Inledning” seems to hold somebody's personal identity number." in text_of(saved)
    assert items(database, meeting)[0][2] == "Gäller 811228-9874"


@pytest.mark.parametrize(
    ("do", "expected"),
    [
        ("up:1", 'value="down:0" autofocus'),
        ("down:0", 'value="down:1" autofocus'),
        ("down:1", 'value="up:2" autofocus'),
        ("add", 'name="items.3.title" type="text" value="" autofocus="autofocus"'),
        (
            "remove:2",
            'name="items.1.title" type="text" value="Ärende i kretsen" autofocus="autofocus"',
        ),
    ],
)
def test_without_a_script_the_focus_follows_the_row(sign_in, meeting, path, do, expected):
    eva = english(sign_in("eva@lan.example", role="coordinator", network=meeting.network_id))
    sent = rows_of(eva.get(path).get_data(as_text=True))
    page = eva.send(path, {**sent, "do": do}).get_data(as_text=True)
    assert page.count(" autofocus") == 1
    assert expected in " ".join(page.replace(" hidden autofocus", " autofocus").split())


def test_an_agenda_can_be_emptied(database, sign_in, meeting, path):
    eva = english(sign_in("eva@lan.example", role="coordinator", network=meeting.network_id))
    mark = rows_of(eva.get(path).get_data(as_text=True))["seen"]
    assert eva.send(path, {"seen": mark}).status_code == 303
    assert items(database, meeting) == []
