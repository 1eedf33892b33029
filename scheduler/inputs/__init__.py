"""What may be asked for?

One model per request, shared by the API, the pages' forms and the network file: the same limits,
the same errors. `parse` turns raw data into a model, or refuses with every wrong field at once.
"""

from scheduler.inputs.actions import ActionInput, ActionPatch, OwnerInput, ReportInput
from scheduler.inputs.agenda import (
    AgendaInput,
    AgendaItemInput,
    OutcomeInput,
    ProposalDecisionInput,
    ProposalInput,
    RoundInput,
    TemplateInput,
)
from scheduler.inputs.leaving import LeavingInput
from scheduler.inputs.meeting import (
    AnswerInput,
    CancelInput,
    MeetingInput,
    MoveInput,
    TextInput,
)
from scheduler.inputs.minutes import (
    AdjustInput,
    AttendanceInput,
    CirculateInput,
    CommentDecisionInput,
    CommentInput,
    MinutesInput,
    SupersedeInput,
)
from scheduler.inputs.network import MembershipRole, NetworkInput, OrganisationInput, PersonInput
from scheduler.inputs.parsing import parse
from scheduler.inputs.series import CallInput, SeriesInput

__all__ = [
    "ActionInput",
    "ActionPatch",
    "AdjustInput",
    "AgendaInput",
    "AgendaItemInput",
    "AnswerInput",
    "AttendanceInput",
    "CallInput",
    "CancelInput",
    "CirculateInput",
    "CommentDecisionInput",
    "CommentInput",
    "LeavingInput",
    "MeetingInput",
    "MembershipRole",
    "MinutesInput",
    "MoveInput",
    "NetworkInput",
    "OrganisationInput",
    "OutcomeInput",
    "OwnerInput",
    "PersonInput",
    "ProposalDecisionInput",
    "ProposalInput",
    "ReportInput",
    "RoundInput",
    "SeriesInput",
    "SupersedeInput",
    "TemplateInput",
    "TextInput",
    "parse",
]
