"""Which letters are about work between meetings, and what do they say? The table.

One module a subject. A letter whose kind stands here carries no calendar; the others tell of a
meeting (scheduler/letters.py) or remind of one.
"""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.errands import actions, brief, callouts, comments, exercises, packs, proposals
from scheduler.errands.desk import Desk, Errand

__all__ = ["ERRANDS", "Desk", "Errand"]

ERRANDS: Mapping[str, Errand] = {
    **actions.ERRANDS,
    **brief.ERRANDS,
    **callouts.ERRANDS,
    **comments.ERRANDS,
    **exercises.ERRANDS,
    **packs.ERRANDS,
    **proposals.ERRANDS,
}
