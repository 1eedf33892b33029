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
    Bars,
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
    weight,
)
from scheduler.errors import N_, Refused
from web.documents import docx_parts

HEAVIEST = 30_000  # blocks, cells and lines: about half a minute
_MADE = datetime(2000, 1, 1, tzinfo=UTC)  # the same document gives the same bytes
_DEEPEST = 3  # levels of lists that Word's own styles have
_GREY = RGBColor(0x55, 0x55, 0x55)
_LOCALES = {"sv": "sv-SE", "nb": "nb-NO", "da": "da-DK", "en": "en-GB"}


class TooLongForWord(Refused):
    """The text would take minutes to write."""

    message = N_("This text is too long for a Word file. Take it as Markdown instead.")


def docx_bytes(document: Document) -> bytes:
    """Write a document as a DOCX file; raises TooLongForWord."""
    if weight(document) > HEAVIEST:
        raise TooLongForWord
    word = docx.Document()
    _set_up(word, document)
    word.add_heading(document.title, level=0)
    _Writer(word).write(document.blocks)
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
    if document.top:
        _fill(page.header.paragraphs[0], (Run(document.top, strong=True),))


class _Writer:
    """Writes blocks at the end of a Word file."""

    def __init__(self, word: Word) -> None:
        self.word = word
        self.styles = {style.name: style.style_id for style in word.styles}
        self.numberings = docx_parts.Numberings(word)

    def write(self, blocks: Blocks, depth: int = 0, style: str = "") -> None:
        """Write blocks, `depth` lists deep, their paragraphs in a style."""
        for block in blocks:
            self._block(block, depth, style)

    def _block(self, block: Block, depth: int, style: str) -> None:
        match block:
            case Heading(level=level, runs=runs, fresh=fresh):
                made = self._paragraph(f"Heading {min(level, 6)}")
                made.paragraph_format.page_break_before = fresh or None
                _fill(made, runs)
            case Paragraph(runs=runs, quiet=quiet):
                _fill(self._paragraph(style), runs, quiet=quiet)
            case ListBlock():
                self._list(block, min(depth + 1, _DEEPEST))
            case Quote(blocks=blocks):
                self.write(blocks, depth, "Quote")
            case Code(text=text):
                _fill(self._paragraph(style), (Run(text, code=True),))
            case Table(head=head, rows=rows, roomy=roomy):
                self._table([head, *rows], roomy=roomy)
            case Bars(caption=caption):
                _fill(self._paragraph("Caption"), (Run(caption),))
            case Fields(lines=lines):
                self._fields(lines)

    def _paragraph(self, style: str) -> WordParagraph:
        made = self.word.add_paragraph()
        if style:  # by its id: the library looks a name up anew each time
            made._p.style = self.styles[style]  # noqa: SLF001
        return made

    def _list(self, block: ListBlock, depth: int) -> None:
        level = f" {depth}" if depth > 1 else ""
        style = f"List Bullet{level}" if block.start is None else f"List Number{level}"
        number = None if block.start is None else self.numberings.begin(style, block.start)
        for item in block.items:
            first = item[0] if item and isinstance(item[0], Paragraph) else None
            paragraph = self._paragraph(style)
            if number is not None:
                docx_parts.count(paragraph, number)
            _fill(paragraph, first.runs if first else ())
            self.write(item[1:] if first else item, depth, f"List Continue{level}")

    def _table(self, rows: list[tuple[Runs, ...]], *, roomy: bool) -> None:
        made = self.word.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
        for place, (row, cells) in enumerate(zip(made.rows, rows, strict=True)):
            for cell, runs in zip(row.cells, cells, strict=True):
                _fill(cell.paragraphs[0], runs, strong=not place)
            if roomy and place:
                row.height = Mm(11)
        docx_parts.repeat(made.rows[0])
        self.word.add_paragraph()

    def _fields(self, lines: tuple[tuple[Runs, Runs], ...]) -> None:
        made = self.word.add_table(rows=len(lines), cols=2, style="Table Grid")
        for row, (name, value) in zip(made.rows, lines, strict=True):
            left, right = row.cells
            left.width, right.width = Mm(50), Mm(120)
            _fill(left.paragraphs[0], name, strong=True)
            _fill(right.paragraphs[0], value)
        self.word.add_paragraph()


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
