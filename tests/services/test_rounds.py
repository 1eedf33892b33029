"""What does an organisation report before a meeting, and what becomes of it?"""

from dataclasses import replace

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM, Actor, NotAllowed
from scheduler.errors import Conflict, NotFound
from scheduler.inputs import AgendaInput, CancelInput, MinutesInput, RoundInput
from scheduler.model import AgendaItem, EventRow, Minutes, Organisation, Person, RoundSlot
from scheduler.queries import editions, entitled
from scheduler.queries import minutes as minutes_query
from scheduler.queries import rounds as query
from scheduler.services import agenda, meetings, minutes, rounds
from scheduler.services.agenda import PointHasPapers
from scheduler.services.refusals import MeetingIsCancelled
from scheduler.services.rounds import (
    NoRound,
    NotAskedHere,
    RoundIsClosed,
    SaidBoth,
    SayWhether,
    SignInToReport,
)
from tests.factories import a_called_meeting, an_actor

ANNA, BO = "anna@kumla.example", "bo@nora.example"
KEEPER = entitled.Reader(SYSTEM)
QUIET = RoundInput(nothing_to_report=True)


class Round:
    """A called meeting with an open round, one for the circle, and one that is for Nora alone."""

    def __init__(self, database, meeting):
        self.database, self.meeting = database, meeting
        with database.transaction() as session:
            names = session.execute(select(Organisation.name, Organisation.id)).all()
            self.house = {name.removesuffix(" kommun"): key for name, key in names}
            self.people = dict(session.execute(select(Person.email, Person.id)).all())
            points = [
                {"title": "Inledning"},
                {"title": "Läget", "kind": "round", "minutes": 3},
                {"title": "Kretsen", "kind": "round", "class": "circle"},
                {
                    "title": "Nora",
                    "kind": "round",
                    "class": "circle",
                    "audience": [str(self.house["Nora"])],
                },
                {"title": "Bara talat", "kind": "round", "class": "spoken"},
            ]
            plan = AgendaInput.model_validate({"items": points})
            made = agenda.put(session, meeting, plan=plan, by=SYSTEM)
            self.items = {item.title: item.id for item in made}

    def by(self, email, kind="person", roles=None):
        """Somebody who is called, by page or by link."""
        return Actor(
            kind=kind,
            id=self.people[email],
            person_id=self.people[email],
            roles=roles if roles is not None else {},
        )

    def write(self, text="", *, house="Kumla", item="Läget", seen=None, by=SYSTEM, plan=None):
        """Fill a slot."""
        with self.database.transaction() as session:
            return rounds.write(
                session,
                self.items[item],
                self.house[house],
                plan=plan or RoundInput(text=text),
                seen=seen,
                via="link" if by.kind == "link" else "page",
                by=by,
            )

    def order(self, *houses, by=SYSTEM, item="Läget"):
        """Set the order of a round."""
        with self.database.transaction() as session:
            ids = [self.house[name] for name in houses]
            rounds.order(session, self.items[item], ids, by=by)

    def of(self, item="Läget", reader=KEEPER):
        """Read one round."""
        with self.database.reading() as session:
            return query.of_item(session, self.items[item], reader)

    def titles(self, actor):
        """Which rounds somebody sees."""
        with self.database.reading() as session:
            reader = entitled.reader(session, actor)
            return [one.point.title for one in query.of_meeting(session, self.meeting, reader)]

    def read(self):
        """The minutes."""
        with self.database.reading() as session:
            return minutes_query.of_meeting(session, self.meeting)

    def compiled(self):
        """The rounds as notes, by title."""
        with self.database.reading() as session:
            found = query.compiled(session, self.meeting)
        return {title: found[key] for title, key in self.items.items() if key in found}


@pytest.fixture
def laid(database, time):
    return Round(database, a_called_meeting(database))


def said(one):
    return [(slot.organisation, slot.text, slot.nothing_to_report) for slot in one.slots]


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


