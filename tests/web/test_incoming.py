"""Does the coordinator see what came by mail, and does each button do what it says?"""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from sqlalchemy import event, select

from scheduler.actor import SYSTEM
from scheduler.inputs import CancelInput
from scheduler.model import Alias, EventRow, Incoming, Meeting, Person
from scheduler.services import meetings
from tests.factories import a_called_meeting, a_meeting, a_network, a_person, invitation_of
from tests.incoming import ELSEWHERE, FEBRUARY_11, a_mail
from tests.web.browser import text_of

ANNA, BO = "anna@kumla.example", "bo@nora.example"
LONG = "\n".join(f"Rad {number}" for number in range(20))


@pytest.fixture
def meeting(time, database):
    return a_called_meeting(database)


@pytest.fixture
def network(meeting, database):
    with database.reading() as session:
        return session.get_one(Meeting, meeting).network_id


@pytest.fixture
def keep(database, meeting):
    """Keep a mail of Anna's about the meeting; gives its id."""

    def keep_(email: str = ANNA, **more):
        with database.transaction() as session:
            return a_mail(session, meeting, email, **more).id

    return keep_


@pytest.fixture
def browser(enter):
    """The coordinator's, in English."""
    return enter()


def page(browser, address="/incoming"):
    answer = browser.get(address)
    assert answer.status_code == 200
    return text_of(answer)


def source(browser, address="/incoming"):
    return browser.get(address).get_data(as_text=True)


def row_of(database, incoming):
    with database.reading() as session:
        return session.get_one(Incoming, incoming)


def answer_of(database, meeting, email=ANNA):
    with database.reading() as session:
        return invitation_of(session, meeting, email).answer


def test_an_empty_page_says_what_comes_here(browser):
    assert (
        "Nothing waits. Answers from calendars count by themselves; what a person must look at "
        "comes here."
    ) in page(browser)


def test_an_answer_from_another_address_shows_who_what_and_what_counts_now(browser, keep):
    keep()
    told = page(browser)
    assert "Answers to confirm Anna · Kumla kommun Länsnätverket · Thursday 4 February" in told
    assert f"Anna answered yes from another address: {ELSEWHERE}" in told
    assert "In the mail ✓ Yes Counts now ○ Not answered Jag kommer." in told
    assert "Take answers from this address from now on" in told


def test_an_answer_is_counted_as_the_persons_own(browser, database, meeting, keep):
    mail = keep()
    answer = browser.send(f"/incoming/{mail}/confirm")
    assert (answer.status_code, answer.location) == (303, "/incoming")
    assert answer_of(database, meeting) == "accepted"
    told = page(browser)
    assert "The answer counts." in told
    assert "Nothing waits." in told
    assert "Dealt with in the last 30 days Anna · Answer from another address" in told
    assert "✓ Counted" in told
    with database.reading() as session:
        assert session.scalars(select(Alias)).all() == []


def test_an_address_is_remembered_only_when_the_box_is_ticked(browser, database, keep):
    browser.send(f"/incoming/{keep()}/confirm", {"remember": "true"})
    with database.reading() as session:
        assert session.scalars(select(Alias.address_key)).all() == [ELSEWHERE]


def test_an_answer_that_the_mail_server_could_not_vouch_for_cannot_be_remembered(browser, keep):
    keep(kind="unconfirmed")
    told = page(browser)
    assert (
        f"Anna seems to have answered no, but our mail server could not confirm that it came "
        f"from {ANNA}" in told
    )
    assert "Count it as Anna's answer" in told
    assert "from now on" not in told


def test_a_dismissed_answer_changes_nothing_and_loses_its_words(browser, database, meeting, keep):
    mail = keep()
    browser.send(f"/incoming/{mail}/dismiss")
    assert answer_of(database, meeting) == "needs-action"
    told = page(browser)
    assert "It is put aside." in told
    assert "– Put aside" in told
    assert "Jag kommer." not in told
    assert row_of(database, mail).state == "dismissed"


def test_what_another_has_decided_is_refused_in_words_above_the_list(browser, keep):
    mail = keep()
    keep(BO, kind="mail")
    browser.send(f"/incoming/{mail}/dismiss")
    answer = browser.send(f"/incoming/{mail}/confirm")
    assert answer.status_code in {409, 422}
    told = text_of(answer)
    assert "dealt with" in told.lower()
    assert "Bo · Nora kommun" in told


