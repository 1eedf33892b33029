"""Does nothing fall between three meetings, and does each see what they were entitled to?"""

from __future__ import annotations

import pytest

from tests.web.three_meetings import SERIES, Village, words_of

NAMES = ("Anna", "Bo", "Eva")


@pytest.fixture
def village(app, database, settings, keys, time, settle, sender):
    """Eva coordinates; Anna is of Kumla, Bo of Nora; Olle looks on."""
    made = Village(app, database, settings, keys, time, settle, sender)
    made.join("Eva", "Länsstyrelsen", "coordinator")
    made.join("Anna", "Kumla")
    made.join("Bo", "Nora")
    made.join("Olle", "Nora", "observer")
    series = made.admin.post("/networks/lan/series", SERIES)
    made.admin.post(f"/series/{series['id']}/fix", status=200)
    made.rest()
    return made


@pytest.fixture
def meetings(village):
    found = village.admin.get("/networks/lan/meetings")["items"]
    assert [one["start"] for one in found] == [
        "2027-02-04T09:00",
        "2027-03-04T09:00",
        "2027-04-01T09:00",
        "2027-05-06T09:00",
    ]
    return [one["id"] for one in found]


def agenda(village, meeting, *points):
    """Write points below those that came by themselves; gives ids by title."""
    standing = village.admin.get(f"/meetings/{meeting}/agenda")["items"]
    made = village.admin.put(f"/meetings/{meeting}/agenda", {"items": [*standing, *points]})
    return {one["title"]: one["id"] for one in made["items"]}


def titles(village, meeting):
    return [one["title"] for one in village.admin.get(f"/meetings/{meeting}/agenda")["items"]]


def minutes(village, meeting, there, **plan):
    """Write minutes with whom was there; the others stay as they answered."""
    at = f"/meetings/{meeting}/minutes"
    got = village.admin.ask("GET", at)
    attendance = [
        one | {"present": one["name"] in there, "arrived": ""} for one in got.json["attendance"]
    ]
    body = {"attendance": attendance, **plan}
    return village.admin.put(at, body, if_match=got.headers["ETag"])


def settle(village, item, outcome, reason=""):
    body = {"outcome": outcome, "reason": reason}
    village.admin.post(f"/items/{item}/outcome", body, 200)


def step(village, meeting, what, **body):
    made = village.admin.post(f"/meetings/{meeting}/minutes/{what}", body, 200)
    village.rest()
    return made


def comment(village, name, meeting, text):
    data = {"item": "", "text": text}
    browser = village.browser(name)
    return browser.send(f"/meetings/{meeting}/minutes/comments", data).status_code


def owner(village, organisation, name):
    return {"organisation": organisation, "person": village.people[name]}


def actions(village):
    found = village.admin.get("/networks/lan/actions")["items"]
    return {one["text"]: one for one in found}


def test_three_meetings_of_one_network(village, meetings):
    first, second, third, fourth = meetings
    points = before_the_first(village, first)
    at_the_first(village, first, points)
    the_first_notes_come_to_hold(village, first)

    standing = titles(village, second)  # put off, not decided, and open actions come back
    assert {"Skjuts", "Utan beslut"} <= set(standing)
    assert sum("action" in title.lower() for title in standing) == 1
    shown = village.browser("Bo").get(f"/meetings/{second}/agenda").text
    assert "Vi väntar på polisens siffror" in shown

    actions_are_reported(village)
    anna_leaves_and_cia_takes_her_place(village, first, second)
    at_the_second(village, second)

    standing = titles(village, third)  # what is done does not come back
    assert "Skjuts" not in standing
    assert {"Utan beslut", "Bara Kumla"} <= set(standing)
    village.join("Dan", "Nora")
    village.to("2027-04-01", "10:00")
    minutes(village, third, {"Bo", "Cia", "Eva"}, entries=[{"text": "Utkastordet"}])
    village.rest()

    nothing_open_is_missing(village, fourth)
    assert_each_saw_what_was_theirs(village)


