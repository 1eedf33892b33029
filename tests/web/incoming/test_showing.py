"""Who sees which mails that wait, where, and with what in a decision's way?"""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from sqlalchemy import event, select

from scheduler.actor import SYSTEM
from scheduler.inputs import CancelInput
from scheduler.model import Incoming, Meeting, Person
from scheduler.services import meetings
from tests.factories import a_meeting, a_network, a_person
from tests.incoming import ELSEWHERE, a_mail
from tests.web.incoming.looking import ANNA, BO, page, row_of, source

LONG = "\n".join(f"Rad {number}" for number in range(20))


def test_an_empty_page_says_what_comes_here(browser):
    assert (
        "Nothing waits. Answers from calendars count by themselves; what a person must look at "
        "comes here."
    ) in page(browser)


@pytest.mark.parametrize(
    ("proposed", "words"),
    [
        ({"start": None, "minutes": None}, "Which time is meant cannot be read from the mail."),
        ({"start": datetime.fromisoformat("2027-01-01T09:00")}, "The proposed time has passed."),
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
    assert "Dismiss" in told
    assert f'href="/meetings/{meeting}/move">Choose another time' in source(browser)


def test_a_time_that_the_meeting_has_already_can_only_be_put_aside(browser, keep):
    keep(kind="counter", start=datetime.fromisoformat("2027-02-04T09:00"), minutes=180)
    told = page(browser)
    assert "The meeting is at this time already. Dismiss" in told
    assert "Decline and tell Anna" not in told


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
