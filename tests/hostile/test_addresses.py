"""Is every address that is taken one that mail can be sent to, and one person in each spelling?"""

from __future__ import annotations

import pytest

from scheduler.actor import SYSTEM
from scheduler.calendar.address import wire
from scheduler.errors import Refused
from scheduler.inbox import Outcome, take
from scheduler.inputs import PersonInput, parse
from scheduler.services import meetings
from tests.factories import a_meeting, a_network, a_person
from tests.hostile.corpus import ADDRESSES
from tests.inbox.replies import a_reply, answer_of

IDN, A_LABEL = "anna@malmö.example", "anna@xn--malm-8qa.example"


@pytest.mark.parametrize(
    "address", [*ADDRESSES.values(), "anna@straße.example", "anna@x\u200d.example"], ids=ascii
)
def test_what_is_no_address_that_mail_reaches_is_refused_at_its_field(address):
    with pytest.raises(Refused) as refused:
        parse(PersonInput, {"name": "Anna", "email": address})
    assert [one.field for one in getattr(refused.value, "errors", [])] == ["email"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("o'brien+kumla@X.Example", "o'brien+kumla@x.example"),
        ("Anna@MALMÖ.example", "Anna@malmö.example"),
        (A_LABEL.upper().replace("ANNA", "anna"), IDN),
        ("anna@malmo\u0308.example", IDN),
    ],
)
def test_an_address_is_kept_in_one_spelling_and_can_be_written_to(typed, kept):
    assert parse(PersonInput, {"name": "Anna", "email": typed}).email == kept
    assert wire(kept).isascii()


def test_two_spellings_of_a_domain_are_one_person(database, time):
    with database.transaction() as session:
        network = a_network(session)
        a_person(session, network.id, IDN)
        with pytest.raises(Refused, match="belongs to this network already"):
            a_person(session, network.id, A_LABEL)


def test_somebody_whose_domain_has_letters_of_its_own_can_answer_by_mail(
    database, time, settings, keys, settle, sender
):
    with database.transaction() as session:
        network = a_network(session, people_=(IDN,))
        meeting = a_meeting(session, network.id)
        meetings.call(session, meeting.id, by=SYSTEM)
    settle()
    (mail,) = sender.take()
    assert f"mailto:{A_LABEL}" in mail.calendar
    taken = a_reply(mail, sender=A_LABEL, attendee=f"mailto:{A_LABEL}")
    assert take(database, keys, settings, taken, mail.sender) is Outcome.TAKEN
    assert answer_of(database, meeting.id, IDN) == ("accepted", "", "mail")
