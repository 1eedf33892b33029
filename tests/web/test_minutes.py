"""How are minutes written on their page, met over, published and read?"""

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput, AnswerInput, MinutesInput
from scheduler.model import Meeting, Person
from scheduler.queries import minutes as read
from scheduler.services import agenda, answers, approval, minutes
from tests.factories import a_called_meeting, invitation_of
from tests.web.browser import text_of
from tests.web.test_agenda import field

ANNA, BO = "anna@kumla.example", "bo@nora.example"
CLOSED = "Det som sades i kretsen"


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


def view(database, meeting):
    with database.reading() as session:
        return read.of_meeting(session, meeting)


def owner_of(database, email):
    with database.reading() as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        return f"{person.organisation_id}/{person.id}"


def written(database, meeting, **more):
    """A page's form with one word in each place; Anna came, Bo did not."""
    open_point, closed_point, _ = view(database, meeting).points
    people = {one.name: one.person_id for one in view(database, meeting).attendance}
    return {
        "version": str(view(database, meeting).version),
        "attendance.0.person": str(people["Anna"]),
        "attendance.0.present": "true",
        "attendance.1.person": str(people["Bo"]),
        "attendance.2.name": "",
        "attendance.2.present": "true",
        "entries.0.item": "",
        "entries.0.text": "",
        "entries.1.item": str(open_point.id),
        "entries.1.text": "Lugnt i **länet**",
        "entries.2.item": str(closed_point.id),
        "entries.2.text": CLOSED,
        "decisions.0.item": str(open_point.id),
        "decisions.0.text": "Vi möts igen",
        "decisions.1.item": str(open_point.id),
        "decisions.1.text": "",
        "actions.0.item": str(open_point.id),
        "actions.0.text": "Boka lokal",
        "actions.0.owner": owner_of(database, ANNA),
        "actions.0.due": "2027-03-01",
        "actions.1.item": "",
        "actions.1.text": "",
        "actions.1.owner": "",
        "actions.1.due": "",
        **more,
    }


def publish(database, meeting, **plan):
    with database.transaction() as session:
        parsed = MinutesInput.model_validate(plan)
        minutes.save(session, meeting, plan=parsed, version=None, by=SYSTEM)
        approval.publish(session, meeting, by=SYSTEM)


def test_the_first_form_has_those_who_said_yes_ticked_and_no_place_for_what_is_only_spoken(
    eva, path
):
    page = eva.get(path).get_data(as_text=True)
    assert page.count(" checked") == 1
    assert [field(page, f"attendance.{row}.name") for row in (0, 1)] == ["Anna", "Bo"]
    assert "Känsligt" in page
    assert "Tyst" not in page


def test_what_was_written_is_saved_as_a_draft_in_its_place(database, eva, meeting, path):
    saved = eva.send(path, written(database, meeting))
    assert (saved.status_code, saved.headers["Location"]) == (303, path)
    found = view(database, meeting)
    assert (found.state, found.version) == ("draft", 1)
    assert [(one.name, one.present) for one in found.attendance] == [("Anna", True), ("Bo", False)]
    assert [note.text for note in found.notes] == ["Lugnt i **länet**", CLOSED]
    assert [line.text for line in found.decisions] == ["Vi möts igen"]
    assert [(line.text, line.owner) for line in found.actions] == [
        ("Boka lokal", "Kumla kommun (Anna)")
    ]
    again = eva.get(path).get_data(as_text=True)
    assert f'value="{owner_of(database, ANNA)}" selected' in again
    assert 'value="2027-03-01"' in again


def test_saving_what_the_page_shows_changes_nothing_but_the_version(database, eva, meeting, path):
    eva.send(path, written(database, meeting))
    before = view(database, meeting)
    (decision,), (action,) = before.decisions, before.actions
    kept = {"decisions.0.id": str(decision.id), "actions.0.id": str(action.id)}
    eva.send(path, written(database, meeting, **kept))
    after = view(database, meeting)
    assert after.version == 2
    assert (after.decisions, after.actions, after.notes) == (
        before.decisions,
        before.actions,
        before.notes,
    )


def test_a_line_whose_words_are_taken_away_goes(database, eva, meeting, path):
    eva.send(path, written(database, meeting))
    (decision,), (action,) = view(database, meeting).decisions, view(database, meeting).actions
    struck = {"decisions.0.id": str(decision.id), "decisions.0.text": ""}
    struck |= {"actions.0.id": str(action.id), "actions.0.text": ""}
    assert eva.send(path, written(database, meeting, **struck)).status_code == 303
    assert (view(database, meeting).decisions, view(database, meeting).actions) == ([], [])


def test_more_rows_are_given_without_saving_and_nothing_is_lost(database, eva, meeting, path):
    for do in ("more:whole", "more:guest", "more:nonsense"):
        shown = eva.send(path, written(database, meeting, do=do))
        page = shown.get_data(as_text=True)
        assert shown.status_code == 200
        for words in ("Lugnt i **länet**", CLOSED, "Vi möts igen", "Boka lokal", "2027-03-01"):
            assert words in page
        assert page.count('<details class="more-rows" open>') == (1 if do == "more:whole" else 0)
    assert view(database, meeting).version == 0


def test_a_refusal_stands_at_its_row_and_nothing_is_lost(database, eva, meeting, path):
    wrong = written(
        database, meeting, **{"actions.1.text": "Utan ägare", "actions.0.due": "i morgon"}
    )
    refused = eva.send(path, wrong)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert 'href="#actions.0.due"' in page
    assert 'href="#actions.1.owner.organisation"' in page
    for words in ("Utan ägare", "i morgon", "Lugnt i **länet**", CLOSED):
        assert words in page
    assert view(database, meeting).version == 0


def test_of_two_writers_the_second_sees_both_texts_and_loses_neither(database, eva, meeting, path):
    mine = written(database, meeting, **{"entries.1.text": "Min text"})
    eva.send(path, written(database, meeting, **{"entries.1.text": "Deras text"}))
    clash = eva.send(path, mine)
    page = clash.get_data(as_text=True)
    assert clash.status_code == 409
    assert "Deras text" in page
    assert "Min text</textarea>" in page
    again = eva.send(path, {**mine, "version": field(page, "version")})
    assert again.status_code == 303
    assert view(database, meeting).notes[0].text == "Min text"


def test_published_meanwhile_the_text_is_refused_and_kept(database, eva, meeting, path):
    mine = written(database, meeting)
    publish(database, meeting, entries=[{"text": "Klart"}])
    refused = eva.send(path, mine)
    assert refused.status_code == 409
    assert CLOSED in refused.get_data(as_text=True)


def test_publishing_asks_first_and_tells_all_who_were_called(
    database, eva, meeting, path, settle, sender
):
    eva.send(path, written(database, meeting))
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
    assert anna.send(path, {"version": "1"}).status_code == 403
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
