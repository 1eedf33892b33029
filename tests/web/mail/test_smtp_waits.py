"""Which letters wait for a turn or for a domain, and do all arrive in the end?"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import select

from scheduler.model import Letter
from tests.smtp import TO, Rude
from tests.web.mail.passing import called, passes, states

LATER = b"451 4.3.0 later"


class Choosy(Rude):
    """Answers to RCPT by the recipient: `wanted(address)` gives the words."""

    def __init__(self, wanted) -> None:
        super().__init__()
        self.wanted = wanted

    def _stage(self, heard):
        stage = super()._stage(heard)
        if stage == "rcpt":
            self.says["rcpt"] = self.wanted(self.lines[-1][9:-1])
        return stage

    def tried(self) -> list[str]:
        """The recipients that were tried, in order."""
        return [line[9:-1] for line in self.lines if line.startswith("RCPT TO:")]


def people_at(domain: str, count: int) -> list[str]:
    return [f"p{number}@{domain}" for number in range(count)]


def test_no_more_letters_leave_in_a_minute_than_the_relay_allows_and_waiting_is_no_try(
    database, engine_with, time
):
    people = people_at("kumla.example", 7)
    called(database, *people)
    with Rude() as server:
        engine = engine_with(server.port, smtp_per_minute=3)
        left = [(passed, len(server.mails)) for passed in passes(engine, database, time)]
    assert left == [
        (timedelta(minutes=0), 3),
        (timedelta(minutes=1), 6),
        (timedelta(minutes=2), 7),
    ]
    with database.reading() as session:
        assert session.scalars(select(Letter.tries)).all() == [1] * 7


def test_a_domain_that_puts_three_mails_off_is_left_alone_and_the_others_get_theirs(
    database, engine_with, time
):
    bad, good = people_at("bad.example", 10), people_at("good.example", 10)
    called(database, *bad, *good)
    with Choosy(lambda to: LATER if to in bad else b"250 yes") as server:
        engine = engine_with(server.port)
        engine.settle()
        found = states(database)
        assert Counter(found[one] for one in good) == {"sent": 10}
        assert len(set(server.tried()) & set(bad)) == 3
        server.wanted = lambda _: b"250 yes"
        time.forward(minutes=1)
        engine.settle()
    assert states(database) == dict.fromkeys([*bad, *good], "sent")


def test_a_domain_that_puts_all_off_for_ever_is_seldom_asked(database, engine_with, time):
    called(database, *people_at("bad.example", 10))
    with Choosy(lambda _: LATER) as server:
        engine = engine_with(server.port)
        for passed in passes(engine, database, time):
            if passed > timedelta(hours=3):
                break
        tries = len(server.tried())
    assert tries <= 3 + 5 + 12 + 10  # at first, while the pauses grow, then each quarter of an hour
    assert set(states(database).values()) == {"queued"}


def test_two_hundred_greylisted_people_have_their_letters_within_thirty_five_minutes(
    database, engine_with, time
):
    people = people_at("kumla.example", 200)
    first: dict[str, timedelta] = {}
    arrived: dict[str, timedelta] = {}
    called(database, *people)

    def grey(to: str) -> bytes:
        first.setdefault(to, time() - began)
        if time() - began - first[to] < timedelta(minutes=15):
            return b"450 4.2.0 Greylisted, try again later"
        arrived[to] = time() - began
        return b"250 yes"

    began = time()
    with Choosy(grey) as server:
        assert list(passes(engine_with(server.port), database, time))
    assert states(database) == dict.fromkeys(people, "sent")
    assert max(arrived.values()) <= timedelta(minutes=35)
    assert max(Counter(server.tried()).values()) <= 80


def test_people_at_a_domain_in_trouble_wait_without_losing_a_try(database, engine_with):
    called(database, TO, *people_at("kumla.example", 4))
    with Choosy(lambda _: LATER) as server:
        engine_with(server.port).settle()
    with database.reading() as session:
        letters = session.scalars(select(Letter)).all()
        told = Counter((letter.state, letter.tries, letter.answer) for letter in letters)
    waits = "not tried: the recipient's mail server has put off the mails before it"
    assert told == {("queued", 1, LATER.decode()): 3, ("queued", 0, waits): 2}
