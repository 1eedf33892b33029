"""What is there to say of a cell, so that people find it and know what to do?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import ValidationError

from scheduler.errors import N_, Refused, Worded

Level = Literal["error", "warning", "info"]
MOST = 500

TOO_LONG = N_("This is too long: at most %(max_length)s characters.")
TOO_LARGE = N_("Give a number that is at most %(le)s.")
TOO_SMALL = N_("Give a number that is at least %(ge)s.")
OTHERWISE = N_("“%(cell)s” cannot be used here.")
AND_MORE = N_("There are %(count)s more messages. Correct these first and look again.")
_WORDS = {
    "string_too_long": TOO_LONG,
    "too_long": TOO_LONG,
    "less_than_equal": TOO_LARGE,
    "greater_than_equal": TOO_SMALL,
}


@dataclass(frozen=True, slots=True)
class Message:
    """One remark: sheet ("" in csv), row from 1 (0: the whole), column letter; text is a msgid."""

    sheet: str
    row: int
    column: str
    level: Level
    text: str
    params: dict[str, object] = field(default_factory=dict)

    @property
    def cell(self) -> str:
        """Where it is, as spreadsheets say: C12."""
        return f"{self.column}{self.row}" if self.column else ""


def of_refusal(place: tuple[str, int, str], refused: Refused, level: Level = "error") -> Message:
    """Say a refusal of one cell; `place`: sheet, row, column."""
    return Message(*place, level, refused.message, dict(refused.params))


def of_validation(invalid: ValidationError) -> list[tuple[str, str, dict[str, object]]]:
    """Give each fault of a part: the field, the words, what fills them."""
    return [_fault(error) for error in invalid.errors()]


def of_json(invalid: ValidationError) -> tuple[Message, ...]:
    """Say each fault of a scenario in JSON; the sheet is then the path to it."""
    found = []
    for error, (_, text, params) in zip(invalid.errors(), of_validation(invalid), strict=True):
        path = ".".join(str(part) for part in error["loc"])[:200]
        found.append(Message(path, 0, "", "error", text, params))
    return bounded(found)


def _fault(error: Any) -> tuple[str, str, dict[str, object]]:
    name = str(error["loc"][0]) if error["loc"] else ""
    context = dict(error.get("ctx", {}))
    raised = context.pop("error", None)
    if isinstance(raised, Worded):
        return name, raised.refusal.message, dict(raised.refusal.params)
    said = _WORDS.get(error["type"])
    if said is None:
        return name, OTHERWISE, {"cell": str(error.get("input", ""))[:60]}
    return name, said, context


def bounded(messages: list[Message]) -> tuple[Message, ...]:
    """Give the worst first, sheet by sheet in the order of the rows; not more than people read."""
    levels = {"error": 0, "warning": 1, "info": 2}
    sheets = {name: place for place, name in enumerate(dict.fromkeys(m.sheet for m in messages))}
    ranked = sorted(
        messages,
        key=lambda m: (levels[m.level], sheets[m.sheet], m.row, len(m.column), m.column),
    )
    if len(ranked) <= MOST:
        return tuple(ranked)
    more = Message("", 0, "", ranked[MOST].level, AND_MORE, {"count": len(ranked) - MOST})
    return (*ranked[:MOST], more)
