"""How is SQLite asked? In the words of FTS5, each of them quoted: none is ever syntax."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, column, literal_column, table

from scheduler.model import SearchEntry
from scheduler.search.words import SHORTEST_STEM, Term, stem, unwanted, wanted

_INDEX = table("search_text", column("rowid"))
Level = int  # 0: the very words; 1: other forms of them


@dataclass(frozen=True, slots=True)
class Place:
    """Where is looked; `networks` None: in all. All of it stands in the index too."""

    networks: Collection[UUID] | None
    languages: Collection[str]
    kind: str | None = None
    year: int | None = None


def found(
    chosen: Select[Any], terms: Sequence[Term], place: Place, level: Level
) -> tuple[Select[Any], ColumnElement[int]]:
    """Narrow `chosen` rows of SearchEntry to what the words find; gives its ordering column too."""
    match = literal_column("search_text").op("MATCH")(
        bindparam("words", words(terms, place, level))
    )
    joined = chosen.join(_INDEX, _INDEX.c.rowid == SearchEntry.id).where(match)
    return joined, _INDEX.c.rowid


def words(terms: Sequence[Term], place: Place, level: Level) -> str:
    """Write the question; the second level leaves out what the first has given."""
    asked = _texts(_all(terms, place, level))
    parts = [f"({asked})", *_scope(place)]
    without = [_texts(_exact(term)) for term in unwanted(terms)]
    if level:
        without.append(_texts(_all(terms, place, 0)))
    return " AND ".join(parts) + "".join(f" NOT ({text})" for text in without)


def _scope(place: Place) -> list[str]:
    marks = [f"y{place.year:04}"] if place.year is not None else []
    marks += [f"k{place.kind}"] if place.kind else []
    parts = [f"(scope : {_quoted(mark)})" for mark in marks]
    if place.networks is not None:
        any_of = " OR ".join(_quoted(f"n{one.hex}") for one in sorted(place.networks))
        parts.append(f"(scope : ({any_of}))")
    return parts


def _all(terms: Sequence[Term], place: Place, level: Level) -> str:
    forms = [_form(term, place) if level else _exact(term) for term in wanted(terms)]
    return " AND ".join(forms)


def _exact(term: Term) -> str:
    return _quoted(term.text)


def _form(term: Term, place: Place) -> str:
    """Write a term as the beginning of words: unfinished, or cut to what its forms share."""
    own = term.tokens
    if term.phrase or len(own) > 1:
        return _exact(term) + ("*" if term.last else "")
    short = stem(own[0], place.languages)
    begins = term.last or len(short) >= SHORTEST_STEM
    return _quoted(short) + ("*" if begins else "")


def _texts(asked: str) -> str:
    return f"{{title body}} : ({asked})"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
