"""Can what somebody types become a header, a property or a component of a mail that has left?

The ten characters at which some parser begins a new line, in every field, in every kind of letter,
read from the bytes that a real mail server took.
"""

from __future__ import annotations

from collections import Counter
from email import message_from_bytes
from types import SimpleNamespace

import pytest
from flask import Flask

from scheduler.calendar.lint import lines, parts
from tests.calendar.reading import BREAKS, header_names, names
from tests.letters.desk import KINDS
from tests.letters.hostile import FIELDS, TOGETHER, UNSEEN, prepare, signature, text
from tests.smtp import HOST, Box, free_port, taking
from web.mailer import FlaskMailSender

CALENDARS = {"text/calendar", "application/ics"}


@pytest.fixture
def server(settings):
    """A real mail server, and what sends to it: a function from rendered letters to bytes."""
    box, port = Box(), free_port()
    app = Flask("test")
    wanted = settings.model_copy(update={"smtp_host": HOST, "smtp_port": port})
    app.extensions["kallelse"] = SimpleNamespace(settings=wanted)
    sender = FlaskMailSender(app)

    def send(letters):
        for letter in letters:
            sender.send(letter.sender, letter.recipient, letter.raw)
        taken, box.mails = box.mails, []
        return [raw for _, _, raw in taken]

    with taking(box, port):
        yield send
        sender.close()


def by_our_own_reading(raw):
    """Count headers, properties and components, part by part, as the lint reads them."""
    found: Counter[str] = Counter()

    def read(part, path):
        found.update(f"{path} {name}" for name in part.names)
        for one in part.parts:
            read(one, f"{path}/{one.kind}")
        if part.kind in CALENDARS:
            for component in lines.read(part.content()):
                inside(component, path)

    def inside(component, path):
        path = f"{path}/{component.name}"
        found.update([path, *(f"{path} {name}" for name in component.names)])
        for one in component.parts:
            inside(one, path)

    read(parts.read(raw.decode("ascii")), "")
    return found


def by_others_reading(raw):
    """Count the same with the standard library, lines broken wherever any parser may."""
    found = Counter(header_names(raw))
    for part in message_from_bytes(raw).walk():
        found.update(f"{part.get_content_type()} {name.lower()}" for name, _ in part.items())
    for kind, content in leaves(raw):
        if kind in CALENDARS:
            found.update(names(content))
    return found


def leaves(raw):
    """Give the content types and contents of a mail's parts, as the standard library has them."""
    for part in message_from_bytes(raw).walk():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield part.get_content_type(), content


def is_shown(field, mails):
    word = signature(field).encode()
    return any(word in content for raw in mails for _, content in leaves(raw))


@pytest.mark.parametrize("group", TOGETHER)
def test_no_character_typed_anywhere_gives_a_letter_more_than_a_harmless_one_has(
    desk, server, group
):
    letters = prepare(desk)

    def arrived(mark):
        for field in TOGETHER[group]:
            FIELDS[field](desk, text(mark, field))
        desk.session.flush()
        rendered = {}
        for kind, letter in letters.items():
            rendered[kind] = desk.renderer.letter(desk.session, letter)
        return dict(zip(rendered, server(rendered.values()), strict=True))

    clean = arrived(" ")
    assert list(clean) == list(KINDS)
    seen = {field for field in TOGETHER[group] if is_shown(field, clean.values())}
    assert seen == (set() if group in UNSEEN else set(TOGETHER[group]))
    wrong = {}
    for mark in BREAKS:
        left = arrived(mark)
        assert list(left) == list(KINDS)
        for kind, raw in left.items():
            for read in (by_our_own_reading, by_others_reading):
                wrong[kind, mark, read.__name__] = read(raw) - read(clean[kind])
    assert {case: extra for case, extra in wrong.items() if extra} == {}
