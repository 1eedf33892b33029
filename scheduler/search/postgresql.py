"""How is PostgreSQL asked? By text search queries that it makes of plain words itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, literal_column, not_
from sqlalchemy.dialects.postgresql import REGCONFIG, TSQUERY

from scheduler.model import SearchEntry
from scheduler.model.search import STEMMED
from scheduler.search.sqlite import Level, Place
from scheduler.search.words import Term, unwanted, wanted

Asked = ColumnElement[Any]
_WORDS: Asked = literal_column("search_entry.words")


def found(
    chosen: Select[Any], terms: Sequence[Term], place: Place, level: Level
) -> tuple[Select[Any], ColumnElement[int]]:
    """Narrow `chosen` rows of SearchEntry to what the words find; gives its ordering column too."""
    exact = _has([_exact(term) for term in wanted(terms)])
    if level:
        chosen = chosen.where(_has([_form(term, place) for term in wanted(terms)]), not_(exact))
    else:
        chosen = chosen.where(exact)
    for term in unwanted(terms):
        chosen = chosen.where(not_(_has([_exact(term)])))
    return chosen, SearchEntry.__table__.c.id


def _has(queries: Sequence[Asked]) -> ColumnElement[bool]:
    return _WORDS.bool_op("@@")(reduce(lambda one, more: one.op("&&")(more), queries))


def _exact(term: Term) -> Asked:
    return func.phraseto_tsquery(_config("simple"), term.text, type_=TSQUERY)


def _form(term: Term, place: Place) -> Asked:
    """Ask for a term in all its forms: unfinished, or by its stem in each language."""
    if term.phrase:
        return _exact(term)
    configs = sorted({STEMMED[code] for code in place.languages if code in STEMMED})
    forms: list[Asked] = [
        func.plainto_tsquery(_config(config), term.text, type_=TSQUERY) for config in configs
    ]
    if term.last:
        begun = " <-> ".join(f"'{token}':*" for token in term.tokens)
        forms.append(func.to_tsquery(_config("simple"), begun, type_=TSQUERY))
    return reduce(lambda one, more: one.op("||")(more), forms, _exact(term))


def _config(name: str) -> Asked:
    return literal(name, REGCONFIG)
