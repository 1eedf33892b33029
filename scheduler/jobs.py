"""What happens by itself? The table: a kind of due work and the function that does it.

`within` functions run in one transaction with their receipt; `deliver` talks to the world and
opens its own, so that no lock is held while a mail server thinks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

from scheduler import delivery, dispatch, reactions
from scheduler.due import Work
from scheduler.handlers import actions, briefs, mail, minutes, reminders, runs, taking

LANES = ("reactions", "exercises", "network", "housekeeping")

Within = Callable[[Session, Work], None]

WITHIN: Mapping[str, Within] = {
    "react": dispatch.react,
    "call_meeting": reminders.call_meeting,
    "send_agenda": reminders.send_agenda,
    "remind_silent": reminders.remind_silent,
    "send_brief": briefs.send_brief,
    "remind_coming": reminders.remind_coming,
    "remind_minutes": reminders.remind_minutes,
    "confirm_answer": mail.confirm_answer,
    "close": reminders.close,
    "action_due": actions.remind,
    "action_overdue": actions.remind,
    "release_actions": actions.release_actions,
    "approve_by_silence": minutes.approve_by_silence,
    "tell_saved": taking.tell_saved,
    "run_tick": runs.tick,
}
OUTSIDE: Mapping[str, Callable[[delivery.Post, Work], None]] = {"deliver": delivery.deliver}

REACTIONS = reactions.REACTIONS
