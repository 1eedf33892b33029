"""Is it known who sent a mail, whether a machine did, and what its subject is?"""

import pytest

from scheduler.calendar.reply import read


def a_mail(head="X-A: b", sender="a@b.example"):
    return f"From: {sender}\r\n{head}\r\n\r\nHej\r\n".encode()


@pytest.mark.parametrize(
    "head",
    [
        "Auto-Submitted: auto-replied; owner=x",
        "Return-Path: <>",
        "List-Id: <x.example>",
        "List-Post: <mailto:x@x.example>",
        "Precedence: bulk",
        "Precedence: LIST",
        "X-Autoreply: yes",
    ],
)
def test_every_mark_of_a_machine_is_seen(head):
    assert read(a_mail(head=head)).automatic


@pytest.mark.parametrize("head", ["Auto-Submitted: no", "Return-Path: <a@b.example>", "X-A: b"])
def test_what_a_person_sent_is_not_taken_for_a_machines(head):
    assert not read(a_mail(head=head)).automatic


@pytest.mark.parametrize("head", ["From: c@d.example", "from: =?utf-8?q?x?= <c@d.example>"])
def test_of_a_second_sender_both_are_told(head):
    assert read(a_mail(head=head)).sender == "a@b.example, c@d.example"


def test_of_two_senders_in_one_header_both_are_told():
    raw = a_mail(sender="anna@polis.example, evil@x.example")
    assert read(raw).sender == "anna@polis.example, evil@x.example"


@pytest.mark.parametrize(
    ("written", "sender"),
    [
        ('"a@b.example" <evil@x.example>', "evil@x.example"),
        ("a@b.example <evil@x.example>", "evil@x.example"),
        ("<a@b.example> <evil@x.example>", "a@b.example, evil@x.example"),
        ("=?utf-8?q?a=40b.example?= <evil@x.example>", "evil@x.example"),
        ("=?utf-8?q?a=40b.example?=", ""),
        ("evil@x.example (a@b.example)", "evil@x.example"),
        ("A <A@B.example>", "a@b.example"),
        ("Å <å@b.example>", "å@b.example"),
        ("<>", ""),
        ("", ""),
    ],
)
def test_a_name_that_looks_like_an_address_is_no_sender(written, sender):
    assert read(a_mail(sender=written)).sender == sender


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        ("=?utf-8?B?w4U=?= =?iso-8859-1?q?=E4_b?= c", "Åä b c"),
        ("=?utf-8?q?A_b=?c?=", "=?utf-8?q?A_b=?c?="),
        ("=?punycode?b?AAAA?=", ""),
        ("=?utf-8?b?A?=", "=?utf-8?b?A?="),
        ("Rå", "Rå"),
        ("x" * 300, "x" * 200),
    ],
)
def test_a_subject_is_read_as_far_as_it_can_be(written, subject):
    assert read(a_mail(head=f"Subject: {written}")).subject == subject
