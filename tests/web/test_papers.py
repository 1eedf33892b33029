"""Are papers added and opened on pages by those who may, and never shown as pages of ours?"""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput
from scheduler.model import Attachment
from scheduler.services import agenda
from tests.factories import a_called_meeting
from tests.web.browser import text_of

PDF = b"%PDF-1.7 underlag"


@pytest.fixture
def meeting(database, time):
    meeting_id = a_called_meeting(database)
    with database.transaction() as session:
        items = [{"title": "Läget"}, {"title": "Slutet", "class": "circle"}]
        agenda.put(
            session, meeting_id, plan=AgendaInput.model_validate({"items": items}), by=SYSTEM
        )
    return meeting_id


def send(browser, meeting, content=PDF, name="Underlag.pdf"):
    """Send a file as a page's form does; the bytes are made here, so that no file stays open."""
    page = browser.get(f"/meetings/{meeting}")
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    file = FileStorage(io.BytesIO(content), filename=name)
    boundary, body = encode_multipart({"csrf_token": token, "file": file})
    return browser.post(
        f"/meetings/{meeting}/papers",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
    )


def paper_id(database):
    with database.reading() as session:
        return session.scalars(select(Attachment.id)).one()


def test_a_paper_is_added_listed_and_opened_as_a_file_and_not_as_a_page(database, meeting, sign_in):
    browser = sign_in(administrator=True)
    assert send(browser, meeting, name="Läges<b>bild.exe").status_code == 303
    page = browser.get(f"/meetings/{meeting}/papers")
    assert "Lägesbbild.pdf" in text_of(page)
    answer = browser.get(f"/papers/{paper_id(database)}")
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    named = "attachment; filename*=UTF-8''L%C3%A4gesbbild.pdf"
    assert answer.headers["Content-Disposition"] == named
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_file_larger_than_other_requests_is_taken_and_one_beyond_the_limit_told(meeting, sign_in):
    browser = sign_in(administrator=True)
    assert send(browser, meeting, PDF + b"x" * 5 * 1024 * 1024).status_code == 303
    too_large = send(browser, meeting, PDF + b"x" * (20 * 1024 * 1024 + 1))
    assert too_large.status_code == 413
    assert "20 MB" in text_of(too_large)


def test_what_is_not_taken_is_said_beside_the_field(meeting, sign_in):
    answer = send(sign_in(administrator=True), meeting, b"<html>", "sida.pdf")
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text


def test_a_member_sees_papers_and_no_form_and_cannot_add(database, meeting, sign_in):
    send(sign_in(administrator=True), meeting)
    anna = sign_in("anna@kumla.example")
    page = anna.get(f"/meetings/{meeting}/papers")
    assert ("Underlag.pdf" in page.text, 'type="file"' in page.text) == (True, False)
    assert send(anna, meeting).status_code == 403


def test_a_paper_that_is_taken_away_is_gone(database, meeting, sign_in):
    browser = sign_in(administrator=True)
    send(browser, meeting)
    paper = paper_id(database)
    assert browser.send(f"/papers/{paper}/remove").status_code == 303
    assert browser.get(f"/papers/{paper}").status_code == 404
