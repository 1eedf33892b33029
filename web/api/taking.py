"""What can programs do while minutes are taken? Write one piece at a time, beside other writers."""

from __future__ import annotations

from uuid import UUID

from scheduler.inputs.taking import NoteInput, PresenceInput
from scheduler.services import presence, taking
from web.api import out
from web.api.endpoint import Call, endpoint
from web.api.problems import ChangedMeanwhile
from web.session import transaction


@endpoint(
    "PUT",
    "/meetings/<meeting>/minutes/notes",
    rule="minutes:write",
    body=NoteInput,
    returns=out.Note,
    writes=False,  # it opens its own: what is kept after a clash must stay when that is refused
)
def put_note(call: Call[NoteInput], meeting: UUID) -> out.Note:
    """Write one point's notes; where another has saved since `seen`, both texts are kept."""
    with transaction() as session:
        noted = taking.write_note(session, meeting, plan=call.asked, by=call.actor)
    if noted.clash:
        raise ChangedMeanwhile(out.Note.of(noted), call.asked)
    return out.Note.of(noted)


@endpoint(
    "POST",
    "/meetings/<meeting>/minutes/attendance",
    rule="minutes:write",
    body=PresenceInput,
    returns=out.Attended,
)
def note_attendance(call: Call[PresenceInput], meeting: UUID) -> out.Attended:
    """Note whether one person is there, since when, and for whom; the other lines stay."""
    return out.Attended.of(presence.attend(call.session, meeting, plan=call.asked, by=call.actor))
