"""What else do calendars send to an organizer? Other times, and requests for the notice."""

from __future__ import annotations

from dataclasses import replace

from tests.inbox.after import After, perhaps, waiting
from tests.inbox.clients import EXCHANGE, GOOGLE, MOZILLA, OUTLOOK
from tests.inbox.replies import ANNA
from tests.inbox.shapes import STAMP, Mail, Multi, Part, calendar, head, said

FRIDAY = "2027-02-05 10:00"
_ANY = "PRODID:-//A client//EN"


def counter(
    word: str,
    *times: str,
    program: str = _ANY,
    sender: str = "Anna <$anna>",
    encoding: str = "8bit",
) -> Mail:
    """A proposal of another time: words, then the calendar part."""
    text = calendar("COUNTER", *said(word, *times, "COMMENT:Tåget går sent"), head=program)
    part = Part('text/calendar; charset="utf-8"; method=COUNTER', text, encoding)
    words = Part("text/plain; charset=utf-8", "Kan vi ta fredagen?", "8bit")
    return Mail(head(sender=sender), Multi("alternative", (words, part)))


def proposes(answer: After, word: str, start: str, sender: str = ANNA) -> After:
    """The answer counts, and the proposal waits."""
    return replace(answer, waits=(("counter", sender, word, start),))


NO = After(answer=("declined", "Tåget går sent", "mail"))
MAYBE = perhaps("Tåget går sent")

PROPOSALS: dict[str, tuple[Mail, After]] = {
    "Outlook proposes in a zone of Windows": (
        counter(
            "TENTATIVE",
            'DTSTART;TZID="W. Europe Standard Time":20270205T100000',
            'DTEND;TZID="W. Europe Standard Time":20270205T130000',
            "X-MS-OLK-ORIGINALSTART;TZID=W. Europe Standard Time:20270204T090000",
            program=OUTLOOK,
            encoding="quoted-printable",
        ),
        proposes(MAYBE, "tentative", FRIDAY),
    ),
    "Exchange declines and proposes, in base64": (
        counter(
            "DECLINED",
            "DTSTART;TZID=FLE Standard Time:20270205T110000",
            "DTEND;TZID=FLE Standard Time:20270205T140000",
            program=EXCHANGE,
            encoding="base64",
        ),
        proposes(NO, "declined", FRIDAY),
    ),
    "Google proposes in UTC": (
        counter("TENTATIVE", "DTSTART:20270205T090000Z", "DTEND:20270205T120000Z", program=GOOGLE),
        proposes(MAYBE, "tentative", FRIDAY),
    ),
    "Thunderbird proposes in a zone by its name": (
        counter(
            "DECLINED",
            "DTSTART;TZID=Europe/Helsinki:20270205T110000",
            "DURATION:PT3H",
            program=MOZILLA,
        ),
        proposes(NO, "declined", FRIDAY),
    ),
    "Evolution proposes in a zone with a path": (
        counter(
            "TENTATIVE",
            "DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Stockholm:20270205T100000",
        ),
        proposes(MAYBE, "tentative", FRIDAY),
    ),
    "a proposal without a zone": (
        counter("NEEDS-ACTION", "DTSTART:20270205T100000", "DTEND:20270205T110000"),
        waiting("counter", ANNA, "needs-action", FRIDAY),
    ),
    "a proposal in a zone that nobody knows": (
        counter("TENTATIVE", "DTSTART;TZID=Customized Time Zone:20270205T100000"),
        proposes(MAYBE, "tentative", ""),
    ),
    "a proposal of a whole day": (
        counter("TENTATIVE", "DTSTART;VALUE=DATE:20270205"),
        proposes(MAYBE, "tentative", ""),
    ),
    "a proposal of the time that it has": (
        counter("TENTATIVE", "DTSTART:20270204T080000Z", "DTEND:20270204T110000Z"),
        MAYBE,
    ),
    "a proposal of the same start, but shorter": (
        counter("TENTATIVE", "DTSTART:20270204T080000Z", "DTEND:20270204T090000Z"),
        proposes(MAYBE, "tentative", "2027-02-04 09:00"),
    ),
    "a proposal from another address": (
        counter("ACCEPTED", "DTSTART:20270205T090000Z", sender="Boss <$boss>"),
        waiting("counter", "boss@kumla.example", "accepted", FRIDAY),
    ),
    "a proposal for a meeting that we do not know": (
        Mail(
            head(),
            Part(
                "text/calendar; method=COUNTER",
                calendar("COUNTER", *said("DECLINED")).replace("$uid", "x@example"),
            ),
        ),
        waiting("unknown_meeting", ANNA, "declined"),
    ),
    "a calendar asks for the notice": (
        Mail(
            head(),
            Part(
                "text/calendar; method=REFRESH",
                calendar("REFRESH", "UID:$uid", f"DTSTAMP:{STAMP}", "ATTENDEE:mailto:$anna"),
            ),
        ),
        After(mails=1, told=1),
    ),
    "another's calendar asks for the notice": (
        Mail(
            head(sender="$boss"),
            Part(
                "text/calendar; method=REFRESH",
                calendar("REFRESH", "UID:$uid", f"DTSTAMP:{STAMP}", "ATTENDEE:mailto:$boss"),
            ),
        ),
        After(),
    ),
}
