"""What does a request look like? One example for each body, held to its model by a test."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from scheduler.inputs import (
    ActionInput,
    ActionPatch,
    AdjustInput,
    AgendaInput,
    AnswerInput,
    CancelInput,
    CirculateInput,
    CommentDecisionInput,
    CommentInput,
    LeavingInput,
    MeetingInput,
    MinutesInput,
    MoveInput,
    NetworkInput,
    OrganisationInput,
    OutcomeInput,
    PersonInput,
    ProposalDecisionInput,
    RoundInput,
    SeriesInput,
    SupersedeInput,
    TemplateInput,
    TextInput,
)
from scheduler.inputs.areas import AreaInput, AreaPatch, CommissionInput, CommissionPatch
from scheduler.inputs.attachment import AttachmentInput
from scheduler.inputs.exercise import (
    CalloutInput,
    CorrectiveInput,
    ExerciseInput,
    ExercisePatch,
    FindingInput,
    FindingPatch,
    ReportInput,
    RoleInput,
    RunInput,
    VerifyInput,
)
from scheduler.inputs.incoming import ConfirmInput
from scheduler.inputs.invitation import FeedInput, InviteInput, SubstituteInput
from scheduler.inputs.run import (
    AbortInput,
    AdHocInput,
    CorrectInput,
    DecisionInput,
    JumpInput,
    MarkInput,
    ObservationInput,
    PauseInput,
    RateInput,
    RatingInput,
    ReleaseInput,
    ResponseInput,
    ResumeInput,
    SkipInput,
)
from scheduler.inputs.scenario import (
    CapabilitiesInput,
    ScenarioInput,
    ScenarioPatch,
    SuggestionDecisionInput,
    SuggestionInput,
)
from scheduler.inputs.scenario_import import MappingsInput
from scheduler.inputs.taking import NoteInput, PresenceInput
from web.api.example_scenario import SCENARIO
from web.api.proposals import ProposalAsked
from web.api.scenarios import StepInput

_PERSON = "6f1c1f0e-6c3c-4f4e-9a55-0d3a4c1d2b10"
_HOUSE = "Björkhamra kommun"
_OWNER = {"organisation": _HOUSE}

EXAMPLES: dict[type[BaseModel], dict[str, Any]] = {
    ExerciseInput: {"scenario": _PERSON, "purpose": "Öva en gemensam lägesbild."},
    ExercisePatch: {"stop_word": "SKARPT LÄGE"},
    ReportInput: {"state": "final", "case_number": "2027/118"},
    RunInput: {"label": "Bord 1", "audiences": [{"group": "kommun", "people": [_PERSON]}]},
    FindingInput: {
        "kind": "improvement",
        "text": "Ingen visste vem som svarar medierna.",
        "objective": "M1",
        "evidence": [{"run": _PERSON, "entry": 17}],
    },
    FindingPatch: {"root_cause": "Listan är gammal."},
    CorrectiveInput: {
        "text": "Skriv en lista över vem som svarar.",
        "organisation": _HOUSE,
        "due": "2027-12-01",
        "element": "planning",
    },
    VerifyInput: {"exercise": _PERSON, "works": True},
    RoleInput: {"person": _PERSON, "kind": "evaluator"},
    PauseInput: {"reason": "Kaffe"},
    ResumeInput: {"count_gap": False},
    JumpInput: {"module": "2", "rest": "skip", "each": {"C4": "move"}},
    RateInput: {"rate": 2},
    AbortInput: {"reason": "En verklig händelse."},
    MarkInput: {"action": "C1.1", "value": "yes"},
    AdHocInput: {"title": "Ett samtal till", "text": "Växeln får ett samtal till."},
    ReleaseInput: {"confirmed": True},
    SkipInput: {"reason": "Tiden räcker inte."},
    CorrectInput: {"body": "Mötet är klockan 15, inte 14."},
    ResponseInput: {"question": "F1", "group": "kommun", "option": "Ja", "text": "Vi ringer."},
    DecisionInput: {"text": "En talesperson.", "decided_by": "Säkerhetschef", "stand_in": True},
    ObservationInput: {"kind": "strength", "text": "Delade lägesbilden.", "inject": "C1"},
    RatingInput: {"target": "M1.1", "group": "kommun", "value": "partly", "reason": "Sent."},
    CalloutInput: {"text": "Kontroll av larmlistan.", "minutes": 30},
    NetworkInput: {
        "name": "Länsnätverket",
        "language": "sv",
        "time_zone": "Europe/Stockholm",
        "countries": ["SE"],
    },
    OrganisationInput: {"name": _HOUSE, "kind": "municipality", "country": "SE"},
    PersonInput: {
        "name": "Samordnare, Björkhamra",
        "email": "samordnare@bjorkhamra.example",
        "organisation": _HOUSE,
        "role": "member",
    },
    SeriesInput: {
        "title": "Länsnätverket",
        "rule": {"every": 3, "unit": "month", "nth": 4, "weekdays": ["th"]},
        "at": "09:00",
        "minutes": 180,
        "from": "2027-01-01",
        "until": "2027-12-31",
        "place": "Residenset",
        "when": "each",
        "notice_days": 21,
        "reply_days": 7,
    },
    MeetingInput: {
        "title": "Övningsdag",
        "kind": "exercise",
        "start": "2027-10-14T09:00",
        "minutes": 150,
        "place": "Stadshuset",
    },
    RoundInput: {"text": "Lugnt. Ny lokal för fritidsgården från mars."},
    MoveInput: {"start": "2027-10-15T09:00", "reason": "Lokalen är upptagen."},
    TextInput: {"title": "Övningsdag", "place": "Stadshuset", "text": "Ta med planen."},
    CancelInput: {"reason": "För få kan komma."},
    InviteInput: {"people": [_PERSON]},
    AnswerInput: {"answer": "accepted", "comment": "Kommer en kvart sent."},
    SubstituteInput: {"name": "Ersättare", "email": "ersattare@bjorkhamra.example"},
    AgendaInput: {
        "items": [
            {"title": "Lägesbild", "kind": "round", "minutes": 30},
            {"title": "Vårens övning", "kind": "decision", "class": "circle", "minutes": 20},
        ]
    },
    TemplateInput: {
        "items": [
            {"title": "Inledning", "minutes": 5},
            {"title": "Lägesbild", "kind": "round", "minutes": 30},
        ]
    },
    OutcomeInput: {"outcome": "postponed", "reason": "Väntar på polisens siffror."},
    ProposalAsked: {"title": "Trygga skolvägar", "minutes": 20, "person": _PERSON},
    ProposalDecisionInput: {"state": "returned", "answer": "Tas upp i skolgruppen."},
    MinutesInput: {
        "attendance": [{"person": _PERSON, "present": True}],
        "entries": [{"text": "Mötet öppnades."}],
        "decisions": [{"text": "Övningen hålls i oktober."}],
        "actions": [{"text": "Boka lokal.", "owner": _OWNER, "due": "2027-09-01"}],
    },
    NoteInput: {"item": _PERSON, "text": "Lugnt i hela länet.", "seen": 3},
    PresenceInput: {"person": _PERSON, "state": "late", "arrived": "09:20", "seen": "absent"},
    CirculateInput: {"comments_until": "2027-02-18T16:00", "adjusters": [_PERSON]},
    AdjustInput: {"person": _PERSON},
    CommentInput: {"text": "Beslutet gällde oktober, inte september."},
    CommentDecisionInput: {"state": "taken", "answer": "Rättat."},
    ActionInput: {"text": "Boka lokal.", "owner": _OWNER, "due": "2027-09-01"},
    ActionPatch: {"state": "done"},
    SupersedeInput: {"superseded_by": _PERSON},
    AreaInput: {"name": "Anhöriga", "owner": _OWNER, "participates": ["Björkhamra skola"]},
    AreaPatch: {"position": 1},
    CommissionInput: {
        "title": "Kartlägg stödet",
        "giver": "Kommunstyrelsen",
        "document": "KS 2027/14",
        "bodies": [_HOUSE],
        "report_back": "2027-10-01",
    },
    CommissionPatch: {"state": "closed", "outcome": "Stödet finns i alla kommuner."},
    ScenarioInput: {"content": SCENARIO},
    ScenarioPatch: {"content": SCENARIO, "change_note": "Kortare första dag."},
    StepInput: {"note": "Provspelat i arbetsgruppen."},
    SuggestionInput: {"title": "Lokaltidningen ringer", "text": "Stämmer det som sägs?"},
    SuggestionDecisionInput: {"state": "taken"},
    MappingsInput: {"items": [{"name": "Länets spelplan", "columns": {"Vad": "text"}}]},
    CapabilitiesInput: {"items": [{"code": "lagesbild", "name": "Gemensam lägesbild"}]},
    FeedInput: {"kind": "network", "level": "title"},
    ConfirmInput: {"remember": True},
    AttachmentInput: {"name": "Underlag.txt", "content": "TMOkZ2VzYmlsZA=="},
    LeavingInput: {"undo_seconds": 60},
}
