"""What may be asked about a mail that waits for somebody to decide?"""

from __future__ import annotations

from scheduler.inputs.types import Input


class ConfirmInput(Input):
    """Count an answer; `remember`: from now on those from its address count without asking."""

    remember: bool = False
