"""What does a network file ask for, entry by entry?

Each entry is the same input model that pages and the API use, and knows its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, Literal, Self, TypeVar

from pydantic import BaseModel, model_validator

from scheduler.apply import tree
from scheduler.apply.faults import Fault
from scheduler.apply.tree import Fields, Items, Node
from scheduler.errors import N_, InvalidInput, InvalidInputs, Refused
from scheduler.inputs import (
    CallInput,
    MeetingInput,
    NetworkInput,
    OrganisationInput,
    PersonInput,
    SeriesInput,
    parse,
)
from scheduler.inputs.areas import AreaInput
from scheduler.inputs.parsing import wrong
from scheduler.inputs.scenario import ScenarioInput
from scheduler.inputs.types import OptionalLine

P = TypeVar("P", bound=BaseModel)

SECTIONS = ("network", "organisations", "people", "areas", "series", "meetings", "scenarios")
_NO_SECTION = N_(
    "There is no “%(name)s” in a network file. "
    "It has network, organisations, people, areas, series, meetings and scenarios."
)
_NO_FIELD = N_("There is no such field. Check its spelling or leave it out.")
_NAMED_FIELDS = N_("Give named fields.")
_A_LIST = N_("Give a list.")
_NEEDED = N_("This is needed.")


class FileNetwork(NetworkInput):
    """A network as a file names it: its short name is how the next run finds it again."""

    convenor: OptionalLine = ""

    @model_validator(mode="after")
    def _can_be_found_again(self) -> Self:
        if not self.slug:
            raise wrong(_NEEDED, field="slug")
        return self


class FileScenario(ScenarioInput):
    """A scenario as a file names it, and how far it has come: a ready one is approved."""

    state: Literal["draft", "review", "approved"] | None = None


@dataclass(frozen=True, slots=True)
class Entry(Generic[P]):
    """One entry of the file: what it asks for, and where it stands."""

    plan: P
    node: Node
    place: str  # people[2]

    def line(self, field: str) -> int:
        """Give the line of a field, or of the entry when it has none such."""
        return tree.line_of(self.node, field.split("."))

    def fault(self, refusal: Refused) -> Fault:
        """Say that this entry is wrong, at the field that the refusal names."""
        return _fault(self.node, self.place, refusal)


@dataclass(frozen=True, slots=True)
class NetworkFile:
    """A whole file; with `faults` it is for reading only."""

    name: str
    network: Entry[FileNetwork] | None
    organisations: tuple[Entry[OrganisationInput], ...] = ()
    people: tuple[Entry[PersonInput], ...] = ()
    areas: tuple[Entry[AreaInput], ...] = ()
    series: tuple[Entry[SeriesInput], ...] = ()
    meetings: tuple[Entry[MeetingInput], ...] = ()
    scenarios: tuple[Entry[FileScenario], ...] = ()
    organisation_names: frozenset[str] = frozenset()  # also those of entries with a fault
    faults: tuple[Fault, ...] = ()


def read(raw: bytes, *, name: str) -> NetworkFile:
    """Read a network file; raises FaultyFile when it is no YAML, else gathers `faults`."""
    root, faults = tree.parse(raw, name=name)
    if not isinstance(root, Fields):
        faults.append(Fault(root.line, "", InvalidInput(_NAMED_FIELDS)))
        root = Fields({}, {}, root.line)
    for key in root.fields.keys() - set(SECTIONS):
        refusal = InvalidInput(_NO_SECTION, name=key[:60])
        faults.append(Fault(root.lines[key], key, refusal))
    return NetworkFile(
        name=name,
        network=_network(root, faults),
        organisations=tuple(_section(root, "organisations", OrganisationInput, faults)),
        people=tuple(_section(root, "people", PersonInput, faults)),
        areas=tuple(_section(root, "areas", AreaInput, faults)),
        series=tuple(_section(root, "series", SeriesInput, faults)),
        meetings=tuple(_section(root, "meetings", MeetingInput, faults)),
        scenarios=tuple(_section(root, "scenarios", FileScenario, faults)),
        organisation_names=_names(root),
        faults=tuple(faults),
    )


def _network(root: Fields, faults: list[Fault]) -> Entry[FileNetwork] | None:
    node = root.fields.get("network")
    if node is None:
        faults.append(Fault(root.line, "network", InvalidInput(_NEEDED)))
        return None
    return _entry(node, "network", FileNetwork, faults)


def _section(root: Fields, name: str, model: type[P], faults: list[Fault]) -> Iterator[Entry[P]]:
    node = root.fields.get(name)
    if isinstance(node, Items):
        for number, item in enumerate(node.items):
            entry = _entry(item, f"{name}[{number}]", model, faults)
            if entry is not None:
                yield entry
    elif not tree.is_empty(node):
        faults.append(Fault(root.lines[name], name, InvalidInput(_A_LIST)))


def _entry(node: Node, place: str, model: type[P], faults: list[Fault]) -> Entry[P] | None:
    refusals = list(_misplaced(node, model))
    try:
        plan = parse(model, _without(tree.plain(node), refusals))
    except InvalidInputs as invalid:
        refusals += invalid.errors
    if refusals:
        faults.extend(_fault(node, place, refusal) for refusal in refusals)
        return None
    return Entry(plan, node, place)


def _misplaced(node: Node, model: type[BaseModel]) -> Iterator[Refused]:
    """Give what the model itself would let pass: ids of people, and strange things in `call`."""
    if not isinstance(node, Fields) or not issubclass(model, CallInput):
        return
    if "people" in node.fields:
        yield InvalidInput(_NO_FIELD, field="people")
    call = node.fields.get("call")
    if isinstance(call, Fields):
        for key in call.fields.keys() - CallInput.model_fields.keys():
            yield InvalidInput(_NO_FIELD, field=f"call.{key}")
    elif not tree.is_empty(call):
        yield InvalidInput(_NAMED_FIELDS, field="call")


def _without(data: object, refusals: list[Refused]) -> object:
    if not isinstance(data, dict):
        return data
    refused = {refusal.field for refusal in refusals}
    kept = {key: value for key, value in data.items() if key not in refused}
    if isinstance(call := kept.get("call"), dict):
        kept["call"] = {key: value for key, value in call.items() if f"call.{key}" not in refused}
    return kept


def _fault(node: Node, place: str, refusal: Refused) -> Fault:
    path = [part for part in refusal.field.split(".") if part]
    if isinstance(node, Fields) and path and path[0] not in node.fields:
        call = node.fields.get("call")
        path = ["call", *path] if isinstance(call, Fields) and path[0] in call.fields else path
    shown = "".join(f"[{part}]" if part.isdecimal() else f".{part}" for part in path)
    return Fault(tree.line_of(node, path), place + shown, refusal)


def _names(root: Fields) -> frozenset[str]:
    node = root.fields.get("organisations")
    entries = [tree.plain(item) for item in node.items] if isinstance(node, Items) else []
    names = (entry.get("name") for entry in entries if isinstance(entry, dict))
    return frozenset(name for name in names if isinstance(name, str))
