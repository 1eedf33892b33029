"""What happens behind a reply link, on a phone, without account, cookie or script?"""

import gzip
from datetime import UTC, datetime

import icalendar
import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.inputs import AgendaInput, CancelInput, MoveInput
from scheduler.model import EventRow, Invitation, Meeting, Person, Reply
from scheduler.queries.reply_page import reply_url, token_of
from scheduler.services import agenda, invitations, meetings
from tests.factories import a_called_meeting, invitation_of
from tests.web.browser import text_of
from web import statics

ANNA, BO = "anna@kumla.example", "bo@nora.example"
GOOD = {"Origin": "http://127.0.0.1:8000"}


@pytest.fixture
def meeting(database, time):
    return a_called_meeting(database, online_url="https://video.example/rum")


@pytest.fixture
def path(database, keys, meeting):
    with database.reading() as session:
        return f"/r/{token_of(keys, invitation_of(session, meeting, ANNA))}"


def stored(database, meeting, email=ANNA):
    with database.reading() as session:
        one = invitation_of(session, meeting, email)
        return (one.answer, one.comment, one.answered_via, one.answered_late)


def change(database, email=ANNA, **values):
    with database.transaction() as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        for name, value in values.items():
            setattr(person, name, value)


def test_the_page_says_who_asks_what_when_where_and_whose_link_it_is(client, path):
    page = text_of(client.get(path))
    for words in (
        "Länsnätverket",
        "torsdag 4 februari 2027 · v. 5 · 09.00–12.00",
        "Residenset",
        "https://video.example/rum",
        "Länsstyrelsen lan",
        "Anna, Kumla kommun",
    ):
        assert words in page
    assert client.get(path).get_data(as_text=True).count('name="answer"') == 3


