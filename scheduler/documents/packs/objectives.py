"""What is exercised, and by what is it seen? For those who lead and evaluate."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.documents.document import Block, Heading, Paragraph, plain, table
from scheduler.errors import N_
from scheduler.exercise.content import Content, Objective
from scheduler.language import Language

_HEADS = (N_("No."), N_("Indicator"), N_("Target"))


def objectives(content: Content, speech: Language) -> Iterator[Block]:
    """Give each objective with its capabilities and indicators."""
    for one in content.objectives:
        yield Heading(3, plain(f"{one.key}. {one.text}"))
        about = capabilities(content, one)
        if about:
            words = speech.gettext("Capability: %(names)s", names=about)
            yield Paragraph(plain(words), quiet=True)
        if one.indicators:
            rows = ((i.key, i.text, i.target) for i in one.indicators)
            yield table(map(speech.gettext, _HEADS), rows)


def capabilities(content: Content, objective: Objective) -> str:
    """Name the capabilities that an objective is part of."""
    names = {one.code: one.name for one in content.capabilities}
    return ", ".join(names.get(code, code) for code in objective.capabilities)
