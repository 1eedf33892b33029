"""How do notes that people typed become HTML?

CommonMark without raw HTML and without images, then sanitised once more by an allow list: what a
reader's browser gets has no script, no style, no frame and no request to anybody else.
"""

from __future__ import annotations

from functools import cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_BLOCKS = {"p", "br", "hr", "pre", "blockquote", "ul", "ol", "li", "h3", "h4", "h5", "h6"}
_TABLES = {"table", "thead", "tbody", "tr", "th", "td"}
_TAGS = _BLOCKS | _TABLES | {"strong", "em", "s", "code", "a"}
_HEADINGS = {"heading_open", "heading_close"}
_SCHEMES = {"http", "https", "mailto"}


def html(text: str) -> str:
    """Give Markdown as harmless HTML; its highest headings become h3, below a page's own."""
    parser = _parser()
    return nh3.clean(
        parser.renderer.render(tokens(text), parser.options, {}),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )


def tokens(text: str) -> list[Token]:
    """Read Markdown; its highest headings become h3."""
    read = _parser().parse(text)
    _lower_headings([token for token in read if token.type in _HEADINGS])
    return read


def is_harmless(address: str) -> bool:
    """Tell whether a link may lead to an address."""
    return address.partition(":")[0].lower() in _SCHEMES


def _lower_headings(headings: list[Token]) -> None:
    # No level is left out on the way down, however they were typed (WCAG 1.3.1).
    levels = sorted({token.tag for token in headings})
    for token in headings:
        token.tag = f"h{min(6, levels.index(token.tag) + 3)}"


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    return parser.enable(["table", "strikethrough"]).disable("image")
