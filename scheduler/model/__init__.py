"""What is kept: one file per subject, typed declarative classes, no behaviour that needs more."""

from scheduler.model.access import Account, ApiToken, SignInAttempt, SignInLink, WebSession
from scheduler.model.action import Action
from scheduler.model.agenda import AgendaItem
from scheduler.model.feed import Feed, RenderedEntry
from scheduler.model.incoming import Incoming
from scheduler.model.invitation import Invitation, Reply
from scheduler.model.letter import Letter
from scheduler.model.log import DueRow, EventRow, Known
from scheduler.model.meeting import Meeting, MeetingChange
from scheduler.model.minutes import Attendance, Decision, Minutes, MinutesEntry
from scheduler.model.network import Membership, Network
from scheduler.model.people import Alias, Organisation, Person, ReplyAddress
from scheduler.model.series import Series

__all__ = [
    "Account",
    "Action",
    "AgendaItem",
    "Alias",
    "ApiToken",
    "Attendance",
    "Decision",
    "DueRow",
    "EventRow",
    "Feed",
    "Incoming",
    "Invitation",
    "Known",
    "Letter",
    "Meeting",
    "MeetingChange",
    "Membership",
    "Minutes",
    "MinutesEntry",
    "Network",
    "Organisation",
    "Person",
    "RenderedEntry",
    "Reply",
    "ReplyAddress",
    "Series",
    "SignInAttempt",
    "SignInLink",
    "WebSession",
]
