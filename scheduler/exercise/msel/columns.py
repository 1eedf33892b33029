"""What stands in a list that we write? HSEEP's columns in their order, then ours, then the others'.

The others are the columns of an imported list that we do not know: they go home again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

from scheduler.exercise.content import Content, Inject
from scheduler.exercise.msel import naming, triggers, values
from scheduler.exercise.msel.headings import EXTRA, field_of, plain
from scheduler.text import clean_line, clean_text

Row = list[str]


class Names:
    """How the parts of a content are named in cells: (key, name, the key that its name makes)."""

    def __init__(self, content: Content) -> None:
        self.groups = _slugged([(one.key, one.name) for one in content.groups])
        self.modules = _slugged([(one.key, one.title) for one in content.modules])
        self.personas = _slugged([(one.key, one.name) for one in content.personas])
        self.objectives = {one.key: (one.key, one.text, "") for one in content.objectives}

    @staticmethod
    def one(names: dict[str, tuple[str, str, str]], key: str) -> str:
        """Name one part."""
        return naming.joined([names.get(key, (key, "", ""))]) if key else ""

    @staticmethod
    def several(names: dict[str, tuple[str, str, str]], keys: tuple[str, ...]) -> str:
        """Name several parts, a line each."""
        return naming.joined([names.get(key, (key, "", "")) for key in dict.fromkeys(keys)])


Cells = Callable[[Inject, Names], str]
COLUMNS: tuple[tuple[str, Cells], ...] = (
    ("Event Number", lambda one, _: one.key),
    ("Delivery Time", lambda one, _: triggers.written(one.trigger)[0]),
    ("Designated Scenario Time", lambda one, _: one.story_time),
    ("Event Type", lambda one, _: values.KIND_WORDS[one.kind]),
    ("Inject Mode", lambda one, _: values.WAY_WORDS[one.delivery]),
    ("From", lambda one, names: names.one(names.personas, one.persona)),
    ("To", lambda one, names: names.several(names.groups, one.groups)),
    ("Message", lambda one, _: one.text),
    ("Expected Participant Response", lambda one, _: _expected(one)),
    ("Exercise Objective", lambda one, names: names.several(names.objectives, one.objectives)),
    ("Notes", lambda one, _: one.note),
    ("Title", lambda one, _: one.title),
    ("Move", lambda one, names: names.one(names.modules, one.module)),
    ("Trigger", lambda one, _: triggers.written(one.trigger)[1]),
    ("Responsible", lambda one, _: one.responsible),
    ("Status", lambda one, _: values.STATUS_WORDS[one.status]),
    ("Attachments", lambda one, _: naming.lines(dict.fromkeys(one.files))),
    ("Secret", lambda one, _: "yes" if one.secret else ""),
    (
        "Reading Minutes",
        lambda one, _: str("" if one.reading_minutes is None else one.reading_minutes),
    ),
)


def table(content: Content) -> Iterator[Row]:
    """Give the headings and then each inject's row, as texts."""
    names, others = Names(content), _others(content)
    yield [heading for heading, _ in COLUMNS] + list(others)
    for inject in content.injects:
        own = [write(inject, names) for _, write in COLUMNS]
        yield own + [clean_text(inject.extra.get(name, "")) for name in others.values()]


def _others(content: Content) -> dict[str, str]:
    """Give headings for the columns we do not know, and their names in `extra`."""
    named = dict.fromkeys(name for inject in content.injects for name in inject.extra)
    headings: dict[str, str] = {}
    taken: set[str] = set()
    for name in named:
        heading = clean_line(name) or "?"
        if field_of(heading) is not None or heading.casefold().startswith(EXTRA.strip()):
            heading = f"{EXTRA}{heading}"
        made = heading
        for number in count(2):
            if plain(made) not in taken:
                break
            made = f"{heading} ({number})"
        taken.add(plain(made))
        headings[made] = name
    return headings


def _expected(inject: Inject) -> str:
    return naming.joined(
        (one.key, one.text, f"{inject.key[:36]}.{place}")
        for place, one in enumerate(inject.expected, 1)
    )


def _slugged(parts: list[tuple[str, str]]) -> dict[str, tuple[str, str, str]]:
    """Say which key each name makes; none where two names make one, or mean everybody."""
    slugs = [naming.slug(name) for _, name in parts]
    plains = [plain(name) for _, name in parts]
    keys = {key for key, _ in parts}
    return {
        key: (key, name, slug if _tells(name, slug, slugs, plains, keys - {key}) else "")
        for (key, name), slug in zip(parts, slugs, strict=True)
    }


def _tells(name: str, slug: str, slugs: list[str], plains: list[str], others: set[str]) -> bool:
    alone = slugs.count(slug) == 1 and plains.count(plain(name)) == 1
    return alone and plain(name) != "" and name not in others and not values.everybody(name)
