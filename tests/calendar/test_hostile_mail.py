"""Is hostile mail refused, at once and with nothing but a refusal?"""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.calendar.mime import TooBig, TooMuch
from scheduler.calendar.reply import Inbound, Unreadable, read

SAMPLES = [path.read_bytes() for path in sorted((Path(__file__).parent / "samples").glob("*.eml"))]
SECONDS = 2.0


def nested(depth, kind="multipart/mixed"):
    levels = [f"Content-Type: {kind}; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(depth)]
    return ("From: a@b.example\r\n" + "".join(levels) + "\r\nx").encode()


def attached(depth):
    return ("From: a@b.example\r\n" + "Content-Type: message/rfc822\r\n\r\n" * depth).encode()


def parts(count):
    return b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * count


def calendar(text):
    return b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n" + text


def timed(raw):
    begun = time.process_time()
    try:
        return read(raw)
    finally:
        assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize(
    "raw",
    [
        b"x" * (10 * 1024 * 1024 + 1),
        calendar(b"COMMENT:" + b"x" * 1024 * 1024),
    ],
    ids=["mail", "calendar"],
)
def test_what_is_too_big_is_refused(raw):
    with pytest.raises(TooBig):
        timed(raw)


@pytest.mark.parametrize(
    "raw",
    [
        nested(11),
        nested(2000),
        nested(2000, "multipart/digest"),
        parts(100),
        parts(500_000),
        b"X: y\r\n" * 1001,
        b"X: y\r\n" * 500_000,
        b"X:y\r" * 60_000,
        b"X: " + b"y" * 300_000,
        b"From: " + b"(" * 20_000,
        b"To: " + b"a@b.example, " * 20_000,
        b"Content-Type: text/plain; " + b'a=";' * 20_000,
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + b"X: y\r\n" * 1001,
        calendar(b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 51),
        calendar(b"BEGIN:VEVENT\r\n" * 30),
        calendar(b"BEGIN:VTODO\r\n" * 10_000),
        calendar(b"X\r\n" * 100_000),
    ],
    ids=lambda raw: re.sub(r"\W+", " ", raw[:50].decode()),
)
def test_what_is_too_much_is_refused(raw):
    with pytest.raises(TooMuch):
        timed(raw)


@pytest.mark.parametrize(
    "raw",
    [
        nested(9),
        attached(2000),
        parts(99),
        b"From: " + b"(" * 3000 + b"a@b.example\r\n\r\n",
        b"Subject: " + b"=?utf-8?q?a?= " * 15_000 + b"\r\n\r\n",
        b'Content-Type: multipart/mixed; boundary="b\r\n\r\n--b\r\n\r\nx',
        b"Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nx",
        b"Content-Type: text/html\r\n\r\n" + b"<style" * 50_000,
        b"Content-Type: text/html\r\n\r\n" + b"<" * 200_000,
        b"Content-Type: text/html\r\n\r\n" + b" " * 200_000,
        b"Content-Type: text/calendar; charset=punycode\r\n\r\n" + b"a-b" * 100_000 + b"\xff",
        b"Content-Type: text/calendar; charset=rot13\r\n\r\nORTVA:IPNYRAQNE",
        b"Content-Type: application/x; name*=idna''%FF.ics\r\n\r\nx",
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"=" * 100_000,
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 6 x\r\n!",
        b"Content-Type: text/plain\r\n\r\n" + b"\n" * 5_000_000,
        calendar(b'X;A="' * 100_000),
        calendar(b"X" + b";A=B" * 200_000),
        calendar(b"COMMENT:" + b"\\" * 900_000),
        calendar(b"X:" + b"\r\n " * 15_000),
        b"",
        b"\x00" * 1000,
        b"\r" * 1000,
    ],
    ids=lambda raw: re.sub(r"\W+", " ", raw[:50].decode("latin-1")) or "nothing",
)
def test_what_is_only_odd_is_read_at_once_and_answers_nothing(raw):
    assert timed(raw).answers == ()


def test_a_mail_that_the_library_breaks_on_is_unreadable():
    raw = b"Content-Type: multipart/mixed; boundary*=idna''%FF%FE\r\n\r\n--b\r\n\r\nx"
    with pytest.raises(Unreadable) as refusal:
        timed(raw)
    assert type(refusal.value) is Unreadable


@given(raw=st.binary(max_size=400))
def test_any_bytes_are_a_mail_or_unreadable(raw):
    assert_read_or_refused(raw)


@given(
    sample=st.sampled_from(SAMPLES),
    cuts=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 30), st.binary(max_size=8)), max_size=6
    ),
)
def test_a_damaged_reply_is_a_mail_or_unreadable(sample, cuts):
    for place, length, instead in cuts:
        at = int(place * len(sample))
        sample = sample[:at] + instead + sample[at + length :]  # damaged more each time
    assert_read_or_refused(sample)


headers = st.sampled_from(
    [
        *("Content-Type", "Content-Disposition", "Content-Transfer-Encoding", "From", "To", "Cc"),
        *("Delivered-To", "Return-Path", "Auto-Submitted", "Message-ID", "Precedence"),
    ]
)
values = st.one_of(
    st.text(st.characters(codec="latin-1"), max_size=60),
    st.sampled_from(
        [
            *("multipart/mixed; boundary=b", "text/calendar; method=REPLY; charset=utf-8"),
            *("text/plain; charset*=utf-8''x", "attachment; filename*0*=idna''a; filename*1=b"),
            *("base64", "quoted-printable", "uuencode", "multipart/mixed; boundary*=punycode''%FF"),
        ]
    ),
)


@given(fields=st.lists(st.tuples(headers, values), max_size=8), body=st.binary(max_size=100))
def test_any_headers_are_a_mail_or_unreadable(fields, body):
    head = "".join(f"{name}: {value}\r\n" for name, value in fields)
    assert_read_or_refused(head.encode("latin-1") + b"\r\n--b\r\n" + body + b"\r\n--b--\r\n")


def assert_read_or_refused(raw):
    try:
        outcome: object = read(raw)
    except Unreadable as refusal:
        outcome = refusal
    assert isinstance(outcome, Inbound | Unreadable)


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        ("base64", b"SmFnIGtvbW1lcg==", "Jag kommer"),
        ("BASE64 ", b"SmFn IGtv\r\n\r\nbWVy*!", "Jag komer"),
        ("base64", b"SmFnIGtvbW1lcg", "Jag kommer"),
        ("base64", b"SmFnIGtvbW1lcgA", "Jag kommer"),
        ("base64", b"=" * 50, ""),
        ("quoted-printable", b"Jag=20kom=\r\nmer =C3=A5=ZZ", "Jag kommer å=ZZ"),
        ("8bit", "Jag kommer å".encode(), "Jag kommer å"),
        ("x-uuencode", b"begin 6 x\n", ""),
    ],
)
def test_what_travels_encoded_is_read_as_far_as_it_came(encoding, body, text):
    head = f"Content-Type: text/plain\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    assert read(head.encode() + body).text == text
