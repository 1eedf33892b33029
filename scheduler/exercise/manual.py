"""What may players read of a scenario before it is played? This, and nothing else.

The gate of secrecy on paper: whatever goes to players beforehand (situation manual, feedback form,
their mails) is made of a `Manual` and never of the content behind it. Later modules have their
title and length alone; questions and objectives are without hints and indicators; the summary, the
injects, the papers and all that is the facilitators' has no field here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scheduler.exercise.content import Content, Question
from scheduler.exercise.timetable import reaches


@dataclass(frozen=True, slots=True)
class Aim:
    """What is exercised, and which capabilities (by name) it is part of."""

    text: str
    capabilities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A module by its title and its minutes; `pause`: those of them that are a break."""

    title: str
    minutes: int
    pause: int


@dataclass(frozen=True, slots=True)
class Talk:
    """Something to talk about; `silent`: each answers alone first. `options` may be empty."""

    text: str
    options: tuple[str, ...]
    silent: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the feedback form; a `scale` is answered from 1 to 5."""

    text: str
    kind: Literal["scale", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manual:
    """A scenario as its players may read it; `story` is what is known when play begins."""

    language: str
    title: str
    purpose: str
    scope: str
    artificialities: str
    aims: tuple[Aim, ...]
    stretches: tuple[Stretch, ...]
    story_time: str
    story: str
    talks: tuple[Talk, ...]
    groups: tuple[tuple[str, str], ...]  # key, name
    feedback: tuple[Asked, ...]


def manual(content: Content, group: str = "") -> Manual:
    """Give what players may read; the questions are those for all, and for their `group`."""
    first = content.modules[0] if content.modules else None
    return Manual(
        language=content.language,
        title=content.title,
        purpose=content.purpose,
        scope=content.scope,
        artificialities=content.artificialities,
        aims=tuple(Aim(one.text, _names(content, one.capabilities)) for one in content.objectives),
        stretches=tuple(Stretch(m.title, m.minutes, m.break_minutes) for m in content.modules),
        story_time=first.story_time if first else "",
        story=first.text if first else "",
        talks=tuple(_talks(first.questions, group)) if first else (),
        groups=tuple((one.key, one.name) for one in content.groups),
        feedback=tuple(Asked(one.text, one.kind) for one in content.feedback),
    )


def texts(read: Manual) -> Iterator[str]:
    """Give every text that players may read."""
    yield from (read.title, read.purpose, read.scope, read.artificialities)
    yield from (read.story_time, read.story)
    yield from (text for aim in read.aims for text in (aim.text, *aim.capabilities))
    yield from (stretch.title for stretch in read.stretches)
    yield from (text for talk in read.talks for text in (talk.text, *talk.options))
    yield from (name for _, name in read.groups)
    yield from (asked.text for asked in read.feedback)


def _names(content: Content, codes: tuple[str, ...]) -> tuple[str, ...]:
    known = {one.code: one.name for one in content.capabilities}
    return tuple(known.get(code, code) for code in codes)


def _talks(questions: tuple[Question, ...], group: str) -> Iterator[Talk]:
    for one in questions:
        if reaches(one, group):
            yield Talk(one.text, one.options, one.silent)
