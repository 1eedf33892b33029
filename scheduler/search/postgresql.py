"""How is PostgreSQL asked? With one text search query that it makes of plain words itself.

All of the question stands in that query, network, kind and year too (as marks), so that the index
answers it alone and the planner can tell how much it will find.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, Select, cast, func, literal, literal_column
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
    exact = _all([_exact(term) for term in wanted(terms)])
    asked = _all([_form(term, place) for term in wanted(terms)]) if level else exact
    without = [_exact(term) for term in unwanted(terms)] + ([exact] if level else [])
    whole = _all([asked, *_marks(place), *(func.tsquery_not(one) for one in without)])
    order: ColumnElement[int] = SearchEntry.__table__.c.id
    if level:  # the very words were rare: all that there is, not each row from the newest on
        order = order + 0
    return chosen.where(_WORDS.bool_op("@@")(whole)), order


def _all(queries: Sequence[Asked]) -> Asked:
    return reduce(func.tsquery_and, queries)


def _any(queries: Sequence[Asked]) -> Asked:
    return reduce(func.tsquery_or, queries)


def _marks(place: Place) -> list[Asked]:
    marks = [_mark(f"_y{place.year}")] if place.year is not None else []
    marks += [_mark(f"_k{place.kind}")] if place.kind else []
    if place.networks is not None:
        marks.append(_any([_mark(f"_n{one.hex}") for one in sorted(place.networks)]))
    return marks


def _mark(mark: str) -> Asked:
    return cast(f"'{mark}'", TSQUERY)


def _exact(term: Term) -> Asked:
    return func.phraseto_tsquery(_config("simple"), term.text, type_=TSQUERY)


def _form(term: Term, place: Place) -> Asked:
    """Ask for a term in all its forms: unfinished, or by its stem in each language."""
    if term.phrase:
        return _exact(term)
    configs = sorted({STEMMED[code] for code in place.languages if code in STEMMED})
    forms = [func.plainto_tsquery(_config(config), term.text, type_=TSQUERY) for config in configs]
    if term.last:
        begun = " <-> ".join(f"'{token}':*" for token in term.tokens)
        forms.append(func.to_tsquery(_config("simple"), begun, type_=TSQUERY))
    return _any([_exact(term), *forms])


def _config(name: str) -> Asked:
    return literal(name, REGCONFIG)
