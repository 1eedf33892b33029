"""How does who leads a run steer it by its console?"""

import pytest

from scheduler.inputs.run import ResponseInput
from scheduler.services import playing, runs, seating
from tests.evaluating import FEBRUARY
from tests.steering import a_table, goes, part, press
from tests.web.browser import text_of


@pytest.fixture
def table(database, settle, time):
    made = a_table(database, settle, time)
    time.to(FEBRUARY)
    return made


@pytest.fixture
def facilitator(sign_in, table):
    browser = sign_in("fia@kumla.example", role="facilitator", network=table.network)
    browser.set_cookie("kallelse-language", "en")
    return browser


@pytest.fixture
def at(table):
    return f"/runs/{table.run}"


@pytest.fixture
def going(table):
    table.do(runs.start, table.run)
    return table


def test_a_prepared_run_is_started_by_a_press(facilitator, at, table):
    page = facilitator.get(at)
    assert "0:00:00 ○ Prepared" in text_of(page)
    assert "Planned to take 1:00:00." in text_of(page)
    page = press(facilitator, at, "steer/start")
    assert "The exercise goes on." in text_of(page)
    assert "0:00:00 ▶ Running The rumour · Tuesday 08.10 (module 1 of 2)" in text_of(page)
    assert table.state.status == "running"


def test_what_comes_next_is_shown_with_its_countdown(facilitator, at, going):
    goes(going, 20)
    page = facilitator.get(at)
    words = part(page, "Next")
    assert words.startswith("0:00:40 C1 A call all groups · on the page Release now")
    assert "0:31:40 C4 The radio" in words
    assert "by hand C3 A visit (secret) Police" in words
    assert 'data-seconds="20"' in page.get_data(as_text=True)


def test_members_and_strangers_never_see_the_console(sign_in, table, at, client):
    member = sign_in("player@kumla.example")
    for path in (at, f"{at}/live", f"{at}/log", f"{at}/jump", f"{at}/add", f"{at}/injects/C1"):
        answer = member.get(path)
        assert (answer.status_code, "A call" in text_of(answer)) == (403, False)
    assert member.send(f"{at}/steer/start").status_code == 403
    assert client.get(at).status_code == 303
    assert table.state.status == "prepared"


def test_two_facilitators_release_once_and_the_second_is_told_who_was_first(
    facilitator, at, going, sign_in
):
    first = sign_in("gun@kumla.example", role="facilitator", network=going.network)
    assert first.send(f"{at}/injects/C3/release").status_code == 303
    answer = facilitator.send(f"{at}/injects/C3/release")
    assert answer.status_code == 409
    assert "“A visit” has been released already: by Gun, " in text_of(answer)
    assert [one.verb for one in going.log()].count("released") == 1


def test_a_press_of_a_script_gets_the_changed_part_alone(facilitator, at, going):
    answer = facilitator.send(f"{at}/injects/C3/release", headers={"Accept": "application/json"})
    assert answer.json["said"] == "C3 is released."
    assert "<form" not in answer.json["html"]
    again = facilitator.send(f"{at}/injects/C3/release", headers={"Accept": "application/json"})
    assert again.status_code == 409
    assert "has been released already" in again.json["refused"]


def test_a_release_in_a_pause_is_confirmed_first(facilitator, at, going):
    press(facilitator, at, "steer/pause", reason="Coffee")
    page = facilitator.get(at)
    assert "‖ Paused" in text_of(page)
    assert "Reason: Coffee" in text_of(page)
    asked = facilitator.send(f"{at}/injects/C3/release")
    assert asked.status_code == 409
    assert 'name="confirmed" value="true"' in asked.get_data(as_text=True)
    done = press(facilitator, at, "injects/C3/release", confirmed="true")
    assert "C3 is released." in text_of(done)
    assert "in the pause" in part(done, "All injects")


def test_what_is_late_waits_with_its_reason_and_three_ways(facilitator, at, going):
    press(facilitator, at, "injects/C1/hold")
    goes(going, 100)
    words = part(facilitator.get(at), "Waits for you")
    assert "C1 A call all groups · on the page · Somebody let it wait." in words
    assert "Release, and shift the later ones" in words
    press(facilitator, at, "injects/C1/release", shift="true")
    assert [one.body["ticks"] for one in going.log() if one.verb == "shifted"] == [40 * 10**8]


