"""How is a round filled in: by its link, and on the meeting's page?"""

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput, MinutesInput, RoundInput
from scheduler.model import Meeting, Minutes, Organisation, RoundSlot
from scheduler.services import agenda, rounds
from scheduler.services.minutes import save as save_minutes
from tests.factories import a_called_meeting, a_meeting, invitation_of
from tests.web.browser import text_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"
NUMBER = "811218-9876"


class Table:
    """A called meeting with an open round and one for the circle."""

    def __init__(self, database, keys, meeting):
        self.database, self.keys, self.meeting = database, keys, meeting
        points = [
            {"title": "Läget", "kind": "round", "minutes": 3},
            {"title": "Kretsen", "kind": "round", "class": "circle"},
        ]
        with database.transaction() as session:
            plan = AgendaInput.model_validate({"items": points})
            self.open, self.circle = (
                item.id for item in agenda.put(session, meeting, plan=plan, by=SYSTEM)
            )
            self.network = session.get_one(Meeting, meeting).network_id
            houses = select(Organisation.id).order_by(Organisation.name)
            self.kumla, _, self.nora = session.scalars(houses)

    def link(self, email=ANNA):
        """The address that somebody was mailed."""
        with self.database.reading() as session:
            invitation = invitation_of(session, self.meeting, email)
            token = self.keys.token("round", invitation.id, invitation.generation)
        return f"/round/{token}"

    def fill(self, text, *, house=None, item=None):
        """Let somebody fill a slot."""
        with self.database.transaction() as session:
            seen = self.slot(house, item).version if self.slot(house, item) else None
            rounds.write(
                session,
                item or self.open,
                house or self.kumla,
                plan=RoundInput(text=text),
                seen=seen,
                via="page",
                by=SYSTEM,
            )

    def slot(self, house=None, item=None):
        """What stands in a slot."""
        with self.database.reading() as session:
            return session.scalars(
                select(RoundSlot).where(
                    RoundSlot.item_id == (item or self.open),
                    RoundSlot.organisation_id == (house or self.kumla),
                )
            ).one_or_none()

    def said(self, house=None, item=None):
        """What a slot says."""
        slot = self.slot(house, item)
        return (slot.text, slot.nothing_to_report, slot.version, slot.via)

    def form(self, text="", seen=0, **more):
        """What the page's form sends."""
        return {"item": str(self.open), "seen": str(seen), "text": text, **more}


@pytest.fixture
def table(database, keys, time):
    return Table(database, keys, a_called_meeting(database))


@pytest.fixture
def eva(sign_in, table):
    browser = sign_in("eva@lan.example", role="coordinator", network=table.network)
    browser.set_cookie("kallelse-language", "en")
    return browser


@pytest.fixture
def anna(sign_in, table):
    browser = sign_in(ANNA)
    browser.set_cookie("kallelse-language", "en")
    return browser


def page_of(table):
    return f"/meetings/{table.meeting}/round"


def test_the_link_opens_the_own_slot_of_open_rounds_and_nothing_else(table, client):
    table.fill("Vi i Kumla")
    table.fill("Vi i Nora", house=table.nora)
    table.fill("Hemligt i Kumla", item=table.circle)
    shown = client.get(table.link())
    text = text_of(shown)
    assert (shown.status_code, "Set-Cookie" in shown.headers) == (200, False)
    assert [words in text for words in ("Vi i Kumla", "Läget", "Kumla kommun")] == [True] * 3
    assert [words in text for words in ("Vi i Nora", "Hemligt", "Kretsen")] == [False] * 3
    assert "<script" not in shown.get_data(as_text=True)
    assert f'href="/meetings/{table.meeting}/round"' in shown.get_data(as_text=True)


def test_a_slot_is_filled_by_link_without_cookie_or_mark(table, client):
    link = table.link()
    saved = client.post(link, data=table.form("Lugnt i stan."))
    assert (saved.status_code, saved.headers["Location"]) == (303, f"{link}#round-{table.open}")
    assert table.said() == ("Lugnt i stan.", False, 1, "link")
    assert "Set-Cookie" not in saved.headers