def test_a_proposed_time_shows_before_and_after_and_how_many_it_writes_to(
    browser, settle, meeting, keep
):
    settle()
    keep(kind="counter")
    told = page(browser)
    assert "Another time is proposed Anna · Kumla kommun" in told
    assert (
        "Time Before: Thursday 4 February 2027 · week 5 · 09:00–12:00 "
        "After: Thursday 11 February 2027 · week 6 · 13:00–15:00 Krockar med nämnden."
    ) in told
    assert "Move and write to 2 people" in told
    assert "Decline and tell Anna" in told
    look = f'href="/meetings/{meeting}/move?start=2027-02-11T13:00&amp;minutes=120"'
    assert look in source(browser)


def test_an_accepted_time_moves_the_meeting_and_leads_to_it(
    browser, database, settle, meeting, keep
):
    settle()
    mail = keep(kind="counter")
    seen = re.search(r'name="seen" value="([^"]+)"', source(browser))
    assert seen is not None
    answer = browser.send(f"/incoming/{mail}/accept", {"seen": seen[1]})
    assert (answer.status_code, answer.location) == (303, f"/meetings/{meeting}")
    with database.reading() as session:
        moved = session.get_one(Meeting, meeting)
        assert (moved.start, moved.minutes) == (FEBRUARY_11, 120)
    assert row_of(database, mail).state == "accepted"
    assert "✓ Moved" in page(browser)


def test_the_letters_of_an_accepted_time_leave_after_the_undo_window(
    browser, settle, sender, time, keep
):
    settle()
    sender.take()
    browser.send(f"/incoming/{keep(kind='counter')}/accept", {"seen": "0-called"})
    settle()
    assert sender.take() == []
    time.forward(seconds=61)
    settle()
    assert sorted(mail.recipient for mail in sender.take()) == [ANNA, BO]


def test_a_time_is_not_accepted_once_the_meeting_has_changed(
    browser, database, settle, meeting, keep
):
    settle()
    mail = keep(kind="counter")
    answer = browser.send(f"/incoming/{mail}/accept", {"seen": "7-called"})
    assert answer.status_code == 409
    assert "Somebody has changed the meeting since you opened this page." in text_of(answer)
    assert row_of(database, mail).state == "open"


def test_a_declined_time_leaves_the_meeting_and_is_a_fact(browser, database, meeting, keep):
    mail = keep(kind="counter")
    answer = browser.send(f"/incoming/{mail}/decline", {"back": "meeting"})
    assert (answer.status_code, answer.location) == (303, f"/meetings/{meeting}")
    assert row_of(database, mail).state == "declined"
    with database.reading() as session:
        kinds = session.scalars(select(EventRow.kind)).all()
        assert session.get_one(Meeting, meeting).start == datetime.fromisoformat("2027-02-04T09:00")
    assert "CounterDeclined" in kinds


@pytest.mark.parametrize(
    ("proposed", "words"),
    [
        ({"start": None, "minutes": None}, "Which time is meant cannot be read from the mail."),
        ({"start": datetime.fromisoformat("2027-01-01T09:00")}, "The proposed time has passed."),
        (
            {"start": datetime.fromisoformat("2027-02-04T09:00"), "minutes": 180},
            "The meeting is at this time already.",
        ),
        (
            {"start": datetime.fromisoformat("2027-03-28T02:30")},
            "Which time is meant cannot be read",
        ),
        (
            {"start": datetime.fromisoformat("9999-12-31T23:59")},
            "Which time is meant cannot be read",
        ),
        (
            {"start": datetime.fromisoformat("0001-01-01T00:00")},
            "Which time is meant cannot be read",
        ),
        ({"minutes": 99_999}, "Which time is meant cannot be read"),
    ],
)
def test_a_time_that_cannot_be_taken_says_why_and_can_be_declined(
    browser, meeting, keep, proposed, words
):
    keep(kind="counter", **proposed)
    told = page(browser)
    assert words in told
    assert "Decline and tell Anna" in told
    assert "Move and write" not in told
    assert f'href="/meetings/{meeting}/move">Choose another time' in source(browser)


