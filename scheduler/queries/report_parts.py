"""What do the parts of an exercise's report say, each with the lines of the logs that show it?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from scheduler.exercise import agreement, report
from scheduler.exercise.clock import seconds
from scheduler.exercise.content import Step
from scheduler.exercise.evaluating import NotedLine, ObjectiveLine, RatingLine, Table, TargetLine
from scheduler.exercise.scales import Tally
from scheduler.exercise.state import State
from scheduler.exercise.state import Step as Inject
from scheduler.exercise.timing import due
from scheduler.language import Language
from scheduler.queries.action_lines import ActionLine
from scheduler.queries.evaluation import Evaluation
from scheduler.queries.findings import FindingLine


@dataclass(frozen=True, slots=True)
class Parts:
    """An evaluation, its ended runs, their numbers, and the language the report is in."""

    told: Evaluation
    tables: Sequence[Table]
    numbers: Mapping[UUID, int]
    speech: Language

    def source(self, lines: Iterable[tuple[UUID, int]]) -> tuple[report.Source, ...]:
        """Point at lines of the logs of runs that have ended."""
        return tuple(
            report.Source(run=str(run), number=self.numbers[run], entry=entry)
            for run, entry in lines
            if run in self.numbers
        )

    def objectives(self) -> tuple[report.ObjectivePart, ...]:
        """Give each objective with its ratings and what was found about it."""
        return tuple(self._objective(one) for one in self.told.objectives)

    def findings(self, objective: str) -> tuple[report.FindingPart, ...]:
        """Give the findings about an objective; those about none that is there for ""."""
        known = {one.key for one in self.told.objectives}
        return tuple(
            self._finding(one)
            for one in self.told.findings
            if (one.objective if one.objective in known else "") == objective
        )

    def timeline(self) -> tuple[report.TimelinePart, ...]:
        """Give each inject of each run, in the order in which it came or should have."""
        return tuple(
            self._inject(table, step)
            for table in self.tables
            for step in sorted(table.state.steps.values(), key=lambda s: _when(table.state, s))
        )

    def decisions(self, lines: Iterable[NotedLine]) -> tuple[report.DecisionPart, ...]:
        """Give the decisions of the runs."""
        names = ("decided_by", "stand_in", "ground", "reason", "options", "follow_up")
        return tuple(
            report.DecisionPart(
                text=line.body["text"],
                seconds=line.seconds,
                source=self.source([(line.run, line.entry)]),
                **{name: line.body[name] for name in names},
            )
            for line in lines
        )

    def sayings(self, lines: Iterable[NotedLine]) -> tuple[report.SayingPart, ...]:
        """Give what was said in the hot wash, by kind, what most voted for first."""
        votes = {(t.id, n): len(roles) for t in self.tables for n, roles in t.state.votes.items()}
        found = [
            report.SayingPart(
                kind=line.kind,
                text=line.text,
                votes=votes.get((line.run, line.entry), 0),
                source=self.source([(line.run, line.entry)]),
            )
            for line in lines
        ]
        order = ("kept", "improve", "start")
        return tuple(sorted(found, key=lambda one: (order.index(one.kind), -one.votes)))

    def questions(self) -> tuple[report.QuestionPart, ...]:
        """Give how far groups agreed before they talked and after, where answers were silent."""
        return tuple(
            self._question(table, key, number)
            for table in self.tables
            for key, number in table.state.revealed.items()
        )

    def feedback(self) -> tuple[report.FeedbackPart, ...]:
        """Give what the forms say, if they are enough to hide each of them."""
        words = self.speech.gettext if self.told.usual_form else str
        return tuple(
            report.FeedbackPart(
                text=words(one.question.text),
                counts=_counts(one.tally, {}) if one.tally is not None else (),
                n=one.tally.n if one.tally is not None else len(one.texts),
                median=(one.tally.median or "") if one.tally is not None else "",
                texts=one.texts,
            )
            for one in self.told.feedback.answered
        )

    def _objective(self, one: ObjectiveLine) -> report.ObjectivePart:
        return report.ObjectivePart(
            key=one.key,
            text=one.text,
            capabilities=one.capabilities,
            whole=self._rating(one.whole),
            indicators=tuple(self._rating(each) for each in one.indicators),
            findings=self.findings(one.key),
        )

    def _rating(self, line: TargetLine) -> report.RatingPart:
        lines = [one for one in (*line.ratings, *line.finals) if one.run in self.numbers]
        last = max(
            (one for one in line.finals if one.run in self.numbers), key=_entry, default=None
        )
        return report.RatingPart(
            key=line.key,
            text=line.text,
            target=line.target,
            counts=_counts(line.tally, self._names()),
            n=line.tally.n,
            not_observed=line.tally.not_observed,
            median=self._names().get(line.tally.median or "", ""),
            final=self._name(last.step) if last is not None and last.step is not None else "",
            final_reason=last.reason if last is not None else "",
            reasons=tuple(one.reason for one in line.ratings if one.reason),
            source=self.source((one.run, one.entry) for one in lines),
        )

    def _finding(self, one: FindingLine) -> report.FindingPart:
        return report.FindingPart(
            kind=one.kind,
            text=one.text,
            analysis=one.analysis,
            root_cause=one.root_cause,
            objective=one.objective,
            capability=one.capability_name,
            recurring=one.recurring_text,
            actions=tuple(_action(line) for line in one.actions),
            source=self.source(one.evidence),
        )

    def _inject(self, table: Table, step: Inject) -> report.TimelinePart:
        planned = due(table.state, step)
        return report.TimelinePart(
            run=table.label,
            number=step.inject.key,
            title=step.title or step.inject.title,
            planned=None if planned is None else seconds(planned),
            released=None if step.released is None else seconds(step.released),
            late=seconds(step.late),
            state=step.state,
            why="" if step.released is not None else step.why,
            in_pause=step.in_pause,
        )

    def _question(self, table: Table, key: str, number: int) -> report.QuestionPart:
        first = agreement.first_answers(table.state, key)
        last = agreement.last_answers(table.state, key)
        before, after = agreement.agreement(first), agreement.agreement(last)
        question = table.state.question(key)
        shown = [number, *(said.number for said in (*first.values(), *last.values()))]
        return report.QuestionPart(
            run=table.label,
            text=question.text if question is not None else key,
            before_same=before.same,
            before_pairs=before.pairs,
            after_same=after.same,
            after_pairs=after.pairs,
            source=self.source((table.id, one) for one in sorted(set(shown))),
        )

    def _names(self) -> dict[str, str]:
        return {step.key: self._name(step) for step in self.told.steps}

    def _name(self, step: Step) -> str:
        own = self.told.content.scale.name == "own"
        return step.name if own else self.speech.gettext(step.name)


def _counts(tally: Tally, names: Mapping[str, str]) -> tuple[report.StepCount, ...]:
    return tuple(
        report.StepCount(key=key, name=names.get(key, key), count=count)
        for key, count in tally.counts
    )


def _action(line: ActionLine) -> report.ActionPart:
    return report.ActionPart(
        text=line.text,
        owner=line.organisation,
        due=line.due.isoformat() if line.due else "",
        state=line.state,
        element=line.element,
    )


def _when(state: State, step: Inject) -> tuple[int, int]:
    planned = due(state, step) if step.released is None else step.released
    return (planned if planned is not None else 10**18, step.position)


def _entry(line: RatingLine) -> int:
    return line.entry
