"""Does each person in a run get the link to their own place?"""

from __future__ import annotations

import pytest

from scheduler.actor import SYSTEM, NotAllowed
from scheduler.errors import NotFound
from scheduler.exercise.refusals import IsClosed
from scheduler.model import Run
from scheduler.services import play_links, runs, seating
from tests.exercises import roles_of
from tests.factories import an_actor

ANNA, BO = "anna@kumla.example", "bo@nora.example"


def test_each_in_a_run_gets_the_link_to_their_own_place(act, run, database, sender, keys):
    act(play_links.send)
    with database.reading() as session:
        links = {
            one.person.email: f"/play/{keys.token('play', one.id, one.generation)}"
            for one in roles_of(session, run)
        }
    sent = {one.recipient: one.text for one in sender.take()}
    assert sent.keys() == links.keys()
    for who, words in sent.items():
        assert [other for other, link in links.items() if link in words] == [who]
        assert "Kommunen" in words
        assert "SKARPT LÄGE" in words


def test_a_link_is_sent_again_to_whom_one_chooses(act, run, database, mails):
    act(play_links.send)
    mails()
    with database.reading() as session:
        bo = next(one for one in roles_of(session, run) if one.person.email == BO)
    act(play_links.send, roles=[bo.id])
    assert [to for to, _ in mails()] == [BO]


def test_no_link_leaves_for_who_has_left_or_for_a_run_that_is_closed(
    act, quietly, run, database, settle, mails
):
    quietly(play_links.send)
    with database.transaction() as session:
        bo = next(one for one in roles_of(session, run) if one.person.email == BO)
        seating.unseat(session, bo.id, by=SYSTEM)
    settle()
    assert [to for to, _ in mails()] == [ANNA]
    with pytest.raises(NotFound):
        act(play_links.send, roles=[bo.id])
    act(runs.start)
    act(runs.abort, reason="Storm")
    with pytest.raises(IsClosed):
        act(play_links.send)


def test_only_who_leads_sends_links(act, database, run):
    with database.reading() as session:
        network = session.get_one(Run, run).network_id
    with pytest.raises(NotAllowed):
        act(play_links.send, by=an_actor(network, "secretary"))