def test_nothing_to_report_is_one_press_also_over_a_text_that_was_left_as_it_was(table, client):
    client.post(table.link(), data=table.form(nothing_to_report="true"))
    assert table.said() == ("", True, 1, "link")
    table.fill("Rad ett\n\nRad två")
    typed = table.form("Rad ett\r\n\r\nRad två", seen=2, nothing_to_report="true")
    assert client.post(table.link(), data=typed).status_code == 303
    assert table.said() == ("", True, 3, "link")


def test_what_was_typed_is_kept_when_it_cannot_be_saved(table, client):
    both = client.post(table.link(), data=table.form("Nyskrivet", nothing_to_report="true"))
    assert both.status_code == 422
    assert "Nyskrivet</textarea>" in both.get_data(as_text=True)
    empty = client.post(table.link(), data=table.form())
    assert (empty.status_code, 'href="#text"' in empty.get_data(as_text=True)) == (422, True)
    assert table.slot() is None


def test_two_of_one_organisation_see_both_texts_and_may_decide(table, client):
    table.fill("Den första")
    clash = client.post(table.link(), data=table.form("Den andra"))
    page = clash.get_data(as_text=True)
    assert clash.status_code == 409
    assert ("Den första" in text_of(clash), "Den andra</textarea>" in page) == (True, True)
    assert 'name="seen" value="1"' in page
    assert client.post(table.link(), data=table.form("Den andra", seen=1)).status_code == 303
    assert table.said() == ("Den andra", False, 2, "link")


@pytest.mark.parametrize("item", ["circle", "nonsense", "another"])
def test_a_link_writes_in_the_open_rounds_of_its_own_meeting_alone(database, table, client, item):
    other = Table(database, table.keys, copied(database, table))
    named = {"circle": table.circle, "nonsense": "x", "another": other.open}[item]
    refused = client.post(table.link(), data=table.form("x") | {"item": str(named)})
    assert refused.status_code == 404
    with database.reading() as session:
        assert session.scalars(select(RoundSlot)).all() == []


def copied(database, table):
    """Another meeting to which the same people are called."""
    with database.transaction() as session:
        return a_meeting(session, table.network, start="2027-03-04T09:00").id


def test_a_wrong_or_foreign_token_opens_nothing(table, client):
    reply = table.link().replace("/round/", "/r/")
    assert client.get(reply).status_code == 404
    assert client.get(table.link()[:-3]).status_code == 404
    assert client.get("/round/x").status_code == 404
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(table.link(), data=table.form("x"), headers=foreign).status_code == 403


def test_the_link_takes_reports_until_the_minutes_are_approved(database, table, client):
    table.fill("Sagt före")
    with database.transaction() as session:
        save_minutes(session, table.meeting, plan=MinutesInput(), version=None, by=SYSTEM)
        session.scalars(select(Minutes)).one().state = "approved"
    shown = client.get(table.link())
    assert (shown.status_code, "Sagt före" in text_of(shown)) == (200, False)
    assert "<textarea" not in shown.get_data(as_text=True)
    refused = client.post(table.link(), data=table.form("för sent", seen=1))
    assert (refused.status_code, table.said()[0]) == (409, "Sagt före")


def test_a_personal_identity_number_is_saved_and_warned_about(table, client, eva, anna):
    client.post(table.link(BO), data=table.form(f"Gäller {NUMBER}."))
    assert table.said(table.nora)[0] == f"Gäller {NUMBER}."
    warning = "What Nora kommun reports seems to hold a personal identity number."
    assert warning in text_of(eva.get(page_of(table)))
    assert warning not in text_of(anna.get(page_of(table)))
    shown = client.get(table.link(BO)).get_data(as_text=True)
    assert ('role="alert"' in shown, shown.count(NUMBER)) == (True, 1)


