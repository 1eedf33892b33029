"""Who may take which documents home, and what stands in them?"""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from scheduler.actor import Actor
from scheduler.model import Meeting, Person
from scheduler.queries import minutes as minutes_query
from scheduler.queries import papers
from tests.documents import a_meeting, office
from tests.documents.a_meeting import ANNA, BO, CIA, CIRCLE, KUMLA, OPEN, SPOKEN
from tests.factories import a_network
from tests.web.documents.reading import WORDS, planted, status, words_for
from web.documents import pdf

NAMES = {"Anna", "Bo", "Gästen", "Presentör", "Cia"}
STRANGERS = (
    "minutes.md",
    "minutes.md?edition=public",
    "minutes/package.zip",
    "agenda.docx",
    "attendance-sheet",
    "attendance-sheet.docx",
)
FORMS = ("pdf", "docx", "md", "json", "html")


@pytest.mark.parametrize("form", FORMS)
def test_each_reader_gets_the_points_that_are_theirs_in_every_format(as_, published, form):
    shown = {
        who: planted(words_for(as_(who), published, form))
        for who in ("secretary", ANNA, BO, CIA, "member")
    }
    assert shown == {
        "secretary": [OPEN, CIRCLE, KUMLA, SPOKEN],
        ANNA: [OPEN, CIRCLE, KUMLA, SPOKEN],
        BO: [OPEN, CIRCLE, SPOKEN],
        CIA: [OPEN],
        "member": [OPEN],
    }


@pytest.mark.parametrize("form", FORMS)
def test_the_public_edition_has_open_points_and_no_names_whoever_asks(as_, published, form):
    for who in ("coordinator", ANNA, CIA):
        found = words_for(as_(who), published, form, "public")
        assert planted(found) == [OPEN]
        assert found & NAMES == set()
        assert {"Kumla", "Nora"} <= found


def test_the_full_edition_is_the_keepers_alone(as_, published):
    asked = {who: status(as_(who), published, "full") for who in ("secretary", ANNA, CIA)}
    assert asked == {"secretary": 200, ANNA: 404, CIA: 404}


def test_an_organisations_edition_is_for_those_who_sat_for_it_and_the_keepers(
    as_, database, published
):
    kumla = f"organisation:{a_meeting.house_of(database, ANNA)}"
    nora = f"organisation:{a_meeting.house_of(database, BO)}"
    laxa = f"organisation:{a_meeting.house_of(database, CIA)}"
    asked = {
        who: [status(browser, published, edition) for edition in (kumla, nora, laxa)]
        for who, browser in ((who, as_(who)) for who in ("coordinator", ANNA, BO, CIA))
    }
    assert asked == {
        "coordinator": [200, 200, 404],
        ANNA: [200, 404, 404],
        BO: [404, 200, 404],
        CIA: [404, 404, 404],
    }
    keeper = as_("secretary")
    assert planted(words_for(keeper, published, edition=kumla)) == list(WORDS)
    assert planted(words_for(keeper, published, edition=nora)) == [OPEN, CIRCLE, SPOKEN]


@pytest.mark.parametrize("edition", ["nothing", "organisation:", "organisation:x", "mine", "FULL"])
def test_an_edition_that_is_none_is_not_there(as_, published, edition):
    assert status(as_("secretary"), published, edition) == 404


def test_a_draft_is_the_keepers_and_what_is_out_for_comments_also_theirs_who_were_there(
    as_, database, meeting
):
    readers = {who: as_(who) for who in ("secretary", ANNA, BO, CIA)}
    draft = {who: status(browser, meeting) for who, browser in readers.items()}
    assert draft == {"secretary": 200, ANNA: 404, BO: 404, CIA: 404}
    a_meeting.circulate(database, meeting)
    out = {who: status(browser, meeting) for who, browser in readers.items()}
    assert out == {"secretary": 200, ANNA: 200, BO: 404, CIA: 404}
    assert status(readers[ANNA], meeting, "public") == 404
    assert status(readers["secretary"], meeting, "public") == 200


def test_strangers_get_nothing(client, sign_in, database, published):
    with database.transaction() as session:
        elsewhere = a_network(session, slug="annat", people_=("eva@falun.example",)).id
    paths = [f"/meetings/{published}/{name}" for name in STRANGERS]
    paths.append(f"/networks/{a_meeting.network_of(database, published)}/actions.xlsx")
    eva = sign_in("dag@falun.example", role="coordinator", network=elsewhere)
    assert {path: eva.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 303)


def test_a_file_is_handed_out_to_be_saved_and_kept_by_nobody(as_, published):
    answer = as_(ANNA).get(f"/meetings/{published}/minutes.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="2027-02-04 Motesanteckningar Lansnatverket.pdf"; '
        "filename*=UTF-8''2027-02-04%20M%C3%B6tesanteckningar%20L%C3%A4nsn%C3%A4tverket.pdf"
    )


def test_minutes_say_how_they_came_to_hold(as_, published):
    answer = as_("secretary").get(f"/meetings/{published}/minutes.json")
    found = office.words(office.of_json(answer.data))
    assert answer.json["edition"] == "full"
    assert len(answer.json["hash"]) == 64
    assert answer.json["hash"] in found
    assert "118" in found


def test_one_pdf_is_written_at_a_time(as_, published, monkeypatch):
    monkeypatch.setattr(pdf, "PATIENCE", 0.01)
    browser = as_("secretary")
    with pdf._turn:
        assert status(browser, published, form="pdf") == 503
    assert status(browser, published, form="pdf") == 200


def test_what_can_be_taken_home_is_offered_by_edition_and_form(app, as_, database, published):
    offered = {}
    for who in ("secretary", ANNA, CIA):
        keeps = who == "secretary"
        with database.reading() as session:
            by = actor_of(session, published, who)
            view = minutes_query.of_meeting(session, published)
            editions = papers.offered(session, view, by)
        with app.test_request_context():
            macros = app.jinja_env.get_template("documents/_download.html").module
            block = macros.download(view, editions, pdf=True, keeps=keeps)
        links = re.findall(r'href="([^"]+)"', block)
        browser = as_(who)
        assert {link: browser.get(link).status_code for link in links} == dict.fromkeys(links, 200)
        forms = {link.partition("minutes")[2].partition("?")[0] for link in links}
        offered[who] = (len(editions), len(links), "/package.zip" in forms)
    assert offered == {"secretary": (4, 21, True), ANNA: (3, 15, False), CIA: (2, 10, False)}


def actor_of(session, meeting, who):
    """Somebody as the pages know them: a secretary, or a member by address."""
    network = session.get_one(Meeting, meeting).network_id
    if "@" not in who:
        return Actor(kind="person", roles={network: frozenset({who})})
    person = session.scalars(select(Person).where(Person.email == who)).one()
    roles = {network: frozenset({"member"})}
    return Actor(kind="person", id=person.id, person_id=person.id, roles=roles)