def before_the_first(village, meeting):
    """An agenda, a point that Bo proposes by his link, and Kumla's slot of the round by Anna's."""
    points = agenda(
        village,
        meeting,
        {"title": "Läget", "kind": "round", "minutes": 30},
        {"title": "Slutet", "class": "circle", "text": "Kretsunderlag", "minutes": 20},
        {"title": "Skjuts", "kind": "discussion", "minutes": 20},
        {"title": "Utan beslut", "kind": "decision", "minutes": 20},
    )
    village.to("2027-01-15")
    stranger = village.app.test_client()
    proposal = {"title": "Bos förslag", "text": "Förslagsordet", "minutes": "10"}
    assert stranger.post(village.link("Bo", "/propose/"), data=proposal).status_code == 303
    [proposed] = village.admin.get(f"/meetings/{meeting}/proposals")["items"]
    accepted = {"state": "accepted", "answer": "Gärna."}
    village.admin.post(f"/proposals/{proposed['id']}/decide", accepted, 200)
    assert "Bos förslag" in titles(village, meeting)
    village.rest()
    assert any("Gärna." in words_of(mail) for mail in village.mails_to("Bo"))
    village.to("2027-02-02")  # the brief has come
    slot = village.link("Anna", "/round/")
    assert "Nora" not in stranger.get(slot).text.partition("<main")[2]
    filled = {"item": points["Läget"], "text": "Rundordet"}
    assert stranger.post(slot, data=filled).status_code == 303
    return points


def at_the_first(village, meeting, points):
    """Anna and Eva are there, Bo is not; what is written is a draft."""
    village.to("2027-02-04", "10:00")
    open_, circle = points["Skjuts"], points["Slutet"]
    booking = {"text": "Boka lokal", "owner": owner(village, "Kumla", "Anna")}
    closed = {"text": "Kretsåtgärden", "owner": owner(village, "Nora", "Bo")}
    minutes(
        village,
        meeting,
        {"Anna", "Eva"},
        entries=[{"item": open_, "text": "Öppenordet"}, {"item": circle, "text": "Kretsordet"}],
        decisions=[
            {"item": open_, "text": "Beslutsordet"},
            {"item": circle, "text": "Kretsbeslutet"},
        ],
        actions=[
            {"item": open_, "due": "2027-02-20", **booking},
            {"item": circle, "due": "2027-03-20", **closed},
        ],
    )
    settle(village, open_, "postponed", "Vi väntar på polisens siffror")
    village.rest()
    assert "Öppenordet" not in village.look("Anna") + village.look("Bo")


def the_first_notes_come_to_hold(village, meeting):
    """Anna was there and comments by her link; Bo was not. She adjusts, Eva answers, it holds."""
    step(village, meeting, "circulate", adjusters=[village.people["Anna"]])
    stranger = village.app.test_client()
    said = {"text": "Kommentarsordet"}
    assert stranger.post(village.link("Anna", "/c/"), data=said).status_code == 303
    assert comment(village, "Bo", meeting, "Smygordet") == 404
    village.admin.refused("POST", f"/meetings/{meeting}/minutes/approve", {}, 409)
    [made] = village.admin.get(f"/meetings/{meeting}/minutes/comments")["items"]
    declined = {"state": "declined", "answer": "Det står rätt."}
    village.admin.post(f"/comments/{made['id']}/settle", declined, 200)
    seen = {"version": village.admin.get(f"/meetings/{meeting}/minutes")["version"]}
    anna = village.browser("Anna")
    assert anna.send(f"/meetings/{meeting}/minutes/adjust", seen).status_code == 303
    step(village, meeting, "approve")
    step(village, meeting, "publish")


def actions_are_reported(village):
    """By link, then by answering the mail that asks."""
    village.to("2027-02-15")
    reported = {"state": "in_progress", "text": "Länkordet"}
    link = village.link("Anna", "/action/")
    assert village.app.test_client().post(link, data=reported).status_code == 303
    assert actions(village)["Boka lokal"]["state"] == "in_progress"
    village.answer_mail("Anna", "Boka lokal", "Klart! Svarsordet")
    assert actions(village)["Boka lokal"]["state"] == "done"


