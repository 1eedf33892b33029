"""What did somebody mean by the words that they typed?

Words are all wanted; "in quotes" they stand together; with a minus before it a word is not wanted;
the last one may be unfinished. Anything else that is typed is text and never syntax.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from scheduler.text import clean_line

LONGEST = 200
MOST_WORDS = 10
SHORTEST_STEM = 4

_TERM = re.compile(r'(?P<minus>-?)"(?P<phrase>[^"]*)"?|(?P<plain>\S+)')
_WORD = re.compile(r"[^\W_]+")

# The endings that make other forms of a word, per language; what is left is looked for as the
# beginning of a word, so the list need not be whole: it cuts and never replaces.
ENDINGS = {
    "sv": "arnas ernas ornas andets arna erna orna andet anden ades adde ande aren arens heten "
    "heter ens ets ers ars ade are ast het ad ar at en er es et or na te de a e s",
    "nb": "enes ernes elsen elser ende ene erne else eren ens ets ede het er en et es te e a s",
    "da": "ernes enes elsen elser ende erne ene else eren ens ets ede hed er en et es te e s",
    "fi": "issa issä ista istä illa illä ilta iltä ssa ssä sta stä lla llä lta ltä lle een iin "
    "ien jen den tta ttä ksi ina inä ja jä na nä in en an än on it a ä n t",
    "is": "arinnar urinn unum inum arnir irnar urnar anna inni inna nar ins ina inn ið um ar ir ur "
    "na in ni a i u",
    "en": "ments ings ment ing ies ers ed er es ly s",
}
ENDINGS["nn"] = ENDINGS["nb"]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is wanted, or (`minus`) not; `last`: it may be unfinished."""

    text: str
    phrase: bool = False
    minus: bool = False
    last: bool = False

    @property
    def tokens(self) -> list[str]:
        """Its words, as they are compared."""
        return tokens(self.text)


def parse(typed: str) -> tuple[Term, ...]:
    """Give the terms of what was typed; a term without letter or figure is none."""
    cut = clean_line(typed[:LONGEST])
    terms = [term for match in _TERM.finditer(cut) if (term := _term(match)).tokens][:MOST_WORDS]
    if terms and not (terms[-1].phrase or terms[-1].minus):
        terms[-1] = Term(terms[-1].text, last=True)
    return tuple(terms)


def wanted(terms: Iterable[Term]) -> list[Term]:
    """Give the terms that must be there."""
    return [term for term in terms if not term.minus]


def unwanted(terms: Iterable[Term]) -> list[Term]:
    """Give the terms that must not be there."""
    return [term for term in terms if term.minus]


def tokens(text: str) -> list[str]:
    """Give the words of a text, as they are compared."""
    return _WORD.findall(text.casefold())


def stem(word: str, languages: Collection[str]) -> str:
    """Give the shortest beginning that the word's other forms share in one of the languages."""
    cuts = [_cut(word, ENDINGS[code].split()) for code in languages if code in ENDINGS]
    return min([word, *cuts], key=len)


def _cut(word: str, endings: Iterable[str]) -> str:
    for ending in sorted(endings, key=len, reverse=True):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def _term(match: re.Match[str]) -> Term:
    if match["phrase"] is not None:
        return Term(match["phrase"], phrase=True, minus=bool(match["minus"]))
    plain = match["plain"]
    return Term(plain.removeprefix("-"), minus=plain.startswith("-"))
