"""What are the kinds, ways and states of scenarios called, and when does an inject come?"""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.errors import N_
from scheduler.exercise import offsets
from scheduler.exercise.content import Content, Trigger
from web.reader import gettext, ngettext, reader

SCENARIO_KINDS: Mapping[str, str] = {
    "seminar": N_("Seminar exercise"),
    "tabletop": N_("Tabletop exercise"),
    "workshop": N_("Workshop"),
    "game": N_("Game"),
}
STATES: Mapping[str, str] = {
    "draft": N_("Draft"),
    "review": N_("In review"),
    "approved": N_("Approved"),
    "locked": N_("Approved and run"),
    "retired": N_("Out of use"),
}
INJECT_KINDS: Mapping[str, str] = {
    "inject": N_("Inject"),
    "contingency": N_("Contingency inject: only if the talk needs it"),
    "information": N_("Information"),
    "expected": N_("Expected action: for facilitators alone"),
    "note": N_("Note: for facilitators alone"),
}
CHANNELS: Mapping[str, str] = {
    "aloud": N_("Read aloud"),
    "handout": N_("Handout"),
    "mail": N_("Mail"),
    "web": N_("On the player's page"),
    "phone": N_("By phone"),
    "film": N_("Film"),
}
TRIGGERS: Mapping[str, str] = {
    "manual": N_("By hand, when the facilitator judges"),
    "start": N_("A time after the start of the exercise"),
    "module": N_("A time after its module begins"),
    "after": N_("A time after another inject"),
    "marks": N_("When expected actions have been marked"),
}
MARKS: Mapping[str, str] = {
    "yes": N_("was taken"),
    "no": N_("was not taken"),
    "any": N_("is marked, either way"),
}
PART_STATES: Mapping[str, str] = {
    "draft": N_("Draft"),
    "review": N_("In review"),
    "approved": N_("Approved"),
}
AUDIENCES: Mapping[str, str] = {
    "all": N_("Everybody, players too"),
    "facilitators": N_("Facilitators and evaluators"),
    "evaluators": N_("Evaluators alone"),
}
SCALES: Mapping[str, str] = {
    "met": N_("Met, partly met, not met"),
    "psmu": N_("P, S, M, U: performed without challenges to unable to be performed"),
    "five": N_("1 to 5"),
    "own": N_("Steps of your own"),
}
LISTS: Mapping[str, str] = {
    "": N_("The head"),
    "objectives": N_("Objective"),
    "modules": N_("Module"),
    "injects": N_("Inject"),
    "groups": N_("Group"),
    "personas": N_("Persona"),
    "variables": N_("Variable"),
    "capabilities": N_("Capability"),
    "papers": N_("Paper"),
    "feedback": N_("Feedback question"),
}

FIELDS: Mapping[str, str] = {
    "action": N_("Action"),
    "artificialities": N_("What is pretended"),
    "audience": N_("Who may see it"),
    "break_minutes": N_("Minutes of break"),
    "capabilities": N_("Capabilities"),
    "code": N_("Code"),
    "delivery": N_("How it comes"),
    "expected": N_("Expected actions"),
    "extra": N_("Columns of the list that it came from"),
    "files": N_("Papers"),
    "groups": N_("Groups"),
    "indicators": N_("Indicators"),
    "key": N_("Number or key"),
    "kind": N_("Kind"),
    "kinds": N_("Kinds of organisations"),
    "language": N_("Language"),
    "level": N_("Level"),
    "licence": N_("Licence"),
    "module": N_("Module"),
    "name": N_("Name"),
    "note": N_("Note to the facilitator"),
    "objectives": N_("Objectives"),
    "organisation": N_("Organisation"),
    "origin": N_("Origin"),
    "persona": N_("From"),
    "personas": N_("Personas"),
    "priority": N_("Priority"),
    "purpose": N_("Purpose"),
    "questions": N_("Questions"),
    "read_minutes": N_("Minutes of reading"),
    "reading_minutes": N_("Minutes to read it"),
    "responsible": N_("Responsible"),
    "scale": N_("Scale"),
    "scope": N_("Scope"),
    "secret": N_("Never on the room's screen"),
    "sensitivity": N_("Sensitivity"),
    "sha256": N_("What is in the file"),
    "size": N_("Size"),
    "status": N_("State"),
    "story_time": N_("Time in the story"),
    "summary": N_("In short"),
    "tags": N_("Subjects"),
    "talk_minutes": N_("Minutes of talk"),
    "text": N_("Text"),
    "title": N_("Title"),
    "trigger": N_("When it comes"),
    "value": N_("Value"),
    "variables": N_("Variables"),
    "feedback": N_("Feedback form"),
    "media_type": N_("Kind of file"),
}


def when(trigger: Trigger, module: str = "") -> str:
    """Say when an inject comes: 0:05 after the start, after C1, by hand."""
    time = offsets.shown(trigger.seconds)
    match trigger.kind:
        case "start":
            words = gettext("%(time)s after the start", time=time)
        case "module":
            words = gettext("%(time)s into module %(module)s", time=time, module=module or "–")
        case "after":
            words = gettext("%(time)s after %(inject)s", time=time, inject=trigger.inject or "–")
        case "marks":
            words = gettext("when actions are marked")
        case _:
            words = gettext("by hand")
    if trigger.requires is None:
        return words
    marks = [f"{one.action} {gettext(MARKS[one.value])}" for one in trigger.requires.marks]
    joined = reader().list_(marks) if trigger.requires.mode == "all" else " / ".join(marks)
    return f"{words}: {joined}" if trigger.kind == "marks" else f"{words}, {joined}"


def field(name: str) -> str:
    """Name a field of a part."""
    return gettext(FIELDS[name]) if name in FIELDS else name


def length(content: Content) -> str:
    """Say how long a scenario is planned to take."""
    minutes = content.minutes
    return ngettext("one minute", "%(n)d minutes", minutes) if minutes else gettext("no time yet")