def test_whoever_is_called_reports_for_their_own_organisation_by_link(laid, time):
    slot = laid.write("Lugnt i stan.", by=laid.by(ANNA, "link"))
    assert (slot.version, slot.via, slot.person_id, slot.at) == (
        1,
        "link",
        laid.people[ANNA],
        time.at,
    )
    assert said(laid.of())[0] == ("Kumla kommun", "Lugnt i stan.", False)
    with laid.database.reading() as session:
        fact = session.scalars(select(EventRow).where(EventRow.kind == "RoundAnswered")).one()
        assert (fact.subject, fact.body["slot"]) == (laid.meeting, str(slot.id))


def test_nobody_reports_for_another_organisation_or_as_a_stranger(laid):
    with pytest.raises(NotFound):
        laid.write("x", house="Nora", by=laid.by(ANNA, "link"))
    with laid.database.reading() as session:
        network = session.get_one(AgendaItem, laid.items["Läget"]).meeting_id
        network = minutes_query.head.load(session, network).network_id
    member = laid.by(ANNA, roles={network: frozenset({"member"})})
    with pytest.raises(NotAllowed):
        laid.write("x", house="Nora", by=member)
    with pytest.raises(NotFound):
        laid.write("x", by=Actor(kind="person"))
    laid.write("ifyllt", house="Nora", by=an_actor(network, "secretary"))
    laid.write("ifyllt", by=an_actor(network, "facilitator"))
    assert said(laid.of()) == [
        ("Kumla kommun", "ifyllt", False),
        ("Nora kommun", "ifyllt", False),
    ]


def test_a_link_fills_in_only_what_is_open(laid):
    with pytest.raises(SignInToReport):
        laid.write("x", item="Kretsen", by=laid.by(ANNA, "link"))
    laid.write("i kretsen", item="Kretsen", by=laid.by(ANNA))
    assert said(laid.of("Kretsen"))[0] == ("Kumla kommun", "i kretsen", False)


def test_a_round_for_an_audience_asks_nobody_else(laid):
    with pytest.raises(NotFound):
        laid.write("x", item="Nora", by=laid.by(ANNA))
    with pytest.raises(NotAskedHere):
        laid.write("x", item="Nora")
    assert laid.write("x", item="Nora", house="Nora", by=laid.by(BO)).version == 1


def test_nothing_to_report_is_an_answer_and_an_empty_text_is_none(laid):
    with pytest.raises(SayWhether):
        laid.write("")
    with pytest.raises(SaidBoth):
        laid.write(plan=RoundInput(text="Lugnt", nothing_to_report=True))
    laid.write(plan=QUIET)
    found = laid.of()
    assert said(found)[0] == ("Kumla kommun", "", True)
    assert (found.quiet, [slot.organisation for slot in found.silent]) == (1, ["Nora kommun"])


def test_of_two_who_write_one_slot_the_second_is_told(laid):
    laid.write("Den första")
    with pytest.raises(Conflict):
        laid.write("Den andra")
    assert laid.write("Den första").version == 1
    assert laid.write("Den andra", seen=1).version == 2


def test_only_rounds_that_may_be_written_down_are_filled_in(laid):
    for item in ("Inledning", "Bara talat"):
        with pytest.raises(NoRound):
            laid.write("x", item=item)
    with pytest.raises(NotAskedHere):
        laid.write("x", house="Länsstyrelsen lan")


def test_a_reader_sees_the_rounds_that_their_seat_opens(laid):
    assert laid.titles(SYSTEM) == ["Läget", "Kretsen", "Nora"]
    assert laid.titles(laid.by(BO)) == ["Läget", "Kretsen", "Nora"]
    assert laid.titles(laid.by(ANNA)) == ["Läget", "Kretsen"]
    assert laid.titles(Actor(kind="person")) == ["Läget"]
    with pytest.raises(NotFound):
        laid.of("Kretsen", entitled.Reader(Actor(kind="person")))
    with pytest.raises(NotFound):
        laid.of("Inledning")


