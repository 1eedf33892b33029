"""What can those who took part say about the exercise? One form each, which nobody can trace.

Nothing is recorded of it: a fact would tell who and when.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from scheduler.clock import now
from scheduler.errors import N_, NotFound, Refused
from scheduler.exercise.feedback import LONGEST, STEPS, questions_of
from scheduler.exercise.refusals import NotEnded
from scheduler.inputs.exercise import FeedbackInput
from scheduler.model import Exercise, Feedback, Run, RunRole
from scheduler.services.exercises import plan_of


class FormIsClosed(Refused):
    """Feedback is given for some days."""

    message = N_("The time for feedback is over. Tell the exercise director what you want to say.")
    status = 409


class HasAnswered(Refused):
    """One form each."""

    message = N_("Your form has come already. As it bears no name it cannot be changed.")
    status = 409


class NothingFilledIn(Refused):
    """A form says something."""

    message = N_("Answer at least one question.")


class NotAnAnswer(Refused):
    """A question is answered as it is asked."""

    message = N_("Choose one of the steps, 1 to 5.")


class TooLong(Refused):
    """A form is no letter."""

    message = N_("Write at most %(most)d characters.")


def give(session: Session, role_id: UUID, *, plan: FeedbackInput) -> None:
    """Take somebody's form: its answers are kept without them, and they have answered."""
    role = session.get(RunRole, role_id, with_for_update=True)
    if role is None or role.left_at is not None:
        raise NotFound
    run = session.get_one(Run, role.run_id)
    if run.feedback_until is None:
        raise NotEnded
    if now() > run.feedback_until:
        raise FormIsClosed
    if role.fed_back:
        raise HasAnswered
    session.add(Feedback(run_id=run.id, answers=_checked(session, run, plan)))
    role.fed_back = True
    session.flush()


def _checked(session: Session, run: Run, plan: FeedbackInput) -> dict[str, str]:
    exercise = session.get_one(Exercise, run.exercise_id)
    answers = {}
    for question in questions_of(plan_of(exercise).content):
        text = plan.answers.get(question.key, "").strip()
        field = f"answers.{question.key}"
        if text and question.kind == "scale" and text not in {step.key for step in STEPS}:
            raise NotAnAnswer(field=field)
        if len(text) > LONGEST:
            raise TooLong(field=field, most=LONGEST)
        if text:
            answers[question.key] = text
    if not answers:
        raise NothingFilledIn
    return answers
