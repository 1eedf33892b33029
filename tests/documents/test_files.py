"""Are the files what other programs and assistive ones expect of their kind?"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

import docx
import pytest
from docx.enum.section import WD_ORIENT

from scheduler.documents import attendance, minutes
from scheduler.documents.document import Document, Paragraph, plain, table, weight
from scheduler.documents.markdown_blocks import blocks
from tests.documents import a_paper, office
from web.documents import docx as word
from web.documents import files, papers, pdf
from web.documents.html import html


@pytest.fixture(scope="module")
def made():
    """Minutes as PDF and as a Word file."""
    paper = a_paper.minutes()
    return {form: papers.minutes_file(paper, form).content for form in ("pdf", "docx")}


def inflated(content):
    """All that is packed in a PDF."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return b"".join(zlib.decompressobj().decompress(one) for one in streams if one[:1] == b"x")


def test_a_pdf_is_tagged_and_says_title_and_language(made):
    told = office.of_pdf(made["pdf"])
    assert re.search(r"^Tagged: +yes$", told, re.MULTILINE)
    assert re.search(
        r"^Title: +Mötesanteckningar: DEMO: ÖVNING: Storm i Björkh", told, re.MULTILINE
    )
    assert re.search(r"^JavaScript: +no$", told, re.MULTILINE)
    described = office.of_pdf(made["pdf"], "-meta")
    assert re.search(r"pdfuaid:part(>|=\")1", described)
    assert b"/Lang (sv)" in inflated(made["pdf"])


def test_a_pdf_has_headings_lists_and_tables_with_heads(made):
    tree = office.of_pdf(made["pdf"], "-struct")
    kinds = re.findall(r"^ *(\w+)", tree, re.MULTILINE)
    assert kinds.count("H1") == 1
    assert {"H2", "H3", "P", "L", "LI", "Lbl", "Table", "TR", "TH", "TD"} <= set(kinds)


def test_a_word_file_has_headings_lists_and_tables_with_heads(made):
    opened = docx.Document(io.BytesIO(made["docx"]))
    styles = {paragraph.style.name for paragraph in opened.paragraphs if paragraph.style}
    assert {"Title", "Heading 2", "Heading 3", "List Number", "List Bullet", "Quote"} <= styles
    about = opened.core_properties
    assert (about.language, about.author) == ("sv", "")
    assert about.title == "Mötesanteckningar: DEMO: ÖVNING: Storm i Björkhamra"
    heads = [b"w:tblHeader" in table_.rows[0]._tr.xml.encode() for table_ in opened.tables]
    assert heads == [False, True, True, False]  # the first and the last hold names and values
    with zipfile.ZipFile(io.BytesIO(made["docx"])) as parts:
        assert b'w:val="sv-SE"' in parts.read("word/styles.xml")


def test_each_list_begins_where_it_was_typed_to():
    document = Document(
        title="x", language="sv", blocks=blocks("7. a\n8. b\n\ntext\n\n1. c\n\n- d")
    )
    read = office.converted({"a.docx": files.write(document, "docx")}, office.TEXT)["a.docx"]
    assert office.words(read.decode()) == ["x", "7", "a", "8", "b", "text", "1", "c", "d"]
    assert office.words(office.spoken(files.write(document, "pdf"))) == office.words(read.decode())


def test_a_list_of_actions_lies_on_its_side_and_minutes_stand():
    for wide, size in ((False, "595.276 x 841.89"), (True, "841.89 x 595.276")):
        document = Document(title="x", language="sv", wide=wide)
        assert size in office.of_pdf(files.write(document, "pdf"))
        section = docx.Document(io.BytesIO(files.write(document, "docx"))).sections[0]
        assert (section.orientation == WD_ORIENT.LANDSCAPE) is wide


def test_a_table_stays_on_the_page_whatever_stands_in_its_cells():
    cells = ["Å" * 150, "x" * 150, "å b"]
    document = Document(title="x", language="sv", blocks=(table(["a", "b", "c"], [cells]),))
    made = files.write(document, "pdf")
    on_paper = office.letters(office.printed(made))
    assert len(on_paper) == len("x" + "abc" + "".join(cells).replace(" ", ""))


def test_an_attendance_sheet_has_room_for_guests_who_sign():
    document = attendance.sheet(a_paper.sheet())
    opened = docx.Document(io.BytesIO(files.write(document, "docx")))
    rows = [[cell.text for cell in row.cells] for row in opened.tables[-1].rows]
    assert [row[:2] for row in rows[1:3]] == [
        ["Kumla kommun", "Åsa Öberg"],
        ["Polisen", "Handläggare"],
    ]
    assert rows[3:] == [["", "", ""]] * attendance.GUEST_LINES


def test_the_same_minutes_give_the_same_files():
    first, second = (
        {
            form: papers.minutes_file(a_paper.minutes(), form).content
            for form in ("docx", "pdf", "md")
        }
        for _ in range(2)
    )
    assert first == second


def test_a_text_that_would_take_minutes_is_refused_with_what_to_do_instead(monkeypatch):
    document = Document(title="x", language="sv", blocks=(Paragraph(plain("a\n" * 50)),))
    assert weight(document) == 52
    monkeypatch.setattr(pdf, "MOST_MARKS", 40)
    monkeypatch.setattr(word, "HEAVIEST", 40)
    with pytest.raises(pdf.TooLongForPdf, match="Word"):
        files.write(document, "pdf")
    with pytest.raises(word.TooLongForWord, match="Markdown"):
        files.write(document, "docx")
    monkeypatch.setattr(pdf, "MOST_MARKS", 400)
    monkeypatch.setattr(pdf, "LONGEST", 100)
    with pytest.raises(pdf.TooLongForPdf):
        pdf.pdf(html(document), title="x", language="sv")


def test_a_hidden_point_leaves_its_number_and_no_word():
    document = minutes.document(a_paper.minutes("en"))
    text = files.write(document, "md").decode()
    assert "Point 3 is not shown in this edition" in text
    assert "# 3" not in text


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("2027-02-04", "Möte: Länet"), "2027-02-04 Möte Länet.pdf"),
        (("../../etc/passwd",), "etc passwd.pdf"),
        (("\r\nSet-Cookie: a=b", '"x"; y'), "Set-Cookie a=b x ; y.pdf"),
        (("...",), "kallelse.pdf"),
        (("Å" * 300,), f"{'Å' * 80}.pdf"),
    ],
)
def test_a_file_gets_a_name_that_every_system_takes(words, name):
    assert files.safe_name(*words, form="pdf") == name


def test_a_name_with_odd_letters_is_said_so_that_every_browser_reads_it():
    assert files.disposition("Þórður’s möte.pdf") == (
        'attachment; filename="orurs mote.pdf"; '
        "filename*=UTF-8''%C3%9E%C3%B3r%C3%B0ur%E2%80%99s%20m%C3%B6te.pdf"
    )
