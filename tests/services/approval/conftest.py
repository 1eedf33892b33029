"""A meeting with notes, and a way to take a step with them."""

import pytest

from scheduler.actor import SYSTEM
from scheduler.inputs import (
    AdjustInput,
    AgendaInput,
    AnswerInput,
    CirculateInput,
)
from scheduler.services import agenda, answers, approval
from tests.approving import ANNA, BO, save
from tests.factories import a_called_meeting, invitation_of


@pytest.fixture
def meeting(database, time, settle, sender):
    """A meeting at which Anna was and Bo was not, with notes on one point."""
    meeting_id = a_called_meeting(database)
    with database.transaction() as session:
        plan = AgendaInput.model_validate({"items": [{"title": "Läget"}]})
        agenda.put(session, meeting_id, plan=plan, by=SYSTEM)
        yes = AnswerInput(answer="accepted")
        for email, answer in ((ANNA, yes), (BO, AnswerInput(answer="declined"))):
            one = invitation_of(session, meeting_id, email)
            answers.answer(session, one.id, plan=answer, via="link", by=SYSTEM)
    save(database, meeting_id, None, entries=[{"text": "Lugnt i länet."}])
    settle()
    sender.take()
    return meeting_id


@pytest.fixture
def act(database, settle, meeting):
    """Take a step with the minutes, and let what follows be written."""

    def acted(step, by=SYSTEM, **plan):
        with database.transaction() as session:
            if step is approval.circulate:
                plan = {"plan": CirculateInput.model_validate(plan)}
            elif step is approval.adjust:
                plan = {"plan": AdjustInput.model_validate(plan)}
            made = step(session, meeting, by=by, **plan)
        settle()
        return made

    return acted
