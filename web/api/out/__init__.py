"""What does the API answer with? One class per object, with the names of the contract."""

from web.api.out.actions import Action
from web.api.out.agenda import Agenda, AgendaItem, AgendaTemplate, Proposal
from web.api.out.areas import Area, Commission
from web.api.out.base import Out, Page
from web.api.out.briefs import Brief
from web.api.out.callouts import Callout, CalloutCall, CalloutSummary
from web.api.out.decisions import LoggedDecision
from web.api.out.evaluation import Evaluation, Finding
from web.api.out.exercise_numbers import ExerciseNumbers
from web.api.out.imports import ImportMapping, ImportMappings, ImportPreview
from web.api.out.incoming import Incoming
from web.api.out.log import Event, Feed, Letter, TimelineEntry
from web.api.out.meeting import Answers, Change, Clash, Invitation, Meeting, Series, SeriesDate
from web.api.out.minutes import Minutes, MinutesComment, MinutesVersion
from web.api.out.network import Invitee, Network, Organisation, Person
from web.api.out.numbers import Numbers
from web.api.out.papers import Attachment, AttachmentContent
from web.api.out.rounds import Round, RoundSlot
from web.api.out.runs import (
    Audience,
    Exercise,
    IssuedReport,
    Recorded,
    Rehearsed,
    Run,
    RunInject,
    RunLine,
    RunRole,
)
from web.api.out.scenarios import (
    Capabilities,
    Capability,
    Scenario,
    ScenarioLine,
    ScenarioVersion,
    Suggestion,
)
from web.api.out.search import SearchHit
from web.api.out.taking import Attended, Note

__all__ = [
    "Action",
    "Agenda",
    "AgendaItem",
    "AgendaTemplate",
    "Answers",
    "Area",
    "Attachment",
    "AttachmentContent",
    "Attended",
    "Audience",
    "Brief",
    "Callout",
    "CalloutCall",
    "CalloutSummary",
    "Capabilities",
    "Capability",
    "Change",
    "Clash",
    "Commission",
    "Evaluation",
    "Event",
    "Exercise",
    "ExerciseNumbers",
    "Feed",
    "Finding",
    "ImportMapping",
    "ImportMappings",
    "ImportPreview",
    "Incoming",
    "Invitation",
    "Invitee",
    "IssuedReport",
    "Letter",
    "LoggedDecision",
    "Meeting",
    "Minutes",
    "MinutesComment",
    "MinutesVersion",
    "Network",
    "Note",
    "Numbers",
    "Organisation",
    "Out",
    "Page",
    "Person",
    "Proposal",
    "Recorded",
    "Rehearsed",
    "Round",
    "RoundSlot",
    "Run",
    "RunInject",
    "RunLine",
    "RunRole",
    "Scenario",
    "ScenarioLine",
    "ScenarioVersion",
    "SearchHit",
    "Series",
    "SeriesDate",
    "Suggestion",
    "TimelineEntry",
]