def anna_leaves_and_cia_takes_her_place(village, first, second):
    """What Anna has promised stays with her organisation, and waits for somebody."""
    promise = {"text": "Skriv planen", "owner": owner(village, "Kumla", "Anna")}
    village.admin.post(f"/meetings/{first}/actions", promise | {"due": "2027-05-01"})
    village.look("Anna")
    village.leave("Anna")
    left = actions(village)["Skriv planen"]["owner"]
    assert (left["organisation_name"], left["person"]) == ("Kumla", None)
    cia = village.join("Cia", "Kumla")
    village.admin.post(f"/meetings/{second}/invitations", {"people": [cia]})
    village.rest()


def at_the_second(village, meeting):
    """A point for Kumla alone, one only spoken about; silence approves, then it is published."""
    kumla = next(
        one["id"]
        for one in village.admin.get("/networks/lan/organisations")["items"]
        if one["name"] == "Kumla"
    )
    alone = {"title": "Bara Kumla", "class": "circle", "audience": [kumla]}
    points = agenda(
        village,
        meeting,
        alone | {"text": "Kumlaunderlag"},
        {"title": "Muntligt", "class": "spoken", "text": "Talordet"},
    )
    village.to("2027-03-04", "10:00")
    notes = [{"item": points["Bara Kumla"], "text": "Kumlaordet"}]
    minutes(village, meeting, {"Bo", "Cia", "Eva"}, entries=notes)
    settle(village, points["Skjuts"], "done")
    settle(village, points["Bara Kumla"], "unfinished", "Kumlaskälet")
    village.rest()
    step(village, meeting, "circulate", silence_approves=True)
    village.to("2027-03-12")
    assert village.admin.get(f"/meetings/{meeting}/minutes")["state"] == "approved"
    step(village, meeting, "publish")


def nothing_open_is_missing(village, meeting):
    """All that is open stands on the agenda to come, each once."""
    open_ = {text for text, one in actions(village).items() if one["state"] != "done"}
    assert open_ == {"Kretsåtgärden", "Skriv planen"}
    standing = titles(village, meeting)
    assert {"Utan beslut", "Bara Kumla"} <= set(standing)
    assert sum("Approve the notes" in title for title in standing) == 1
    assert len(set(standing)) == len(standing)
    listed = village.browser("Eva").get("/networks/lan/actions").text
    assert {word for word in open_ if word in listed} == open_


ALL = {"Eva", "Anna", "Bo", "Cia", "Dan", "Olle"}
MEMBERS = ALL - {"Olle"}
ENTITLED = {
    "Rundordet": ALL,  # open, and published: the mailed links show it to all who were called
    "Öppenordet": ALL,
    "Beslutsordet": ALL,
    "Kretsordet": {"Eva", "Anna", "Bo"},
    "Kretsbeslutet": {"Eva", "Anna", "Bo"},
    "Kretsunderlag": {"Eva", "Anna", "Bo"},
    "Kretsåtgärden": {"Eva", "Anna", "Bo"},
    "Kommentarsordet": {"Eva", "Anna"},
    "Smygordet": set(),
    "Kumlaordet": {"Eva", "Cia"},
    "Kumlaunderlag": {"Eva", "Cia"},
    "Kumlaskälet": {"Eva", "Cia"},
    "Talordet": set(),
    "Utkastordet": {"Eva"},
}


def assert_each_saw_what_was_theirs(village):
    eyes = {name: village.look(name) for name in sorted(ALL)}
    seen = {word: {name for name in ALL if word in eyes[name]} for word in ENTITLED}
    assert seen == ENTITLED
    found = {
        word: {name for name in MEMBERS - {"Anna"} if village.search(name, word)}
        for word in ENTITLED
    }
    assert found == {
        word: who & (MEMBERS - {"Anna"}) - _unsearched(word) for word, who in ENTITLED.items()
    }
    member, coordinator = village.told("member"), village.told("coordinator")
    open_words = {word for word, who in ENTITLED.items() if "Dan" in who}
    assert {word for word in ENTITLED if word in member} == open_words
    assert {word for word in ENTITLED if word in coordinator} == {
        word for word, who in ENTITLED.items() if "Eva" in who
    }


def _unsearched(word):
    return MEMBERS if word in {"Kommentarsordet", "Kumlaskälet"} else set()