def test_after_a_gap_the_banner_asks_and_nothing_has_come(facilitator, at, going):
    goes(going, 20)
    going.time.forward(minutes=5)
    going.settle()
    page = text_of(facilitator.get(at))
    assert "The service was away from 09:00:20 to 09:05:20" in page
    assert "Continue from 0:00:20" in page
    press(facilitator, at, "steer/count-gap")
    assert (going.state.status, going.state.steps["C1"].state) == ("running", "held")
    words = part(facilitator.get(at), "Waits for you")
    assert "It was due 0:04:20 ago" in words


def test_the_groups_stand_side_by_side_with_who_has_seen_what(facilitator, at, going):
    goes(going, 60)
    going.do(playing.see, going.roles["player"], "C1")
    going.do(playing.answer, going.roles["second"], plan=ResponseInput(inject="C1", text="We call"))
    words = part(facilitator.get(at), "What each group has seen")
    assert words.startswith("Inject Municipality (1) Police (1)")
    assert "✓ 1 of 1 have seen it 0 of 1 have seen it We call" in words


def test_private_answers_are_revealed_with_the_agreement_before_and_after(facilitator, at, going):
    for who, option in (("player", "We ask"), ("second", "They ask")):
        plan = ResponseInput(question="Q1", option=option)
        going.do(playing.answer, going.roles[who], plan=plan)
    words = part(facilitator.get(at), "Questions and answers")
    assert "each group answers in private first · 2 of 2 groups have answered" in words
    assert "Agreement before the talk: 0 of 1 pairs of groups. Reveal the answers" in words
    press(facilitator, at, "steer/reveal", reveal="Q1")
    going.do(
        playing.answer, going.roles["second"], plan=ResponseInput(question="Q1", option="We ask")
    )
    words = part(facilitator.get(at), "Questions and answers")
    assert "Agreement before the talk: 0 of 1 pairs of groups. Now: 1 of 1." in words


def test_an_expected_action_is_marked_and_unmarked(facilitator, at, going):
    goes(going, 60)
    page = press(facilitator, at, "steer/mark", mark="C1.1 yes")
    assert "Somebody takes the lead. ✓ taken" in part(page, "Expected actions")
    page = press(facilitator, at, "steer/mark", mark="C1.1 ")
    assert "✓ taken" not in part(page, "Expected actions")


def test_a_jump_lists_what_is_left_and_does_with_each_what_was_chosen(facilitator, at, going):
    page = facilitator.get(f"{at}/jump?module=M2")
    assert "C1 A call" in text_of(page)
    assert "C4 The radio" not in text_of(page)
    chosen = {"module": "M2", "each.C1": "release", "each.C2": "skip", "each.C3": "move"}
    page = press(facilitator, at, "steer/jump", **chosen)
    assert "The module has begun." in text_of(page)
    states = {key: step.state for key, step in going.state.steps.items()}
    assert states == {"C1": "released", "C2": "skipped", "C3": "held", "C4": "planned"}


def test_a_run_without_players_says_so_before_it_is_started(facilitator, at, table):
    assert "Nobody has a place as a player yet" not in text_of(facilitator.get(at))
    for who in ("player", "second"):
        table.do(seating.unseat, table.roles[who])
    assert "Nobody has a place as a player yet" in text_of(facilitator.get(at))


def test_the_rate_moves_the_forecast_and_not_the_clock(facilitator, at, going):
    goes(going, 20)
    page = press(facilitator, at, "steer/rate", rate="2")
    assert "0:00:20 ▶ Running ×2" in text_of(page)
    assert "minutes earlier than planned" in text_of(page)
    refused = facilitator.send(f"{at}/steer/rate", {"rate": "20"})
    assert refused.status_code == 422


def test_the_end_tells_what_is_not_used_and_opens_the_hot_wash(facilitator, at, going):
    page = text_of(facilitator.get(f"{at}/end"))
    assert "4 injects have not come, and will not be used" in page
    press(facilitator, at, "steer/end")
    assert "– Not used" in part(facilitator.get(at), "All injects")
    press(facilitator, at, "steer/open-hotwash")
    press(facilitator, at, "steer/close")
    assert "✓ Closed" in text_of(facilitator.get(at))


def test_breaking_off_needs_a_reason(facilitator, at, going):
    assert facilitator.send(f"{at}/steer/abort", {"reason": ""}).status_code == 422
    page = press(facilitator, at, "steer/abort", reason="A fire")
    assert "✕ Broken off The rumour · Tuesday 08.10 (module 1 of 2) Reason: A fire" in text_of(page)


def test_the_console_opens_no_thing_that_is_not_there(facilitator, at):
    assert facilitator.send(f"{at}/steer/dance").status_code == 404
    assert facilitator.send(f"{at}/injects/C1/dance").status_code == 404
    assert facilitator.get(f"{at}/injects/C9").status_code == 404
