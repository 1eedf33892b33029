"""What may be shown of the feedback on an exercise, and what does its form ask?"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.exercise.content import Content
from scheduler.exercise.feedback import Summary, questions_of, summary
from scheduler.model import Feedback, Run


def of_exercise(session: Session, exercise_id: UUID, content: Content) -> Summary:
    """Put the forms of all runs together: of each run alone there may be too few."""
    chosen = select(Feedback.answers).join(Run, Run.id == Feedback.run_id)
    forms = session.scalars(chosen.where(Run.exercise_id == exercise_id)).all()
    return summary(forms, questions_of(content))
