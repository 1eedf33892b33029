"""What happens to points that people propose by a link, and to whom is what shown?"""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput, CancelInput, ProposalDecisionInput
from scheduler.model import AgendaItem, Meeting, Proposal
from scheduler.queries import propose_page, reply_page
from scheduler.services import agenda, invitations, meetings, proposals
from tests.factories import a_called_meeting, a_meeting, invitation_of
from tests.web.browser import text_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"
POINT = {"title": "Julmarknaden", "text": "Vem står var?", "minutes": "15"}


@pytest.fixture
def meeting(database, time):
    return a_called_meeting(database)


@pytest.fixture
def path(database, keys, meeting):
    with database.reading() as session:
        return f"/propose/{propose_page.token_of(keys, invitation_of(session, meeting, ANNA))}"


@pytest.fixture
def anna(client, time):
    client.set_cookie("kallelse-language", "en")
    return client


@pytest.fixture
def eva(database, sign_in, meeting):
    with database.reading() as session:
        network = session.get_one(Meeting, meeting).network_id
    browser = sign_in("eva@lan.example", role="coordinator", network=network)
    browser.set_cookie("kallelse-language", "en")
    return browser


def stored(database):
    with database.reading() as session:
        rows = session.scalars(select(Proposal).order_by(Proposal.created_at, Proposal.id))
        return [(row.title, row.text, row.minutes, row.state) for row in rows]


def only(database):
    with database.reading() as session:
        return session.scalars(select(Proposal)).one().id


def decide(browser, proposal, state, answer=""):
    data = {"state": state, "answer": answer}
    return browser.send(f"/proposals/{proposal}/decide", data)


def test_whoever_has_the_link_proposes_a_point_without_signing_in(anna, database, path):
    shown = text_of(anna.get(path))
    for words in (
        "Länsnätverket",
        "torsdag 4 februari 2027 · v. 5 · 09.00–12.00",
        "Anna, Kumla kommun",
        "måndag 25 januari 2027",
    ):
        assert words in shown
    sent = anna.post(path, data=POINT)
    assert (sent.status_code, sent.location) == (303, f"{path}?taken")
    assert stored(database) == [("Julmarknaden", "Vem står var?", 15, "open")]
    assert "Julmarknaden" in text_of(anna.get(sent.location))


def test_what_was_typed_stays_when_something_is_missing(anna, database, path):
    wrong = anna.post(path, data=POINT | {"title": "", "minutes": "en stund"})
    page = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    assert ('href="#title"' in page, 'href="#minutes"' in page) == (True, True)
    assert ("Vem står var?" in page, 'value="en stund"' in page) == (True, True)
    assert stored(database) == []


def test_after_the_deadline_the_page_says_so_and_takes_nothing(anna, database, time, path):
    time.to(datetime(2027, 1, 25, 22, 59, tzinfo=UTC))
    assert 'name="title"' in anna.get(path).get_data(as_text=True)
    time.to(datetime(2027, 1, 25, 23, 1, tzinfo=UTC))
    shown = anna.get(path)
    assert shown.status_code == 200
    assert 'name="title"' not in shown.get_data(as_text=True)
    assert "måndag 25 januari 2027" in text_of(shown)
    assert anna.post(path, data=POINT).status_code == 422
    assert stored(database) == []


def test_a_cancelled_meeting_takes_no_points(anna, database, meeting, path):
    with database.transaction() as session:
        meetings.cancel(session, meeting, plan=CancelInput(reason="Snö"), by=SYSTEM)
    assert 'name="title"' not in anna.get(path).get_data(as_text=True)
    assert anna.post(path, data=POINT).status_code == 422
    assert stored(database) == []


def test_foreign_origins_and_other_links_are_refused(anna, database, keys, meeting, path):
    assert anna.post(path, data=POINT, headers={"Origin": "http://evil.example"}).status_code == 403
    with database.reading() as session:
        one = invitation_of(session, meeting, ANNA)
        reply, old = reply_page.token_of(keys, one), keys.token("propose", one.id, 7)
    for token in (reply, old, "nonsense", path.removeprefix("/propose/")[:-2]):
        assert anna.get(f"/propose/{token}").status_code == 404
        assert anna.post(f"/propose/{token}", data=POINT).status_code == 404
    assert stored(database) == []


def test_the_link_of_somebody_who_was_taken_off_the_list_is_dead(anna, database, meeting, path):
    with database.transaction() as session:
        one = invitation_of(session, meeting, ANNA)
        invitations.remove(session, one.id, by=SYSTEM)
    assert anna.get(path).status_code == 404


def test_a_typed_identity_number_is_warned_of(anna, database, path):
    sent = anna.post(path, data=POINT | {"text": "Gäller 811228-9874"})
    assert sent.location == f"{path}?number"
    assert 'data-color="warning"' in anna.get(sent.location).get_data(as_text=True)
    assert stored(database)[0][1] == "Gäller 811228-9874"


