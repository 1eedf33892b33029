"""How do a form's flat names and texts get the shape of a model?"""

from __future__ import annotations

from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

MOST_ROWS = 1_000


def nested(flat: Mapping[str, list[str]]) -> dict[str, Any]:
    """Give "owner.person" and "items.0.title" as nested dicts; leaves are lists of texts."""
    whole: dict[str, Any] = {}
    for name, texts in flat.items():
        *path, last = name.split(".")
        inner = whole
        for part in path:
            deeper = inner.setdefault(part, {})
            if not isinstance(deeper, dict):
                break
            inner = deeper
        else:
            inner[last] = texts
    return whole


def fit(model: type[BaseModel], typed: Mapping[str, Any]) -> dict[str, Any]:
    """Give what was typed in the shape of `model`.

    Only the model's own names are taken. A field that may be empty and is, is None; a box that is
    not ticked is false; a row in which nothing was typed is no row.
    """
    return {
        name: _fit_field(field, typed.get(name))
        for name, field in _fields(model).items()
        if name in typed or _kind(field)[0] is bool
    }


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _fit_field(field: FieldInfo, typed: Any) -> Any:
    kind, item = _kind(field)
    if kind is bool:
        return bool(typed)
    if kind is list:
        return _fit_list(item, typed)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        inner = fit(kind, typed if isinstance(typed, dict) else {})
        return None if not field.is_required() and _is_blank(kind, inner) else inner
    text = typed[0] if isinstance(typed, list) and typed else ""
    if text == "" and not field.is_required():
        return None
    return next((option for option in _options(kind) if str(option) == text), text)


def _fit_list(item: Any, typed: Any) -> list[Any]:
    if not (isinstance(item, type) and issubclass(item, BaseModel)):
        return [text for text in typed if text != ""] if isinstance(typed, list) else []
    if not isinstance(typed, dict):
        return []
    numbers = sorted(int(key) for key in typed if key.isdecimal() and len(key) < 6)
    rows = [
        fit(item, typed[str(number)])
        for number in numbers[:MOST_ROWS]
        if isinstance(typed.get(str(number)), dict)
    ]
    return [row for row in rows if not _is_blank(item, row)]


def _is_blank(model: type[BaseModel], row: Mapping[str, Any]) -> bool:
    fields = _fields(model)
    return all(_is_untouched(fields[name], value) for name, value in row.items())


def _is_untouched(field: FieldInfo, value: Any) -> bool:
    if isinstance(value, dict):
        kind = _kind(field)[0]
        return isinstance(kind, type) and issubclass(kind, BaseModel) and _is_blank(kind, value)
    return value in (None, "", False, []) or value == field.default


def _kind(field: FieldInfo) -> tuple[Any, Any]:
    """Give a field's plain type, and a list's item type; a tuple of one kind is a list too."""
    plain = _plain(field.annotation)
    if get_origin(plain) in {list, tuple}:
        return list, _plain(get_args(plain)[0])
    return plain, None


def _options(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) is Literal else ()


def _plain(annotation: Any) -> Any:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _plain(get_args(annotation)[0])
    if origin in {Union, UnionType}:
        wanted = [part for part in get_args(annotation) if part is not type(None)]
        return _plain(wanted[0]) if len(wanted) == 1 else annotation
    return annotation
