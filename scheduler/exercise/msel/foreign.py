"""How do other tools' scenarios read, as far as they say what ours can? JSON becomes a sheet.

OpenAEV (exercise or scenario, zip or JSON), IcebergTTX, MISP's CEXF and any list of flat objects
(Crisis-Lab's timeline): each inject is a row below headings that `headings` knows, so that what is
said of a spreadsheet's cells is said of them too. Decided by what is in it, never by a name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from scheduler.exercise.msel.cells import Sheet
from scheduler.exercise.msel.times import Cell

_LISTS = ("injects", "timeline", "items", "events")
_MOST = 1e12  # more is no time, and is told so
_WORDED = ("body", "message", "text", "content", "description")
Row = list[Cell]


def sheet_of(data: Any) -> Sheet | None:
    """Give another tool's JSON as a sheet; None for what says no injects in a form we know."""
    for knows, rows in _READERS:
        if knows(data):
            return Sheet(_name(data), rows(data))
    return None


def about(data: Any) -> dict[str, Any]:
    """Give what such JSON says of the scenario beside its injects: fields of a Content."""
    if not isinstance(data, dict):
        return {}
    inner = _inner(data)
    said: dict[str, Any] = {"summary": _text(inner.get("description"))[:20_000]}
    said["tags"] = [_text(one)[:200] for one in _items(inner.get("tags")) if _text(one).strip()]
    prefix = _openaev_prefix(data)
    said["objectives"] = [
        {"key": f"O{number}", "text": text[:1_000]}
        for number, text in enumerate(_openaev_texts(data, prefix, "objective"), 1)
    ]
    said["feedback"] = [
        {"key": f"F{number}", "text": text[:200].replace("\n", " ")}
        for number, text in enumerate(_openaev_texts(data, prefix, "lessons_question"), 1)
    ]
    return {name: value for name, value in said.items() if value}


def _openaev_texts(data: dict[str, Any], prefix: str, what: str) -> list[str]:
    """Give the texts of OpenAEV's objectives or questions on lessons."""
    fields = [f"{what}_title", f"{what}_content", f"{what}_description", f"{what}_explanation"]
    found = (
        _lines(_text(one.get(name)) for name in fields)
        for one in _objects(data.get(f"{prefix}_{what}s"))
    )
    return [text for text in found if text.strip()]


def zipped(parts: Mapping[str, bytes]) -> Any:
    """Give the JSON of another tool's zip: the one part that says injects; None if none does."""
    for name in sorted(parts):
        if not name.casefold().endswith(".json"):
            continue
        try:
            data = json.loads(parts[name].decode("utf-8-sig"))
        except (ValueError, RecursionError):
            continue
        if sheet_of(data) is not None:
            return data
    return None


def _is_openaev(data: Any) -> bool:
    return isinstance(data, dict) and _openaev_prefix(data) != ""


def _openaev(data: dict[str, Any]) -> list[Row]:
    prefix = _openaev_prefix(data)
    teams = _named(data, "teams", "team_id", "team_name")
    documents = _named(data, "documents", "document_id", "document_name")
    rows: list[Row] = [
        [
            *("Number", "inject_depends_duration", "Title", "Message", "To", "Expected Actions"),
            *("Attachments", "Notes"),
        ]
    ]
    injects = _objects(data.get(f"{prefix}_injects"))
    injects.sort(key=lambda one: _number(one.get("inject_depends_duration")))
    for number, one in enumerate(injects, 1):
        content = one.get("inject_content")
        said = content if isinstance(content, dict) else {}
        papers = one.get("inject_documents")
        rows.append(
            [
                str(number),
                _number(one.get("inject_depends_duration")),
                _text(one.get("inject_title")),
                _text(said.get("body") or said.get("content") or said.get("message")),
                _lines(teams.get(_text(key), "") for key in _items(one.get("inject_teams"))),
                _lines(
                    _text(each.get("expectation_name"))
                    for each in _objects(said.get("expectations"))
                ),
                _lines(documents.get(_document(each), "") for each in _items(papers)),
                _text(one.get("inject_description")),
            ]
        )
    return rows


def _openaev_prefix(data: dict[str, Any]) -> str:
    for prefix in ("exercise", "scenario"):
        if f"{prefix}_information" in data and f"{prefix}_injects" in data:
            return prefix
    return ""


