"""How do notes that people typed become blocks?

The Markdown that pages show (scheduler.markdown), read by the same parser: without images and raw
HTML. A link is its words and its address as text: a document fetches nothing and leads nowhere by
itself, and on paper the address can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from markdown_it.tree import SyntaxTreeNode

from scheduler import markdown
from scheduler.documents.document import (
    Block,
    Blocks,
    Code,
    Heading,
    ListBlock,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    legible,
)


def blocks(text: str) -> Blocks:
    """Give Markdown as blocks; its highest headings are of level 3, below the points."""
    return _blocks(SyntaxTreeNode(markdown.tokens(text)).children)


def _blocks(nodes: Iterable[SyntaxTreeNode]) -> Blocks:
    return tuple(block for node in nodes for block in _block(node))


def _block(node: SyntaxTreeNode) -> Iterator[Block]:
    match node.type:
        case "heading":
            yield from _with_words(Heading(int(node.tag[1]), _inline(node)))
        case "paragraph":
            yield from _with_words(Paragraph(_inline(node)))
        case "bullet_list" | "ordered_list":
            yield _list(node)
        case "blockquote":
            yield Quote(_blocks(node.children))
        case "fence" | "code_block":
            yield Code(legible(node.content.rstrip("\n")))
        case "table":
            yield _table(node)


def _with_words(block: Heading | Paragraph) -> Iterator[Block]:
    if any(run.text.strip() for run in block.runs):
        yield block


def _list(node: SyntaxTreeNode) -> ListBlock:
    items = tuple(_blocks(item.children) for item in node.children)
    numbered = node.type == "ordered_list"
    return ListBlock(items, int(node.attrs.get("start", 1)) if numbered else None)


def _table(node: SyntaxTreeNode) -> Table:
    head, *rows = [
        tuple(_inline(cell) for cell in row.children)
        for part in node.children
        for row in part.children
    ]
    return Table(head, tuple(rows))


def _inline(node: SyntaxTreeNode) -> Runs:
    return tuple(_runs(node, Run("")))


def _runs(node: SyntaxTreeNode, style: Run) -> Iterator[Run]:
    match node.type:
        case "text":
            yield replace(style, text=node.content)
        case "code_inline":
            yield replace(style, text=node.content, code=True)
        case "softbreak" | "hardbreak":
            yield replace(style, text="\n")
        case "link":
            yield from _link(node, style)
        case name:
            inner = _styled(style, name)
            for child in node.children:
                yield from _runs(child, inner)


def _styled(style: Run, name: str) -> Run:
    match name:
        case "strong":
            return replace(style, strong=True)
        case "em":
            return replace(style, emphasis=True)
        case "s":
            return replace(style, struck=True)
    return style


def _link(node: SyntaxTreeNode, style: Run) -> Iterator[Run]:
    address = str(node.attrs.get("href", ""))
    said = [run for child in node.children for run in _runs(child, style)]
    yield from said
    words = "".join(run.text for run in said)
    if markdown.is_harmless(address) and words != address.removeprefix("mailto:"):
        yield replace(style, text=f" ({address})" if words else address)
