"""What does one application of one file carry along?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from pydantic import BaseModel
from sqlalchemy.orm import Session

from scheduler import clock
from scheduler.actor import Actor
from scheduler.apply.faults import FaultyFile
from scheduler.apply.reading import Entry
from scheduler.apply.report import Report
from scheduler.errors import InvalidInputs, Refused
from scheduler.model import Network

P = TypeVar("P", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Run:
    """The transaction, who asks, the network once it is there, and what was done so far."""

    session: Session
    file: str
    by: Actor
    network: Network
    since: date | None  # the first day of new memberships; None: today
    report: Report

    @property
    def today(self) -> date:
        """Today's date where the network is."""
        return clock.today(self.network.time_zone)


@contextmanager
def told(file: str, entry: Entry[P]) -> Iterator[None]:
    """Say on which line of the file stands what a service refuses."""
    try:
        yield
    except InvalidInputs as refusals:
        raise FaultyFile(file, [entry.fault(one) for one in refusals.errors]) from None
    except Refused as refusal:
        raise FaultyFile(file, [entry.fault(refusal)]) from None