def test_an_answer_to_a_cancelled_meeting_can_only_be_put_aside(browser, database, meeting, keep):
    keep()
    keep(BO, kind="counter")
    with database.transaction() as session:
        meetings.cancel(session, meeting, plan=CancelInput(), by=SYSTEM)
    told = page(browser)
    assert told.count("The meeting is cancelled, so this changes nothing.") == 2
    assert "Count it as" not in told
    assert "Decline and tell" not in told
    assert told.count("Dismiss") == 2


def test_an_answer_to_the_earlier_time_says_so(browser, database, meeting, keep):
    keep(sequence=0)
    with database.transaction() as session:
        session.get_one(Meeting, meeting).sequence = 1
        session.get_one(Meeting, meeting).time_sequence = 1
    told = page(browser)
    assert "This answers a time that the meeting no longer has, so it cannot count." in told
    assert "Count it as" not in told


def test_a_bounce_says_what_the_server_said_and_has_the_button_that_mends_it(
    browser, database, keep, time
):
    with database.transaction() as session:
        anna = session.scalars(select(Person).where(Person.email == ANNA)).one()
        anna.bounced_at, anna.bounce = time(), "550 5.1.1 No such user"
    mail = keep(kind="bounce")
    told = page(browser)
    assert "Addresses that take no mail Anna · Kumla kommun" in told
    assert "The mail server said: 550 5.1.1 No such user" in told
    assert f'href="/people/{anna.id}#email"' in source(browser)
    answer = browser.send(f"/incoming/{mail}/retry")
    assert answer.status_code == 303
    told = page(browser)
    assert "Mail to the address is tried again now." in told
    assert "Nothing waits." in told
    with database.reading() as session:
        assert session.get_one(Person, anna.id).bounced_at is None


def test_only_a_bounce_lets_an_address_be_tried_again(browser, database, keep):
    mail = keep()
    answer = browser.send(f"/incoming/{mail}/retry")
    assert answer.status_code == 422
    assert "This mail is about no address that takes no mail." in text_of(answer)
    assert row_of(database, mail).state == "open"


def test_a_bounce_whose_address_has_been_changed_says_so(browser, keep):
    keep(kind="bounce")
    told = page(browser)
    assert "The address has been changed, or is being tried again." in told
    assert "Try the address again" not in told


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("unknown_meeting", "This answers a meeting that Anna has not been called to from here."),
        ("automatic", "An automatic answer came, such as “out of office”."),
        ("mail", "A mail came that a person must read. It counts as no answer. Fråga"),
    ],
)
def test_words_for_people_are_shown_and_done_with_one_button(browser, keep, kind, words):
    mail = keep(kind=kind)
    told = page(browser)
    assert "Mail to read Anna · Kumla kommun Came Monday 4 January 2027 at 10:00" in told
    assert words in told
    browser.send(f"/incoming/{mail}/dismiss")
    assert "– Done" in page(browser)


def test_what_came_in_is_text_and_never_markup(browser, keep):
    keep(kind="mail", text="<script>probe()</script><b>fet</b>", subject="<i>hej</i>")
    shown = source(browser)
    assert "&lt;script&gt;probe()&lt;/script&gt;&lt;b&gt;fet&lt;/b&gt;" in shown
    assert "&lt;i&gt;hej&lt;/i&gt;" in shown


def test_a_long_mail_is_folded(browser, keep):
    keep(kind="mail", text=LONG)
    assert "<summary>Read the whole mail</summary>" in source(browser)


def test_of_a_protected_person_only_the_domain_is_shown(browser, database, meeting, keep):
    with database.transaction() as session:
        anna = session.scalars(select(Person).where(Person.email == ANNA)).one()
        anna.protected, anna.title = True, "Samordnare"
    keep()
    told = page(browser)
    assert "Samordnare, Kumla kommun answered yes from another address: ***@post.example" in told
    assert "Anna " not in told
    assert ELSEWHERE not in source(browser)


def test_the_oldest_stands_first_and_has_the_one_primary_button(browser, keep, time):
    keep(BO)
    time.forward(minutes=1)
    keep()
    shown = source(browser)
    assert shown.index("Bo</a>") < shown.index("Anna</a>")
    primary = re.findall(r'<button class="ds-button" formaction="[^"]*">([^<]*)', shown)
    assert primary == ["Count it as Bo&#39;s answer"]


