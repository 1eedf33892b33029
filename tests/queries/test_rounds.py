"""What does a situation round show, to whom, and how does it read in the notes?"""

from dataclasses import replace

import pytest

from scheduler.actor import SYSTEM, Actor
from scheduler.errors import NotFound
from scheduler.language import language
from scheduler.model import Organisation
from scheduler.queries import editions, entitled, frozen, head
from tests.factories import a_called_meeting
from tests.rounds import ANNA, BO, QUIET, Round, said


@pytest.fixture
def laid(database, time):
    return Round(database, a_called_meeting(database))


def test_every_organisation_that_is_called_has_a_slot_by_name_with_its_share_of_the_time(laid):
    found = laid.of()
    assert said(found) == [("Kumla kommun", "", False), ("Nora kommun", "", False)]
    assert (found.seconds, laid.of("Kretsen").seconds) == (90, None)
    assert [slot.organisation for slot in laid.of("Nora").slots] == ["Nora kommun"]


def test_the_timebox_is_rounded_down_to_a_quarter_of_a_minute(laid):
    point = replace(laid.of().point, minutes=7)
    three = laid.of().slots + laid.of("Nora").slots
    assert replace(laid.of(), point=point, slots=three).seconds == 135
    assert replace(laid.of(), point=point, slots=[]).seconds is None


def test_a_reader_sees_the_rounds_that_their_seat_opens(laid):
    assert laid.titles(SYSTEM) == ["Läget", "Kretsen", "Nora"]
    assert laid.titles(laid.by(BO)) == ["Läget", "Kretsen", "Nora"]
    assert laid.titles(laid.by(ANNA)) == ["Läget", "Kretsen"]
    assert laid.titles(laid.by(ANNA, role="observer")) == ["Läget"]
    assert laid.titles(Actor(kind="person")) == ["Läget"]
    with pytest.raises(NotFound):
        laid.of("Kretsen", entitled.Reader(Actor(kind="person")))
    with pytest.raises(NotFound):
        laid.of("Inledning")


def test_a_round_is_compiled_into_notes_in_the_network_s_language_the_silent_last(laid):
    assert laid.compiled() == {}
    laid.write("Lugnt i *stan*.")
    laid.write("- ett\n- två", item="Kretsen")
    laid.write(plan=QUIET, house="Nora", item="Kretsen")
    silent, quiet = compiled_words(laid)
    assert laid.compiled() == {
        "Läget": f"**Kumla kommun**: Lugnt i *stan*.\n\n{silent}",
        "Kretsen": f"**Kumla kommun**:\n\n- ett\n- två\n\n**Nora kommun**: {quiet}",
    }


def compiled_words(laid):
    speech = language("sv")
    return (
        speech.gettext("Did not report: %(names)s.", names="Nora kommun"),
        speech.gettext("nothing to report"),
    )


def test_a_name_is_never_markup(laid):
    with laid.database.transaction() as session:
        session.get_one(Organisation, laid.house["Kumla"]).name = "Kumla *och* [Hallsberg]"
    laid.write("Lugnt")
    assert laid.compiled()["Läget"].startswith("**Kumla \\*och\\* \\[Hallsberg\\]**: Lugnt\n")


def test_the_round_is_read_with_the_notes_by_those_who_may_read_its_point(laid):
    laid.write("öppet")
    laid.write("slutet", item="Kretsen")
    view = laid.read()
    texts = {part.point.title: part.text for part in view.sections if part.point and part.text}
    assert texts == laid.compiled()
    assert frozen.from_json(frozen.to_json(view)).rounds == view.rounds
    public = editions.public(view)
    assert [note.item_id for note in public.rounds] == [laid.items["Läget"]]
    assert "slutet" not in repr(public)


def test_what_was_reported_stays_when_nobody_is_called_for_the_organisation_any_more(laid):
    laid.write("Lugnt")
    with laid.database.transaction() as session:
        meeting = head.load(session, laid.meeting)
        for invitation in meeting.invitations:
            invitation.removed_at = laid.read().meeting.starts_at.replace(year=2026)
    assert said(laid.of()) == [("Kumla kommun", "Lugnt", False)]
    with pytest.raises(NotFound):
        laid.write("Nytt", seen=1, by=laid.by(ANNA, "link"))


def test_a_personal_identity_number_is_saved_and_found(laid):
    laid.write("Gäller 811218-9876 och ingen annan.")
    assert [slot.identity_numbers for slot in laid.of().slots] == [["811218-9876"], []]