def test_an_accepted_point_stands_on_the_agenda_and_leaves_the_list(
    anna, eva, database, meeting, path
):
    anna.post(path, data=POINT)
    page = eva.get(f"/meetings/{meeting}/agenda")
    assert "Julmarknaden Anna, Kumla kommun · 15 min Vem står var?" in text_of(page)
    assert "One proposed point waits for a decision" in text_of(eva.get(f"/meetings/{meeting}"))
    decided = decide(eva, only(database), "accepted")
    assert (decided.status_code, decided.location) == (303, f"/meetings/{meeting}/agenda")
    shown = text_of(eva.get(decided.location))
    assert "“Julmarknaden” is on the agenda." in shown
    assert "1 proposal is decided" in shown
    with database.reading() as session:
        item = session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting)).one()
        assert (item.title, item.presenter, item.minutes) == ("Julmarknaden", "Kumla kommun", 15)


def test_the_start_page_counts_what_waits_for_whoever_decides(anna, eva, database, meeting, path):
    anna.post(path, data=POINT)
    anna.post(path, data=POINT | {"title": "Ett till"})
    page = eva.get("/")
    assert "2 proposed points wait for a decision Länsnätverket" in text_of(page)
    assert f'href="/meetings/{meeting}/agenda#proposals"' in page.get_data(as_text=True)
    with database.reading() as session:
        waiting = session.scalars(select(Proposal.id)).all()
    for one in waiting:
        decide(eva, one, "returned", "Nej")
    assert "wait for a decision" not in text_of(eva.get("/"))


def test_a_no_needs_a_word_and_what_was_typed_elsewhere_is_not_touched(
    anna, eva, database, meeting, path
):
    anna.post(path, data=POINT)
    refused = decide(eva, only(database), "returned")
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert f'aria-describedby="answer-{only(database)}-error" autofocus' in page
    assert decide(eva, only(database), "returned", "Tas i styrgruppen").status_code == 303
    assert stored(database)[0][3] == "returned"
    assert "Tas i styrgruppen" in text_of(anna.get(path))


def test_of_two_who_decide_the_second_is_told(anna, eva, database, meeting, path):
    anna.post(path, data=POINT)
    decide(eva, only(database), "returned", "Nej")
    late = decide(eva, only(database), "accepted")
    assert (late.status_code, late.location) == (303, f"/meetings/{meeting}/agenda")
    assert "This proposal has been decided already." in text_of(eva.get(late.location))
    assert stored(database)[0][3] == "returned"


def test_a_word_that_is_too_long_is_kept_to_be_shortened(anna, eva, database, path):
    anna.post(path, data=POINT)
    long = "ord " * 1_000
    refused = decide(eva, only(database), "accepted", long)
    assert refused.status_code == 422
    assert long.strip() in refused.get_data(as_text=True)
    assert stored(database)[0][3] == "open"


def test_what_is_left_to_the_next_meeting_is_still_shown_to_whoever_proposed_it(
    anna, eva, database, meeting, path
):
    with database.transaction() as session:
        row = session.get_one(Meeting, meeting)
        a_meeting(session, row.network_id, start="2027-03-04T09:00")
    anna.post(path, data=POINT)
    decide(eva, only(database), "postponed", "Vi hinner inte")
    shown = text_of(anna.get(path))
    assert "Julmarknaden" in shown
    assert "torsdag 4 mars 2027" in shown


def test_of_a_point_that_became_closed_the_link_tells_no_more_than_that_it_is_taken_up(
    anna, database, meeting, path
):
    anna.post(path, data=POINT)
    with database.transaction() as session:
        plan = ProposalDecisionInput(state="accepted", answer="Bra tanke")
        made = proposals.decide(session, only(database), plan=plan, by=SYSTEM)
        row = {"id": str(made.item_id), "title": "Hemligt", "class": "circle"}
        agenda.put(session, meeting, plan=AgendaInput.model_validate({"items": [row]}), by=SYSTEM)
    page = anna.get(path).get_data(as_text=True)
    assert [word in page for word in ("Julmarknaden", "Hemligt", "Vem står", "Bra tanke")] == [
        False
    ] * 4


def test_members_neither_see_nor_decide_what_others_propose(anna, database, sign_in, meeting, path):
    anna.post(path, data=POINT)
    bo = sign_in(BO)
    assert "Julmarknaden" not in bo.get(f"/meetings/{meeting}/agenda").get_data(as_text=True)
    assert "Julmarknaden" not in bo.get(f"/meetings/{meeting}").get_data(as_text=True)
    assert decide(bo, only(database), "accepted").status_code == 403
    assert stored(database)[0][3] == "open"


def test_the_reply_page_and_the_notice_lead_to_it_until_the_deadline(
    anna, database, keys, meeting, path, settle, sender, time
):
    with database.reading() as session:
        reply = f"/r/{reply_page.token_of(keys, invitation_of(session, meeting, ANNA))}"
    assert f'href="{path}"' in anna.get(reply).get_data(as_text=True)
    time.to(datetime(2027, 1, 26, 9, tzinfo=UTC))
    assert "/propose/" not in anna.get(reply).get_data(as_text=True)


def test_the_page_works_without_a_script_and_sets_no_cookie(client, path):
    page = client.get(path)
    assert "Set-Cookie" not in page.headers
    assert re.findall(r"<script", page.get_data(as_text=True)) == []
