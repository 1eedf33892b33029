"""How is a document written as JSON: the same blocks, each named by its kind?"""

from __future__ import annotations

from typing import Any

from scheduler.documents.document import (
    Bars,
    Block,
    Code,
    Document,
    Fields,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Runs,
    Table,
)


def data(document: Document) -> dict[str, Any]:
    """Give a document as plain data; texts are without their style."""
    return {
        "title": document.title,
        "language": document.language,
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block: Block) -> dict[str, Any]:  # noqa: PLR0911  # one a kind
    match block:
        case Heading(level=level, runs=runs):
            return {"kind": "heading", "level": level, "text": _text(runs)}
        case Paragraph(runs=runs):
            return {"kind": "paragraph", "text": _text(runs)}
        case ListBlock(items=items, start=start):
            inner = [[_block(one) for one in item] for item in items]
            return {"kind": "list", "start": start, "items": inner}
        case Quote(blocks=blocks):
            return {"kind": "quote", "blocks": [_block(one) for one in blocks]}
        case Code(text=text):
            return {"kind": "code", "text": text}
        case Table(head=head, rows=rows):
            cells = [[_text(cell) for cell in row] for row in rows]
            return {"kind": "table", "head": [_text(cell) for cell in head], "rows": cells}
        case Bars(caption=caption):
            return {"kind": "figure", "caption": caption}
        case Fields(lines=lines):
            return {
                "kind": "fields",
                "lines": [[_text(name), _text(value)] for name, value in lines],
            }


def _text(runs: Runs) -> str:
    return "".join(run.text for run in runs)
