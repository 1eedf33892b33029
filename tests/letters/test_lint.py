"""Has any letter that is really written a fault, in any language and zone?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from scheduler.calendar.lint import Meant, faults
from scheduler.language import LETTERS
from tests.letters.desk import KINDS
from web import dkim

ZONES = [
    *("Europe/Stockholm", "Europe/Helsinki", "Atlantic/Reykjavik", "Africa/Casablanca"),
    *("UTC", "America/Nuuk"),
]
NONE: dict[str, list[str]] = {kind: [] for kind in KINDS}


def found(desk, rendered):
    meant = Meant(
        recipient=rendered.recipient,
        sender=rendered.sender,
        message_id=rendered.message_id,
        letter_id=rendered.message_id[1:].partition("@")[0],
        method=rendered.method,
        uid=desk.meeting.uid if rendered.method else "",
    )
    return faults(rendered.raw, meant)


@pytest.mark.parametrize("language", LETTERS)
def test_no_kind_of_letter_has_a_fault_in_any_language(desk, language):
    desk.agenda(("Lägesrunda", "open"), ("Hemligt", "circle"))
    desk.call()
    desk.person.language = language
    desk.meeting.online_url = "https://video.example/rum?nr=7"
    assert {kind: found(desk, desk.letter(kind)) for kind in KINDS} == NONE


@pytest.mark.parametrize("zone", ZONES)
def test_no_kind_of_letter_has_a_fault_in_any_zone(desk, zone):
    desk.call()
    desk.meeting.time_zone = desk.person.time_zone = zone
    assert {kind: found(desk, desk.letter(kind)) for kind in KINDS} == NONE


def test_a_letter_to_whoever_subscribes_has_no_calendar_and_no_fault(desk):
    desk.call()
    desk.person.delivery = "subscription"
    letters = {kind: desk.letter(kind) for kind in KINDS}
    assert {letter.method for letter in letters.values()} == {""}
    assert {kind: found(desk, letters[kind]) for kind in KINDS} == NONE


def test_a_signed_letter_has_no_fault(desk):
    desk.call()
    letter = desk.letter("call")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    raw = dkim._signed(letter.raw, key=key, domain="kallelse.example", selector="k1")
    assert found(desk, replace(letter, raw=raw)) == []
