"""What do reports of mail servers say about a letter?"""

from pathlib import Path

import pytest

from scheduler.calendar.reply import read
from scheduler.calendar.report import Delivery, Report, without_addresses

SAMPLES = Path(__file__).parent / "samples"
STATUS = "Reporting-MTA: dns; mx.b.example\n\nFinal-Recipient: rfc822; a@b.example\n"


def a_report(status, *, kind="message/delivery-status", of="delivery-status", brought=""):
    lines = [
        "From: MAILER-DAEMON@b.example",
        f"Content-Type: multipart/report; report-type={of}; boundary=x",
        *("", "--x", f"Content-Type: {kind}", "", status),
        *(["--x", f"Content-Type: {brought.splitlines()[0]}", ""] if brought else []),
        *(brought.splitlines()[1:]),
        "--x--",
    ]
    return read("\r\n".join(lines).encode()).report


def test_a_report_as_postfix_writes_it_is_read():
    assert read((SAMPLES / "bounce.eml").read_bytes()).report == Report(
        deliveries=(
            Delivery(
                action="failed",
                status="5.1.1",
                addresses=("samordnare@kumla.example",),
                words="5.1.1",
            ),
        ),
    )


def test_a_report_about_several_people_tells_of_each():
    more = "\nFinal-Recipient: rfc822; c@b.example\nAction: delayed\nStatus: 4.4.1\n"
    found = a_report(STATUS + "Action: failed\nStatus: 5.1.1\n" + more)
    assert [(one.addresses, one.failed, one.for_good) for one in found.deliveries] == [
        (("a@b.example",), True, True),
        (("c@b.example",), False, False),
    ]


@pytest.mark.parametrize(
    ("action", "status", "failed", "for_good"),
    [
        ("failed", "5.1.1", True, True),
        ("Failed (no such user)", "5.7.26 (policy)", True, True),
        ("failed", "4.4.7", True, False),
        ("failed", "none", True, False),
        ("delayed", "4.4.1", False, False),
        ("delivered", "2.0.0", False, False),
        ("relayed", "2.0.0", False, False),
        ("expanded", "2.0.0", False, False),
        ("delayed", "5.1.1", False, False),
    ],
)
def test_only_a_failure_for_good_says_that_the_address_is_dead(action, status, failed, for_good):
    found = a_report(f"{STATUS}Action: {action}\nStatus: {status}\n")
    assert [(one.failed, one.for_good) for one in found.deliveries] == [(failed, for_good)]


@pytest.mark.parametrize(
    "brought",
    [
        "message/rfc822\nMessage-ID: <1@k.example>\nX-Kallelse-Letter: 7\n\nHej",
        "text/rfc822-headers\nX-Kallelse-Letter: 7\nMessage-ID:\n <1@k.example>\n",
        "message/global\nMessage-ID: <1@k.example>\nX-Kallelse-Letter: 7\n\nHej",
    ],
)
def test_the_letter_that_came_back_is_known_by_its_header(brought):
    found = a_report(STATUS + "Action: failed\n", brought=brought)
    assert (found.message_id, found.letter) == ("<1@k.example>", "7")


@pytest.mark.parametrize(
    "status",
    ["", "Reporting-MTA: dns; x\n", "Action: failed\n", "Final-Recipient: rfc822; a@b.example\n"],
)
def test_a_report_that_says_nothing_of_anybody_is_none(status):
    assert a_report(status) is None


def test_a_complaint_is_no_report_about_a_delivery_and_a_receipt_is_an_empty_one():
    complaint = {"kind": "message/feedback-report", "of": "feedback-report"}
    receipt = {"kind": "message/disposition-notification", "of": "disposition-notification"}
    assert a_report("Feedback-Type: abuse", **complaint) is None
    assert a_report("Disposition: manual-action; displayed", **receipt) == Report()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("550 5.1.1 <anna@b.example>: unknown", "550 5.1.1 …: unknown"),
        ("anna@b.example is gone\r\n try bo@b.example", "… is gone try …"),
        ("x" * 900, "x" * 500),
    ],
)
def test_a_server_s_words_name_nobody(said, words):
    assert without_addresses(said) == words