def _named(data: dict[str, Any], what: str, key: str, name: str) -> dict[str, str]:
    found = _objects(data.get(f"{_openaev_prefix(data)}_{what}"))
    return {_text(one.get(key)): _text(one.get(name)) for one in found}


def _document(said: Any) -> str:
    return _text(said.get("document_id")) if isinstance(said, dict) else _text(said)


def _is_iceberg(data: Any) -> bool:
    return isinstance(data, dict) and "start_inject_id" in data and "injects" in data


def _iceberg(data: dict[str, Any]) -> list[Row]:
    teams = {_text(one.get("id")): one for one in _objects(data.get("participant_teams"))}
    rows: list[Row] = [
        [
            "ID",
            "release_at_minutes",
            "Title",
            "Message",
            "To",
            "From",
            "Expected Actions",
            "options",
        ]
    ]
    for one in _objects(data.get("injects")):
        labels = (
            _text(teams.get(_text(key), {}).get("label") or key)
            for key in _items(one.get("target_teams"))
        )
        rows.append(
            [
                _text(one.get("id")),
                _text(one.get("release_at_minutes")),
                _text(one.get("title")),
                _text(one.get("content")),
                _lines(labels),
                _text(one.get("external_entity")),
                _lines(_text(each) for each in _items(one.get("expected_actions"))),
                _lines(_text(each.get("label")) for each in _objects(one.get("options"))),
            ]
        )
    return rows


def _is_cexf(data: Any) -> bool:
    return isinstance(data, dict) and {"exercise", "inject_flow", "injects"} <= set(data)


def _cexf(data: dict[str, Any]) -> list[Row]:
    flow = {_text(one.get("inject_uuid")): one for one in _objects(data.get("inject_flow"))}
    rows: list[Row] = [["Number", "timing.triggered_at", "Title", "Message", "Expected Actions"]]
    for number, one in enumerate(_objects(data.get("injects")), 1):
        step = flow.get(_text(one.get("uuid")), {})
        timing = step.get("timing")
        rows.append(
            [
                str(number),
                _text(timing.get("triggered_at")) if isinstance(timing, dict) else "",
                _text(one.get("name")),
                _text(step.get("description")),
                _lines(
                    _text(each.get("result")) for each in _objects(one.get("inject_evaluation"))
                ),
            ]
        )
    return rows


def _is_table(data: Any) -> bool:
    return bool(_objects(_table_of(data))) and "language" not in _keys(data)


def _table(data: Any) -> list[Row]:
    """Take a list of flat objects for a table: their names are its headings."""
    objects = _objects(_table_of(data))
    heads = list(dict.fromkeys(name for one in objects for name in one))
    rows: list[Row] = [list(heads)]
    rows += [[_cell(one.get(name)) for name in heads] for one in objects]
    return rows


def _table_of(data: Any) -> Any:
    if isinstance(data, dict):
        return next((data[name] for name in _LISTS if isinstance(data.get(name), list)), [])
    return data


def _keys(data: Any) -> set[str]:
    return set(data) if isinstance(data, dict) else set()


def _cell(value: Any) -> str:
    """Say a value as a cell: of a nested one its words, of a list a line each."""
    if isinstance(value, dict):
        said = next((value[name] for name in _WORDED if isinstance(value.get(name), str)), "")
        return said or _text(value.get("value"))
    if isinstance(value, list):
        return _lines(_cell(one) for one in value)
    return _text(value)


def _name(data: Any) -> str:
    if not isinstance(data, dict):
        return ""
    names = ("title", "name")
    return next((_text(said) for name in names if (said := _inner(data).get(name))), "")


def _inner(data: dict[str, Any]) -> dict[str, Any]:
    """Give where such JSON says what the scenario is called."""
    places = ("exercise", "exercise_information", "scenario_information")
    found = next((data[one] for one in places if isinstance(data.get(one), dict)), data)
    return {name.removeprefix("exercise_").removeprefix("scenario_"): found[name] for name in found}


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in _items(value) if isinstance(one, dict)]


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _lines(texts: Any) -> str:
    return "\n".join(text for text in texts if text)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, str | int | float) else ""


def _number(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return 0.0
    return float(value) if -_MOST < value < _MOST else _MOST


_READERS: tuple[tuple[Callable[[Any], bool], Callable[[Any], list[Row]]], ...] = (
    (_is_openaev, _openaev),
    (_is_iceberg, _iceberg),
    (_is_cexf, _cexf),
    (_is_table, _table),
)
