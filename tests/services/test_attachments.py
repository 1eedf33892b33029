"""What happens to papers: who adds them, who opens them, what is left of them?"""

from uuid import uuid4

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, Actor, NotAllowed
from scheduler.errors import NotFound
from scheduler.inputs import AgendaInput
from scheduler.model import Attachment, AttachmentBody, Meeting, Person
from scheduler.queries import attachments as query
from scheduler.queries import entitled
from scheduler.services import agenda, attachments
from tests.factories import an_actor

PDF = b"%PDF-1.7 hemligt"


@pytest.fixture
def points(database, meeting):
    items = [
        {"title": "öppet"},
        {"title": "kretsen", "class": "circle"},
        {"title": "muntligt", "class": "spoken"},
    ]
    with database.transaction() as session:
        plan = AgendaInput.model_validate({"items": items})
        return [item.id for item in agenda.put(session, meeting, plan=plan, by=SYSTEM)]


def add(database, meeting, name="Underlag.pdf", content=PDF, by=SYSTEM, **more):
    with database.transaction() as session:
        return attachments.add(
            session, meeting, name=name, content=content, megabytes=1, by=by, **more
        ).id


def names(database, meeting, actor):
    with database.reading() as session:
        reader = entitled.reader(session, actor)
        return [paper.name for paper in query.of_meeting(session, meeting, reader)]


def opened(database, paper, actor):
    with database.reading() as session:
        return query.content(session, paper, entitled.reader(session, actor))[1]


def member(database, meeting, email):
    with database.reading() as session:
        one = session.scalars(select(Person).where(Person.email == email)).one().id
        network = session.get_one(Meeting, meeting).network_id
    return Actor(kind="person", id=one, person_id=one, roles={network: frozenset({"member"})})


def test_a_paper_is_seen_by_whoever_may_see_its_point(database, meeting, points):
    open_ = add(database, meeting, "öppet.pdf", item=points[0])
    closed = add(database, meeting, "krets.pdf", item=points[1])
    add(database, meeting, "hela.pdf")
    anna = member(database, meeting, "anna@kumla.example")
    all_of_them = ["hela.pdf", "öppet.pdf", "krets.pdf"]
    assert names(database, meeting, SYSTEM) == names(database, meeting, anna) == all_of_them
    later = Actor(kind="person", id=uuid4(), person_id=uuid4(), roles=anna.roles)
    assert names(database, meeting, later) == ["hela.pdf", "öppet.pdf"]
    assert opened(database, open_, later) == PDF
    with pytest.raises(NotFound):
        opened(database, closed, later)


def test_a_stranger_opens_nothing(database, meeting):
    paper = add(database, meeting)
    stranger = an_actor(uuid4(), "coordinator")
    assert names(database, meeting, stranger) == []
    with pytest.raises(NotFound):
        opened(database, paper, stranger)


def test_a_paper_that_is_taken_away_leaves_no_content(database, meeting):
    paper = add(database, meeting)
    with database.transaction() as session:
        attachments.remove(session, paper, by=SYSTEM)
    with database.reading() as session:
        assert session.scalars(select(AttachmentBody)).all() == []
    with pytest.raises(NotFound):
        opened(database, paper, SYSTEM)


def test_a_file_is_kept_under_a_random_name_and_called_what_it_is(database, meeting):
    wanted = {
        "../../etc/passwd": "passwd.pdf",
        "C:\\hemligt\\Underlag.exe": "Underlag.pdf",
        "  ": "file.pdf",
        'a"b<c>.html': "abc.pdf",
        "Lägesbild å ä ö.PDF": "Lägesbild å ä ö.pdf",
    }
    made = [add(database, meeting, name) for name in wanted]
    with database.reading() as session:
        rows = [session.get_one(Attachment, one) for one in made]
        assert [row.name for row in rows] == list(wanted.values())
        assert all(len(row.stored) == 43 and row.name not in row.stored for row in rows)
        assert len({row.stored for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", attachments.NothingInIt),
        (b"%PDF-" + b"x" * 1024 * 1024, attachments.TooLarge),
        (b"<html>", attachments.NotTaken),
    ],
)
def test_what_is_empty_too_large_or_of_a_strange_kind_is_refused(
    database, meeting, content, refusal
):
    with pytest.raises(refusal) as refused:
        add(database, meeting, content=content)
    assert refused.value.field == "file"


def test_no_paper_is_kept_with_what_is_only_spoken_about(database, meeting, points):
    with pytest.raises(attachments.OnlySpoken):
        add(database, meeting, item=points[2])


def test_a_paper_belongs_to_a_point_of_its_own_meeting(database, meeting):
    with pytest.raises(NotFound):
        add(database, meeting, item=uuid4())


def test_a_member_adds_no_papers(database, meeting):
    with pytest.raises(NotAllowed):
        add(database, meeting, by=member(database, meeting, "anna@kumla.example"))


def test_a_meetings_papers_are_bounded(database, meeting):
    for number in range(attachments.MOST_FILES):
        add(database, meeting, f"{number}.pdf")
    with pytest.raises(attachments.TooManyFiles):
        add(database, meeting)
