"""Can an exercise be led in real browsers, from the invitation to the next meeting's agenda?"""

from playwright.sync_api import expect

from tests.story import exercising, playing
from tests.story.place import a_place, day

FIRST = "A false story spreads"
SECOND = "Angry calls to the reception"
NEWS = "[data-news-region]"
ACTIONS = (
    ("Skriv en ringlista som alla har", "Klara"),
    ("Öva ett gemensamt första svar", "Polisen i Björkhamra"),
)


def test_scenario_c_is_played_from_the_invitation_to_the_next_agenda(service, office, screens):
    place = a_place(service)
    exercising.people(place)
    eva = screens.open(place.address("Eva"))
    exercising.approve_a_ready_scenario(eva, place)
    meeting, following = exercising.tomorrow(place), place.meeting(title="Länsråd")
    exercise = exercising.make_it_an_exercise(eva, meeting)
    exercising.call(eva, meeting)
    playing.answer_the_calls(office, screens, place)
    exercising.let_it_be_time(service, meeting)
    run = exercising.prepare_a_run(eva, exercise)
    room = playing.enter(office, screens, place)
    eva.goto(f"/runs/{run}")
    begin(eva, room)
    silent_start(eva, room)
    first_inject(eva, room)
    steer(eva, room)
    exercising.end(eva)
    afterwards(eva, room)
    evaluate(eva, exercise, run)
    taken_up(service, screens, place, exercise, following)


def begin(eva, room):
    """The clock starts; those who have a script see it by themselves."""
    exercising.press(eva, "Start the exercise", "The exercise goes on.")
    exercising.hurry(eva, "×4")
    for page in (room.klara, room.pia):
        expect(page.locator("#state")).to_contain_text("Running")
        expect(page.locator("#state")).to_contain_text("The rumour is noticed")
    room.sven.locator("noscript a").click()
    expect(room.sven.locator("#state")).to_contain_text("The rumour is noticed")


def silent_start(eva, room):
    """Each group answers in private; then all see what all have answered."""
    for number, page in enumerate((room.klara, room.pia, room.sven)):
        playing.answer_in_private(page, "M1.1", number, "Det vi vet nu.")
    card = eva.locator("#board").get_by_role("article", name="How serious")
    expect(card).to_contain_text("3 of 3 groups have answered")
    card.get_by_role("button", name="Reveal the answers").click()
    expect(eva.locator("#status")).to_have_text("All groups see the answers now.")
    for page in (room.klara, room.pia):
        answers = page.locator("#question-M1\\.1 .play-answers")
        expect(answers).to_contain_text("Keep watch")
        expect(answers).to_contain_text("Coordinate with others")
    room.sven.locator("noscript a").click()
    expect(room.sven.locator("#question-M1\\.1 .play-answers")).to_contain_text("No action needed")


def first_inject(eva, room):
    """It comes by the clock; whoever types goes on typing, and hears of it."""
    klara = room.klara
    field = klara.locator("#question-M1\\.2 textarea")
    field.click()
    klara.keyboard.type(playing.HALF_TYPED)
    klara.evaluate("window.since = 'the link was followed'")
    expect(klara.locator("[data-connection]")).to_have_attribute("data-state", "live")
    exercising.hurry(eva, "×8")
    for page in (klara, room.pia):
        expect(page.locator("#inject-C1")).to_contain_text(FIRST, timeout=60_000)
        expect(page.locator(NEWS)).to_contain_text(f"New: {FIRST}")
    assert playing.never_left(klara)
    expect(field).to_be_focused()
    expect(field).to_have_value(playing.HALF_TYPED)
    assert room.pia.evaluate(playing.MOVING) == 0
    room.sven.locator("noscript a").click()
    expect(room.sven.locator("#inject-C1")).to_contain_text(FIRST)


def steer(eva, room):
    """A pause, a judgement, a jump; what is for one group comes to it alone."""
    expect(eva.locator("button[formaction$='/injects/C1/release']")).to_have_count(0)
    exercising.press(eva, "Pause", "Paused.")
    expect(room.klara.locator("#state")).to_contain_text("Paused")
    exercising.press(eva, "Continue", "The exercise goes on.")
    expect(room.klara.locator("#state")).to_contain_text("Running")
    eva.locator("button[name=mark][value='C1.1 yes']").click()
    expect(eva.locator("#status")).to_have_text("Marked.")
    expect(eva.locator("button[name=mark][value='C1.1 yes']")).to_have_count(0)
    room.vera.reload()
    playing.note(room.vera, "Met")
    playing.record(room.rut)
    exercising.jump(eva, "It grows", "C2")
    expect(room.klara.locator("#inject-C2")).to_contain_text(SECOND)
    expect(room.pia.locator("#state")).to_contain_text("It grows")
    for page in (room.pia, room.sven):
        page.reload()
        expect(page.locator("#state")).to_contain_text("It grows")
        expect(page.locator("main")).not_to_contain_text(SECOND)


def afterwards(eva, room):
    """The hot wash with votes, and five forms without names."""
    playing.speak_out(room)
    eva.reload()
    for page in room.all:
        playing.feed_back(page)
    exercising.press(eva, "Close the run", "The run is closed.")


def evaluate(eva, exercise, run):
    """Two findings with what shows them, two actions, a final rating, the report."""
    for (text, owner), shown in zip(ACTIONS, (playing.NOTE, playing.DECISION), strict=True):
        action = {"text": text, "owner": owner, "due": day(60)}
        exercising.find(eva, exercise, shown, f"Det som saknades: {text}.", action)
    exercising.rate_finally(eva, run, "O1.2", "Partly met")
    expect(eva.locator("main")).to_contain_text("5 forms have come.")
    exercising.report(eva, exercise)


def taken_up(service, screens, place, exercise, following):
    """A member reads the report, and the next meeting has both actions."""
    bo = screens.open(place.address("Bo"))
    bo.goto(f"/exercises/{exercise}/report")
    for text, _ in ACTIONS:
        expect(bo.locator("article.paper")).to_contain_text(text)
    bo.goto(f"/meetings/{following}/agenda")
    points = service.get(f"/meetings/{following}/agenda")["items"]
    for text, _ in ACTIONS:
        expect(bo.locator("main")).to_contain_text(text)
        assert len([one for one in points if text in one["title"]]) == 1