def test_the_order_is_the_one_given_and_then_by_name(laid):
    laid.order("Nora", "Nora")
    assert [slot.organisation for slot in laid.of().slots] == ["Nora kommun", "Kumla kommun"]
    assert said(laid.of())[0] == ("Nora kommun", "", False)
    laid.order("Kumla", "Nora")
    assert [slot.organisation for slot in laid.of().slots] == ["Kumla kommun", "Nora kommun"]
    with laid.database.reading() as session:
        facts = session.scalars(select(EventRow).where(EventRow.kind == "RoundOrdered")).all()
        assert [fact.body["item"] for fact in facts] == [str(laid.items["Läget"])] * 2
    with pytest.raises(NotFound):
        laid.order("Nora", by=laid.by(ANNA))
    with pytest.raises(NotAskedHere):
        laid.order("Länsstyrelsen lan")


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
    speech = query.language("sv")
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
    public = editions.public(view)
    assert [note.item_id for note in public.rounds] == [laid.items["Läget"]]
    assert "slutet" not in repr(public)


def test_what_was_reported_stays_when_nobody_is_called_for_the_organisation_any_more(laid):
    laid.write("Lugnt")
    with laid.database.transaction() as session:
        meeting = minutes_query.head.load(session, laid.meeting)
        for invitation in meeting.invitations:
            invitation.removed_at = laid.read().meeting.starts_at.replace(year=2026)
    assert said(laid.of()) == [("Kumla kommun", "Lugnt", False)]
    with pytest.raises(NotFound):
        laid.write("Nytt", seen=1, by=laid.by(ANNA, "link"))


def test_a_report_is_open_until_the_minutes_hold_and_undoes_that_they_were_adjusted(laid):
    with laid.database.transaction() as session:
        minutes.save(session, laid.meeting, plan=MinutesInput(), version=None, by=SYSTEM)
    laid.write("i utkastet")
    assert laid.read().version == 1
    set_state(laid, "adjusted")
    laid.write("efteråt", seen=1)
    assert (laid.read().state, laid.read().version) == ("circulated", 2)
    set_state(laid, "approved")
    with pytest.raises(RoundIsClosed):
        laid.write("för sent", seen=2)
    with pytest.raises(RoundIsClosed):
        laid.order("Nora")
    assert (laid.of().closed, laid.of().slots[0].text) == (True, "efteråt")


def set_state(laid, state):
    with laid.database.transaction() as session:
        session.scalars(select(Minutes)).one().state = state


def test_a_cancelled_meeting_takes_no_reports(laid):
    with laid.database.transaction() as session:
        meetings.cancel(session, laid.meeting, plan=CancelInput(), by=SYSTEM)
    with pytest.raises(MeetingIsCancelled):
        laid.write("x")


def test_a_point_that_has_been_reported_on_is_not_taken_off_the_agenda(laid):
    laid.order("Nora", "Kumla")
    kept = [{"id": str(laid.items["Kretsen"]), "title": "Kretsen", "kind": "round"}]
    with laid.database.transaction() as session:
        plan = AgendaInput.model_validate({"items": kept})
        agenda.put(session, laid.meeting, plan=plan, by=SYSTEM)
        assert session.scalars(select(RoundSlot)).all() == []
    laid.write("sagt", item="Kretsen")
    plan = AgendaInput.model_validate({"items": []})
    with laid.database.transaction() as session, pytest.raises(PointHasPapers):
        agenda.put(session, laid.meeting, plan=plan, by=SYSTEM)


def test_a_personal_identity_number_is_saved_and_found(laid):
    laid.write("Gäller 811218-9876 och ingen annan.")
    assert [slot.identity_numbers for slot in laid.of().slots] == [["811218-9876"], []]
