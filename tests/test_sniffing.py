"""Is a file known by what is in it, and never by its name?"""

import io
import zipfile

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.sniffing import Kind, kind_of

OFFICE = "application/vnd.openxmlformats-officedocument"


def a_zip(*names, first=b""):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        if first:
            packed.writestr("mimetype", first)
        for name in names:
            packed.writestr(name, b"x")
    return made.getvalue()


def saved(document):
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", ("application/pdf", ".pdf")),
        (b"\x89PNG\r\n\x1a\n....", ("image/png", ".png")),
        (b"\xff\xd8\xff\xe0....", ("image/jpeg", ".jpg")),
        ("Lägesbild: lugnt.\n".encode(), ("text/plain", ".txt")),
        (saved(docx.Document()), (f"{OFFICE}.wordprocessingml.document", ".docx")),
        (saved(openpyxl.Workbook()), (f"{OFFICE}.spreadsheetml.sheet", ".xlsx")),
        (
            a_zip("content.xml", first=b"application/vnd.oasis.opendocument.text"),
            ("application/vnd.oasis.opendocument.text", ".odt"),
        ),
    ],
)
def test_what_meetings_need_is_known_by_its_content(content, kind):
    assert kind_of(content) == Kind(*kind)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"MZ\x90\x00",
        b"\x7fELF",
        b"<html><script>alert(1)</script>",
        b"  <svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
        b"<?xml version='1.0'?>",
        b"#!/bin/sh\n",
        b"{\\rtf1 }",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # Word of long ago, which may hold macros
        b"text\x00med noll",
        b"PK\x03\x04 broken",
        a_zip("readme.txt"),
        a_zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        a_zip("word/document.xml"),
        a_zip("Basic/x", first=b"application/vnd.oasis.opendocument.text"),
        a_zip("x", first=b"application/java-archive"),
    ],
)
def test_what_meetings_do_not_need_is_not_taken(content):
    assert kind_of(content) is None


@given(st.binary(max_size=2_000))
def test_no_content_breaks_the_look_at_it(content):
    assert kind_of(content) is None or isinstance(kind_of(content), Kind)


@given(st.binary(max_size=400))
def test_no_broken_container_breaks_the_look_at_it(tail):
    assert kind_of(b"PK\x03\x04" + tail) is None
