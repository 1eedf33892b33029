"""What is kept: one file per subject, typed declarative classes, no behaviour that needs more."""

from scheduler.model.access import Account, ApiToken, SignInAttempt, SignInLink, WebSession
from scheduler.model.action import Action, ActionReport
from scheduler.model.agenda import AgendaItem, AgendaTemplate, Proposal, RoundSlot
from scheduler.model.area import Area, AreaPart, Commission
from scheduler.model.attachment import Attachment, AttachmentBody
from scheduler.model.callout import Callout, CalloutCall
from scheduler.model.evaluation import ExerciseReport, Feedback, Finding
from scheduler.model.exercise import Exercise, Run, RunEntry, RunRole
from scheduler.model.feed import Feed, RenderedEntry
from scheduler.model.incoming import Incoming
from scheduler.model.invitation import Invitation, Reply
from scheduler.model.letter import Letter
from scheduler.model.log import DueRow, EventRow, Known
from scheduler.model.meeting import Meeting, MeetingChange
from scheduler.model.minutes import (
    Adjuster,
    Attendance,
    Decision,
    Minutes,
    MinutesComment,
    MinutesEntry,
    MinutesVersion,
    NoteClash,
)
from scheduler.model.network import Membership, Network
from scheduler.model.people import Alias, Organisation, Person, ReplyAddress
from scheduler.model.scenario import (
    Capability,
    ImportMapping,
    Scenario,
    ScenarioFile,
    ScenarioUpload,
    ScenarioVersion,
    Suggestion,
)
from scheduler.model.search import SearchEntry
from scheduler.model.series import Series

__all__ = [
    "Account",
    "Action",
    "ActionReport",
    "Adjuster",
    "AgendaItem",
    "AgendaTemplate",
    "Alias",
    "ApiToken",
    "Area",
    "AreaPart",
    "Attachment",
    "AttachmentBody",
    "Attendance",
    "Callout",
    "CalloutCall",
    "Capability",
    "Commission",
    "Decision",
    "DueRow",
    "EventRow",
    "Exercise",
    "ExerciseReport",
    "Feed",
    "Feedback",
    "Finding",
    "ImportMapping",
    "Incoming",
    "Invitation",
    "Known",
    "Letter",
    "Meeting",
    "MeetingChange",
    "Membership",
    "Minutes",
    "MinutesComment",
    "MinutesEntry",
    "MinutesVersion",
    "Network",
    "NoteClash",
    "Organisation",
    "Person",
    "Proposal",
    "RenderedEntry",
    "Reply",
    "ReplyAddress",
    "RoundSlot",
    "Run",
    "RunEntry",
    "RunRole",
    "Scenario",
    "ScenarioFile",
    "ScenarioUpload",
    "ScenarioVersion",
    "SearchEntry",
    "Series",
    "SignInAttempt",
    "SignInLink",
    "Suggestion",
    "WebSession",
]
