"""How does raw data become an input, or a list of worded errors?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from scheduler.errors import N_, InvalidInput, InvalidInputs, Refused, Worded, wrong

__all__ = ["Worded", "parse", "wrong"]

M = TypeVar("M", bound=BaseModel)

_WORDS: Mapping[str, str] = {
    "missing": N_("This is needed."),
    "string_too_short": N_("This is needed."),
    "string_too_long": N_("This is too long: at most %(max_length)s characters."),
    "string_type": N_("This must be text."),
    "bool_parsing": N_("Answer true or false."),
    "bool_type": N_("Answer true or false."),
    "int_parsing": N_("Give a whole number."),
    "int_type": N_("Give a whole number."),
    "int_from_float": N_("Give a whole number."),
    "greater_than_equal": N_("Give a number that is at least %(ge)s."),
    "less_than_equal": N_("Give a number that is at most %(le)s."),
    "literal_error": N_("Choose one of: %(expected)s."),
    "extra_forbidden": N_("There is no such field. Check its spelling or leave it out."),
    "list_type": N_("Give a list."),
    "tuple_type": N_("Give a list."),
    "too_long": N_("There are too many: at most %(max_length)s."),
    "too_short": N_("Give at least one."),
    "dict_type": N_("Give named fields."),
    "model_type": N_("Give named fields."),
    "model_attributes_type": N_("Give named fields."),
    "uuid_parsing": N_("This is not an id that was given out here."),
    "uuid_type": N_("This is not an id that was given out here."),
    "date_parsing": N_("Give a date as year-month-day, for example 2027-02-04."),
    "date_type": N_("Give a date as year-month-day, for example 2027-02-04."),
    "date_from_datetime_parsing": N_("Give a date as year-month-day, for example 2027-02-04."),
}
_OTHERWISE = N_("This cannot be used here.")


def parse(model: type[M], data: Any) -> M:
    """Give the input that `data` means; raises InvalidInputs with each wrong field."""
    try:
        return model.model_validate(data)
    except ValidationError as invalid:
        raise InvalidInputs([_refusal(error) for error in invalid.errors()]) from None


def _refusal(error: Any) -> Refused:
    field = ".".join(str(part) for part in error["loc"])
    raised = error.get("ctx", {}).get("error")
    if isinstance(raised, Worded):
        own = raised.refusal
        place = ".".join(part for part in (field, own.field) if part)
        return InvalidInput(own.message, field=place, **own.params)
    context = {key: value for key, value in error.get("ctx", {}).items() if key != "error"}
    return InvalidInput(_WORDS.get(error["type"], _OTHERWISE), field=field, **context)
