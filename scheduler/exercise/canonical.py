"""What is the one spelling of a content, so that two of them can be told apart by a hash?"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from scheduler.exercise.content import Content


def canonical(content: Content) -> str:
    """Give the one JSON text of a content: sorted keys, nothing that says nothing."""
    data = content.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(content: Content) -> str:
    """Give SHA-256 over the canonical JSON, 64 hexadecimal characters."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def as_json(content: Content) -> dict[str, Any]:
    """Give what is stored of a content."""
    return content.model_dump(mode="json", exclude_defaults=True)
