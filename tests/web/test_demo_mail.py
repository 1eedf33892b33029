"""How do a demonstration's letters become files, and how do its people answer?"""

import smtplib

import pytest

from scheduler.actor import SYSTEM, Actor
from scheduler.calendar import reply
from scheduler.database import new_id
from scheduler.inputs import MeetingInput
from scheduler.services import meetings
from tests.factories import a_network, invitation_of
from tests.smtp import free_port
from tests.story.waiting import until
from web.demo import DOMAIN, HOST
from web.demo.maildir import MailDir
from web.demo.replies import reply_to
from web.demo.sink import Sink
from web.demo.words import answer_of, words

SOMEBODY = Actor(kind="token", id=new_id(), administrator=True)


@pytest.fixture
def settings(settings):
    plan = {"demo": True, "mail_domain": DOMAIN, "smtp_host": HOST, "smtp_port": free_port()}
    return settings.model_copy(update=plan)


@pytest.fixture
def sink(settings, database, keys):
    made = Sink(settings, database, keys)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def letters(database, settle, sender):
    """Call a meeting, and give its letters by recipient."""

    def call(start="2027-01-14T09:00", people=(), *, demo=True, by=SYSTEM):
        with database.transaction() as session:
            network = a_network(session, **({"people_": people} if people else {}))
            network.demo = demo
            plan = MeetingInput(title="Länsnätverket", start=start)
            meeting = meetings.add(session, network.id, plan=plan, by=by)
            meetings.call(session, meeting.id, by=SYSTEM)
        settle()
        return meeting.id, {one.recipient: one for one in sender.sent}

    return call


def mails(settings, folder="new"):
    return sorted((settings.dir / "mail" / folder).glob("*.eml"))


def send(settings, sender, recipient, raw):
    with smtplib.SMTP(HOST, settings.smtp_port, timeout=10) as relay:
        relay.sendmail(sender, [recipient], raw)


def test_a_mail_is_one_file_with_the_bytes_that_came(settings, sink):
    raw = b"Subject: =?utf-8?q?M=C3=B6te?=\r\n\r\nHej\r\n.en punkt\r\n"
    send(settings, "a@b.example", "anna@kumla.example", raw)
    send(settings, "a@b.example", "bo@nora.example", raw + b"2\r\n")

    assert [path.read_bytes() for path in mails(settings)] == [raw, raw + b"2\r\n"]


def test_a_mail_that_was_whole_when_the_service_died_is_shown_and_a_part_is_not(tmp_path):
    folder = MailDir(tmp_path / "mail")
    whole = folder.write(b"Subject: whole\r\n\r\n")
    (folder.folder / "tmp" / ".part.eml").write_bytes(b"Subj")
    MailDir(tmp_path / "mail")

    assert [path.name for path in (tmp_path / "mail" / "new").iterdir()] == [whole.name]
    assert list((tmp_path / "mail" / "tmp").iterdir()) == []


def test_mail_to_an_unknown_reply_address_is_refused(settings, sink):
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(settings, "a@b.example", f"svar+aaaa@{DOMAIN}", b"Subject: x\r\n\r\ny\r\n")
    assert refused.value.smtp_code == 550
    assert mails(settings) == []


def test_people_answer_with_a_calendar_programs_reply_before_the_letter_is_shown(
    time, settings, database, sink, letters
):
    people = [f"p{number}@kumla.example" for number in range(6)]
    meeting, sent = letters(people=people)
    for one in sent.values():
        send(settings, one.sender, one.recipient, one.raw)
    until(lambda: len(mails(settings)) == len(people), "every letter")

    with database.reading() as session:
        answers = {email: invitation_of(session, meeting, email) for email in people}
        told = {email: one.answer for email, one in answers.items()}
        ways = {one.answered_via for one in answers.values() if one.answer != "needs-action"}
        uid = answers[people[0]].meeting.uid
    assert told == {email: answer_of("demo", uid, email) for email in people}
    assert ways <= {"mail"}
    assert mails(settings, "replies") == []


@pytest.mark.parametrize("theirs", [{"demo": False}, {"by": SOMEBODY}])
def test_nobody_is_made_to_answer_what_somebody_added(
    theirs, time, settings, database, sink, letters
):
    people = [f"p{number}@kumla.example" for number in range(6)]
    meeting, sent = letters(people=people, **theirs)
    assert [one for one in sent.values() if reply_to(one.raw)]
    for one in sent.values():
        send(settings, one.sender, one.recipient, one.raw)
    until(lambda: len(mails(settings)) == len(people), "every letter")

    with database.reading() as session:
        told = [invitation_of(session, meeting, email).answer for email in people]
    assert told == ["needs-action"] * 6


def test_the_fictional_municipality_stays_silent(time, letters):
    people = [f"p{number}@bjorkhamra.example" for number in range(8)]
    _, sent = letters(people=people)
    assert [reply_to(one.raw) for one in sent.values()] == [None] * 8


def test_nobody_answers_for_a_meeting_that_is_far_away(time, letters):
    people = [f"p{number}@kumla.example" for number in range(8)]
    _, sent = letters(start="2027-06-14T09:00", people=people)
    assert [reply_to(one.raw) for one in sent.values()] == [None] * 8


def test_an_answer_says_whose_it_is_and_to_which_sequence(time, settings, letters):
    people = [f"p{number}@kumla.example" for number in range(8)]
    _, sent = letters(people=people)
    answered = [(one, answer) for one in sent.values() if (answer := reply_to(one.raw))]

    assert answered
    for one, answer in answered:
        read = reply.read(answer.raw, recipient=answer.recipient)
        assert (read.method, read.sender) == ("REPLY", one.recipient)
        assert [(given.attendee, given.sequence) for given in read.answers] == [(one.recipient, 0)]
        assert answer.recipient == one.sender


def test_most_come_some_do_not_and_some_say_nothing():
    given = [answer_of("demo", number) for number in range(2000)]
    shares = {word: round(given.count(word) / 2000, 1) for word in set(given)}
    assert shares == {"accepted": 0.7, "declined": 0.1, "tentative": 0.1, "needs-action": 0.2}


def test_an_unknown_language_speaks_english():
    assert words("fi") == words("en")


def test_a_mail_with_bare_line_feeds_is_taken_as_most_servers_do(settings, sink):
    raw = b"Subject: x\n\n" + b"0123456789\n" * 500
    send(settings, "a@b.example", "anna@kumla.example", raw)
    [path] = mails(settings)
    assert path.read_bytes().rstrip() == raw.rstrip()