def test_the_meetings_page_has_what_waits_about_it(browser, database, meeting, network, keep):
    keep()
    with database.transaction() as session:
        other = a_meeting(session, network, title="Annat möte").id
    told = page(browser, f"/meetings/{meeting}")
    assert "Proposed times and answers to confirm Anna · Kumla kommun" in told
    assert "Proposed times" not in page(browser, f"/meetings/{other}")
    assert 'name="back" value="meeting"' in source(browser, f"/meetings/{meeting}")


def test_a_member_sees_nothing_of_it(enter, meeting, keep):
    mail = keep()
    member = enter("member")
    assert member.get("/incoming").status_code == 403
    assert member.send(f"/incoming/{mail}/confirm").status_code == 403
    assert "Proposed times" not in page(member, f"/meetings/{meeting}")
    assert "Incoming" not in page(member, "/")


def test_a_coordinator_of_another_network_finds_nothing(sign_in, database, keep):
    mail = keep()
    with database.transaction() as session:
        other = a_network(session, slug="annat", people_=()).id
    stranger = sign_in("eva@annat.example", role="coordinator", network=other)
    stranger.set_cookie("kallelse-language", "en")
    assert "Nothing waits." in page(stranger)
    assert stranger.send(f"/incoming/{mail}/dismiss").status_code == 404
    assert row_of(database, mail).state == "open"


def test_an_administrator_sees_all_networks(enter, keep):
    keep()
    assert "Anna · Kumla kommun" in page(enter(administrator=True))


def test_a_decision_needs_the_mark_of_our_own_form(browser, database, keep):
    mail = keep()
    assert browser.post(f"/incoming/{mail}/dismiss").status_code == 400
    assert row_of(database, mail).state == "open"


def test_the_navigation_counts_what_waits(browser, keep):
    assert "Incoming (" not in page(browser, "/networks")
    keep()
    keep(BO, kind="mail")
    assert "Incoming 2 (2 mails to decide on)" in page(browser, "/networks")


def test_the_start_page_names_each_kind_of_decision_once_a_network(
    browser, database, meeting, network, keep, time
):
    keep(kind="counter")
    time.forward(minutes=1)
    keep()
    keep(BO)
    with database.transaction() as session:
        other = a_meeting(session, network, title="Annat möte").id
        meetings.call(session, other, by=SYSTEM)
        a_mail(session, other, ANNA)
    time.forward(minutes=1)
    keep(kind="bounce")
    keep(kind="bounce")
    keep(kind="automatic")
    told = page(browser, "/")
    assert "Another time is proposed Länsnätverket, Thu 4 Feb · Länsnätverket Look" in told
    assert "3 answers wait to be confirmed Länsnätverket Look" in told
    assert "One address takes no mail Länsnätverket Look" in told
    assert "One mail waits for a reader Länsnätverket Look" in told
    duties = source(browser, "/").partition('<ol class="lines">')[2].partition("</ol>")[0]
    assert re.findall(r'href="(/incoming#\w+)"', duties) == [
        "/incoming#counter",
        "/incoming#answer",
        "/incoming#bounce",
        "/incoming#words",
    ]


def test_what_was_dealt_with_long_ago_is_no_longer_shown(enter, database, keep, time):
    mail = keep(kind="mail")
    with database.transaction() as session:
        row = session.get_one(Incoming, mail)
        row.state, row.dealt_at, row.dealt_by = "dismissed", time(), "person"
    time.forward(days=29)
    assert "Dealt with in the last 30 days" in page(enter())
    time.forward(days=2)
    assert "Dealt with in the last 30 days" not in page(enter(administrator=True))


def test_the_page_asks_the_database_no_more_for_more_mails(browser, database, meeting, keep):
    with database.transaction() as session:
        network = session.get_one(Meeting, meeting).network_id
        for number in range(9):
            a_person(session, network, f"p{number}@laxa.example")
    keep()
    few = _asked(browser, database)
    for _ in range(9):
        keep(BO, kind="mail")
    assert _asked(browser, database) == few


def _asked(browser, database):
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_more):
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    browser.get("/incoming")
    event.remove(database.engine, "before_cursor_execute", note)
    return len(asked)
