"""What does the report about an exercise say (HSEEP 2020: after-action report)? As plain data.

Kept as JSON, so that a report that was issued says for ever what it said. Each line has its
`source`: the lines of the logs that show it.
"""

from __future__ import annotations

from datetime import datetime

from scheduler.exercise.parts import Part


class Source(Part):
    """A line of a run's log: the run's id and number, the line's number."""

    run: str
    number: int
    entry: int


class RunPart(Part):
    """One run: when it began and ended, how long it stood, why it was broken off."""

    id: str
    number: int
    label: str
    state: str
    started_at: datetime | None = None
    ended_at: datetime | None = None
    exercise_seconds: int = 0
    paused_seconds: int = 0
    end_reason: str = ""


class StepCount(Part):
    """How often a step of the scale was given."""

    key: str
    name: str
    count: int


class RatingPart(Part):
    """What is rated: each step's count, the median with n, and what the lead came to."""

    key: str
    text: str
    target: str = ""
    counts: tuple[StepCount, ...] = ()
    n: int = 0
    not_observed: int = 0
    median: str = ""
    final: str = ""
    final_reason: str = ""
    reasons: tuple[str, ...] = ()
    source: tuple[Source, ...] = ()


class ActionPart(Part):
    """A corrective action as it stood."""

    text: str
    owner: str
    due: str = ""
    state: str
    element: str = ""


class FindingPart(Part):
    """A strength or an area for improvement with what is done about it."""

    kind: str
    text: str
    analysis: str = ""
    root_cause: str = ""
    objective: str = ""
    capability: str = ""
    recurring: str = ""
    actions: tuple[ActionPart, ...] = ()
    source: tuple[Source, ...] = ()


class ObjectivePart(Part):
    """An objective with its ratings, and what was found about it."""

    key: str
    text: str
    capabilities: tuple[str, ...] = ()
    whole: RatingPart
    indicators: tuple[RatingPart, ...] = ()
    findings: tuple[FindingPart, ...] = ()


class TimelinePart(Part):
    """One inject: when it was planned and when it came, in exercise seconds; why it did not."""

    run: str
    number: str
    title: str
    planned: int | None = None
    released: int | None = None
    late: int = 0
    state: str
    why: str = ""
    in_pause: bool = False
    source: tuple[Source, ...] = ()


class ModulePart(Part):
    """A module's minutes, planned and real, in one run."""

    run: str
    title: str
    planned: int
    real: int


class DecisionPart(Part):
    """A decision: what, by which function, on which ground, why, and what follows."""

    text: str
    decided_by: str = ""
    stand_in: bool = False
    ground: str = ""
    reason: str = ""
    options: str = ""
    follow_up: str = ""
    seconds: int = 0
    source: tuple[Source, ...] = ()


class QuestionPart(Part):
    """A question with a silent start: how many pairs of groups agreed before and after."""

    run: str
    text: str
    before_same: int
    before_pairs: int
    after_same: int
    after_pairs: int
    source: tuple[Source, ...] = ()


class SayingPart(Part):
    """What was said in the hot wash, and how many voted for it."""

    kind: str
    text: str
    votes: int
    source: tuple[Source, ...] = ()


class FeedbackPart(Part):
    """A question of the feedback form; too few forms, and none of this is told."""

    text: str
    counts: tuple[StepCount, ...] = ()
    n: int = 0
    median: str = ""
    texts: tuple[str, ...] = ()


class ParticipantPart(Part):
    """How many of an organisation had which role; people are not named in a report."""

    organisation: str
    role: str
    group: str = ""
    count: int


class Report(Part):
    """The whole report. `when` is local wall time in `time_zone`; `forms` counts the feedback."""

    language: str
    title: str
    mark: str
    stop_word: str
    network: str
    demo: bool = False
    when: datetime
    minutes: int
    time_zone: str
    place: str = ""
    scenario: str
    version: int
    version_hash: str
    kind: str
    purpose: str = ""
    scope: str = ""
    artificialities: str = ""
    capabilities: tuple[str, ...] = ()
    sub_objectives: tuple[tuple[str, str], ...] = ()
    runs: tuple[RunPart, ...] = ()
    objectives: tuple[ObjectivePart, ...] = ()
    findings: tuple[FindingPart, ...] = ()  # about no objective
    timeline: tuple[TimelinePart, ...] = ()
    modules: tuple[ModulePart, ...] = ()
    decisions: tuple[DecisionPart, ...] = ()
    questions: tuple[QuestionPart, ...] = ()
    sayings: tuple[SayingPart, ...] = ()
    forms: int = 0
    feedback: tuple[FeedbackPart, ...] = ()
    participants: tuple[ParticipantPart, ...] = ()

    @property
    def all_findings(self) -> tuple[FindingPart, ...]:
        """Every finding, those about objectives first."""
        return (*(one for o in self.objectives for one in o.findings), *self.findings)
