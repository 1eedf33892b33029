"""How are minutes published and read?"""

import pytest

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput, AnswerInput, MinutesInput
from scheduler.model import Meeting
from scheduler.services import agenda, answers, approval, minutes
from tests.factories import a_called_meeting, invitation_of
from tests.web.browser import text_of
from tests.web.test_agenda import field

ANNA, BO = "anna@kumla.example", "bo@nora.example"


@pytest.fixture
def meeting(database, time):
    meeting_id = a_called_meeting(database)
    with database.transaction() as session:
        items = [
            {"title": "Läget"},
            {"title": "Känsligt", "class": "circle"},
            {"title": "Tyst", "class": "spoken"},
        ]
        plan = AgendaInput.model_validate({"items": items})
        agenda.put(session, meeting_id, plan=plan, by=SYSTEM)
        invitation = invitation_of(session, meeting_id, ANNA)
        yes = AnswerInput(answer="accepted")
        answers.answer(session, invitation.id, plan=yes, via="link", by=SYSTEM)
    return meeting_id


@pytest.fixture
def path(meeting):
    return f"/meetings/{meeting}/minutes"


@pytest.fixture
def network_id(database, meeting):
    with database.reading() as session:
        return session.get_one(Meeting, meeting).network_id


@pytest.fixture
def eva(sign_in, network_id):
    browser = sign_in("eva@lan.example", role="secretary", network=network_id)
    browser.set_cookie("kallelse-language", "en")
    return browser


def save(database, meeting, **plan):
    with database.transaction() as session:
        parsed = MinutesInput.model_validate(plan)
        minutes.save(session, meeting, plan=parsed, version=None, by=SYSTEM)


def publish(database, meeting, **plan):
    save(database, meeting, **plan)
    with database.transaction() as session:
        approval.publish(session, meeting, by=SYSTEM)


def test_a_draft_leads_whoever_may_write_it_to_its_writing(database, eva, meeting, path):
    assert eva.get(path).headers["Location"] == f"{path}/write"
    publish(database, meeting, entries=[{"text": "Klart"}])
    assert eva.get(path).status_code == 200


def test_publishing_asks_first_and_tells_all_who_were_called(
    database, eva, meeting, path, settle, sender
):
    save(database, meeting, entries=[{"text": "Lugnt i **länet**"}])
    settle()
    sender.take()
    asked = eva.get(f"{path}/publish")
    assert "Publish and tell 2 people" in text_of(asked)
    version = field(asked.get_data(as_text=True), "version")
    assert eva.send(f"{path}/publish", {"version": "0"}).status_code == 409
    assert eva.send(f"{path}/publish", {"version": version}).status_code == 303
    settle()
    assert [mail.recipient for mail in sender.take()] == [ANNA, BO]
    page = eva.get(path).get_data(as_text=True)
    assert "<strong>länet</strong>" in page
    assert "<textarea" not in page


def test_a_member_reads_published_notes_and_no_draft(database, sign_in, meeting, path):
    anna = sign_in(ANNA)
    with database.transaction() as session:
        plan = MinutesInput.model_validate({"entries": [{"text": "Ännu ett utkast"}]})
        minutes.save(session, meeting, plan=plan, version=None, by=SYSTEM)
    assert "Ännu ett utkast" not in anna.get(path).get_data(as_text=True)
    assert anna.get(f"{path}/print").status_code == 404
    with database.transaction() as session:
        approval.publish(session, meeting, by=SYSTEM)
    assert "Ännu ett utkast" in anna.get(path).get_data(as_text=True)
    assert "Ännu ett utkast" in anna.get(f"{path}/print").get_data(as_text=True)


def test_the_print_view_has_no_navigation_and_no_script(database, eva, meeting, path):
    publish(database, meeting, entries=[{"text": "Klart"}])
    page = eva.get(f"{path}/print").get_data(as_text=True)
    assert "Klart" in page
    assert [mark for mark in ("<nav", "<script", "<form") if mark in page] == []


def test_hostile_notes_are_harmless_on_every_page(database, eva, meeting, path):
    publish(database, meeting, entries=[{"text": "<script>x</script>[a](javascript:x)"}])
    for page in (eva.get(path), eva.get(f"{path}/print")):
        assert b"<script>x" not in page.data
        assert b'href="javascript' not in page.data


def test_there_is_nothing_to_publish_before_the_first_save(eva, path):
    assert eva.get(f"{path}/publish").headers["Location"] == path
