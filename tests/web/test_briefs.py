"""Who opens which organisation's brief, signed in or by link?"""

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput
from scheduler.model import Action, Organisation
from scheduler.services import agenda, meetings
from tests.factories import a_meeting, invitation_of
from tests.web.browser import text_of

WORDS = ("Öppen punkt", "Sluten punkt", "Kumlas uppgift", "Kumlas slutna", "Noras uppgift")


@pytest.fixture
def meeting(database, network):
    """A called meeting with a decision for all and one for a circle, and promises."""
    with database.transaction() as session:
        made = a_meeting(session, network)
        items = [
            {"title": "Öppen punkt", "kind": "decision", "minutes": 20},
            {"title": "Sluten punkt", "kind": "decision", "class": "circle"},
        ]
        plan = AgendaInput.model_validate({"items": items})
        _, circle = agenda.put(session, made.id, plan=plan, by=SYSTEM)
        for text, name, item in (
            ("Kumlas uppgift", "Kumla kommun", None),
            ("Kumlas slutna", "Kumla kommun", circle.id),
            ("Noras uppgift", "Nora kommun", None),
        ):
            house = session.scalars(select(Organisation).where(Organisation.name == name)).one()
            row = Action(
                network_id=network,
                meeting_id=made.id,
                text=text,
                organisation_id=house.id,
                item_id=item,
            )
            session.add(row)
        meetings.call(session, made.id, by=SYSTEM)
        return made.id


@pytest.fixture
def links(database, keys, meeting):
    with database.reading() as session:
        found = {}
        for email in ("anna@kumla.example", "bo@nora.example"):
            one = invitation_of(session, meeting, email)
            found[email] = f"/brief/{keys.token('brief', one.id, one.generation)}"
        return found


def house(database, name):
    with database.reading() as session:
        return session.scalars(select(Organisation.id).where(Organisation.name == name)).one()


def seen(browser, path):
    answer = browser.get(path, follow_redirects=True)
    page = text_of(answer)
    return answer.status_code, [word for word in WORDS if word in page]


def test_somebody_who_is_called_comes_to_their_own_organisations_brief(sign_in, meeting):
    browser = sign_in("anna@kumla.example")
    assert seen(browser, f"/meetings/{meeting}/brief") == (
        200,
        ["Öppen punkt", "Sluten punkt", "Kumlas uppgift", "Kumlas slutna"],
    )


def test_a_members_own_brief_is_the_only_one_they_may_open(sign_in, database, meeting):
    browser = sign_in("anna@kumla.example")
    noras = f"/meetings/{meeting}/brief/{house(database, 'Nora kommun')}"
    assert seen(browser, noras) == (404, [])


def test_a_member_who_was_not_called_reads_what_is_open_of_their_organisations_brief(
    sign_in, network, meeting
):
    browser = sign_in("ny@kumla.example", role="member", network=network)
    assert seen(browser, f"/meetings/{meeting}/brief") == (200, ["Öppen punkt", "Kumlas uppgift"])


def test_the_secretary_may_open_all(enter, database, meeting):
    browser = enter("secretary")
    page = text_of(browser.get(f"/meetings/{meeting}/brief"))
    assert "Briefs before the meeting" in page
    assert "Kumla kommun Nora kommun" in page
    noras = f"/meetings/{meeting}/brief/{house(database, 'Nora kommun')}"
    assert seen(browser, noras) == (200, ["Öppen punkt", "Sluten punkt", "Noras uppgift"])


def test_somebody_without_an_organisation_in_the_meeting_is_told_so(enter, meeting):
    assert "No brief for you" in text_of(enter("facilitator").get(f"/meetings/{meeting}/brief"))


def test_the_mailed_link_opens_what_is_open_of_ones_own(client, links):
    assert seen(client, links["anna@kumla.example"]) == (200, ["Öppen punkt", "Kumlas uppgift"])
    assert seen(client, links["bo@nora.example"]) == (200, ["Öppen punkt", "Noras uppgift"])


def test_a_brief_says_when_nobody_comes(client, database, meeting, links):
    with database.transaction() as session:
        one = invitation_of(session, meeting, "anna@kumla.example")
        one.answer, one.person.language = "declined", "en"
    page = text_of(client.get(links["anna@kumla.example"]))
    assert "Who comes for us Anna ✕ No Nobody comes for us as it stands." in page


def test_a_link_that_is_cut_off_or_of_another_purpose_opens_nothing(client, links):
    path = links["anna@kumla.example"]
    assert client.get(path[:-3]).status_code == 404
    assert client.get(path.replace("/brief/", "/m/")).status_code == 404
    assert client.post(path).status_code == 405
