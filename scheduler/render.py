"""How does a letter become a mail? One folder of templates/mail, in the reader's language.

Called outside write transactions; what it makes is stored before the first try and sent unchanged
on every later one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler import correspondence, proposing, tokens
from scheduler.calendar import timezone
from scheduler.calendar.address import Mailbox, wire
from scheduler.calendar.entry import Attendee, Entry, Partstat
from scheduler.calendar.message import Mail, Method, compose, itip
from scheduler.clock import now
from scheduler.config import Settings
from scheduler.errands import ERRANDS, Desk
from scheduler.language import Language, language
from scheduler.letters import TELLING
from scheduler.model import (
    Invitation,
    Letter,
    Meeting,
    MeetingChange,
    Network,
    Person,
    ReplyAddress,
)
from scheduler.text import clean_line
from scheduler.titles import headed, play_of
from scheduler.told import present, to_json

TEMPLATES = Path(__file__).parent.parent / "templates" / "mail"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rendered:
    """A finished mail. `one_time` is the fresh token that it carries, to be stored hashed.

    `tells` is what it says of its meeting (scheduler.told), if it is a letter that does.
    """

    kind: str
    method: str
    tells: dict[str, Any] | None
    message_id: str
    sender: str
    recipient: str
    subject: str
    text: str
    html: str
    calendar: bytes | None
    raw: bytes
    svar_key: int | None
    one_time: str


class Renderer:
    """Turns letters into mails, with the settings and keys of one installation."""

    def __init__(self, settings: Settings, keys: tokens.KeyRing) -> None:
        self._settings = settings
        self._keys = keys
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            undefined=StrictUndefined,
            autoescape=select_autoescape(["html"], default=False),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )

    def letter(
        self, session: Session, letter: Letter, change: MeetingChange | None = None
    ) -> Rendered:
        """Render one letter from the present; a preview passes a letter and a change of its own."""
        network = session.get(Network, letter.network_id) if letter.network_id else None
        sender, key = self._sender(session, letter, network)
        one_time = tokens.fresh() if letter.kind == "sign_in" else ""
        words = self._words(session, letter, network, one_time) | {
            "before": correspondence.before(session, letter, change)
        }
        subject = self._subject(letter, words)
        text = self._fill(f"{letter.kind}/body.txt", words).strip() + "\n"
        html = self._fill(f"{letter.kind}/body.html", words)
        calendar = self._calendar(letter, sender, words) if letter.method else None
        message_id = f"<{letter.id}@{self._settings.mail_domain}>"
        raw = compose(
            Mail(
                message_id=message_id,
                sender=sender,
                to=Mailbox(address=letter.person.email, name=_own_name(letter.person)),
                subject=subject,
                text=text,
                html=html,
                date=now(),
                headers=self._headers(session, letter),
                calendar=calendar,
                method=letter.method or None,
            )
        )
        return Rendered(
            kind=letter.kind,
            method=letter.method,
            tells=_tells(letter),
            message_id=message_id,
            sender=sender.address,
            recipient=wire(letter.person.email),
            subject=subject,
            text=text,
            html=html,
            calendar=calendar,
            raw=raw,
            svar_key=key,
            one_time=one_time,
        )

    def _subject(self, letter: Letter, words: dict[str, Any]) -> str:
        """Give the subject; an exercise's mark stands before all else, and once."""
        playing, demo = words["exercise"], words["demo"]
        if playing is not None:
            bare = words["meeting"] and replace(words["meeting"], title=words["bare_title"])
            words = words | {"meeting": bare, "demo": False}
        said = self._fill(f"{letter.kind}/subject.txt", words)
        return clean_line(headed(said, playing, demo=demo))

    def _fill(self, template: str, words: dict[str, Any]) -> str:
        return self._templates.get_template(template).render(words)

    def _words(
        self,
        session: Session,
        letter: Letter,
        network: Network | None,
        one_time: str,
    ) -> dict[str, Any]:
        speech = language(letter.person.language)
        meeting, invitation = letter.meeting, letter.invitation
        return {
            "_": speech.gettext,
            "ngettext": speech.ngettext,
            "speech": speech,
            "demo": self._settings.demo or bool(network and network.demo),
            "person": _own_name(letter.person),
            "network": correspondence.network_facts(session, network) if network else None,
            "meeting": correspondence.meeting_facts(letter, meeting, speech) if meeting else None,
            "bare_title": meeting.title if meeting else "",
            "exercise": play_of(meeting, speech.code) if meeting else None,
            "answer": invitation.answer if invitation else "",
            "with_calendar": bool(letter.method),
            "subscribes": letter.person.delivery == "subscription",
            "reply_url": self._reply_url(invitation) if invitation else "",
            **self._links(letter, meeting, one_time),
            **self._proposing(letter, meeting),
            **self._errand(session, letter, speech),
        }

    def _errand(self, session: Session, letter: Letter, speech: Language) -> dict[str, Any]:
        errand = ERRANDS.get(letter.kind)
        desk = Desk(speech, self._keys, self._settings.base_url)
        return errand.words(session, letter, desk) if errand else {}

    def _reply_url(self, invitation: Invitation) -> str:
        token = self._keys.token("reply", invitation.id, invitation.generation)
        return f"{self._settings.base_url}/r/{token}"

    def _links(self, letter: Letter, meeting: Meeting | None, one_time: str) -> dict[str, str]:
        base, person, seen = self._settings.base_url, letter.person, letter.invitation
        own = self._keys.token("me", person.id, person.me_generation)
        minutes = self._keys.token("minutes", seen.id, 0) if seen else ""
        return {
            "base_url": base,
            "own_page_url": f"{base}/me/{own}" if letter.kind == "own_page" else f"{base}/me",
            "sign_in_url": f"{base}/sign-in/{one_time}" if one_time else "",
            "minutes_url": f"{base}/m/{minutes}" if minutes else "",
            "meeting_url": f"{base}/meetings/{meeting.id}" if meeting else "",
        }

    def _proposing(self, letter: Letter, meeting: Meeting | None) -> dict[str, Any]:
        """Give the link by which a called person proposes points, and until which day."""
        one = letter.invitation
        if letter.kind != "call" or not (meeting and one and proposing.may_propose(meeting)):
            return {"propose_url": "", "propose_until": None}
        token = self._keys.token("propose", one.id, one.generation)
        until = proposing.deadline(meeting).astimezone(timezone.zone(meeting.time_zone))
        return {
            "propose_url": f"{self._settings.base_url}/propose/{token}",
            "propose_until": until.date(),
        }

    def _sender(
        self, session: Session, letter: Letter, network: Network | None
    ) -> tuple[Mailbox, int | None]:
        local, domain = self._settings.reply_local_part, self._settings.mail_domain
        if network is None:
            return Mailbox(address=f"{local}@{domain}", name="Kallelse"), None
        address = session.scalar(
            select(ReplyAddress).where(
                ReplyAddress.person_id == letter.person_id, ReplyAddress.network_id == network.id
            )
        )
        number, generation = (address.number, address.generation) if address else (0, 0)
        key = self._keys.newest if address is None or address.key is None else address.key
        token = self._keys.svar(number, generation, key)
        box = f"{local}{self._settings.reply_delimiter}{token}@{domain}"
        return Mailbox(address=box, name=clean_line(network.name)), key

    def _headers(self, session: Session, letter: Letter) -> dict[str, str]:
        headers = {"X-Kallelse-Letter": str(letter.id)}
        if not letter.method and letter.kind not in TELLING:
            headers["Auto-Submitted"] = "auto-generated"
        first = _first_message_id(session, letter)
        if first:
            headers |= {"In-Reply-To": first, "References": first}
        return headers

    def _calendar(self, letter: Letter, sender: Mailbox, words: dict[str, Any]) -> bytes:
        meeting, invitation = letter.meeting, letter.invitation
        if meeting is None or invitation is None or letter.stamp is None:
            raise ValueError("a calendar part needs a meeting, an invitation and a stamp")
        entry = Entry(
            uid=meeting.uid,
            sequence=letter.sequence,
            stamp=letter.stamp,
            changed=meeting.changed_at,
            start=meeting.start,
            fold=meeting.fold,
            minutes=meeting.minutes,
            zone=meeting.time_zone,
            summary=words["meeting"].title,
            description=self._fill("_calendar.txt", words).strip(),
            location="" if meeting.place_protected else meeting.place,
            url=words["reply_url"],
            online_url=meeting.online_url,
            organizer=sender,
            attendee=Attendee(
                address=letter.person.email,
                name=_own_name(letter.person),
                optional=invitation.optional,
                partstat=cast("Partstat", invitation.answer.upper()),
            ),
            cancelled=letter.method == "CANCEL",
        )
        return itip(entry, cast("Method", letter.method))


def _tells(letter: Letter) -> dict[str, Any] | None:
    if letter.meeting is None or letter.invitation is None or letter.kind not in TELLING:
        return None
    answer = letter.invitation.answer
    told = present(letter.meeting, kind=letter.kind, sequence=letter.sequence, answer=answer)
    return to_json(told)


def _own_name(person: Person) -> str:
    return clean_line(
        person.public_name
    )  # mails lie in shared mailboxes: a protected name stays out of them


def _first_message_id(session: Session, letter: Letter) -> str:
    if letter.invitation_id is None:
        return ""
    found = session.scalar(
        select(Letter.message_id)
        .where(
            Letter.invitation_id == letter.invitation_id,
            Letter.message_id != "",
            Letter.id != letter.id,
        )
        .order_by(Letter.queued_at)
        .limit(1)
    )
    return found or ""
