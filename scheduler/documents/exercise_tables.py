"""Which tables does the report about an exercise have? The same in documents and spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.documents.document import Bar, Bars, Block, table
from scheduler.documents.exercise_words import ACTIONS, ELEMENTS, INJECTS, ROLES, SAID, WHY
from scheduler.exercise.report import RatingPart, Report, Source
from scheduler.language import Language

Rows = tuple[Sequence[str], list[list[str]]]


@dataclass(frozen=True, slots=True)
class Tables:
    """A report in a language, as tables; each is given as blocks, and as rows for a spreadsheet."""

    told: Report
    speech: Language

    def sheets(self) -> Iterator[tuple[str, Rows]]:
        """Give each table that has rows, with its name."""
        _ = self.speech.gettext
        named = (
            (_("Ratings"), self.rating_rows()),
            (_("Improvement plan"), self.improvement_rows()),
            (_("What came when"), self.timeline_rows()),
            (_("Modules"), self.module_rows()),
            (_("Decisions"), self.decision_rows()),
            (_("Agreement"), self.question_rows()),
            (_("Hot wash"), self.saying_rows()),
            (_("Feedback"), self.feedback_rows()),
            (_("Who took part"), self.participant_rows()),
        )
        yield from ((name, rows) for name, rows in named if rows[1])

    def ratings(self) -> Iterator[Block]:
        """Give how each objective and indicator was rated: a figure, then its table."""
        rated = [(one, part) for one, part in self._rated() if part.n]
        if rated:
            caption = self.speech.gettext("How often each step was given")
            yield Bars(
                caption,
                tuple(
                    (
                        part.key,
                        tuple(Bar(step.name, step.count) for step in part.counts),
                    )
                    for _, part in rated
                ),
            )
        yield from as_table(self.rating_rows())

    def modules(self) -> Iterator[Block]:
        """Give planned and real minutes of each module."""
        rows = self.told.modules
        if rows:
            names = (self.speech.gettext("planned"), self.speech.gettext("real"))
            yield Bars(
                self.speech.gettext("Minutes, planned and real"),
                tuple(
                    (one.title, (Bar(names[0], one.planned), Bar(names[1], one.real)))
                    for one in rows
                ),
                stacked=False,
            )
        yield from as_table(self.module_rows())

    def rating_rows(self) -> Rows:
        """Objective or indicator, each step's count, n, not observed, median, final, log."""
        _ = self.speech.gettext
        steps = [step.name for _o, part in self._rated() for step in part.counts][:7]
        names = list(dict.fromkeys(steps))
        heads = [
            _("Objective or indicator"),
            *names,
            _("n"),
            _("Not observed"),
            _("Median"),
            _("Final rating"),
            _("Log"),
        ]
        rows = [
            [
                f"{part.key} {part.text}",
                *(str(step.count) for step in part.counts),
                str(part.n),
                str(part.not_observed),
                part.median,
                part.final,
                self.shown_by(part.source),
            ]
            for _o, part in self._rated()
            if part.n or part.not_observed or part.final
        ]
        return heads, rows

    def improvement_rows(self) -> Rows:
        """Finding, corrective action, element, owner, due, state."""
        _ = self.speech.gettext
        heads = [
            _("Area for improvement"),
            _("Corrective action"),
            _("Element"),
            _("Owner"),
            _("Due"),
            _("Status"),
        ]
        rows = [
            [
                finding.text,
                one.text,
                _(ELEMENTS[one.element]) if one.element else "",
                one.owner,
                self.speech.date(date.fromisoformat(one.due)) if one.due else "",
                _(ACTIONS[one.state]),
            ]
            for finding in self.told.all_findings
            for one in finding.actions
        ]
        return heads, rows

    def timeline_rows(self) -> Rows:
        """Run, number, title, planned, came, late, what became of it."""
        _ = self.speech.gettext
        heads = [_("Run"), _("No."), _("Inject"), _("Planned"), _("Came"), _("Late"), _("Status")]
        rows = [
            [
                one.run,
                one.number,
                one.title,
                _clock(one.planned) or _("by hand"),
                _clock(one.released),
                _clock(one.late) if one.late else "",
                " – ".join(
                    part
                    for part in (
                        _(INJECTS[one.state]),
                        _(WHY[one.why]) if one.why in WHY else "",
                        _("in a pause") if one.in_pause else "",
                    )
                    if part
                ),
            ]
            for one in self.told.timeline
        ]
        return heads, rows

    def module_rows(self) -> Rows:
        """Run, module, planned minutes, real minutes."""
        _ = self.speech.gettext
        heads = [_("Run"), _("Module"), _("Planned minutes"), _("Real minutes")]
        rows = [[o.run, o.title, str(o.planned), str(o.real)] for o in self.told.modules]
        return heads, rows

    def decision_rows(self) -> Rows:
        """When, what, by whom, ground, reason, follow-up, log."""
        _ = self.speech.gettext
        heads = [
            _("Exercise time"),
            _("Decision"),
            _("Decided by"),
            _("Ground"),
            _("Reason"),
            _("Follow-up"),
            _("Log"),
        ]
        rows = [
            [
                _clock(one.seconds),
                one.text,
                f"{one.decided_by} ({_('stand-in')})" if one.stand_in else one.decided_by,
                one.ground,
                one.reason,
                one.follow_up,
                self.shown_by(one.source),
            ]
            for one in self.told.decisions
        ]
        return heads, rows

    def question_rows(self) -> Rows:
        """Run, question, pairs of groups that agreed before and after."""
        _ = self.speech.gettext
        heads = [_("Run"), _("Question"), _("Agreed before"), _("Agreed after"), _("Log")]
        rows = [
            [
                one.run,
                one.text,
                f"{one.before_same} / {one.before_pairs}",
                f"{one.after_same} / {one.after_pairs}",
                self.shown_by(one.source),
            ]
            for one in self.told.questions
        ]
        return heads, rows

    def saying_rows(self) -> Rows:
        """Keep, improve or start; what; votes."""
        _ = self.speech.gettext
        heads = [_("What"), _("Said"), _("Votes")]
        rows = [[_(SAID[one.kind]), one.text, str(one.votes)] for one in self.told.sayings]
        return heads, rows

    def feedback_rows(self) -> Rows:
        """Question, each step's count, n, median."""
        _ = self.speech.gettext
        scaled = [one for one in self.told.feedback if one.counts]
        names = [step.name for step in scaled[0].counts] if scaled else []
        heads = [_("Question"), *names, _("n"), _("Median")]
        rows = [
            [one.text, *(str(step.count) for step in one.counts), str(one.n), one.median]
            for one in scaled
        ]
        return heads, rows

    def participant_rows(self) -> Rows:
        """Organisation, role, group, how many."""
        _ = self.speech.gettext
        heads = [_("Organisation"), _("Role"), _("Group"), _("How many")]
        rows = [
            [one.organisation, _(ROLES[one.role]), one.group, str(one.count)]
            for one in self.told.participants
        ]
        return heads, rows

    def shown_by(self, source: Sequence[Source]) -> str:
        """Name lines of the logs: [1:17, 1:21] are lines 17 and 21 of run 1."""
        lines = ", ".join(f"{one.number}:{one.entry}" for one in source)
        return f"[{lines}]" if lines else ""

    def _rated(self) -> Iterator[tuple[str, RatingPart]]:
        for one in self.told.objectives:
            yield from ((one.key, part) for part in (one.whole, *one.indicators))


def as_table(rows: Rows) -> Iterator[Block]:
    """Give rows as a table; nothing when there are none."""
    heads, lines = rows
    if lines:
        yield table(heads, lines)


def _clock(seconds: int | None) -> str:
    if seconds is None:
        return ""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
