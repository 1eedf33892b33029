"""Does any mail, however it is forged or damaged, answer for somebody else?"""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler import inbox
from scheduler.calendar.reply import read
from scheduler.model import Invitation, Meeting, Person
from tests.inbox.broken import BROKEN
from tests.inbox.clients import ANSWERS, bare, plain_reply
from tests.inbox.forged import FORGED
from tests.inbox.machines import REPORTS, RESPONDERS
from tests.inbox.proposals import PROPOSALS
from tests.inbox.replies import ANNA, BO
from tests.inbox.shapes import head, places_of

FAMILIES = (ANSWERS, PROPOSALS, FORGED, REPORTS, RESPONDERS, BROKEN)
MAILS = [mail for family in FAMILIES for mail, _ in family.values()]
EVIL = "evil@elsewhere.example"
patient = settings(
    max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
many = functools.partial(st.lists, max_size=5)
cuts = many(st.tuples(st.floats(0, 1), st.integers(0, 30), st.binary(max_size=8)))
crosses = many(st.tuples(st.floats(0, 1), st.floats(0, 1), st.integers(0, 400)))

# Every way to write an address of somebody else beside, around or inside the person's own.
others = st.sampled_from([EVIL, BO, f"anna@{EVIL.partition('@')[2]}", "аnna@kumla.example"])
tricks = st.sampled_from(
    [
        *("{other}", '"{anna}" <{other}>', "{anna} <{other}>", "<{anna}> <{other}>"),
        *("{other} ({anna})", "({anna}) {other}", "{other}, {anna}", "{anna}; {other}"),
        *("<{other}>, {anna}", "{anna}\r\nFrom: {other}", "{other}\r\nfrom: {anna}"),
        *("=?utf-8?q?{anna}?= <{other}>", '"a\\"b" <{other}>', "g: {anna}, {other};"),
        *("{anna}\r\n <{other}>", "@x:{other}", "<@{anna}:{other}>", "{other}\x00{anna}"),
        *('"{anna}"{other}', "{anna}>{other}", "{anna}%{other}", "{other}#{anna}"),
    ]
)


@pytest.fixture
def answers(database):
    def given_by():
        with database.reading() as session:
            return {one.person.email: one.answer for one in session.query(Invitation)}

    return given_by


@pytest.fixture
def silence(database) -> Callable[[], None]:
    def fall() -> None:
        with database.transaction() as session:
            for one in session.query(Invitation):
                one.answer, one.replied_sequence, one.replied_stamp = "needs-action", None, None

    return fall


@patient
@given(trick=tricks, other=others, comment=st.sampled_from(["", "X-A: b", "Sender: {anna}"]))
def test_whatever_stands_in_from_beside_another_address_counts_for_nobody(
    invited, take, answers, trick, other, comment
):
    _, anna, _ = invited
    told = head(*[comment.format(anna=ANNA)] * bool(comment), sender="FROM")
    raw = bare(plain_reply(), told=told).raw(places_of(anna))
    written = trick.format(anna=ANNA, other=other).encode()
    take(raw.replace(b"FROM", written, 1), anna.sender)
    assert answers() == {ANNA: "needs-action", BO: "needs-action"}


@patient
@given(mail=st.sampled_from(MAILS), cuts=cuts)
def test_a_damaged_mail_answers_for_nobody_but_the_person_whose_address_it_came_to(
    invited, take, answers, silence, database, mail, cuts
):
    _, anna, _ = invited
    silence()
    raw = damaged(mail.raw(places_of(anna)), cuts)
    assert take(raw, anna.sender) is inbox.Outcome.TAKEN
    assert_only(raw, anna, answers(), database)


@patient
@given(first=st.sampled_from(MAILS), second=st.sampled_from(MAILS), crosses=crosses)
def test_a_mail_made_of_two_answers_for_nobody_but_the_person_whose_address_it_came_to(
    invited, take, answers, silence, database, first, second, crosses
):
    _, anna, _ = invited
    silence()
    places = places_of(anna)
    raw = crossed(first.raw(places), second.raw(places), crosses)
    assert take(raw, anna.sender) is inbox.Outcome.TAKEN
    assert_only(raw, anna, answers(), database)


def damaged(raw, cuts):
    for place, length, instead in cuts:
        at = int(place * len(raw))
        raw = raw[:at] + instead + raw[at + length :]
    return raw


def crossed(raw, other, crosses):
    for place, there, length in crosses:
        at, start = int(place * len(raw)), int(there * len(other))
        raw = raw[:at] + other[start : start + length] + raw[at:]
    return raw


def assert_only(raw, anna, answers, database):
    """Bo stays silent, nobody is added; Anna has answered only by a REPLY or COUNTER of her own."""
    assert answers[BO] == "needs-action"
    with database.reading() as session:
        assert (session.query(Invitation).count(), session.query(Person).count()) == (2, 2)
        assert session.query(Meeting).one().start.isoformat() == "2027-02-04T09:00:00"
    if answers[ANNA] != "needs-action":
        mail = read(raw, recipient=anna.sender)
        own = [one for one in mail.said if one.attendee in {"", ANNA}]
        assert (mail.sender, mail.method in {"REPLY", "COUNTER"}) == (ANNA, True)
        assert answers[ANNA] in {one.answer for one in own}
