"""How is a part named in a cell, so that people read it and it is found again? "[K1] Kommunen".

The key is left out where it can be made of the name again. Several parts stand on a line each.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import NamedTuple

_BRACKETED = re.compile(r"\[([^\[\]\n]{1,40})\][ \t]*")
_LETTER = "[0-9A-Za-zÀ-ÿ._-]"
_NUMBERED = re.compile(
    rf"({_LETTER}{{0,39}}\d{_LETTER}{{0,39}})(?::[ \t]{{1,9}}|[ \t]{{1,9}}[–—-][ \t]{{1,9}})(?=\S)"
)
_BULLET = re.compile(r"^[ \t]*(?:[•·*▪‣–—-]|\(?\d{1,2}[.)])[ \t]+")
_KEY = re.compile(r"[0-9A-Za-zÀ-ÿ][0-9A-Za-zÀ-ÿ._-]{0,39}")


class Named(NamedTuple):
    """What a cell says of one part: its key ("" if it has none), its name."""

    key: str
    name: str


def is_key(text: str) -> bool:
    """Tell whether a text can be a key as it stands."""
    return _KEY.fullmatch(text) is not None


def slug(name: str) -> str:
    """Make a key of a name: small letters, digits, hyphens; "x" of one that has none."""
    text = unicodedata.normalize("NFC", name).casefold()
    letters = re.sub(r"[^0-9a-zà-öø-ÿ._]+", "-", text)
    return letters.strip("-._")[:40].rstrip("-._") or "x"


class Free:
    """Gives keys that nobody has: the one asked for, or it with the first number that is free."""

    def __init__(self) -> None:
        self.last: dict[str, int] = {}

    def __call__(self, key: str, taken: Collection[str]) -> str:
        """Give the key, or with a number after it."""
        made = key
        while made in taken:
            self.last[key] = self.last.get(key, 1) + 1
            made = f"{key[:34]}-{self.last[key]}"
        return made


def read(cell: str) -> Named:
    """Read one named part: "[K1] Kommunen", "K1: Kommunen", or a name alone."""
    text = cell.strip()
    found = _BRACKETED.match(text) or _NUMBERED.match(text)
    if found is None or not is_key(found[1].strip()):
        return Named("", text)
    return Named(found[1].strip(), text[found.end() :].strip())


def read_sentence(line: str) -> Named:
    """Read one sentence: only brackets give it a key, a colon may be its own."""
    found = _BRACKETED.match(line)
    return read(line) if found and is_key(found[1].strip()) else Named("", line.strip())


def several(cell: str) -> list[str]:
    """Part a cell of names: by line, or in one line by semicolons, else commas."""
    if cell.lstrip().startswith("["):
        return _bracketed(cell)
    lines = [line.strip() for line in re.split(r"[\n;]", cell)]
    if len([line for line in lines if line]) == 1 and "\n" not in cell and ";" not in cell:
        lines = [line.strip() for line in cell.split(",")]
    return [line for line in lines if line]


def sentences(cell: str) -> list[str]:
    """Part a cell of sentences by line, without their bullets."""
    if cell.lstrip().startswith("["):
        return _bracketed(cell)
    lines = (_BULLET.sub("", line).strip() for line in cell.split("\n"))
    return [line for line in lines if line]


def label(key: str, name: str, *, made: str) -> str:
    """Write a part so that it is read as the same: with its key, unless it is the one `made`."""
    risky = read(name) != Named("", name) or re.search(r"[\n;,\[]", name) or _BULLET.search(name)
    return name if key == made and name and not risky else bracketed(key, name)


def bracketed(key: str, name: str) -> str:
    """Write a part with its key."""
    return f"[{key}] {name}".rstrip()


def joined(parts: Iterable[tuple[str, str, str]]) -> str:
    """Write parts of (key, name, made key), a line each; if one needs its key, all have theirs."""
    several_ = list(parts)
    short = [label(key, name, made=made) for key, name, made in several_]
    if any(one.startswith("[") for one in short):
        short = [bracketed(key, name) for key, name, _ in several_]
    return "\n".join(short)


def _bracketed(cell: str) -> list[str]:
    """Part at each line that begins with a key in brackets; other lines go on the one before."""
    found: list[str] = []
    for line in cell.strip().split("\n"):
        if _BRACKETED.match(line) or not found:
            found.append(line)
        else:
            found[-1] += f"\n{line}"
    return found


def lines(names: Iterable[str]) -> str:
    """Write names of files, a line each; one that could be taken for two stands in quotes."""
    return "\n".join(_quoted(name) if re.search(r'[;,"\n]', name) else name for name in names)


def files(cell: str) -> list[str]:
    """Part a cell of names of files."""
    if '"' not in cell:
        return several(cell)
    found = re.findall(r'"((?:[^"]|"")*)"|([^;\n"]+)', cell)
    names = (quoted.replace('""', '"') or bare.strip(" ,") for quoted, bare in found)
    return [name.strip() for name in names if name.strip()]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
