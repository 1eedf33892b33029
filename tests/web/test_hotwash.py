"""Can everybody say what to keep, improve and start, and agree with others?"""

from __future__ import annotations

import pytest

from scheduler.exercise.hotwash import columns
from scheduler.services import runs
from tests.evaluating import Table
from tests.web.browser import text_of


@pytest.fixture
def table(database, settle, time):
    made = Table(database, settle, time)
    made.start()
    made.end(hotwash=True)
    return made


def said(table):
    return {
        column.kind: [(one.text, one.group, one.votes) for one in column.items]
        for column in columns(table.state)
    }


def say(client, path, text, kind="kept"):
    return client.post(f"{path}/say", data={"kind": kind, "text": text})


@pytest.mark.parametrize("who", ["player", "evaluator", "recorder"])
def test_what_somebody_says_stands_there_without_their_name(table, client, who):
    path = table.path(who)
    assert say(client, path, "The calm at the table.").status_code == 303
    words = text_of(client.get(f"{path}/hotwash"))
    assert "The calm at the table." in words
    assert who.title() not in words
    group = "Municipality" if who == "player" else ""
    assert said(table)["kept"] == [("The calm at the table.", group, 0)]


def test_a_player_speaks_for_no_other_group(table, client):
    data = {"kind": "kept", "text": "Calm.", "group": "polis"}
    client.post(f"{table.path('player')}/say", data=data)
    assert said(table)["kept"] == [("Calm.", "Municipality", 0)]


def test_each_agrees_once_and_may_take_it_back_and_what_most_agree_with_comes_first(table, client):
    player, second = table.path("player"), table.path("second")
    for text in ("First", "Second"):
        say(client, player, text, "improve")
    first, other = table.state.sayings
    for path in (player, second, second):
        answer = client.post(f"{path}/vote", data={"item": other, "up": "true"})
        assert answer.location == f"{path}/hotwash#said-{other}"
    assert [(text, votes) for text, _, votes in said(table)["improve"]] == [
        ("Second", 2),
        ("First", 0),
    ]
    page = client.get(f"{second}/hotwash").text
    assert page.count('aria-pressed="true"') == 1
    client.post(f"{second}/vote", data={"item": other})
    assert [votes for *_, votes in said(table)["improve"]] == [1, 0]
    assert first != other


@pytest.mark.parametrize("wrong", [{"text": ""}, {"kind": "blame"}])
def test_what_was_typed_stands_when_something_is_wrong(table, client, wrong):
    data = {"kind": "start", "text": "A list of numbers."} | wrong
    page = client.post(f"{table.path('player')}/say", data=data)
    assert page.status_code == 422
    if "text" not in wrong:
        assert "A list of numbers." in page.text
    assert said(table)["start"] == []


def test_a_vote_for_what_nobody_said_is_refused_in_words(table, client):
    page = client.post(f"{table.path('player')}/vote", data={"item": 999, "up": "true"})
    assert page.status_code == 422
    assert "Choose one that it has." in text_of(page)


def test_before_the_end_there_is_no_form(database, settle, time, client):
    table = Table(database, settle, time)
    table.start()
    page = client.get(f"{table.path('player')}/hotwash")
    assert "The hot wash comes when the exercise has ended." in text_of(page)
    assert "<form" not in page.text


def test_of_a_closed_run_it_is_read_and_no_longer_written(table, client):
    path = table.path("player")
    say(client, path, "Calm.")
    table.do(runs.close, table.run)
    page = client.get(f"{path}/hotwash")
    assert "Calm." in text_of(page)
    assert "<form" not in page.text
    late = say(client, path, "One more.")
    assert (late.status_code, "One more." in late.text) == (409, True)
    assert [text for text, *_ in said(table)["kept"]] == ["Calm."]


def test_who_leads_writes_for_others_and_sees_how_many_agree(table, client, sign_in):
    facilitator = sign_in("f@kumla.example", role="facilitator", network=table.network)
    facilitator.set_cookie("kallelse-language", "en")
    address = f"/runs/{table.run}/hotwash"
    data = {"kind": "start", "text": "A list.", "group": "polis"}
    assert facilitator.send(f"{address}/say", data).location == f"{address}#said"
    number = next(iter(table.state.sayings))
    client.post(f"{table.path('second')}/vote", data={"item": number, "up": "true"})
    words = text_of(facilitator.get(address))
    assert "Keep Nothing yet Improve Nothing yet Begin A list. Police 1 agrees" in words
    refused = facilitator.send(f"{address}/say", data | {"kind": ""})
    assert (refused.status_code, "A list." in refused.text) == (422, True)


@pytest.mark.parametrize("role", ["member", "secretary"])
def test_who_does_not_lead_has_no_such_page(table, sign_in, role):
    browser = sign_in("m@kumla.example", role=role, network=table.network)
    address = f"/runs/{table.run}/hotwash"
    assert browser.get(address).status_code == 403
    assert browser.send(f"{address}/say", {"kind": "kept", "text": "X"}).status_code == 403
