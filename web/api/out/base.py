"""What do all answers of the API have in common?"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Generic, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

_INSTANT = "%Y-%m-%dT%H:%M:%SZ"


def _text(value: Any) -> Any:
    return value if value is None else str(value)


Id = Annotated[str, BeforeValidator(_text), Field(description="Opaque: keep it, do not read it.")]
MaybeId = Annotated[str | None, BeforeValidator(_text)]
Instant = Annotated[
    datetime,
    PlainSerializer(lambda value: value.astimezone(UTC).strftime(_INSTANT), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2027-02-04T08:00:00Z"]}),
]


class Out(BaseModel):
    """The root of all answers: exactly these fields, each always there.

    `location` is the address below /api/v1 at which the object alone is found, "" if there is none;
    `counted` names fields that others change without changing the object: its ETag is without them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
    counted: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def copy_of(cls, row: object, **more: Any) -> Self:
        """Take each field from `more`, else from the row's attribute of the same name."""
        same = {name: getattr(row, name) for name in cls.model_fields if name not in more}
        return cls.model_validate(same | more)

    @property
    def location(self) -> str:
        """Where it is found."""
        return ""

    @property
    def etag(self) -> str:
        """Which version this is, opaque (RFC 9110 8.8.3)."""
        own = self.model_dump_json(by_alias=True, exclude=set(self.counted))
        return hashlib.sha256(own.encode()).hexdigest()[:32]

    def written(self) -> str:
        """Write it as JSON, with the names of the contract."""
        return self.model_dump_json(by_alias=True)


O = TypeVar("O", bound=Out)  # noqa: E741  # an Out


class Page(Out, Generic[O]):
    """One part of a list; `next` is the `after` of the following part, null at the end."""

    items: list[O]
    next: str | None

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Name the list of a kind in the API's description."""
        return f"{params[0].__name__}List"
