"""What can each endpoint be asked for, and of what? By the endpoints' names."""

from __future__ import annotations

from typing import Any

from tests.api.world import COMMISSION, MEETING, PAPER, SERIES

Ids = dict[str, str]

PERSON = {"name": "Ny", "email": "ny@vart-nat.example"}
WHICH_MEETING = {
    "call_meeting": "planned",
    "restore_meeting": "cancelled",
    "publish_minutes": "draft",
    "approve_minutes": "draft",
    "circulate_minutes": "draft",
    "adjust_minutes": "circulated",
    "add_minutes_comment": "circulated",
    "list_minutes_comments": "published",
    "list_minutes_versions": "published",
    "get_minutes": "published",
    "get_minutes_document": "published",
    "put_minutes": "planned",
    "put_agenda": "planned",
    "resend_behind": "behind",
    "plan_exercise": "unexercised",
    "get_meetings_exercise": "exercised",
}
WHICH = {
    "confirm_incoming": {"incoming": "answer"},
    "retry_incoming": {"incoming": "bounce"},
    "change_exercise": {"exercise": "fresh"},
    "get_exercise_report": {"exercise": "reported"},
    "issue_exercise_report": {"exercise": "reported"},
    "verify_action": {"action": "corrective"},
    "start_run": {"run": "prepared"},
    "seat": {"run": "prepared"},
    "unseat": {"run": "prepared"},
    "rehearse_run": {"run": "prepared"},
    "resume_run": {"run": "paused"},
    "open_hotwash": {"run": "ended"},
    "close_run": {"run": "ended"},
    "reveal_answers": {"key": "F1"},
    "get_pack": {"kind": "situation_manual"},
    "send_pack": {"kind": "situation_manual"},
    "release_inject": {"key": "C4"},
    "hold_inject": {"key": "C4"},
    "skip_inject": {"key": "C4"},
}


def body_of(name: str, ids: Ids) -> Any:
    """Give what an endpoint can be asked for in a network with these ids."""
    known = _of_meetings(ids) | _of_scenarios(ids) | _of_exercises(ids)
    return known.get(name)


def seated(person: str) -> list[dict[str, Any]]:
    return [{"group": "kommun", "people": [person]}]


def a_promise(organisation: str) -> dict[str, Any]:
    return {"text": "Ny uppgift", "owner": {"organisation": organisation}}


def _of_meetings(ids: Ids) -> dict[str, Any]:
    return {
        "create_network": {"name": "Nytt nätverk"},
        "add_organisation": {"name": "Ny kommun", "kind": "municipality"},
        "add_person": PERSON,
        "create_series": SERIES,
        "preview_series": SERIES,
        "add_meeting": MEETING,
        "move_meeting": {"start": "2027-03-04T09:00"},
        "invite": {"people": [ids["other"]]},
        "reply": {"answer": "accepted"},
        "substitute": {"person": ids["other"]},
        "put_meeting_text": {"title": "Nytt namn"},
        "put_agenda": {"items": [{"title": "Ny punkt"}]},
        "put_minutes": {"entries": [{"text": "Ny anteckning"}]},
        "put_note": {"text": "Ny anteckning"},
        "note_attendance": {"person": ids["person"], "state": "present"},
        "put_round_slot": {"text": "Lugnt"},
        "settle_point": {"outcome": "postponed", "reason": "Väntar på svar"},
        "put_agenda_template": {"items": [{"title": "Ny punkt"}]},
        "propose_point": {"title": "Ny punkt", "person": ids["person"]},
        "decide_proposal": {"state": "accepted"},
        "circulate_minutes": {"adjusters": []},
        "adjust_minutes": {"person": ids["person"]},
        "add_minutes_comment": {"text": "Ny invändning"},
        "settle_minutes_comment": {"state": "taken"},
        "supersede_decision": {"superseded_by": ids["later"]},
        "add_attachment": PAPER,
        "add_action": a_promise(ids["house"]),
        "change_action": {"state": "done"},
        "add_area": {"name": "Nytt område"},
        "change_area": {"text": "Nya ord"},
        "add_commission": COMMISSION,
        "change_commission": {"state": "reported"},
        "make_callout": {"people": [ids["other"]]},
        "create_feed": {"kind": "network"},
    }


def _of_scenarios(_: Ids) -> dict[str, Any]:
    return {
        "create_scenario": {"title": "Nytt scenario"},
        "import_scenario": {"title": "Nytt scenario", "language": "sv"},
        "put_scenario": {"content": {"title": "Nytt namn", "language": "sv"}},
        "suggest_inject": {"title": "Nytt inspel"},
        "decide_suggestion": {"state": "taken"},
        "put_import_mappings": {"items": [{"name": "Ny", "columns": {"Vad": "text"}}]},
        "put_capabilities": {"items": [{"code": "F1", "name": "Ny förmåga"}]},
    }


def _of_exercises(ids: Ids) -> dict[str, Any]:
    return {
        "plan_exercise": {"scenario": ids["script"]},
        "prepare_run": {"label": "Bord 2"},
        "seat": {"person": ids["other"], "kind": "evaluator"},
        "jump_in_run": {"module": "2"},
        "set_rate": {"rate": 2},
        "abort_run": {"reason": "En verklig händelse"},
        "mark_action": {"action": "C1.1"},
        "add_inject": {"title": "Ett inspel till"},
        "correct_inject": {"body": "Nya ord"},
        "record_response": {"question": "F1", "group": "kommun", "option": "Kommunen"},
        "record_decision": {"text": "En talesperson"},
        "record_observation": {"text": "Delade lägesbilden"},
        "record_rating": {"target": "M1.1", "value": "met"},
        "add_finding": {"kind": "strength", "text": "Ny lärdom"},
        "change_finding": {"text": "Nya ord"},
        "add_corrective_action": {"text": "Ny åtgärd", "organisation": ids["house"]},
        "verify_action": {"exercise": ids["retest"], "works": True},
    }
