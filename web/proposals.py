"""What does a page show before something is sent: whom it concerns, and each one's exact mail?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast
from uuid import UUID

from flask import Response, current_app, request

from scheduler.calendar.address import mailto
from scheduler.errors import Refused
from scheduler.letters import Draft
from scheduler.model import Meeting
from scheduler.queries import head, reasons
from scheduler.queries.head import MeetingHead
from scheduler.queries.membership import alphabetical
from scheduler.queries.preview import Preview
from scheduler.render import Rendered, Renderer
from scheduler.told import Told
from web import framing
from web.forms import Form
from web.framing import Frame, framed
from web.session import parts

_RENDERER = "kallelse-renderer"


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipient:
    """One person who would be written to; `why` is a msgid: what they get, and why."""

    id: UUID
    name: str
    place: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Spared:
    """One person on the list who gets nothing; `why` is a msgid."""

    name: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A change before it is made: the meeting after it, the letters, and one of them whole.

    `spared`: the invitees who get nothing. `replaced` letters of an earlier change have not left
    and these stand for them; `withdrawn` ones say what is no longer so.
    """

    after: MeetingHead
    text: str
    recipients: list[Recipient]
    spared: list[Spared]
    replaced: int
    withdrawn: int
    shown: UUID | None
    mail: Rendered | None
    frame: Frame | None

    @property
    def count(self) -> int:
        """How many letters would be sent."""
        return len(self.recipients)


def of(*previews: Preview, whole: bool = False, only: Collection[UUID] = ()) -> Proposal:
    """Put previews of one change together.

    `whole`: it concerns the whole list of invitees; else `only` these, beside those written to.
    """
    drafts = [draft for preview in previews for draft in preview.drafts]
    first = _first(previews, wanted_reader())
    shown = first.shown
    told = {key: one for preview in previews for key, one in preview.told.items()}
    written = {draft.invitation.id for draft in drafts}
    waiting = set(first.waiting) if whole else set(first.waiting) & ({*only} | written)
    return Proposal(
        after=head.of(first.meeting),
        text=first.meeting.text,
        recipients=_recipients(drafts, told),
        spared=_spared(first.meeting, written, told) if whole else [],
        replaced=len(waiting & written),
        withdrawn=len(waiting - written),
        shown=shown.invitation.id if shown else None,
        mail=discreet(first.mail, protected=bool(shown and shown.invitation.person.protected)),
        frame=framed(first.mail.html) if first.mail else None,
    )


def propose(form: Form[Any], make: Callable[[], Proposal]) -> Proposal | None:
    """Make a proposal of what is typed; None, and the form says why, when that cannot be."""
    try:
        return make()
    except Refused as refused:
        form.refuse(refused)
        return None


def page(words: str, form: Form[Any], proposal: Proposal | None) -> Response:
    """Answer with a page that may show a mail."""
    answer = Response(words, form.status, mimetype="text/html")
    return framing.allow(answer, proposal.frame if proposal else None)


def renderer() -> Renderer:
    """Give the renderer that the letters themselves are made with, one for the application."""
    known = current_app.extensions
    if _RENDERER not in known:
        known[_RENDERER] = Renderer(parts().settings, parts().keys)
    return cast("Renderer", known[_RENDERER])


def discreet(mail: Rendered | None, *, protected: bool) -> Rendered | None:
    """Give a mail as a page may show it: its calendar part alone says the reader's address."""
    if not (mail and mail.calendar and protected):
        return mail
    unfolded = mail.calendar.replace(b"\r\n ", b"")
    return replace(mail, calendar=unfolded.replace(mailto(mail.recipient).encode(), b"mailto:..."))


def wanted_reader() -> UUID | None:
    """Give the recipient whose mail the reader chose to see, if any."""
    try:
        return UUID(request.values.get("recipient", ""))
    except ValueError:
        return None


def _first(previews: Sequence[Preview], reader: UUID | None) -> Preview:
    mailed = [preview for preview in previews if preview.shown]
    chosen = (one for one in mailed if one.shown and one.shown.invitation.id == reader)
    return next(chosen, (mailed or previews)[0])


def _recipients(drafts: Sequence[Draft], told: Mapping[UUID, Told]) -> list[Recipient]:
    found = [_recipient(draft, told.get(draft.invitation.id)) for draft in drafts]
    return sorted(found, key=lambda one: (alphabetical(one.place), alphabetical(one.name)))


def _recipient(draft: Draft, told: Told | None) -> Recipient:
    one = draft.invitation
    place = one.organisation or one.person.organisation
    name = place.name if place else ""
    why = reasons.gets(draft, told)
    return Recipient(id=one.id, name=one.person.public_name, place=name, why=why)


def _spared(meeting: Meeting, written: Collection[UUID], told: Mapping[UUID, Told]) -> list[Spared]:
    found = [
        Spared(name=one.person.public_name, why=reasons.spared(meeting, one, told.get(one.id)))
        for one in meeting.invitations
        if one.active and one.id not in written
    ]
    return sorted(found, key=lambda one: alphabetical(one.name))
