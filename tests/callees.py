"""Two people, their calendars, and what they press and say."""

from __future__ import annotations

from uuid import UUID

from scheduler.actor import SYSTEM
from scheduler.inputs import AnswerInput
from scheduler.services import answers
from tests.calendar_client import CalendarClient
from tests.changing import ANNA, BO, answer, facts
from tests.factories import invitation_of


class People:
    """Anna and Bo, whose calendars have the invitation, and what they do."""

    def __init__(self, meeting: UUID, database, settle, sender, time, deliver) -> None:
        self.meeting, self.database, self.sender, self.time = meeting, database, sender, time
        self._settle, self.arrives = settle, lambda reply: deliver(*reply)
        self.calendars = {ANNA: CalendarClient(ANNA), BO: CalendarClient(BO)}
        self.settle()

    def settle(self, **span: float) -> list[tuple[str, str, int]]:
        """Let time pass and mails arrive; gives them."""
        self._settle()
        self.time.forward(**span)
        self._settle()
        mails = self.sender.take()
        for mail in mails:
            self.calendars[mail.recipient].receive(mail.raw)
        told: list[tuple[str, str, int]] = facts(mails)
        return told

    def press(self, word: str, who: str = ANNA) -> tuple[bytes, str]:
        """Press a button in the calendar; gives the mail that is under way, and to whom."""
        [entry] = self.calendars[who].entries.values()
        at = self.time.forward(seconds=1)
        return self.calendars[who].press(entry.uid, word, at), entry.organizer

    def mail(self, word: str, who: str = ANNA) -> None:
        self.arrives(self.press(word, who))

    def link(self, word: str, who: str = ANNA) -> None:
        self.time.forward(seconds=1)
        answer(self.database, self.meeting, who, word)

    def coordinator(self, word: str) -> None:
        plan = AnswerInput.model_validate({"answer": word})
        with self.database.transaction() as session:
            one = invitation_of(session, self.meeting, ANNA)
            answers.answer(session, one.id, plan=plan, via="coordinator", by=SYSTEM)

    def shown(self, who: str = ANNA) -> str:
        """The answer that somebody's own calendar shows."""
        [entry] = self.calendars[who].entries.values()
        return entry.partstat.lower()

    def stands(self, who: str = ANNA) -> tuple[str, str | None]:
        """The answer that counts, and how it came."""
        with self.database.reading() as session:
            one = invitation_of(session, self.meeting, who)
            return one.answer, one.answered_via

    def said(self, who: str = ANNA) -> list[tuple[str, str, bool, bool]]:
        """Every answer that was kept: its road, whether to an earlier time, whether outdone."""
        with self.database.reading() as session:
            replies = invitation_of(session, self.meeting, who).replies
            return [(one.answer, one.via, one.earlier_time, one.outdone) for one in replies]
