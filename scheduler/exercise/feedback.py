"""What are those who took part asked afterwards, and what may be shown of their answers?

Pure. Nobody's answers can be told from the others': nothing is shown below five forms, and what
was written stands in an order that tells neither when nor with what else it was written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.errors import N_
from scheduler.exercise.content import Content, FormQuestion, Scale
from scheduler.exercise.scales import Tally, steps_of, tally

FEWEST = 5  # forms, before anything is shown
LONGEST = 4_000  # characters of an answer
STEPS = steps_of(Scale(name="five"))

# Of a scenario that asks nothing itself; texts are msgids.
USUAL = (
    FormQuestion(key="clear", text=N_("The aim of the exercise was clear to me."), kind="scale"),
    FormQuestion(key="real", text=N_("The story was close to our everyday work."), kind="scale"),
    FormQuestion(key="heard", text=N_("Everybody at my table was heard."), kind="scale"),
    FormQuestion(key="worth", text=N_("The exercise was worth the time."), kind="scale"),
    FormQuestion(key="best", text=N_("What was best?")),
    FormQuestion(key="better", text=N_("What should we do differently next time?")),
)


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered to one question: a tally of the steps, or the texts."""

    question: FormQuestion
    tally: Tally | None
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """How many forms came; `answered` is empty while they are too few to hide anybody."""

    forms: int
    answered: tuple[Answered, ...]

    @property
    def missing(self) -> int:
        """How many more must come before anything is shown."""
        return max(FEWEST - self.forms, 0)


def questions_of(content: Content) -> tuple[FormQuestion, ...]:
    """Give what a scenario asks, else what is usually asked."""
    return content.feedback or USUAL


def is_usual(content: Content) -> bool:
    """Tell whether the questions are ours, so that their texts are to be translated."""
    return not content.feedback


def summary(forms: Sequence[Mapping[str, str]], questions: Sequence[FormQuestion]) -> Summary:
    """Put forms (question key → answer) together."""
    if len(forms) < FEWEST:
        return Summary(len(forms), ())
    return Summary(len(forms), tuple(_answered(forms, one) for one in questions))


def _answered(forms: Sequence[Mapping[str, str]], question: FormQuestion) -> Answered:
    given = [form[question.key] for form in forms if form.get(question.key)]
    if question.kind == "scale":
        return Answered(question, tally(given, STEPS), ())
    return Answered(question, None, tuple(sorted(given, key=lambda text: _mixed(question, text))))


def _mixed(question: FormQuestion, text: str) -> str:
    return hashlib.sha256(f"{question.key}\0{text}".encode()).hexdigest()
