"""Do the pages bring minutes to hold, and keep what was typed?"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput, AnswerInput, MinutesInput
from scheduler.model import MinutesComment
from scheduler.queries import minutes as read
from scheduler.services import agenda, answers, minutes
from tests.factories import a_called_meeting, invitation_of
from tests.web.browser import text_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"


@pytest.fixture
def meeting(database, time):
    """Anna was there, Bo was not; one open point, one of the circle."""
    meeting_id = a_called_meeting(database)
    with database.transaction() as session:
        items = [{"title": "Läget"}, {"title": "Slutet", "class": "circle"}]
        made = agenda.put(
            session, meeting_id, plan=AgendaInput.model_validate({"items": items}), by=SYSTEM
        )
        one = invitation_of(session, meeting_id, ANNA)
        yes = AnswerInput(answer="accepted")
        answers.answer(session, one.id, plan=yes, via="link", by=SYSTEM)
        notes = [
            {"item": str(made[0].id), "text": "Lugnt i länet."},
            {"item": str(made[1].id), "text": "Sagt i kretsen."},
        ]
        plan = MinutesInput.model_validate({"entries": notes})
        minutes.save(session, meeting_id, plan=plan, version=None, by=SYSTEM)
    return meeting_id


@pytest.fixture
def admin(sign_in):
    return sign_in(administrator=True)


@pytest.fixture
def point(database, meeting):
    with database.reading() as session:
        return [one.id for one in read.of_meeting(session, meeting).points]


def view(database, meeting):
    with database.reading() as session:
        return read.of_meeting(session, meeting)


def step(browser, database, meeting, what, **data):
    version = view(database, meeting).version
    at = f"/meetings/{meeting}/minutes/{what}"
    return browser.send(at, {"version": version, **data})


def circulate(browser, database, meeting, **data):
    until = {"comments_until": "2027-01-20T16:00"}
    return step(browser, database, meeting, "circulate", **(until | data))


def link(database, keys, meeting, email=ANNA):
    with database.reading() as session:
        return f"/c/{keys.token('comment', invitation_of(session, meeting, email).id, 0)}"


def comments(database):
    with database.reading() as session:
        return session.scalars(select(MinutesComment.text)).all()


def test_the_page_leads_from_draft_to_published(database, meeting, admin):
    anna = next(one.person_id for one in view(database, meeting).attendance if one.present)
    assert circulate(admin, database, meeting, adjusters=str(anna)).status_code == 303
    assert "Anna" in text_of(admin.get(f"/meetings/{meeting}/minutes"))
    assert step(admin, database, meeting, "adjust", person=str(anna)).status_code == 303
    assert step(admin, database, meeting, "approve").status_code == 303
    assert admin.get(f"/meetings/{meeting}/minutes/publish").status_code == 200
    assert step(admin, database, meeting, "publish").status_code == 303
    assert view(database, meeting).state == "published"
    rows = admin.get(f"/meetings/{meeting}/minutes/versions").text.count('class="hash"')
    assert rows == 4
    assert "Lugnt i länet." in admin.get(f"/meetings/{meeting}/minutes/versions/1").text
    assert admin.get(f"/meetings/{meeting}/minutes/versions/9").status_code == 404


def test_a_step_with_what_somebody_has_changed_since_is_refused(database, meeting, admin):
    for what in ("adjust", "approve", "publish"):
        answer = admin.send(f"/meetings/{meeting}/minutes/{what}", {"version": 99})
        assert answer.status_code == 409
    assert view(database, meeting).state == "draft"


def test_a_wrong_time_for_comments_comes_back_with_what_was_typed(database, meeting, admin):
    answer = circulate(admin, database, meeting, comments_until="2020-01-01T10:00")
    assert answer.status_code == 422
    assert 'value="2020-01-01T10:00"' in answer.text


def test_who_was_there_comments_signed_in_on_what_they_may_read(
    database, meeting, admin, sign_in, point
):
    anna, bo = sign_in(ANNA), sign_in(BO)
    assert "Lugnt" not in anna.get(f"/meetings/{meeting}/minutes").text
    circulate(admin, database, meeting)
    page = anna.get(f"/meetings/{meeting}/minutes").text
    assert ("Lugnt i länet." in page, "Sagt i kretsen." in page) == (True, True)
    assert "Lugnt" not in bo.get(f"/meetings/{meeting}/minutes").text
    data = {"item": str(point[1]), "text": "Inte så."}
    assert anna.send(f"/meetings/{meeting}/minutes/comments", data).status_code == 303
    assert bo.send(f"/meetings/{meeting}/minutes/comments", data).status_code == 404
    assert comments(database) == ["Inte så."]


def test_a_comment_that_is_too_long_stays_in_its_field(database, meeting, admin, sign_in):
    circulate(admin, database, meeting)
    data = {"item": "", "text": "x" * 1_001}
    answer = sign_in(ANNA).send(f"/meetings/{meeting}/minutes/comments", data)
    assert (answer.status_code, "x" * 1_001 in answer.text) == (422, True)


def test_the_mailed_link_shows_open_points_without_names_and_takes_comments_on_them_alone(
    database, meeting, admin, client, keys, point
):
    at = link(database, keys, meeting)
    assert client.get(at).status_code == 404  # a draft
    circulate(admin, database, meeting)
    page = client.get(at)
    assert ("Lugnt i länet." in page.text, "kretsen" in page.text) == (True, False)
    assert "Anna" not in text_of(page)
    assert client.post(at, data={"item": str(point[0]), "text": "Fel ort."}).status_code == 303
    assert client.post(at, data={"item": str(point[1]), "text": "Smyg."}).status_code == 404
    assert comments(database) == ["Fel ort."]
    foreign = {"Origin": "https://elsewhere.example"}
    data = {"item": "", "text": "Falskt."}
    assert client.post(at, data=data, headers=foreign).status_code == 403


def test_the_link_of_somebody_who_was_not_there_opens_nothing(
    database, meeting, admin, client, keys
):
    circulate(admin, database, meeting)
    assert client.get(link(database, keys, meeting, BO)).status_code == 404
    reply = link(database, keys, meeting).replace("/c/", "/m/")
    assert client.get(reply).status_code == 404


def test_the_link_ends_in_words_when_the_notes_are_approved(database, meeting, admin, client, keys):
    circulate(admin, database, meeting)
    step(admin, database, meeting, "approve")
    answer = client.get(link(database, keys, meeting), headers={"Accept-Language": "en"})
    assert (answer.status_code, "no longer out for comments" in text_of(answer)) == (404, True)


def test_a_writer_answers_a_comment_and_must_say_why_it_is_declined(
    database, meeting, admin, sign_in
):
    circulate(admin, database, meeting)
    sign_in(ANNA).send(f"/meetings/{meeting}/minutes/comments", {"text": "Fel."})
    with database.reading() as session:
        made = session.scalars(select(MinutesComment)).one().id
    refused = admin.send(f"/comments/{made}/settle", {"state": "declined", "answer": ""})
    assert (refused.status_code, f"answer-{made}-error" in refused.text) == (422, True)
    done = admin.send(f"/comments/{made}/settle", {"state": "declined", "answer": "Jo."})
    assert done.status_code == 303
    assert "Jo." in admin.get(f"/meetings/{meeting}/minutes").text


def test_approved_text_is_corrected_with_a_reason_and_typed_text_stays_without_one(
    database, meeting, admin, point
):
    step(admin, database, meeting, "approve")
    page = admin.get(f"/meetings/{meeting}/minutes/correct")
    assert "Lugnt i länet." in page.text
    texts = {
        "entries.0.item": str(point[0]),
        "entries.0.text": "Oroligt i länet.",
        "version": view(database, meeting).version,
    }
    refused = admin.send(f"/meetings/{meeting}/minutes/correct", texts)
    assert (refused.status_code, "Oroligt i länet." in refused.text) == (422, True)
    corrected = texts | {"reason": "Fel ord."}
    assert admin.send(f"/meetings/{meeting}/minutes/correct", corrected).status_code == 303
    assert [note.text for note in view(database, meeting).notes] == ["Oroligt i länet."]


def test_an_identity_number_is_told_before_notes_leave_without_repeating_it(
    database, meeting, admin
):
    with database.transaction() as session:
        plan = MinutesInput.model_validate({"entries": [{"text": "Gällde 811218-9876."}]})
        version = read.of_meeting(session, meeting).version
        minutes.save(session, meeting, plan=plan, version=version, by=SYSTEM)
    for what in ("circulate", "publish"):
        page = text_of(admin.get(f"/meetings/{meeting}/minutes/{what}"))
        assert "ett personnummer i anteckningarna" in page
    assert "personnummer" not in text_of(admin.get(f"/meetings/{meeting}/minutes/versions"))


def test_the_registrys_number_is_noted_on_the_way_out_and_stands_on_the_notes(
    database, meeting, admin
):
    noted = step(admin, database, meeting, "case-number", case_number="KS 2027/12", here="publish")
    assert noted.headers["Location"].endswith("/minutes/publish")
    assert 'value="KS 2027/12"' in admin.get(f"/meetings/{meeting}/minutes/publish").text
    step(admin, database, meeting, "publish")
    assert "KS 2027/12" in text_of(admin.get(f"/meetings/{meeting}/minutes"))
    late = step(admin, database, meeting, "case-number", case_number="Annat")
    assert (late.status_code, view(database, meeting).case_number) == (409, "KS 2027/12")


def test_what_is_left_to_do_before_notes_can_hold_is_said_on_their_page(database, meeting, admin):
    anna = next(one.person_id for one in view(database, meeting).attendance if one.present)
    circulate(admin, database, meeting, adjusters=str(anna))
    for what in ("approve", "publish"):
        assert step(admin, database, meeting, what).status_code == 303
        assert "Anna har inte justerat" in text_of(admin.get(f"/meetings/{meeting}/minutes"))
    assert view(database, meeting).state == "circulated"
