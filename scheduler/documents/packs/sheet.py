"""What do all papers of an exercise have in common: mark, stop word, head, sections?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.documents import markdown_blocks
from scheduler.documents.document import (
    Block,
    Document,
    Heading,
    ListBlock,
    Paragraph,
    fields,
    plain,
)
from scheduler.language import Language, language
from scheduler.packs import NAMES, PLAYER_PACKS, PackPaper
from scheduler.titles import headed


def speech_of(paper: PackPaper) -> Language:
    """Give the language that a paper is in: its scenario's, or English where we have no words."""
    return language(paper.content.language)


def sheet(paper: PackPaper, blocks: Iterable[Block], *, wide: bool = False) -> Document:
    """Give a paper with what stands on each: the mark first, and the word that stops play."""
    speech, head = speech_of(paper), paper.head
    name = speech.gettext(NAMES[paper.kind])
    top = [head.play.mark, stops(paper)]
    if paper.kind not in {*PLAYER_PACKS, "inject_cards"}:  # a card is handed out in its time
        top.append(speech.gettext("Not for players"))
    return Document(
        title=headed(f"{name}: {head.title}", head.play, demo=head.demo),
        language=speech.code,
        blocks=(*_first(paper, speech), *blocks),
        wide=wide,
        top=" · ".join(top),
    )


def stops(paper: PackPaper) -> str:
    """Say in a few words what stops play."""
    return speech_of(paper).gettext("Stops play: %(word)s", word=paper.head.play.stop_word)


def section(title: str, blocks: Iterable[Block], *, fresh: bool = False) -> Iterator[Block]:
    """Give blocks below a heading; nothing when there are none."""
    inner = tuple(blocks)
    if inner:
        yield Heading(2, plain(title), fresh)
        yield from inner


def facts(lines: Iterable[tuple[str, str]]) -> Iterator[Block]:
    """Give names with their values; nothing when no value is known."""
    known = fields(lines)
    if known.lines:
        yield known


def prose(text: str) -> Iterator[Block]:
    """Give a text that somebody wrote."""
    yield from markdown_blocks.blocks(text)


def points(lines: Iterable[str]) -> Iterator[Block]:
    """Give lines as a list; nothing when there are none."""
    items = tuple((Paragraph(plain(line)),) for line in lines)
    if items:
        yield ListBlock(items)


def said(label: str, text: str) -> Iterator[Block]:
    """Give a text that somebody wrote below a short label; nothing when there is none."""
    if text:
        yield Paragraph(plain(label, strong=True))
        yield from prose(text)


def _first(paper: PackPaper, speech: Language) -> Iterator[Block]:
    head, time = paper.head, paper.head.time
    yield Paragraph(plain(head.play.line(speech.gettext), strong=True))
    if paper.kind not in PLAYER_PACKS:
        words = speech.gettext("Not for players: this paper tells what is to come.")
        yield Paragraph(plain(words, strong=True))
    when = ""
    if time is not None:
        line = speech.date_line(time.start, time.end)
        when = f"{line} ({speech.zone_name(time.zone, time.begins)})"
    yield from facts(
        [
            (speech.gettext("Network"), head.network),
            (speech.gettext("Scenario"), paper.content.title),
            (speech.gettext("When"), when),
            (speech.gettext("Place"), head.place),
            (speech.gettext("Video link"), head.online_url),
        ]
    )
