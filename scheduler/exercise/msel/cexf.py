"""How does a scenario go out in MISP's Common Exercise Format, as far as that can hold it?

The format knows injects in their order, their times and what is expected; of audiences, modules
and questions it knows nothing. Identities are made of the title and the number, so that the same
scenario has the same (format-description.md of the project).
"""

from __future__ import annotations

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from scheduler.exercise.content import Content, Inject

_STARTS = {"start": "startex", "after": "inject-resolution", "marks": "inject-resolution"}


def write(content: Content) -> bytes:
    """Write the JSON of an exercise: its head, its injects, when each comes."""
    said = {
        "exercise": _head(content),
        "inject_flow": [_step(content, inject) for inject in content.injects],
        "inject_payloads": [],
        "injects": [_inject(content, inject) for inject in content.injects],
    }
    return json.dumps(said, ensure_ascii=False, indent=2).encode()


def _head(content: Content) -> dict[str, Any]:
    meta = {"language": content.language, "level": content.level, "licence": content.licence}
    return {
        "name": content.title,
        "namespace": "tabletop",
        "description": content.summary,
        "expanded": "\n\n".join(filter(None, (content.purpose, content.scope))),
        "meta": {name: text for name, text in meta.items() if text},
        "tags": list(content.tags),
        "total_duration": str(content.minutes * 60),
        "uuid": _identity(content, ""),
        "version": "1",
    }


def _step(content: Content, inject: Inject) -> dict[str, Any]:
    trigger = inject.trigger
    needed = {"inject_uuid": _identity(content, trigger.inject)} if trigger.kind == "after" else {}
    return {
        "description": inject.text,
        "inject_uuid": _identity(content, inject.key),
        "reporting_callback": [],
        "requirements": needed,
        "sequence": {
            "completion_trigger": ["manual"],
            "trigger": [_STARTS.get(trigger.kind, "manual")],
        },
        "timing": {"triggered_at": trigger.seconds if trigger.kind == "start" else None},
    }


def _inject(content: Content, inject: Inject) -> dict[str, Any]:
    return {
        "action": inject.delivery,
        "inject_evaluation": [
            {"parameters": [], "result": one.text, "score_range": [0, 1]} for one in inject.expected
        ],
        "name": inject.title,
        "target_tool": "tabletop",
        "uuid": _identity(content, inject.key),
    }


def _identity(content: Content, key: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{content.title}\n{content.language}\n{key}"))
