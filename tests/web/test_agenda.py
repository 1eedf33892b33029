"""How is an agenda written on its page, without a script?"""

import pytest

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput, MinutesInput
from scheduler.model import Meeting
from scheduler.services import agenda, approval, minutes
from tests.factories import a_meeting, a_network
from tests.web.browser import text_of

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def meeting(database, time):
    with database.transaction() as session:
        meeting = a_meeting(session, a_network(session).id)
        items = [{"title": "Inledning", "minutes": 10}, {"title": "Läget", "text": "**Kort**"}]
        agenda.put(
            session, meeting.id, plan=AgendaInput.model_validate({"items": items}), by=SYSTEM
        )
    return meeting


@pytest.fixture
def path(meeting):
    return f"/meetings/{meeting.id}/agenda"


@pytest.fixture
def eva(sign_in, meeting):
    browser = sign_in("eva@lan.example", role="coordinator", network=meeting.network_id)
    browser.set_cookie("kallelse-language", "en")
    return browser


def field(page, name):
    start = page.index(f'name="{name}"')
    tag = page[page.rindex("<", 0, start) : page.index(">", start)]
    return tag.partition('value="')[2].partition('"')[0]


def fields(browser, path):
    page = browser.get(path).get_data(as_text=True)
    return page, {
        "seen": field(page, "seen"),
        "items.0.id": field(page, "items.0.id"),
        "items.0.title": "Inledning",
        "items.1.id": field(page, "items.1.id"),
        "items.1.title": "Läget",
    }


def titles(database, meeting):
    with database.reading() as session:
        return [item.title for item in session.get_one(Meeting, meeting.id).agenda]


def test_the_form_shows_what_stands_and_saves_what_was_typed(database, eva, meeting, path):
    page, data = fields(eva, path)
    assert [field(page, f"items.{row}.title") for row in (0, 1)] == ["Inledning", "Läget"]
    data |= {"items.1.title": "Läget i länet", "items.2.title": "Nytt", "items.3.title": ""}
    saved = eva.send(path, data)
    assert (saved.status_code, saved.headers["Location"]) == (303, f"/meetings/{meeting.id}")
    assert titles(database, meeting) == ["Inledning", "Läget i länet", "Nytt"]


@pytest.mark.parametrize(
    ("do", "expected"),
    [
        ("up:1", ["Läget", "Inledning"]),
        ("up:0", ["Inledning", "Läget"]),
        ("down:0", ["Läget", "Inledning"]),
        ("down:1", ["Inledning", "Läget"]),
        ("remove:0", ["Läget"]),
        ("remove:9", ["Inledning", "Läget"]),
        ("add", ["Inledning", "Läget", ""]),
        ("nonsense", ["Inledning", "Läget"]),
    ],
)
def test_rows_move_go_and_come_without_saving(database, eva, meeting, path, do, expected):
    _, data = fields(eva, path)
    shown = eva.send(path, {**data, "items.0.text": "<skrivet>", "do": do})
    page = shown.get_data(as_text=True)
    assert shown.status_code == 200
    assert [field(page, f"items.{row}.title") for row in range(len(expected))] == expected
    assert f'name="items.{len(expected)}.title"' not in page
    assert ("&lt;skrivet&gt;" in page) == (do != "remove:0")
    assert titles(database, meeting) == ["Inledning", "Läget"]


def test_the_minutes_are_summed_and_an_overrun_told_in_words(eva, path):
    _, data = fields(eva, path)
    data |= {"items.0.minutes": "100", "items.1.minutes": "100", "do": "nonsense"}
    words = "The points take 200 minutes: 20 more than the meeting's 180."
    assert words in text_of(eva.send(path, data))


def test_wrong_input_is_told_at_its_row_and_nothing_is_lost(database, eva, meeting, path):
    _, data = fields(eva, path)
    refused = eva.send(path, {**data, "items.1.minutes": "lång tid", "items.1.text": "Kvar"})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert 'href="#items.1.minutes"' in page
    assert 'value="lång tid"' in page
    assert "Kvar" in page
    assert titles(database, meeting) == ["Inledning", "Läget"]


def test_of_two_writers_the_second_sees_both_and_may_decide(database, eva, meeting, path):
    _, data = fields(eva, path)
    eva.send(path, {**data, "items.0.title": "Den första"})
    clash = eva.send(path, {**data, "items.0.title": "Den andra"})
    page = clash.get_data(as_text=True)
    assert clash.status_code == 409
    assert "Den första" in text_of(clash)
    assert field(page, "items.0.title") == "Den andra"
    again = eva.send(path, {**data, "seen": field(page, "seen"), "items.0.title": "Den andra"})
    assert again.status_code == 303
    assert titles(database, meeting) == ["Den andra", "Läget"]


def test_a_member_reads_the_agenda_and_cannot_write_it(database, sign_in, meeting, path):
    anna = sign_in("anna@kumla.example")
    shown = anna.get(path).get_data(as_text=True)
    assert "<strong>Kort</strong>" in shown
    assert 'name="items.0.title"' not in shown
    assert anna.send(path, {"items.0.title": "x"}).status_code == 403
    assert titles(database, meeting) == ["Inledning", "Läget"]


def test_the_agenda_of_published_minutes_is_only_read(database, eva, meeting, path):
    with database.transaction() as session:
        minutes.save(session, meeting.id, plan=MinutesInput(), version=None, by=SYSTEM)
        approval.publish(session, meeting.id, by=SYSTEM)
    assert 'name="items.0.title"' not in eva.get(path).get_data(as_text=True)


def test_without_the_page_s_mark_nothing_is_written(database, eva, meeting, path):
    assert eva.post(path, data={"items.0.title": "x"}).status_code == 400
    assert titles(database, meeting) == ["Inledning", "Läget"]


def test_a_stranger_is_asked_to_sign_in_and_a_foreigner_sees_nothing(
    client, database, sign_in, path
):
    assert client.get(path).status_code == 303
    with database.transaction() as session:
        other = a_network(session, slug="annat", people_=())
    bo = sign_in("ny@annan.example", network=other.id)
    assert bo.get(path, headers=ENGLISH).status_code == 404


@pytest.mark.parametrize("name", ["items", "items.x.title", "items.0", "items.0.title.deep"])
def test_names_that_no_form_has_are_no_rows(database, eva, meeting, path, name):
    shown = eva.send(path, {name: "x", "do": "add"})
    assert shown.status_code == 200
    assert field(shown.get_data(as_text=True), "items.0.title") == ""