def test_all_slots_stand_on_the_meeting_s_page_with_their_time_and_a_tally(table, eva):
    table.fill("Lugnt i **stan**")
    page = eva.get(page_of(table))
    text = text_of(page)
    assert "0 of 2 have nothing to report, 1 is silent." in text
    assert "1 min 30 s" in text
    assert "<strong>stan</strong>" in page.get_data(as_text=True)
    assert text.index("Kumla kommun") < text.index("Nora kommun")
    assert "General level: no personal cases, no names." in text


def test_a_coordinator_fills_in_for_others_and_moves_them(table, eva):
    saved = eva.send(
        f"/items/{table.open}/round/{table.nora}", {"text": "Via telefon", "seen": "0"}
    )
    where = f"{page_of(table)}#slot-{table.open}-{table.nora}"
    assert (saved.status_code, saved.headers["Location"]) == (303, where)
    assert table.said(table.nora) == ("Via telefon", False, 1, "page")
    moved = eva.send(f"/items/{table.open}/round/order", {"do": f"up:{table.nora}"})
    assert (moved.status_code, moved.headers["Location"]) == (303, where)
    text = text_of(eva.get(page_of(table)))
    assert text.index("Nora kommun") < text.index("Kumla kommun")
    eva.send(f"/items/{table.open}/round/order", {"do": f"down:{table.nora}"})
    text = text_of(eva.get(page_of(table)))
    assert text.index("Kumla kommun") < text.index("Nora kommun")
    assert eva.send(f"/items/{table.open}/round/order", {"do": "up:x"}).status_code == 404


def test_a_member_fills_in_their_own_slot_and_no_other(table, anna):
    page = anna.get(page_of(table)).get_data(as_text=True)
    assert f"/items/{table.open}/round/{table.kumla}" in page
    assert f"/items/{table.open}/round/{table.nora}" not in page
    assert f"/items/{table.circle}/round/{table.kumla}" in page
    own, other = (f"/items/{table.circle}/round/{house}" for house in (table.kumla, table.nora))
    assert anna.send(own, {"text": "i kretsen"}).status_code == 303
    assert table.said(item=table.circle) == ("i kretsen", False, 1, "page")
    assert anna.send(other, {"text": "x"}).status_code == 403
    order = anna.send(f"/items/{table.open}/round/order", {"do": f"up:{table.nora}"})
    assert order.status_code == 403


def test_whoever_was_not_called_sees_no_round_of_the_circle(table, sign_in):
    table.fill("i kretsen", item=table.circle)
    new = sign_in("ny@hallsberg.example", role="member", network=table.network)
    text = text_of(new.get(page_of(table)))
    assert ("Läget" in text, "Kretsen" in text, "i kretsen" in text) == (True, False, False)
    own = new.send(f"/items/{table.circle}/round/{table.kumla}", {"text": "x"})
    assert own.status_code == 404


def test_what_a_coordinator_typed_is_kept_open_when_it_is_refused(table, eva):
    table.fill("Den första")
    clash = eva.send(f"/items/{table.open}/round/{table.kumla}", {"text": "Den andra", "seen": "0"})
    page = clash.get_data(as_text=True)
    assert (clash.status_code, page.count('<details class="round__fill" open>')) == (409, 1)
    assert ("Den första" in text_of(clash), "Den andra</textarea>" in page) == (True, True)


def test_a_meeting_without_a_round_says_what_one_is(database, table, eva):
    with database.transaction() as session:
        agenda.put(session, table.meeting, plan=AgendaInput(items=[]), by=SYSTEM)
    assert "No round on this agenda" in text_of(eva.get(page_of(table)))


def test_the_meeting_s_page_leads_to_the_round(table, eva):
    page = eva.get(f"/meetings/{table.meeting}").get_data(as_text=True)
    assert f'href="{page_of(table)}"' in page
