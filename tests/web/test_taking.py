"""How are minutes taken on their page, piece by piece, without a script and with one?"""

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput, AnswerInput, CancelInput
from scheduler.inputs.taking import NoteInput
from scheduler.model import Meeting, Minutes, Person
from scheduler.queries import taking as read
from scheduler.services import agenda, answers, meetings, taking
from tests.factories import a_called_meeting, invitation_of
from tests.web.browser import text_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"
JSON = {"Accept": "application/json"}
NUMBER = "19811218-9876"  # of the Swedish authority's own examples, nobody's


@pytest.fixture
def meeting(database, time):
    meeting_id = a_called_meeting(database)
    with database.transaction() as session:
        items = [
            {"title": "Läget", "minutes": 20},
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
    return f"/meetings/{meeting}/minutes/write"


@pytest.fixture
def network_id(database, meeting):
    with database.reading() as session:
        return session.get_one(Meeting, meeting).network_id


@pytest.fixture
def eva(sign_in, network_id):
    browser = sign_in("eva@lan.example", role="secretary", network=network_id)
    browser.set_cookie("kallelse-language", "en")
    return browser


@pytest.fixture
def view(database, meeting):
    def viewed():
        with database.reading() as session:
            return read.of_meeting(session, meeting)

    return viewed


@pytest.fixture
def point(view):
    return str(view().pieces[1].point.id)


@pytest.fixture
def people(database, meeting):
    with database.reading() as session:
        return {one.name: one for one in session.scalars(select(Person)).all()}


def someone_else_writes(database, meeting, point, text, seen=0):
    with database.transaction() as session:
        plan = NoteInput(item=point, text=text, seen=seen)
        return taking.write_note(session, meeting, plan=plan, by=SYSTEM)


def note(browser, path, point, text, seen=0, **more):
    data = {"at": f"note-{point}", "item": point, "text": text, "seen": str(seen)}
    return browser.send(f"{path}/note", data, **more)


def test_the_page_has_a_place_for_every_point_and_none_for_words_on_what_is_only_spoken(
    eva, path, view
):
    page = eva.get(path).get_data(as_text=True)
    places = [f'id="note-{piece.key}-text"' in page for piece in view().pieces]
    assert places == [True, True, True, False]
    assert "General level, no personal cases." in page
    assert "1 of 2 organisations are here." in text_of(eva.get(path))
    assert "Missing: Nora kommun." in text_of(eva.get(path))


def test_looking_at_the_page_begins_nothing(database, eva, path):
    eva.get(path)
    eva.get(f"{path}/pieces")
    with database.reading() as session:
        assert session.scalars(select(Minutes)).all() == []


def test_a_note_is_saved_and_leads_back_to_its_place(eva, path, point, view):
    saved = note(eva, path, point, "Lugnt i **länet**.")
    assert (saved.status_code, saved.headers["Location"]) == (303, f"{path}#note-{point}")
    assert (view().pieces[1].text, view().pieces[1].version) == ("Lugnt i **länet**.", 1)
    assert [one.state for one in view().presence] == ["present", "absent"]


def test_a_place_that_the_form_makes_up_is_not_led_to(eva, path, point):
    data = {"at": "x\r\nSet-Cookie: a=b", "item": point, "text": "Lugnt.", "seen": "0"}
    assert eva.send(f"{path}/note", data).headers["Location"] == f"{path}#taking"


def test_of_two_writers_the_second_sees_both_texts_and_chooses(
    database, eva, meeting, path, point, view
):
    someone_else_writes(database, meeting, point, "Deras text.")
    assert note(eva, path, point, "Min text.").status_code == 303
    shown = text_of(eva.get(path))
    assert "Deras text." in shown
    assert "Min text." in shown
    (waiting,) = view().pieces[1].waiting
    chosen = {"clash": str(waiting.id), "seen": "1", "keep": "both", "at": f"note-{point}"}
    assert eva.send(f"{path}/clash", chosen).status_code == 303
    piece = view().pieces[1]
    assert (piece.text, piece.waiting) == ("Deras text.\n\nMin text.", [])


def test_a_script_is_told_of_the_clash_and_gets_both_texts(
    database, eva, meeting, path, point, view
):
    someone_else_writes(database, meeting, point, "Deras text.")
    answer = note(eva, path, point, "Min text.", headers=JSON)
    (waiting,) = view().pieces[1].waiting
    assert (answer.status_code, answer.json["clash"]) == (409, str(waiting.id))
    html = answer.json["parts"][f"waiting-{point}"]["html"]
    assert ("Deras text." in html, "Min text." in html) == (True, True)


def test_a_page_that_is_open_is_told_what_others_have_saved_and_nothing_twice(
    database, eva, meeting, path, point
):
    first = eva.get(f"{path}/pieces").json
    again = eva.get(f"{path}/pieces?since={first['mark']}").json
    assert again == {"mark": first["mark"]}
    someone_else_writes(database, meeting, point, "Nytt.")
    told = eva.get(f"{path}/pieces?since={first['mark']}").json
    assert {"key": point, "text": "Nytt.", "version": 1} in told["notes"]


def test_a_running_clock_alone_is_nothing_new(eva, path, point, time):
    eva.send(f"{path}/clock", {"item": point, "do": "start"})
    before = eva.get(f"{path}/pieces").json["mark"]
    time.forward(minutes=3)
    assert eva.get(f"{path}/pieces").json["mark"] == before
    assert "running 3:00" in text_of(eva.get(path))
    time.forward(minutes=18)
    assert "over time" in text_of(eva.get(path))
    eva.send(f"{path}/clock", {"item": point, "do": "end"})
    assert "took 21 min · over time" in text_of(eva.get(path))


def test_a_personal_identity_number_is_saved_and_warned_about_at_once(eva, path, point, view):
    answer = note(eva, path, point, f"Det gäller {NUMBER}.", headers=JSON)
    assert "personal identity number" in answer.json["parts"][f"warning-{point}"]["html"]
    assert NUMBER in view().pieces[1].text
    assert "This looks like a personal identity number." in text_of(eva.get(path))


def test_presence_changes_with_one_press(eva, path, people, view):
    anna, bo = people["Anna"], people["Bo"]
    eva.send(f"{path}/presence", {"person": str(bo.id), "state": "present", "seen": "absent"})
    late = {"person": str(anna.id), "state": "late", "arrived": "09:20", "seen": "present"}
    eva.send(f"{path}/presence", late)
    seat = {"person": str(bo.id), "state": "present", "for": str(anna.id)}
    eva.send(f"{path}/presence", seat)
    assert [(one.state, one.arrived, one.represents) for one in view().presence] == [
        ("late", "09:20", ""),
        ("present", "", "Anna"),
    ]
    assert "2 of 2 organisations are here. Nobody is missing." in text_of(eva.get(path))


def test_a_late_arrival_without_its_time_is_asked_for_it(eva, path, people):
    late = {"at": f"who-{people['Anna'].id}", "person": str(people["Anna"].id), "state": "late"}
    refused = eva.send(f"{path}/presence", late)
    assert refused.status_code == 422
    assert "Say when they came, for example 09:20." in text_of(refused)


def test_guests_and_others_of_the_network_come_and_a_guest_goes(
    eva, path, network_id, people, view
):
    eva.send(f"{path}/guest", {"name": "Gäst Gästsson", "organisation": "Polisen"})
    eva.send(f"{path}/guest", {"person": str(people["Eva"].id)})
    assert [one.name for one in view().presence] == ["Anna", "Bo", "Gäst Gästsson", "Eva"]
    guest = view().presence[2].guest_id
    eva.send(f"{path}/presence", {"guest": str(guest), "state": "gone"})
    assert [one.name for one in view().presence] == ["Anna", "Bo", "Eva"]


def test_decisions_and_actions_are_saved_changed_and_taken_away(eva, path, point, people, view):
    anna = people["Anna"]
    owner = f"{anna.organisation_id}/{anna.id}"
    eva.send(f"{path}/decision", {"item": point, "text": "Vi övar."})
    eva.send(f"{path}/action", {"item": point, "text": "Boka", "owner": owner, "due": "2027-03-01"})
    (decision,), (action,) = view().pieces[1].decisions, view().pieces[1].actions
    assert (decision.label, action.owner, str(action.due)) == (
        "1/2027",
        "Kumla kommun (Anna)",
        "2027-03-01",
    )
    known = {"id": str(decision.id), "item": point, "seen": "1"}
    eva.send(f"{path}/decision", known | {"text": "Vi övar i mars."})
    promised = {"id": str(action.id), "item": point, "seen": "1", "owner": owner}
    eva.send(f"{path}/action", promised | {"text": "Boka sal", "due": ""})
    piece = view().pieces[1]
    assert [line.text for line in piece.decisions] == ["Vi övar i mars."]
    assert [(line.text, line.due) for line in piece.actions] == [("Boka sal", None)]
    eva.send(f"{path}/decision", known | {"seen": "2", "do": "remove"})
    eva.send(f"{path}/action", promised | {"seen": "2", "do": "remove"})
    assert (view().pieces[1].decisions, view().pieces[1].actions) == ([], [])


def test_what_is_refused_stays_in_its_field(eva, path, point):
    data = {"at": f"new-action-{point}", "item": point, "text": "Utan ägare", "due": "2027-03-01"}
    refused = eva.send(f"{path}/action", data)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 422
    assert f'href="#new-action-{point}"' in page
    assert "Utan ägare</textarea>" in page
    assert 'value="2027-03-01"' in page


def test_an_outcome_is_said_with_its_reason(eva, path, point, view):
    data = {"item": point, "outcome": "postponed", "reason": "Väntar på siffror"}
    assert eva.send(f"{path}/outcome", data).status_code == 303
    found = view().pieces[1].point
    assert (found.outcome, found.outcome_reason) == ("postponed", "Väntar på siffror")


def test_a_point_of_another_meeting_has_no_clock_and_no_outcome_here(eva, path, meeting):
    for what in ("clock", "outcome"):
        refused = eva.send(f"{path}/{what}", {"item": str(meeting), "do": "start"})
        assert refused.status_code == 422


def test_approved_meanwhile_the_text_is_refused_and_kept(database, eva, meeting, path, point):
    note(eva, path, point, "Klart.")
    with database.transaction() as session:
        session.scalars(select(Minutes)).one().state = "approved"
    refused = note(eva, path, point, "Ett sista ord.", seen=1)
    assert refused.status_code == 409
    assert "Ett sista ord.</textarea>" in refused.get_data(as_text=True)
    assert eva.get(path).headers["Location"] == f"/meetings/{meeting}/minutes"


def test_a_cancelled_meeting_leads_to_its_own_page(database, eva, meeting, path):
    with database.transaction() as session:
        meetings.cancel(session, meeting, plan=CancelInput(), by=SYSTEM)
    assert eva.get(path).headers["Location"] == f"/meetings/{meeting}"


def test_members_and_strangers_take_no_minutes(client, sign_in, path, point):
    anna = sign_in(ANNA)
    assert [anna.get(path).status_code, anna.get(f"{path}/pieces").status_code] == [403, 403]
    assert note(anna, path, point, "Nej.").status_code == 403
    assert client.get(path).status_code == 303


def test_hostile_text_is_harmless_on_the_page_and_in_its_parts(eva, path, point):
    hostile = "</textarea><script>x</script>"
    note(eva, path, point, hostile)
    eva.send(f"{path}/decision", {"item": point, "text": hostile})
    assert "<script>x" not in eva.get(path).get_data(as_text=True)
    parts = eva.get(f"{path}/pieces").json["parts"]
    assert [one for one in parts.values() if "<script>x" in one["html"]] == []
