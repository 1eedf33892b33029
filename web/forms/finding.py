"""How is a finding typed: its words, where it belongs, and the lines of the logs that show it?"""

from __future__ import annotations

from typing import Any, TypeVar

from flask import request

from scheduler.inputs.exercise import FindingInput, FindingPatch
from scheduler.queries.evaluation import Evaluation
from scheduler.queries.findings import FindingLine, may_recur
from web.forms.base import Form
from web.reader import gettext, reader

M = TypeVar("M", FindingInput, FindingPatch)
WORDS = ("kind", "text", "analysis", "root_cause", "objective", "capability")


def typed(model: type[M]) -> Form[M]:
    """Take what was typed; lines are ticked as "run:entry"."""
    data: dict[str, Any] = {name: request.form.get(name, "") for name in WORDS}
    data["evidence"] = [_line(value) for value in request.form.getlist("evidence")]
    data["recurring_of"] = request.form.get("recurring_of") or None
    return Form(model, data)


def fresh() -> Form[FindingInput]:
    """Begin with what was chosen on the page of the evaluation."""
    data: dict[str, Any] = {name: request.args.get(name, "") for name in ("kind", "objective")}
    data["evidence"] = [_line(value) for value in request.args.getlist("evidence")]
    return Form(FindingInput, data)


def standing(line: FindingLine) -> Form[FindingPatch]:
    """Give a finding as its form."""
    data: dict[str, Any] = {name: getattr(line, name) for name in WORDS}
    data["evidence"] = [{"run": str(run), "entry": entry} for run, entry in line.evidence]
    data["recurring_of"] = line.recurring_of
    return Form(FindingPatch, data)


def chosen(form: Form[M]) -> set[str]:
    """Give the lines that are ticked, as "run:entry"."""
    return {f"{one['run']}:{one['entry']}" for one in form.data["evidence"]}


def earlier(page: Evaluation, form: Form[M]) -> list[tuple[str, str]]:
    """Give the earlier findings to choose from, those about the same first."""
    objective = next((o for o in page.objectives if o.key == form.value("objective")), None)
    same = may_recur(
        page.earlier,
        kind=form.value("kind"),
        capability=form.value("capability"),
        objective_text=objective.text if objective else "",
    )
    likely = [(str(one.id), gettext("Perhaps: %(text)s", text=_words(one))) for one in same]
    others = [(str(one.id), _words(one)) for one in page.earlier if one not in same]
    return likely + others


def _words(one: FindingLine) -> str:
    return f"{reader().short_date(one.start.date())} {one.exercise}: {one.text[:90]}"


def _line(value: str) -> dict[str, Any]:
    run, _, entry = value.partition(":")
    return {"run": run, "entry": int(entry) if entry.isdecimal() else 0}
