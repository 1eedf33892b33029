"""Does each single mistake in a mail give its one fault?"""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.calendar import lint
from scheduler.calendar.lint import faults
from scheduler.calendar.message import compose, itip
from tests.calendar import calendar_mistakes, mail_mistakes
from tests.calendar.linted import (
    CALENDAR,
    MAIL,
    UNFOLDED,
    carrying,
    folded,
    meant,
    of_bytes,
    of_mail,
    of_text,
    once,
)
from tests.calendar.made import a_mail, an_entry, at

STAMP = at("2027-01-10T07:00:00+00:00")
NOT_HIGHER = "The SEQUENCE is not higher than before: calendars would pass it over."
NOT_LATER = "The DTSTAMP is not later than before: calendars would pass it over."
UNMEANT = "The mail carries a calendar entry, and none was meant."
OTHER_PARTS = "The mail has other parts than its words."
NO_ZONE = "The invitation names a time zone that there is not."
TOLD_ELSEWHERE = {NOT_HIGHER, NOT_LATER, UNMEANT, OTHER_PARTS, NO_ZONE}


def test_the_mail_that_is_changed_below_has_no_fault():
    assert faults(MAIL, meant()) == []
    assert faults(carrying(folded(UNFOLDED)), meant()) == []


@pytest.mark.parametrize("mistake", mail_mistakes.MISTAKES)
def test_a_mistake_in_the_mail_is_found(mistake):
    old, new, fault = mail_mistakes.MISTAKES[mistake]
    assert of_mail(old, new) == [fault]


@pytest.mark.parametrize("mistake", calendar_mistakes.TEXT)
def test_a_mistake_in_the_calendars_lines_is_found(mistake):
    old, new, fault = calendar_mistakes.TEXT[mistake]
    assert of_text(old, new) == [fault]


@pytest.mark.parametrize("mistake", calendar_mistakes.BYTES)
def test_a_mistake_in_the_calendars_bytes_is_found(mistake):
    old, new, fault = calendar_mistakes.BYTES[mistake]
    assert of_bytes(old, new) == [fault]


@pytest.mark.parametrize(
    ("last", "found"), [(None, []), (0, []), (1, []), (2, [NOT_HIGHER]), (3, [NOT_HIGHER])]
)
def test_a_number_that_does_not_rise_is_found(last, found):
    assert faults(MAIL, meant(last_sequence=last)) == found


@pytest.mark.parametrize(("seconds", "found"), [(-1, []), (0, [NOT_LATER]), (1, [NOT_LATER])])
def test_a_stamp_that_does_not_rise_is_found(seconds, found):
    assert faults(MAIL, meant(last_stamp=STAMP + timedelta(seconds=seconds))) == found


def test_a_zone_that_there_is_not_is_found():
    for name in ("Europe/Kumla", "Europe", "../zones", "tzdata.zi"):
        told = UNFOLDED.replace("Europe/Stockholm", name)
        assert faults(carrying(folded(told)), meant()) == [NO_ZONE]


def test_a_cancellation_that_confirms_is_found():
    calendar = once(itip(an_entry(), "CANCEL"), b"STATUS:CANCELLED", b"STATUS:CONFIRMED")
    mail = compose(a_mail("CANCEL", calendar=calendar))
    assert faults(mail, meant(method="CANCEL")) == [calendar_mistakes.STATUS]


def test_an_invitation_where_a_cancellation_was_meant_is_found():
    found = faults(MAIL, meant(method="CANCEL"))
    assert found == [mail_mistakes.METHOD, calendar_mistakes.STATUS]


def test_a_calendar_where_none_was_meant_is_found():
    assert faults(MAIL, meant(method="")) == [UNMEANT]


def test_no_calendar_where_one_was_meant_is_found():
    assert faults(compose(a_mail(None)), meant()) == [mail_mistakes.TREE]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"multipart/alternative", b"multipart/mixed"),
        (b"text/html", b"text/markdown"),
        (b"text/plain", b"text/html"),
    ],
)
def test_other_parts_in_a_letter_without_calendar_are_found(old, new):
    letter = compose(a_mail(None))
    assert faults(letter, meant(method="")) == []
    assert faults(once(letter, old, new), meant(method="")) == [OTHER_PARTS]


def test_a_mail_that_does_not_end_is_found():
    assert faults(MAIL[:-2], meant()) == [mail_mistakes.ENDS]
    assert faults(b"", meant()) == [mail_mistakes.ENDS]


def test_several_faults_are_told_together():
    told = UNFOLDED.replace("RSVP=TRUE", "RSVP=FALSE").replace("SEQUENCE:2", "SEQUENCE:9")
    mail = once(carrying(folded(told)), b"X-Kallelse-Letter: 7", b"X-Kallelse-Letter: 8")
    assert faults(mail, meant()) == [
        "The mail says that it is another letter.",
        calendar_mistakes.SEQUENCE,
        calendar_mistakes.RSVP,
    ]


def test_a_meeting_inside_another_or_none_at_all_is_found():
    twice = CALENDAR.replace(b"BEGIN:VEVENT", b"BEGIN:VEVENT\r\nBEGIN:VEVENT", 1)
    inside = twice.replace(b"END:VEVENT", b"END:VEVENT\r\nEND:VEVENT", 1)
    assert faults(carrying(inside), meant()) == [calendar_mistakes.INSIDE]
    none = CALENDAR.replace(b"VEVENT", b"VTODO")
    assert faults(carrying(none), meant()) == [calendar_mistakes.ONE]


def test_every_fault_that_there_is_has_a_mistake_here():
    told = {
        *TOLD_ELSEWHERE,
        *(row[2] for row in mail_mistakes.MISTAKES.values()),
        *(row[2] for row in calendar_mistakes.TEXT.values()),
        *(row[2] for row in calendar_mistakes.BYTES.values()),
    }
    assert {
        ast.literal_eval(node.args[0])
        for file in Path(lint.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "N_"
    } == told
