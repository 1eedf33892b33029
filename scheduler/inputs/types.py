"""What kinds of text, time and address may be typed?"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from scheduler.calendar.address import AddressNotSupported, wire
from scheduler.errors import N_
from scheduler.inputs.parsing import wrong
from scheduler.text import clean_line, clean_text

_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_HOST_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_LOCAL_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:00)?")
_WHOLE = re.compile(r"-?[0-9]{1,9}")


class Input(BaseModel):
    """The root of all inputs: frozen, and no field that is not known.

    A null is as good as an empty text or list where those stand when nothing is said. `shown` are
    the names that an answer adds: passed over, so that what was got can be sent back.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    shown: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="before")
    @classmethod
    def _pass_over_what_says_nothing(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        fields = cls.model_fields
        empty = {name for name, field in fields.items() if field.default in ("", [])}
        empty |= {fields[name].alias or name for name in empty}
        return {
            name: value
            for name, value in data.items()
            if name not in cls.shown and not (value is None and name in empty)
        }


def _line(value: Any) -> Any:
    return clean_line(value) if isinstance(value, str) else value


def _text(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value


def address(value: str) -> str:
    """Give a mail address with its domain in one spelling: IDN in its own letters, lower case."""
    local, _, domain = value.rpartition("@")
    if not _LOCAL_PART.fullmatch(local) or len(local) > 64:
        raise wrong(
            N_("“%(address)s” is not a mail address we can reach. Example: anna@kommun.example"),
            address=value[:80],
        )
    try:
        ascii_domain = domain.encode("idna").lower()
        labels = ascii_domain.decode().split(".")
        made = f"{local}@{ascii_domain.decode('idna')}"
        wire(f"{local}@{domain}")  # what mail cannot be sent to is not taken
    except (UnicodeError, AddressNotSupported):
        labels = []
    if len(labels) < 2 or not all(_HOST_LABEL.fullmatch(label) for label in labels):
        raise wrong(
            N_("The part after @ in “%(address)s” is not a domain. Example: anna@kommun.example"),
            address=value[:80],
        )
    return made


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise wrong(
            N_("“%(zone)s” is no known time zone. Example: Europe/Stockholm"), zone=value[:60]
        )
    return value


def _country(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", value.upper()):
        raise wrong(N_("Give a country by its two letters, for example SE."))
    return value.upper()


def _local_time(value: Any) -> Any:
    if isinstance(value, datetime) and value.tzinfo is None:
        return value
    if isinstance(value, str) and _LOCAL_TIME.fullmatch(value.strip()):
        try:
            return datetime.fromisoformat(value.strip())
        except ValueError:
            pass
    raise wrong(
        N_("Give the local date and time as 2027-02-04T09:00; the time zone stands beside it.")
    )


def _day(value: Any) -> Any:
    if type(value) is date or value is None:
        return value
    try:
        return date.fromisoformat(value.strip())
    except (AttributeError, ValueError):  # a number is no date
        raise wrong(N_("Give a date as year-month-day, for example 2027-02-04.")) from None


def clock_time(value: str) -> str:
    """Give a time of day as HH:MM; 09.20 is one too."""
    if not re.fullmatch(r"([01]\d|2[0-3])[:.][0-5]\d", value):
        raise wrong(N_("Give a time of day as hours and minutes, for example 09:00."))
    return value.replace(".", ":")


def _no_truth(value: Any) -> Any:
    if isinstance(value, bool):  # Python takes true for 1
        raise wrong(N_("Give a whole number."))
    return value


def _whole(value: Any) -> Any:
    # Forms and files say numbers as text; a Literal would not take them.
    return int(value) if isinstance(value, str) and _WHOLE.fullmatch(value.strip()) else value


def _link(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s<>\"]{1,990}", value):
        raise wrong(N_("A link begins with https:// and has no spaces."))
    return value


Line = Annotated[str, StringConstraints(min_length=1, max_length=200), BeforeValidator(_line)]
OptionalLine = Annotated[str, StringConstraints(max_length=200), BeforeValidator(_line)]
Text = Annotated[str, StringConstraints(max_length=20_000), BeforeValidator(_text)]
Reason = Annotated[str, StringConstraints(max_length=1_000), BeforeValidator(_text)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=1_000), BeforeValidator(_text)]
Comment = Annotated[str, StringConstraints(max_length=1_000), BeforeValidator(_text)]
Address = Annotated[
    str,
    StringConstraints(min_length=1, max_length=254),
    AfterValidator(address),
    BeforeValidator(_line),
]
Zone = Annotated[str, BeforeValidator(_line), AfterValidator(_zone)]
Country = Annotated[str, BeforeValidator(_line), AfterValidator(_country)]
Language = Literal["sv", "nb", "da", "fi", "is", "en"]
Number = Annotated[int, BeforeValidator(_no_truth)]
Nth = Annotated[Literal[1, 2, 3, 4, 5, -1], BeforeValidator(_whole)]
Fold = Annotated[Literal[0, 1], BeforeValidator(_whole)]
Link = Annotated[str, BeforeValidator(_line), AfterValidator(_link)]
Day = Annotated[date, BeforeValidator(_day)]
ClockTime = Annotated[str, BeforeValidator(_line), AfterValidator(clock_time)]
LocalTime = Annotated[
    datetime,
    BeforeValidator(_local_time),
    PlainSerializer(lambda value: value.strftime("%Y-%m-%dT%H:%M"), return_type=str),
    WithJsonSchema({"type": "string", "examples": ["2027-02-04T09:00"]}),
]
