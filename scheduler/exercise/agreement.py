"""How much did the groups agree, before they talked and after? Silent start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from scheduler.exercise.content import Question
from scheduler.exercise.state import Said, State


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of how many pairs of groups how many chose the same option."""

    same: int
    pairs: int
    groups: int

    @property
    def share(self) -> float | None:
        """The share of pairs that agree, None when there is no pair."""
        return self.same / self.pairs if self.pairs else None


def first_answers(state: State, question: str) -> dict[str, Said]:
    """Give each group's last answer from before the reveal (all, while there was none)."""
    until = state.revealed.get(question, state.number + 1)
    return _last(said for said in _answers(state, question) if said.number < until)


def last_answers(state: State, question: str) -> dict[str, Said]:
    """Give each group's last answer."""
    return _last(iter(_answers(state, question)))


def visible_answers(state: State, question: Question, group: str) -> dict[str, Said]:
    """Give the answers that a group may see: its own until the reveal, then all."""
    answers = last_answers(state, question.key)
    if question.silent and question.key not in state.revealed:
        return {key: said for key, said in answers.items() if key == group}
    return answers


def agreement(answers: Mapping[str, Said]) -> Agreement:
    """Count the pairs of groups that chose the same; answers without an option are left out."""
    chosen = [said.body["option"] for said in answers.values() if said.body["option"]]
    pairs = list(combinations(chosen, 2))
    return Agreement(sum(one == other for one, other in pairs), len(pairs), len(chosen))


def _answers(state: State, question: str) -> list[Said]:
    return [said for said in state.answers if said.body["question"] == question]


def _last(answers: Iterable[Said]) -> dict[str, Said]:
    found: dict[str, Said] = {}
    for said in answers:
        found[said.body["group"]] = said
    return found
