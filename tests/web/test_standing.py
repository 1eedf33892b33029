"""How are the points written that stand on every agenda?"""

import re

from scheduler.actor import SYSTEM
from scheduler.inputs import TemplateInput
from scheduler.queries import templates as query
from scheduler.services import templates
from tests.factories import a_network, a_series
from tests.web.browser import text_of

PATH = "/networks/lan/standing-points"
TWO = {
    "items.0.title": "Inledning",
    "items.0.minutes": "10",
    "items.0.kind": "information",
    "items.0.class": "open",
    "items.1.title": "Lägesbild",
    "items.1.kind": "round",
    "items.1.class": "circle",
    "items.1.minutes": "30",
}


def seen(browser, path=PATH):
    page = browser.get(path).get_data(as_text=True)
    return re.findall(r'name="seen" value="(\w+)"', page)[0]


def stored(database, network, series=None):
    with database.reading() as session:
        found = query.of_network(session, network, series)
        return [(one["title"], one["kind"], one["class"], one["minutes"]) for one in found]


SAVED = [("Inledning", "information", "open", 10), ("Lägesbild", "round", "circle", 30)]


def test_an_empty_page_teaches_and_what_is_typed_is_saved(enter, database, network):
    eva = enter()
    assert "Nothing stands on every agenda yet." in text_of(eva.get(PATH))
    answer = eva.send(PATH, TWO | {"seen": seen(eva)})
    assert (answer.status_code, answer.location) == (303, PATH)
    assert stored(database, network) == SAVED
    page = eva.get(PATH).get_data(as_text=True)
    assert ('value="Lägesbild"' in page, "They take 40 minutes together." in page) == (True, True)


def test_rows_move_without_saving_and_the_words_stay(enter, database, network):
    eva = enter()
    page = eva.send(PATH, TWO | {"seen": seen(eva), "do": "up:1"}).get_data(as_text=True)
    titles = re.findall(r'name="items\.\d+\.title"[^>]* value="([^"]*)"', page)
    assert titles == ["Lägesbild", "Inledning"]
    assert stored(database, network) == []


def test_wrong_input_is_told_at_its_row_and_nothing_is_lost(enter, database, network):
    eva = enter()
    wrong = eva.send(PATH, TWO | {"seen": seen(eva), "items.1.minutes": "länge"})
    page = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    assert ('href="#items.1.minutes"' in page, 'value="länge"' in page) == (True, True)
    assert stored(database, network) == []


def test_a_series_has_the_network_s_until_it_has_its_own(enter, database, network, laid):
    eva, path = enter(), f"{PATH}?series={laid}"
    eva.send(PATH, TWO | {"seen": seen(eva)})
    assert "so these are the network's" in text_of(eva.get(path))
    own = {"items.0.title": "Beredning", "items.0.kind": "discussion", "items.0.class": "open"}
    answer = eva.send(path, own | {"seen": seen(eva, path)})
    assert (answer.status_code, answer.location) == (303, path)
    assert stored(database, network, laid) == [("Beredning", "discussion", "open", None)]
    assert stored(database, network) == SAVED
    assert "Take all points away and save" in text_of(eva.get(path))
    eva.send(path, {"seen": seen(eva, path)})
    assert stored(database, network, laid) == SAVED


def test_of_two_writers_the_second_is_told(enter, database, network):
    eva = enter()
    mark = seen(eva)
    with database.transaction() as session:
        plan = TemplateInput.model_validate({"items": [{"title": "Den första"}]})
        templates.put(session, network, plan=plan, by=SYSTEM)
    clash = eva.send(PATH, TWO | {"seen": mark})
    assert clash.status_code == 409
    assert 'value="Inledning"' in clash.get_data(as_text=True)
    assert [row[0] for row in stored(database, network)] == ["Den första"]


def test_a_typed_identity_number_warns(enter, network):
    eva = enter()
    typed = TWO | {"seen": seen(eva), "items.0.text": "811228-9874"}
    shown = text_of(eva.send(PATH, typed, follow_redirects=True))
    assert "“Inledning” seems to hold somebody's personal identity number." in shown


def test_settings_and_series_lead_there(enter, laid):
    eva = enter()
    assert f'href="{PATH}"' in eva.get("/networks/lan/settings").get_data(as_text=True)
    page = eva.get(f"/series/{laid}").get_data(as_text=True)
    assert f'href="{PATH}?series={laid}"' in page


def test_members_do_not_write_them_and_other_networks_series_do_not_exist(enter, database, network):
    assert enter("member").get(PATH).status_code == 403
    with database.transaction() as session:
        other = a_network(session, slug="annat", people_=())
        foreign = a_series(session, other.id).id
    eva = enter()
    assert eva.get(f"{PATH}?series={foreign}").status_code == 404
    assert eva.get(f"{PATH}?series=nonsense").status_code == 404
    assert eva.send(f"{PATH}?series={foreign}", TWO).status_code == 404