def test_an_answer_is_taken_and_the_browser_sent_back_to_the_page(client, database, meeting, path):
    answer = client.post(
        path, data={"answer": "accepted", "comment": "Jag tar tåget"}, headers=GOOD
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert stored(database, meeting) == ("accepted", "Jag tar tåget", "link", False)
    assert "Jag tar tåget" in text_of(client.get(path))
    with database.reading() as session:
        fact = session.scalars(select(EventRow).where(EventRow.kind == "InvitationAnswered")).one()
        assert fact.by == f"link:{invitation_of(session, meeting, ANNA).person_id}"


def test_a_mind_may_be_changed_until_the_start_and_is_late_after_the_deadline(
    client, database, time, meeting, path
):
    client.post(path, data={"answer": "accepted"})
    time.to(datetime(2027, 1, 30, 9, tzinfo=UTC))
    client.post(path, data={"answer": "declined"})
    assert stored(database, meeting) == ("declined", "", "link", True)
    time.to(datetime(2027, 2, 4, 8, tzinfo=UTC))
    refused = client.post(path, data={"answer": "accepted"})
    assert refused.status_code == 422
    assert stored(database, meeting) == ("declined", "", "link", True)
    assert 'name="answer"' not in client.get(path).get_data(as_text=True)


def test_looking_changes_nothing_and_sets_no_cookie(client, database, meeting, path):
    def rows():
        with database.reading() as session:
            return (
                len(session.scalars(select(EventRow)).all()),
                len(session.scalars(select(Reply)).all()),
                stored(database, meeting),
            )

    before = rows()
    for look in (client.get, client.head):
        for address in (path, f"{path}.ics"):
            shown = look(address, headers={"Purpose": "prefetch"})
            assert shown.status_code == 200
            assert "Set-Cookie" not in shown.headers
    assert rows() == before


def test_the_page_needs_no_script_and_is_kept_by_nobody(client, path):
    shown = client.get(path)
    assert "<script" not in shown.get_data(as_text=True)
    assert "no-store" in shown.headers["Cache-Control"]
    assert shown.headers["Referrer-Policy"] == "no-referrer"


def test_page_and_styles_weigh_no_more_than_35_kilobytes(client, path):
    page = gzip.compress(client.get(path).data, 6)
    files = statics.gathered()
    styles = ("vendor/designsystemet/theme.css", "vendor/designsystemet/index.css", "plain.css")
    weight = len(page) + sum(len(gzip.compress(files[name], 9)) for name in styles)
    assert weight <= 35_000


def test_wrong_input_is_refused_and_the_text_kept(client, database, meeting, path):
    for data in ({"answer": "kanske", "comment": "Mitt svar"}, {"comment": "Mitt svar"}):
        refused = client.post(path, data=data)
        assert refused.status_code == 422
        assert "Mitt svar" in refused.get_data(as_text=True)
    long = client.post(path, data={"answer": "accepted", "comment": "å" * 1001})
    assert long.status_code == 422
    assert "å" * 1001 in long.get_data(as_text=True)
    assert stored(database, meeting) == ("needs-action", "", None, False)


def test_what_was_typed_is_shown_as_text_and_cleaned(client, database, meeting, path):
    client.post(path, data={"answer": "tentative", "comment": "<b>x</b>\x00\u2028y"})
    assert stored(database, meeting)[1] == "<b>x</b>\ny"
    assert "&lt;b&gt;x&lt;/b&gt;" in client.get(path).get_data(as_text=True)


def test_a_page_of_another_site_cannot_answer(client, database, meeting, path):
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        refused = client.post(path, data={"answer": "declined"}, headers=headers)
        assert refused.status_code == 403
    assert stored(database, meeting)[0] == "needs-action"


@pytest.mark.parametrize("wreck", ["x", "", "!!!", "å", "x" * 5000])
def test_a_link_that_is_cut_off_says_what_to_do(client, path, wreck):
    refused = client.get(f"{path[:-4]}{wreck}", headers={"Accept-Language": "en"})
    assert (refused.status_code, refused.mimetype) == (404, "text/html")
    assert "Open the link in the latest mail about the meeting" in text_of(refused)
    assert client.post(f"{path[:-4]}{wreck}", data={"answer": "accepted"}).status_code == 404


def test_the_link_dies_when_the_person_is_removed(client, database, meeting, path):
    with database.transaction() as session:
        invitations.remove(session, invitation_of(session, meeting, ANNA).id, by=SYSTEM)
    assert client.get(path).status_code == 404
    assert client.get(f"{path}.ics").status_code == 404


def test_a_token_of_another_purpose_opens_nothing(client, database, keys, meeting):
    with database.reading() as session:
        one = invitation_of(session, meeting, ANNA)
    assert client.get(f"/r/{keys.token('minutes', one.id, 0)}").status_code == 404
    assert client.get(f"/r/{keys.token('reply', one.id, 1)}").status_code == 404


@pytest.mark.parametrize(
    ("code", "words"), [("en", "Thursday 4 February 2027"), ("da", "torsdag den 4. februar 2027")]
)
def test_the_page_speaks_the_person_s_language_whatever_the_browser_asks(
    client, database, path, code, words
):
    change(database, language=code)
    shown = client.get(path, headers={"Accept-Language": "fr"})
    assert words in text_of(shown)
    assert f'<html lang="{code}"' in shown.get_data(as_text=True)


def test_the_person_s_own_time_stands_beside_the_meeting_s_when_they_differ(client, database, path):
    assert "svensk tid" not in text_of(client.get(path))
    change(database, time_zone="Europe/Helsinki")
    page = text_of(client.get(path))
    assert "09.00–12.00" in page
    assert "10.00–13.00" in page
    assert "(svensk tid)" in page
    assert "(finsk tid)" in page


def test_a_protected_person_is_named_by_role_alone(client, database, path):
    change(database, protected=True, title="Samordnare")
    page = text_of(client.get(path))
    assert "Samordnare, Kumla kommun" in page
    assert "Anna" not in page


def test_only_open_points_of_the_agenda_are_shown(client, database, meeting, path):
    with database.transaction() as session:
        items = [
            {"title": "Inledning", "text": "Underlag"},
            {"title": "Känsligt", "class": "circle", "text": "Hemligt"},
            {"title": "Tyst", "class": "spoken"},
            {"title": "Nästa möte"},
        ]
        plan = AgendaInput.model_validate({"items": items})
        agenda.put(session, meeting, plan=plan, by=SYSTEM)
    shown = client.get(path).get_data(as_text=True)
    assert [word for word in ("Känsligt", "Hemligt", "Tyst") if word in shown] == []
    assert '<li value="1">Inledning' in shown
    assert '<li value="4">Nästa möte' in shown
    assert "2 punkter visas efter inloggning." in shown


def test_a_move_shows_the_old_time_and_why_and_asks_again(client, database, meeting, path):
    client.post(path, data={"answer": "accepted"})
    with database.transaction() as session:
        plan = {"start": "2027-02-05T13:00", "reason": "Salen är upptagen"}
        meetings.move(session, meeting, plan=MoveInput.model_validate(plan), by=SYSTEM)
    page = text_of(client.get(path))
    for words in (
        "torsdag 4 februari 2027 · v. 5 · 09.00–12.00",
        "fredag 5 februari 2027 · v. 5 · 13.00–16.00",
        "Salen är upptagen",
    ):
        assert words in page
    assert stored(database, meeting)[0] == "needs-action"


def test_a_cancelled_meeting_says_why_and_asks_nothing(client, database, meeting, path):
    with database.transaction() as session:
        meetings.cancel(session, meeting, plan=CancelInput(reason="Snöstorm"), by=SYSTEM)
    shown = client.get(path)
    assert "Snöstorm" in text_of(shown)
    assert "Kan du komma?" not in text_of(shown)
    assert 'name="answer"' not in shown.get_data(as_text=True)
    assert client.post(path, data={"answer": "accepted"}).status_code == 422
    (event,) = icalendar.Calendar.from_ical(client.get(f"{path}.ics").data).walk("VEVENT")
    assert str(event["STATUS"]) == "CANCELLED"


def test_the_calendar_file_is_this_meeting_and_asks_for_nothing(client, database, path, meeting):
    given = client.get(f"{path}.ics")
    assert given.headers["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = icalendar.Calendar.from_ical(given.data).walk("VEVENT")
    with database.reading() as session:
        assert str(event["UID"]) == session.get_one(Meeting, meeting).uid
    assert event.decoded("DTSTART").astimezone(UTC) == datetime(2027, 2, 4, 8, tzinfo=UTC)
    assert str(event["URL"]) == f"http://127.0.0.1:8000{path}"
    assert [name for name in (b"METHOD", b"ATTENDEE", b"ORGANIZER") if name in given.data] == []
    assert stored(database, meeting)[0] == "needs-action"


def test_the_calendar_file_speaks_the_language_of_the_letters(client, database, keys, time):
    meeting = a_called_meeting(database, kind="exercise")
    with database.transaction() as session:
        mine = invitation_of(session, meeting, ANNA)
        mine.person.language = "nb"
        path = f"/r/{token_of(keys, mine)}.ics"
    assert "SUMMARY:ØVELSE: Länsnätverket" in client.get(path).text


def test_the_address_is_the_one_that_letters_carry(
    database, settings, keys, meeting, settle, sender
):
    settle()
    with database.reading() as session:
        one = session.scalars(select(Invitation).where(Invitation.meeting_id == meeting)).all()
        addresses = {reply_url(settings, keys, invitation) for invitation in one}
    mails = [mail.text for mail in sender.take()]
    assert [sum(address in text for address in addresses) for text in mails] == [1, 1]


def test_the_calendar_file_of_a_meeting_in_utc_needs_no_zone(client, database, keys, time):
    meeting = a_called_meeting(database, time_zone="UTC")
    with database.reading() as session:
        path = f"/r/{token_of(keys, invitation_of(session, meeting, ANNA))}.ics"
    given = client.get(path).data
    assert b"DTSTART:20270204T090000Z" in given
    assert b"VTIMEZONE" not in given
