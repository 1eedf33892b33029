"""Is feedback taken once from each, without telling from whom or when?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from scheduler.errors import NotFound
from scheduler.exercise.refusals import NotEnded
from scheduler.inputs.exercise import FeedbackInput
from scheduler.model import EventRow, Feedback, RunEntry, RunRole
from scheduler.queries import feedback as query
from scheduler.services import feedback, seating
from scheduler.services.feedback import FormIsClosed, HasAnswered, NotAnAnswer, NothingFilledIn
from tests.evaluating import Table

GOOD = FeedbackInput(answers={"F1": "4", "F2": "Call earlier."})


@pytest.fixture
def table(database, settle, time):
    made = Table(database, settle, time)
    made.start()
    made.end()
    return made


def give(table, who, plan=GOOD):
    with table.database.transaction() as session:
        feedback.give(session, table.roles[who], plan=plan)


def kept(table):
    with table.database.reading() as session:
        return session.scalars(select(Feedback)).all()


def test_a_form_is_kept_without_its_person_and_without_a_time(table):
    with table.database.reading() as session:
        lines = [len(session.scalars(select(one)).all()) for one in (EventRow, RunEntry)]
    give(table, "player")
    (form,) = kept(table)
    assert form.answers == {"F1": "4", "F2": "Call earlier."}
    assert set(Feedback.__table__.columns.keys()) == {"id", "run_id", "answers"}
    with table.database.reading() as session:
        assert [len(session.scalars(select(one)).all()) for one in (EventRow, RunEntry)] == lines
        assert session.get_one(RunRole, table.roles["player"]).fed_back


def test_each_gives_one_form(table):
    give(table, "player")
    with pytest.raises(HasAnswered):
        give(table, "player")
    give(table, "evaluator")
    assert len(kept(table)) == 2


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({"F1": "6"}, NotAnAnswer),
        ({"F1": "good"}, NotAnAnswer),
        ({}, NothingFilledIn),
        ({"F1": "", "F2": " "}, NothingFilledIn),
        ({"F9": "Not asked"}, NothingFilledIn),
    ],
)
def test_what_answers_nothing_is_refused_and_can_be_sent_again(table, answers, refusal):
    with pytest.raises(refusal):
        give(table, "player", FeedbackInput(answers=answers))
    give(table, "player")
    assert len(kept(table)) == 1


def test_what_is_not_asked_is_not_kept(table):
    give(table, "player", FeedbackInput(answers={"F1": "5", "name": "Anna"}))
    assert [form.answers for form in kept(table)] == [{"F1": "5"}]


def test_before_the_end_nothing_is_asked(database, settle, time):
    table = Table(database, settle, time)
    table.start()
    with pytest.raises(NotEnded):
        give(table, "player")


def test_after_the_last_day_the_form_is_closed(table):
    table.time.at += timedelta(days=7)
    give(table, "player")
    table.time.at += timedelta(seconds=1)
    with pytest.raises(FormIsClosed):
        give(table, "second")


def test_who_has_left_gives_none(table):
    table.do(seating.unseat, table.roles["player"])
    with pytest.raises(NotFound):
        give(table, "player")


def test_of_all_runs_together_five_must_have_answered(table):
    def shown():
        with table.database.reading() as session:
            return query.of_exercise(session, table.exercise, table.content)

    for who in ("player", "second", "evaluator", "recorder"):
        give(table, who)
    assert (shown().forms, shown().answered) == (4, ())
    give(table, "critic")
    scale, texts = shown().answered
    assert (scale.tally.n, scale.tally.median) == (5, "4")
    assert texts.texts == ("Call earlier.",) * 5
