"""What can programs write down in a run: answers, decisions, observations, ratings?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from scheduler.exercise.state import Said, State
from scheduler.inputs.run import DecisionInput, ObservationInput, RatingInput, ResponseInput
from scheduler.queries.paging import part_of
from scheduler.queries.runs import state_of
from scheduler.services import playing
from web.api import out
from web.api.asking import Listing
from web.api.endpoint import Call, endpoint


@endpoint(
    "POST",
    "/runs/<run>/responses",
    rule="exercises:run",
    body=ResponseInput,
    returns=out.Recorded,
    status=201,
)
def record_response(call: Call[ResponseInput], run: UUID) -> out.Recorded:
    """Write down what a group answered, to a question or to an inject as a whole."""
    playing.answer_for(call.session, run, plan=call.asked, by=call.actor)
    return _newest(_state(call, run).answers)


@endpoint(
    "POST",
    "/runs/<run>/decisions",
    rule="exercises:run",
    body=DecisionInput,
    returns=out.Recorded,
    status=201,
)
def record_decision(call: Call[DecisionInput], run: UUID) -> out.Recorded:
    """Write down a decision: what, by which function, on which ground, why."""
    playing.decide_for(call.session, run, plan=call.asked, by=call.actor)
    return _newest(_state(call, run).decisions.values())


@endpoint(
    "POST",
    "/runs/<run>/observations",
    rule="exercises:run",
    body=ObservationInput,
    returns=out.Recorded,
    status=201,
)
def record_observation(call: Call[ObservationInput], run: UUID) -> out.Recorded:
    """Write down an observation, tied to inject, indicator and exercise time."""
    playing.observe_for(call.session, run, plan=call.asked, by=call.actor)
    return _newest(_state(call, run).observations.values())


@endpoint(
    "POST",
    "/runs/<run>/ratings",
    rule="exercises:run",
    body=RatingInput,
    returns=out.Recorded,
    status=201,
)
def record_rating(call: Call[RatingInput], run: UUID) -> out.Recorded:
    """Rate an indicator or objective; `value` empty: not observed; `final`: the lead's."""
    playing.rate_for(call.session, run, plan=call.asked, by=call.actor)
    state = _state(call, run)
    return _newest([*state.ratings.values(), *state.finals.values()])


@endpoint(
    "GET",
    "/runs/<run>/responses",
    rule="exercises:run",
    query=Listing,
    returns=out.Page[out.Recorded],
)
def list_responses(call: Call[Listing], run: UUID) -> out.Page[out.Recorded]:
    """List all answers in the order they came, the earlier ones of a group too."""
    return _listed(call, _state(call, run).answers)


@endpoint(
    "GET",
    "/runs/<run>/decisions",
    rule="exercises:run",
    query=Listing,
    returns=out.Page[out.Recorded],
)
def list_run_decisions(call: Call[Listing], run: UUID) -> out.Page[out.Recorded]:
    """List the decisions of a run as they stand."""
    return _listed(call, _state(call, run).decisions.values())


@endpoint(
    "GET",
    "/runs/<run>/observations",
    rule="exercises:run",
    query=Listing,
    returns=out.Page[out.Recorded],
)
def list_observations(call: Call[Listing], run: UUID) -> out.Page[out.Recorded]:
    """List the observations of a run as they stand."""
    return _listed(call, _state(call, run).observations.values())


@endpoint(
    "GET",
    "/runs/<run>/ratings",
    rule="exercises:run",
    query=Listing,
    returns=out.Page[out.Recorded],
)
def list_ratings(call: Call[Listing], run: UUID) -> out.Page[out.Recorded]:
    """List each evaluator's ratings as they stand, and the lead's."""
    state = _state(call, run)
    return _listed(call, [*state.ratings.values(), *state.finals.values()])


def _state(call: Call[Any], run: UUID) -> State:
    call.session.flush()
    return state_of(call.session, run)


def _newest(said: Iterable[Said]) -> out.Recorded:
    return out.Recorded.of(max(said, key=lambda one: one.number))


def _listed(call: Call[Listing], said: Iterable[Said]) -> out.Page[out.Recorded]:
    part = part_of(list(said), key=_number, after=call.asked.after, limit=call.asked.limit)
    return out.Page[out.Recorded](items=[out.Recorded.of(one) for one in part.rows], next=part.next)


def _number(one: Said) -> tuple[str, ...]:
    return (f"{one.number:09d}",)
