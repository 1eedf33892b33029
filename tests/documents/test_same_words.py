"""Do the same words stand in every format, in the same order?"""

from __future__ import annotations

from collections import Counter

import pytest

from scheduler.documents import agenda, minutes
from scheduler.documents.document import texts
from tests.documents import a_paper, office
from tests.hostile.corpus import FORMULAS, LINKS, MARKUP, PEOPLE, TEMPLATES
from web.documents import files, papers

LANGUAGES = ("sv", "nb", "da", "en")
HOSTILE = {**MARKUP, **TEMPLATES, **FORMULAS, **LINKS, **PEOPLE}
STUBBORN = {
    "a word without end": "Å" * 150,
    "what no file can hold": "före\x00\x0b\ufffe\uffffefter",
    "marks of lists": "1. ett\n2. två\n\n- a\n+ b\n\n10) tio",
    "a table that is none": "| a | b |\n| c | d |",
    "half marked": "**fet *kursiv `kod",
    "deep": "> > > - 1. - > djupt",
    "nothing but marks": "# \n\n- \n\n> ",
    "escapes": r"\* \_ \\ \# a\_b",
}
FORMS = ("pdf", "docx", "md", "json", "html")


@pytest.fixture(scope="module", params=LANGUAGES)
def told(request):
    """Minutes in a language: in all forms, and as their document says them."""
    paper = a_paper.minutes(request.param)
    made = {form: papers.minutes_file(paper, form).content for form in FORMS}
    return made, minutes.document(paper)


def test_minutes_say_the_same_words_in_all_formats(told):
    made, document = told
    said = office.words("\n".join(texts(document)))
    assert len(said) > 120
    assert office.words(office.of_json(made["json"])) == said
    assert office.words(office.of_markdown(made["md"])) == said
    assert office.words(office.spoken(made["pdf"])) == said
    without_numbers = office.words(office.of_json(made["json"], numbers=False))
    assert office.words(office.of_html(made["html"])) == without_numbers
    assert office.words(office.of_docx(made["docx"])) == without_numbers
    assert Counter(office.words(office.printed(made["pdf"]))) == Counter(said)


def test_libreoffice_reads_the_same_words():
    documents = {code: minutes.document(a_paper.minutes(code)) for code in LANGUAGES}
    written = {f"{code}.docx": files.write(one, "docx") for code, one in documents.items()}
    read = office.converted(written, office.TEXT)
    assert {name: office.words(text.decode()) for name, text in read.items()} == {
        f"{code}.docx": office.words("\n".join(texts(one))) for code, one in documents.items()
    }


@pytest.mark.parametrize("name", [*HOSTILE, *STUBBORN])
def test_what_was_typed_is_the_same_text_in_all_formats(name):
    typed = (HOSTILE | STUBBORN)[name]
    paper = a_paper.minutes(text=typed, word=typed)
    made = {form: papers.minutes_file(paper, form).content for form in FORMS}
    said = office.letters(office.of_json(made["json"]))
    assert office.letters("\n".join(texts(minutes.document(paper)))) == said
    assert office.letters(office.of_markdown(made["md"])) == said
    assert office.letters(office.spoken(made["pdf"])) == said
    without_numbers = office.letters(office.of_json(made["json"], numbers=False))
    assert office.letters(office.of_html(made["html"])) == without_numbers
    assert office.letters(office.of_docx(made["docx"])) == without_numbers


def test_libreoffice_reads_what_was_typed():
    typed = {str(n): text for n, text in enumerate((HOSTILE | STUBBORN).values())}
    documents = {
        name: minutes.document(a_paper.minutes(text=text, word=text))
        for name, text in typed.items()
    }
    written = {f"{name}.docx": files.write(one, "docx") for name, one in documents.items()}
    read = office.converted(written, office.TEXT)
    assert {name: office.letters(text.decode()) for name, text in read.items()} == {
        f"{name}.docx": office.letters("\n".join(texts(one))) for name, one in documents.items()
    }


def test_an_agenda_says_the_same_words_on_paper_and_in_word():
    paper = a_paper.agenda()
    said = office.words("\n".join(texts(agenda.document(paper))))
    assert office.words(office.spoken(papers.agenda_file(paper, "pdf").content)) == said
    in_word = office.of_docx(papers.agenda_file(paper, "docx").content)
    numbers = Counter({"3": 1, "4": 1})  # a list's own numbers are no text of a Word file
    assert Counter(said) - Counter(office.words(in_word)) == numbers


def test_nordic_letters_stand_in_a_pdf():
    made = papers.minutes_file(a_paper.minutes(), "pdf").content
    assert {"Þórður", "ræddi", "við", "Ærø", "Øresund", "Björkhamra", "Laxå"} <= set(
        office.words(office.printed(made))
    )
