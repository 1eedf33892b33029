"""What may be asked for?

One model per request, shared by the API, the pages' forms and the network file: the same limits,
the same errors. `parse` turns raw data into a model, or refuses with every wrong field at once.
"""

from scheduler.inputs.leaving import LeavingInput
from scheduler.inputs.meeting import (
    ActionInput,
    ActionPatch,
    AgendaInput,
    AgendaItemInput,
    AnswerInput,
    CancelInput,
    MeetingInput,
    MinutesInput,
    MoveInput,
    TextInput,
)
from scheduler.inputs.network import MembershipRole, NetworkInput, OrganisationInput, PersonInput
from scheduler.inputs.parsing import parse
from scheduler.inputs.series import CallInput, SeriesInput

__all__ = [
    "ActionInput",
    "ActionPatch",
    "AgendaInput",
    "AgendaItemInput",
    "AnswerInput",
    "CallInput",
    "CancelInput",
    "LeavingInput",
    "MeetingInput",
    "MembershipRole",
    "MinutesInput",
    "MoveInput",
    "NetworkInput",
    "OrganisationInput",
    "PersonInput",
    "SeriesInput",
    "TextInput",
    "parse",
]
