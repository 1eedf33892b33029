"""Which papers does an exercise have, and how does each become a document? The table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scheduler.documents.document import Document
from scheduler.documents.packs import (
    evaluation_guide,
    evaluator_handbook,
    facilitator_handbook,
    feedback_form,
    inject_cards,
    inject_list,
    situation_manual,
)
from scheduler.packs import PackKind, PackPaper

__all__ = ["pack"]

_WRITERS: Mapping[PackKind, Callable[[PackPaper], Document]] = {
    "situation_manual": situation_manual.document,
    "feedback_form": feedback_form.document,
    "facilitator_handbook": facilitator_handbook.document,
    "evaluator_handbook": evaluator_handbook.document,
    "evaluation_guide": evaluation_guide.document,
    "inject_cards": inject_cards.document,
    "inject_list": inject_list.document,
}


def pack(paper: PackPaper) -> Document:
    """Write a paper of an exercise as a document in its scenario's language."""
    return _WRITERS[paper.kind](paper)
