"""On what does an evaluator write? One page an objective (HSEEP: exercise evaluation guide)."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.documents.document import Block, Document, Heading, Paragraph, plain, table
from scheduler.documents.packs.objectives import capabilities
from scheduler.documents.packs.script import Script
from scheduler.documents.packs.sheet import facts, section, sheet, speech_of
from scheduler.errors import N_
from scheduler.exercise.content import Objective, Scale, Step
from scheduler.exercise.scales import steps_of
from scheduler.language import Language
from scheduler.packs import PackPaper

LINES = 4  # to write on, for each objective
_INDICATORS = (N_("No."), N_("Indicator"), N_("Target"), N_("Seen?"), N_("Time"))
_NOTES = (N_("Time"), N_("Inject"), N_("What was said and done"))
_STEPS = (N_("Rating"), N_("What it means"))


def document(paper: PackPaper) -> Document:
    """Give the evaluation guide."""
    speech, content = speech_of(paper), paper.content
    gettext, script = speech.gettext, Script(content, speech)
    steps = [_step(one, content.scale, speech) for one in steps_of(content.scale)]
    blocks = (
        *facts([(gettext("Evaluator"), "…………………………"), (gettext("Group"), "…………………………")]),
        *section(gettext("How to rate"), _scale(steps, speech)),
        *(block for one in content.objectives for block in _objective(one, script, steps)),
    )
    return sheet(paper, blocks)


def _scale(steps: list[tuple[str, str]], speech: Language) -> Iterator[Block]:
    yield table(map(speech.gettext, _STEPS), [*steps, _not_observed(speech)])


def _step(step: Step, scale: Scale, speech: Language) -> tuple[str, str]:
    name = step.name if scale.name == "own" else speech.gettext(step.name)
    return (f"{step.key}: {name}" if scale.name == "psmu" else name), step.text


def _not_observed(speech: Language) -> tuple[str, str]:
    words = N_("You did not see it, or it was not exercised. It counts as no rating.")
    return speech.gettext("Not observed"), speech.gettext(words)


def _objective(one: Objective, script: Script, steps: list[tuple[str, str]]) -> Iterator[Block]:
    gettext = script.speech.gettext
    served = [inject.key for inject in script.content.injects if one.key in inject.objectives]
    yield Heading(2, plain(f"{one.key}. {one.text}"), fresh=True)
    yield from facts(
        [
            (gettext("Capability"), capabilities(script.content, one)),
            (gettext("Groups"), script.groups(one.groups)),
            (gettext("Injects"), ", ".join(served)),
        ]
    )
    if one.indicators:
        rows = [(i.key, i.text, i.target, "☐", "") for i in one.indicators]
        yield table(map(gettext, _INDICATORS), rows, roomy=True)
    yield Paragraph(plain(gettext("What you saw"), strong=True))
    yield table(map(gettext, _NOTES), [("", "", "")] * LINES, roomy=True)
    yield Paragraph(plain(gettext("Your rating, and why"), strong=True))
    names = [name for name, _ in (*steps, _not_observed(script.speech))]
    yield table(names, [["☐"] * len(names)], roomy=True)
    yield table((gettext("Why"),), [("",)], roomy=True)
