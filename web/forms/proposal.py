"""What was typed about a proposed point, when it could not be decided so?"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from scheduler.inputs import ProposalDecisionInput
from web.forms.base import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The form of one proposal."""

    id: UUID
    form: Form[ProposalDecisionInput]
