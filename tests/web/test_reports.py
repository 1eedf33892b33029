"""Can an owner tell how an action goes, by link and signed in, and is nothing shown too much?"""

from __future__ import annotations

import pytest

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput
from scheduler.model import Action, Minutes
from scheduler.services import agenda
from tests.factories import a_meeting, a_network
from tests.promised import NORA, belonging, change, now_, promise, tell
from tests.web.browser import text_of

SECRET = "Vittnesskyddsplanen"


@pytest.fixture
def network(database, time):
    with database.transaction() as session:
        return a_network(session, language="en")


@pytest.fixture
def action(database, network):
    return promise(database, network, owner=belonging(database, "anna@kumla.example"))


@pytest.fixture
def circle(database, network):
    """An action of Nora's from a point that only those who were called may read."""
    with database.transaction() as session:
        meeting = a_meeting(session, network.id, people=[])
        points = AgendaInput.model_validate({"items": [{"title": SECRET, "class": "circle"}]})
        (item,) = agenda.put(session, meeting.id, plan=points, by=SYSTEM)
    return promise(
        database,
        network,
        meeting=meeting.id,
        item=str(item.id),
        text=f"Skriv {SECRET}",
        owner=belonging(database, "bo@nora.example"),
    )


def link(keys, action):
    return f"/action/{keys.token('action', action.id, action.generation)}"


def test_the_link_shows_what_was_promised_and_changes_nothing(database, client, keys, action):
    tell(database, action.id, text="Rektorn är vidtalad.")
    page = client.get(link(keys, action))
    words = text_of(page)
    assert page.status_code == 200
    for part in (
        "Bjud in skolan",
        "Kumla kommun (Anna)",
        "1 February 2027",
        "Rektorn är vidtalad.",
    ):
        assert part in words
    assert "Set-Cookie" not in page.headers
    assert "csrf_token" not in page.get_data(as_text=True)
    assert now_(database, action.id).version == 1


@pytest.mark.parametrize(
    ("form", "state", "reported"),
    [
        ({"state": "done", "text": ""}, "done", ("done", "")),
        ({"state": "in_progress", "text": "I mars"}, "in_progress", ("in_progress", "I mars")),
        ({"state": "", "text": "Vi behöver hjälp"}, "proposed", ("", "Vi behöver hjälp")),
    ],
)
def test_each_button_tells_what_it_says(database, client, keys, action, form, state, reported):
    answer = client.post(link(keys, action), data=form)
    assert (answer.status_code, answer.location) == (303, link(keys, action))
    with database.reading() as session:
        stands = session.get_one(Action, action.id)
        told = [(one.state, one.text, one.via, one.person_id) for one in stands.reports]
        assert (stands.state, told) == (state, [(*reported, "link", action.person_id)])


def test_what_is_done_asks_for_nothing_more(database, client, keys, action):
    client.post(link(keys, action), data={"state": "done"})
    page = client.get(link(keys, action))
    assert "Nothing is left to do here" in text_of(page)
    assert "<form" not in page.get_data(as_text=True).partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    "form", [{"state": "verified"}, {"state": "", "text": ""}, {"state": "x", "text": "Mina ord"}]
)
def test_a_wrong_report_is_refused_in_words_and_keeps_what_was_typed(
    database, client, keys, action, form
):
    refused = client.post(link(keys, action), data=form)
    assert refused.status_code == 422
    assert form.get("text", "") in refused.get_data(as_text=True)
    assert now_(database, action.id).state == "proposed"


def test_another_site_cannot_report(client, keys, action):
    answer = client.post(
        link(keys, action), data={"state": "done"}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 403


def test_a_link_dies_when_the_action_is_given_to_somebody_else(database, client, keys, action):
    change(database, action.id, owner=NORA)
    for answer in (client.get(link(keys, action)), client.post(link(keys, action), data={})):
        assert answer.status_code == 404
        assert "fungerar inte längre" in text_of(answer)


@pytest.mark.parametrize("token", ["x", "A" * 43, "-" * 43])
def test_a_broken_link_says_so(client, network, token):
    assert client.get(f"/action/{token}").status_code == 404


def test_what_stands_in_a_draft_cannot_be_opened_by_a_link(database, client, keys, circle):
    with database.transaction() as session:
        session.add(Minutes(meeting_id=circle.meeting_id, state="draft"))
    assert client.get(link(keys, circle)).status_code == 404


def test_the_link_of_a_circle_s_action_shows_no_word_of_it_and_takes_nothing(
    database, client, keys, circle
):
    page = client.get(link(keys, circle))
    taken = client.post(link(keys, circle), data={"state": "done"})
    assert (page.status_code, taken.status_code) == (200, 422)
    for answer in (page, taken):
        assert SECRET not in answer.get_data(as_text=True)
        assert f'href="/actions/{circle.id}"' in answer.get_data(as_text=True)
    assert now_(database, circle.id).state == "proposed"


def test_nobody_but_the_keepers_and_its_own_person_finds_a_circle_s_action_anywhere(
    database, sign_in, network, circle, keys
):
    bo, anna = sign_in("bo@nora.example"), sign_in("anna@kumla.example")
    keeper = sign_in("eva@lan.example", role="secretary", network=network.id)
    guide = sign_in("siv@lan.example", role="facilitator", network=network.id)
    pages = ["/", "/actions?state=all", "/networks/lan/actions?state=all", f"/actions/{circle.id}"]
    assert _seen(anna, pages) == _seen(guide, pages) == []
    assert _seen(keeper, pages) == _seen(bo, pages) == pages[1:]
    for stranger in (anna, guide):
        assert stranger.get(f"/actions/{circle.id}").status_code == 404
        for path in ("", "/state", "/report"):
            sent = stranger.send(f"/actions/{circle.id}{path}", {"state": "done", "text": "x"})
            assert sent.status_code in {403, 404}
            assert SECRET not in sent.get_data(as_text=True)
    assert now_(database, circle.id).state == "proposed"


def _seen(browser, pages):
    return [path for path in pages if SECRET in browser.get(path).get_data(as_text=True)]


def test_the_own_page_leads_to_reporting_and_hides_the_words_of_a_circle(
    database, client, keys, action, circle
):
    with database.reading() as session:
        anna = session.get_one(Action, action.id).person
        bo = session.get_one(Action, circle.id).person
        assert anna is not None
        assert bo is not None
    own = client.get(f"/me/{keys.token('me', anna.id, 0)}").get_data(as_text=True)
    assert f'href="{link(keys, action)}"' in own
    theirs = client.get(f"/me/{keys.token('me', bo.id, 0)}").get_data(as_text=True)
    assert SECRET not in theirs
    assert f'href="/actions/{circle.id}"' in theirs


def test_an_owner_reports_on_the_action_s_page(database, sign_in, action):
    anna, bo = sign_in("anna@kumla.example"), sign_in("bo@nora.example")
    path = f"/actions/{action.id}"
    anna.set_cookie("kallelse-language", "en")
    assert "How does it go?" in text_of(anna.get(path))
    assert "How does it go?" not in text_of(bo.get(path))
    assert anna.send(f"{path}/report", {"state": "", "text": "Snart"}).status_code == 303
    assert "Snart" in text_of(anna.get(path))
    refused = anna.send(f"{path}/report", {"state": "", "text": ""})
    assert refused.status_code == 422
    assert bo.send(f"{path}/report", {"state": "done"}).status_code == 403
