"""How is a document written for Word (DOCX, ISO/IEC 29500)?

Real headings, lists and tables with a head row, so that readers can find their way. Nothing in it
leads out: no links, no pictures, no macros, no template from elsewhere.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import docx
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from scheduler.documents.document import (
    Block,
    Blocks,
    Code,
    Document,
    Fields,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
)
from web.documents import docx_parts
from web.documents.docx_parts import element

_MADE = datetime(2000, 1, 1, tzinfo=UTC)  # the same document gives the same bytes
_DEEPEST = 3  # levels of lists that Word's own styles have
_GREY = RGBColor(0x55, 0x55, 0x55)
_LOCALES = {"sv": "sv-SE", "nb": "nb-NO", "da": "da-DK", "en": "en-GB"}


def docx_bytes(document: Document) -> bytes:
    """Write a document as a DOCX file."""
    word = docx.Document()
    _set_up(word, document)
    word.add_heading(document.title, level=0)
    _write(word, document.blocks)
    written = BytesIO()
    word.save(written)
    return docx_parts.settled(written.getvalue())


def _set_up(word: Word, document: Document) -> None:
    about = word.core_properties
    about.title, about.language = document.title[:255], document.language
    about.author = about.last_modified_by = about.comments = about.keywords = ""
    about.created = about.modified = _MADE
    page = word.sections[0]
    if document.wide:
        page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = (Mm(297), Mm(210)) if document.wide else (Mm(210), Mm(297))
    page.left_margin = page.right_margin = Mm(20)
    docx_parts.speak(word, _LOCALES[document.language])
    docx_parts.number_pages(page.footer.paragraphs[0])


def _write(word: Word, blocks: Blocks, depth: int = 0, style: str = "") -> None:
    for block in blocks:
        _block(word, block, depth, style)


def _block(word: Word, block: Block, depth: int, style: str) -> None:
    match block:
        case Heading(level=level, runs=runs):
            _fill(word.add_heading(level=min(level, 6)), runs)
        case Paragraph(runs=runs, quiet=quiet):
            _fill(word.add_paragraph(style=style or None), runs, quiet=quiet)
        case ListBlock():
            _list(word, block, min(depth + 1, _DEEPEST))
        case Quote(blocks=blocks):
            _write(word, blocks, depth, "Quote")
        case Code(text=text):
            _fill(word.add_paragraph(style=style or None), (Run(text, code=True),))
        case Table(head=head, rows=rows, roomy=roomy):
            _table(word, [head, *rows], roomy=roomy)
        case Fields(lines=lines):
            _fields(word, lines)


def _list(word: Word, block: ListBlock, depth: int) -> None:
    kind = "List Bullet" if block.start is None else "List Number"
    level = f" {depth}" if depth > 1 else ""
    number = None if block.start is None else docx_parts.numbering(word, kind + level, block.start)
    for item in block.items:
        first, rest = (item[0], item[1:]) if item else (Paragraph(()), ())
        runs, rest = (first.runs, rest) if isinstance(first, Paragraph) else ((), item)
        paragraph = word.add_paragraph(style=kind + level)
        if number is not None:
            docx_parts.count(paragraph, number)
        _fill(paragraph, runs)
        _write(word, rest, depth, f"List Continue{level}")


def _table(word: Word, rows: list[tuple[Runs, ...]], *, roomy: bool) -> None:
    made = word.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for place, (row, cells) in enumerate(zip(made.rows, rows, strict=True)):
        for cell, runs in zip(row.cells, cells, strict=True):
            _fill(cell.paragraphs[0], runs, strong=not place)
        if roomy and place:
            row.height = Mm(11)
    properties = made.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001  # the library has no name for it
    properties.append(element("w:tblHeader", val="true"))
    word.add_paragraph()


def _fields(word: Word, lines: tuple[tuple[Runs, Runs], ...]) -> None:
    if not lines:
        return
    made = word.add_table(rows=len(lines), cols=2, style="Table Grid")
    for row, (name, value) in zip(made.rows, lines, strict=True):
        left, right = row.cells
        left.width, right.width = Mm(50), Mm(120)
        _fill(left.paragraphs[0], name, strong=True)
        _fill(right.paragraphs[0], value)
    word.add_paragraph()


def _fill(
    paragraph: WordParagraph, runs: Runs, *, strong: bool = False, quiet: bool = False
) -> None:
    for run in runs:
        made = paragraph.add_run(run.text)
        made.bold = run.strong or strong or None
        made.italic = run.emphasis or None
        made.font.strike = run.struck or None
        if run.code:
            made.font.name, made.font.size = "DejaVu Sans Mono", Pt(9)
        if quiet:
            made.font.color.rgb = _GREY
