"""How is the evaluation of an exercise shown?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scheduler.exercise.content import Step
from scheduler.exercise.evaluating import NotedLine, ObjectiveLine, RatingLine, TargetLine, What
from scheduler.exercise.feedback import Answered, Summary
from scheduler.exercise.scales import Tally
from scheduler.model.evaluation import FindingKind
from scheduler.queries import evaluation
from scheduler.queries.findings import FindingLine
from web.api.out.actions import Action
from web.api.out.base import Id, Instant, MaybeId, Out


class Evidence(Out):
    """A line of a run's log."""

    run: Id
    entry: int


class Finding(Out):
    """A strength or an area for improvement, with what shows it and what is done about it."""

    counted = frozenset({"actions"})

    id: Id
    network: Id
    exercise: Id
    kind: FindingKind
    text: str
    analysis: str
    root_cause: str
    objective: str
    capability: str
    evidence: list[Evidence]
    recurring_of: MaybeId
    actions: list[Action]

    @classmethod
    def of(cls, line: FindingLine) -> Finding:
        """Show a finding."""
        evidence = [Evidence(run=str(run), entry=entry) for run, entry in line.evidence]
        return cls.copy_of(
            line,
            network=line.network_id,
            exercise=line.exercise_id,
            evidence=evidence,
            actions=[Action.of(one) for one in line.actions],
        )

    @property
    def location(self) -> str:
        """Where it is found."""
        return f"/findings/{self.id}"


class StepCount(Out):
    """How often a step of the scale was given, the best first."""

    step: str
    name: str
    count: int


class Rating(Out):
    """One rating; `value` null: not observed. `evaluator` is "" for who leads."""

    run: Id
    entry: int
    group: str
    evaluator: str
    value: str | None
    reason: str

    @classmethod
    def of(cls, line: RatingLine) -> Rating:
        """Show a rating."""
        value = line.step.key if line.step else None
        return cls.copy_of(line, evaluator=line.who, value=value)


class Target(Out):
    """What is rated: the counts with n, the median (of two the worse), each rating, the finals."""

    key: str
    text: str
    target: str
    counts: list[StepCount]
    n: int
    not_observed: int
    median: str | None
    ratings: list[Rating]
    finals: list[Rating]

    @classmethod
    def of(cls, line: TargetLine, steps: Sequence[Step]) -> Target:
        """Show what is rated."""
        return cls.copy_of(
            line,
            counts=_counts(line.tally, steps),
            n=line.tally.n,
            not_observed=line.tally.not_observed,
            median=line.tally.median,
            ratings=[Rating.of(one) for one in line.ratings],
            finals=[Rating.of(one) for one in line.finals],
        )


class Objective(Out):
    """An objective, rated as a whole and by its indicators."""

    key: str
    text: str
    capabilities: list[str]
    whole: Target
    indicators: list[Target]

    @classmethod
    def of(cls, line: ObjectiveLine, steps: Sequence[Step]) -> Objective:
        """Show an objective."""
        return cls.copy_of(
            line,
            capabilities=list(line.capabilities),
            whole=Target.of(line.whole, steps),
            indicators=[Target.of(one, steps) for one in line.indicators],
        )


class Noted(Out):
    """A line of a log that may show something; `inject` and `indicator` are their words."""

    run: Id
    entry: int
    at: Instant
    exercise_seconds: int
    what: What
    kind: str
    text: str
    inject: str
    indicator: str
    objective: str
    group: str
    who: str
    confidence: str

    @classmethod
    def of(cls, line: NotedLine) -> Noted:
        """Show a line."""
        return cls.copy_of(line, exercise_seconds=line.seconds)


class FeedbackAnswer(Out):
    """What was answered to one question: counts and median of a scale, or texts in no order."""

    key: str
    text: str
    kind: str
    counts: list[StepCount]
    n: int
    median: str | None
    texts: list[str]

    @classmethod
    def of(cls, one: Answered) -> FeedbackAnswer:
        """Show an answer."""
        told: dict[str, Any] = {"counts": [], "n": len(one.texts), "median": None}
        if one.tally is not None:
            counts = [StepCount(step=k, name=k, count=c) for k, c in one.tally.counts]
            told = {"counts": counts, "n": one.tally.n, "median": one.tally.median}
        return cls.copy_of(one.question, texts=list(one.texts), **told)


class FeedbackSummary(Out):
    """How many forms came; `answers` is empty while they are fewer than five."""

    forms: int
    answers: list[FeedbackAnswer]

    @classmethod
    def of(cls, told: Summary) -> FeedbackSummary:
        """Show what may be shown."""
        answers = [FeedbackAnswer.of(one) for one in told.answered]
        return cls(forms=told.forms, answers=answers)


class Evaluation(Out):
    """How an exercise went, all its runs together."""

    exercise: Id
    network: Id
    objectives: list[Objective]
    noted: list[Noted]
    findings: list[Finding]
    feedback: FeedbackSummary

    @classmethod
    def of(cls, page: evaluation.Evaluation) -> Evaluation:
        """Show an evaluation."""
        return cls(
            exercise=str(page.exercise_id),
            network=str(page.network_id),
            objectives=[Objective.of(one, page.steps) for one in page.objectives],
            noted=[Noted.of(one) for one in page.noted],
            findings=[Finding.of(one) for one in page.findings],
            feedback=FeedbackSummary.of(page.feedback),
        )


def _counts(tally: Tally, steps: Sequence[Step]) -> list[StepCount]:
    names = {step.key: step.name for step in steps}
    return [StepCount(step=key, name=names[key], count=count) for key, count in tally.counts]
