"""What can programs read of what a network's exercises came to?"""

from __future__ import annotations

from uuid import UUID

from scheduler.queries import exercise_numbers
from web.api import out
from web.api.asking import Nothing
from web.api.endpoint import Call, endpoint


@endpoint(
    "GET",
    "/networks/<network>/exercise-numbers",
    rule="exercises:read",
    returns=out.ExerciseNumbers,
)
def get_exercise_numbers(call: Call[Nothing], network: UUID) -> out.ExerciseNumbers:
    """Show ratings by capability, what nobody tried, what is found again, and who took part.

    Who does not lead exercises is told of final reports alone, and no figure about fewer than five.
    """
    whole = call.actor.may("exercises:report", network)
    told = exercise_numbers.of_network(call.session, network, whole=whole)
    return out.ExerciseNumbers.of(network, told)
