"""What may be asked about papers?"""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator

from scheduler.errors import N_
from scheduler.inputs.parsing import wrong
from scheduler.inputs.types import Input, Line


def _decoded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise wrong(N_("Send the file's content as base64 (RFC 4648).")) from None


class AttachmentInput(Input):
    """A file; `content` as base64 (RFC 4648). Without `item` it belongs to the whole meeting."""

    name: Line
    item: UUID | None = None
    content: Annotated[bytes, BeforeValidator(_decoded)]
