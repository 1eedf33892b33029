"""What does a YAML text say, word for word and line by line?

The parser's events are put together here, without YAML's guesses: `NO` is text and not false,
`09:00` is text and not 540. Aliases and tags are refused, so nothing multiplies or is executed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from scheduler.apply.faults import Fault, FaultyFile
from scheduler.errors import N_, InvalidInput
from scheduler.text import clean_line

MOST_BYTES = 1_000_000
DEEPEST = 12

_TOO_BIG = N_("The file is too large: at most %(most)s bytes. Make one file for each network.")
_NOT_UTF8 = N_("This is not UTF-8 text. Save the file again with the encoding UTF-8.")
_NOT_YAML = N_("This is not YAML: %(problem)s. Check indentation, colons and quotation marks here.")
_CONTROL = N_("A character that cannot be seen stands here (%(code)s). Take it out.")
_EMPTY = N_("The file is empty. It begins with “network:”.")
_SECOND = N_("A second document begins here. Make one file for each network.")
_ALIAS = N_("Anchors (&), aliases (*) and tags (!) are not used in network files. Write it out.")
_TOO_DEEP = N_("This is nested too deeply.")
_KEY = N_("The name of a field is one word followed by a colon.")
_TWICE = N_("“%(name)s” stands here for the second time. The first is on line %(first)s.")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as it stands; `empty` when nothing, ~ or null does."""

    text: str
    line: int
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Fields:
    """Named fields, and the line on which each name stands."""

    fields: dict[str, Node]
    lines: dict[str, int]
    line: int


Node = Scalar | Items | Fields


def parse(raw: bytes, *, name: str) -> tuple[Node, list[Fault]]:
    """Give a YAML text as a tree, and the faults that did not prevent it; raises FaultyFile."""
    text = _decoded(raw, name)
    try:
        return _Builder(yaml.parse(text, Loader=yaml.SafeLoader)).document()
    except _Stop as stop:
        raise FaultyFile(name, [stop.fault]) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        code = f"U+{ord(text[error.position]):04X}"
        raise FaultyFile(name, [_fault(line, _CONTROL, code=code)]) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = clean_line(error.problem or error.context or "")
        line = mark.line + 1 if mark else 1
        raise FaultyFile(name, [_fault(line, _NOT_YAML, problem=problem)]) from None
    except (ValueError, OverflowError):  # PyYAML on an escape past the last character
        raise FaultyFile(name, [_fault(1, _NOT_YAML, problem="\\U")]) from None


def plain(node: Node) -> object:
    """Give a tree as texts, lists and dicts; an empty field is left out."""
    match node:
        case Scalar():
            return node.text
        case Items():
            return [plain(item) for item in node.items]
        case Fields():
            return {key: plain(value) for key, value in node.fields.items() if not is_empty(value)}


def is_empty(node: Node | None) -> bool:
    """Tell whether nothing stands there."""
    return node is None or (isinstance(node, Scalar) and node.empty)


def line_of(node: Node, path: Sequence[str]) -> int:
    """Give the line of the field that `path` leads to, or of the last one on the way there."""
    line = node.line
    for part in path:
        if isinstance(node, Fields) and part in node.fields:
            line = node.lines[part]
            node = node.fields[part]
        elif isinstance(node, Items) and part.isdecimal() and int(part) < len(node.items):
            node = node.items[int(part)]
            line = node.line
        else:
            break
    return line


class _Stop(Exception):
    def __init__(self, fault: Fault) -> None:
        self.fault = fault


class _Builder:
    """Puts the events of one document together."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self.events = events
        self.faults: list[Fault] = []

    def document(self) -> tuple[Node, list[Fault]]:
        next(self.events)  # the stream begins
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise _Stop(_fault(1, _EMPTY))
        node = self.node(next(self.events), 0)
        next(self.events)  # the document ends
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise _Stop(_fault(_line(after), _SECOND))
        return node, self.faults

    def node(self, event: yaml.Event, depth: int) -> Node:
        line = _line(event)
        if depth > DEEPEST:
            raise _Stop(_fault(line, _TOO_DEEP))
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            self.faults.append(_fault(line, _ALIAS))
        match event:
            case yaml.SequenceStartEvent():
                return self.items(line, depth + 1)
            case yaml.MappingStartEvent():
                return self.mapping(line, depth + 1)
            case yaml.ScalarEvent():
                empty = event.style is None and event.value in {"", "~", "null"}
                return Scalar(event.value, line, empty)
        return Scalar("", line, empty=True)  # an alias, refused above

    def items(self, line: int, depth: int) -> Items:
        found = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.node(event, depth))
        return Items(tuple(found), line)

    def mapping(self, line: int, depth: int) -> Fields:
        made = Fields({}, {}, line)
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key, value = self.node(event, depth), self.node(next(self.events), depth)
            self.put(made, key, value)
        return made

    def put(self, made: Fields, key: Node, value: Node) -> None:
        if not isinstance(key, Scalar):
            self.faults.append(_fault(key.line, _KEY))
            return
        name = clean_line(key.text)
        if name in made.fields:
            first = made.lines[name]
            self.faults.append(_fault(key.line, _TWICE, name=name[:60], first=first))
            return
        made.fields[name] = value
        made.lines[name] = key.line


def _decoded(raw: bytes, name: str) -> str:
    if len(raw) > MOST_BYTES:
        raise FaultyFile(name, [_fault(1, _TOO_BIG, most=MOST_BYTES)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise FaultyFile(name, [_fault(line, _NOT_UTF8)]) from None


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _fault(line: int, words: str, **params: Any) -> Fault:
    return Fault(line, "", InvalidInput(words, **params))
