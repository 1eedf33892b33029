"""What do pages show of the mails that wait for a decision, and what do their buttons do?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.errors import N_, Refused
from scheduler.model import Incoming
from scheduler.queries import incoming, preview
from scheduler.queries.incoming import IncomingLine
from scheduler.services import bounces
from scheduler.services import incoming as deciding
from web import proposals
from web.session import asker, current_actor, reading


class NothingBounced(Refused):
    """The mail tells of no address that takes none."""

    message = N_("This mail is about no address that takes no mail. Read it, then dismiss it.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Undecided:
    """What waits, in order; `letters` counts those that accepting a proposal would write."""

    lines: Sequence[IncomingLine]
    letters: Mapping[UUID, int]

    @property
    def groups(self) -> list[tuple[str, list[IncomingLine]]]:
        """What waits by kind of decision: (key of incoming.GROUPS, lines)."""
        found = [(key, [one for one in self.lines if one.group == key]) for key in incoming.GROUPS]
        return [(key, lines) for key, lines in found if lines]


def undecided(*, meeting_id: UUID | None = None) -> Undecided:
    """Give what waits in the asker's networks, perhaps about one meeting."""
    with reading() as session:
        lines = incoming.undecided(session, networks_of(current_actor()), meeting_id=meeting_id)
    return Undecided(lines=lines, letters={one.id: _letters(one) for one in lines if one.plan})


def count() -> int:
    """Count what waits for the asker: the number in the navigation of every page."""
    actor = asker()
    if actor is None:
        return 0
    with reading() as session:
        return incoming.count(session, networks_of(actor))


def retry(session: Session, row: Incoming, *, by: Actor) -> Incoming:
    """Try a bounced address again; what told of it waits no longer."""
    if row.kind != "bounce":
        raise NothingBounced
    bounces.try_again(session, row.person_id, by=by)
    return deciding.dismiss(session, row.id, by=by) if row.state == "open" else row


def networks_of(actor: Actor) -> list[UUID] | None:
    """Give the networks whose mail the asker may see; None: all."""
    if actor.administrator:
        return None
    return [network for network in actor.roles if actor.may("outbox:read", network)]


def _letters(line: IncomingLine) -> int:
    """Count the letters of the move that is proposed."""
    if line.hindrance or line.meeting is None:
        return 0
    with reading() as session:  # a preview changes the rows that it works on: its own each time
        found = preview.of(session, proposals.renderer(), line.meeting.id, "moved", plan=line.plan)
        return len(found.drafts)
