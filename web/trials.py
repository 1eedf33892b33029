"""How is a mail that a page shows sent to the reader alone, to be seen in their own mailbox?"""

from __future__ import annotations

from uuid import UUID

from flask import flash, request

from scheduler.model import Meeting
from scheduler.services import trial
from web import dkim
from web.proposals import Proposal
from web.reader import gettext
from web.session import current_actor, parts, transaction, visitor


def send_if_asked(meeting_id: UUID, proposal: Proposal | None) -> None:
    """Send the mail that a proposal shows as a test, if that is what the form's button said."""
    someone = visitor()
    if request.form.get("step") != "trial" or proposal is None or someone is None:
        return
    if proposal.mail is None:
        return
    settings = parts().settings
    with transaction() as session:
        meeting = session.get_one(Meeting, meeting_id)
        sign = dkim.signer(settings) or bytes
        by = current_actor()
        trial.send(session, meeting, mail=proposal.mail, settings=settings, sign=sign, by=by)
    flash(gettext("A test is on its way to %(address)s.", address=someone.email))
