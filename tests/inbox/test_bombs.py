"""Is a mail that is made to stop us taken within two seconds, and the next good one handled?

The bound is on processor time, so that a busy machine does not decide.
"""

from __future__ import annotations

import base64
import time

import pytest

from scheduler.inbox import Outcome
from tests.inbox.replies import a_reply, answer_of, kept

SECONDS = 2.0
FROM = b"From: a@b.example\r\n"
MEGA = 1024 * 1024


def nested(depth: int) -> bytes:
    levels = (
        f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(depth)
    )
    return FROM + "".join(levels).encode() + b"\r\nx"


def attachments(count: int) -> bytes:
    one = b"--b\r\nContent-Disposition: attachment; filename=x.zip\r\n\r\nPK\r\n"
    return FROM + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + one * count + b"--b--"


def typed(kind: str, body: bytes, encoding: str = "8bit") -> bytes:
    told = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return FROM + told.encode() + body


def calendar(body: bytes) -> bytes:
    return typed("text/calendar", b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n" + body)


def report(body: bytes) -> bytes:
    head = b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
    return (
        FROM + head + b"--b\r\nContent-Type: message/delivery-status\r\n\r\n" + body + b"\r\n--b--"
    )


CONTINUED = b"".join(b";\r\n filename*%d*=utf-8''%%41" % number for number in range(5_000))
WHO = b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\r\n"

BOMBS: dict[str, bytes] = {
    "2 000 nested multiparts": nested(2_000),
    "200 000 nested multiparts": nested(200_000),
    "20 000 encoded words in the subject": b"Subject: "
    + b"=?utf-8?q?a?=\r\n " * 20_000
    + b"\r\n\r\n",
    "20 000 encoded words in From": b"From: "
    + b"=?utf-8?q?a?= " * 20_000
    + b"<a@b.example>\r\n\r\n",
    "encoded words that never end": b"Subject: " + b"=?utf-8?q?" * 20_000 + b"\r\n\r\n",
    "50 MB": FROM + b"\r\n" + b"x" * (50 * MEGA),
    "10 MB in one line": FROM + b"\r\n" + b"x" * (10 * MEGA - 100),
    "10 MB of line ends": FROM + b"\r\n" + b"\n" * (10 * MEGA - 100),
    "10 MB of base64 line ends": typed("text/plain", b"\n" * (10 * MEGA - 200), "base64"),
    "10 MB of base64 calendar": typed(
        "text/calendar", base64.encodebytes(b"X:y\r\n" * 1_000_000), "base64"
    ),
    "10 MB quoted-printable": typed("text/plain", b"=\r\n" * 3_000_000, "quoted-printable"),
    "5 MB uuencoded": typed("text/plain", b"begin 6 x\n" + b"!\n" * 2_500_000, "x-uuencode"),
    "10 000 attachments": attachments(10_000),
    "99 attachments of 99 KB": attachments(0)[:-5]
    + (b"--b\r\n\r\n" + b"x" * 99_000 + b"\r\n") * 99,
    "3 000 nested comments in From": b"From: "
    + b"(" * 3_000
    + b")" * 3_000
    + b"a@b.example\r\n\r\n",
    "200 000 nested comments in From": b"From: " + b"(" * 200_000 + b"\r\n\r\n",
    "a million headers": b"X: y\r\n" * 1_000_000 + b"\r\n",
    "a million lines of one header": b"X: y\r\n" + b" y\r\n" * 1_000_000 + b"\r\n",
    "a header of 250 KB": b"X: " + b"y" * 250_000 + b"\r\n\r\n",
    "20 000 senders": b"From: " + b"a@b.example, " * 20_000 + b"\r\n\r\n",
    "900 results of mail servers": b"Authentication-Results: x; dmarc=((((((\r\n" * 900 + b"\r\n",
    "5 000 continuations of a file name": FROM + b"Content-Disposition: attachment" + CONTINUED,
    "90 continuations of a boundary": FROM
    + b"Content-Type: multipart/mixed"
    + b"".join(b"; boundary*%d=%s" % (n, b"x" * 50) for n in range(90))
    + b"\r\n\r\n",
    "a boundary that is everywhere": typed("multipart/mixed; boundary=-", b"---\r\n" * 500_000),
    "a boundary that is nowhere": typed("multipart/mixed; boundary=b", b"\r\n--" * 2_000_000),
    "a charset that takes minutes": typed("text/plain; charset=punycode", b"a-" + b"b" * MEGA),
    "a page of open marks": typed("text/html", b"<" * (5 * MEGA)),
    "a page of styles": typed("text/html", b"<style></style " * 300_000),
    "a page of entities": typed("text/html", b"&amp" * 1_000_000),
    "20 000 lines of calendar": calendar(b"X:y\r\n" * 19_000),
    "a million lines of calendar": calendar(b"X\r\n" * 300_000),
    "50 events with 50 attendees and much to say": calendar(
        b"\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n".join(
            b"UID:%d@x\r\nCOMMENT:" % number + b"x" * 18_000 + b"\r\n" + WHO * 50
            for number in range(50)
        )
    ),
    "19 000 attendees": calendar(b"UID:1@x\r\n" + WHO * 19_000),
    "a calendar line of 1 MB": calendar(b"COMMENT:" + b"\\n" * 500_000),
    "a calendar of folded lines": calendar(b"COMMENT:" + b"\r\n x" * 200_000),
    "a calendar of parameters": calendar(b"ATTENDEE" + b";A=B" * 200_000 + b":mailto:a@b.example"),
    "50 000 nested components": calendar(b"BEGIN:VEVENT\r\n" * 50_000),
    "a report about 200 000 people": report(b"\r\n\r\nFinal-Recipient: x\r\nAction: x" * 200_000),
    "a report of one line": report(b"Status: " + b"x" * (5 * MEGA)),
    "a report of empty lines": report(b"\n \n\t\n" * 500_000),
    "a report that brings a million headers": report(
        b"\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n" + b"X: y\r\n" * 1_000_000
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_mail_bomb_costs_two_seconds_at_most_and_the_next_good_mail_is_handled(
    invited, take, database, name
):
    meeting, anna, _ = invited
    begun = time.process_time()
    assert take(BOMBS[name], anna.sender) is Outcome.TAKEN
    assert time.process_time() - begun < SECONDS
    assert take(a_reply(anna), anna.sender) is Outcome.TAKEN
    assert answer_of(database, meeting) == ("accepted", "", "mail")
    assert len(kept(database)) <= 1
