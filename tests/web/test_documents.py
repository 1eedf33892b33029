"""Who may take which documents home, and what stands in them?"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import zipfile
from collections import Counter
from functools import cache

import pytest
from sqlalchemy import select

from scheduler.actor import SYSTEM
from scheduler.model import Person
from scheduler.services import attachments
from tests.documents import a_meeting, office
from tests.documents.a_meeting import ANNA, BO, CIA, CIRCLE, KUMLA, OPEN, SPOKEN
from tests.factories import a_network, a_person
from tests.web.browser import text_of
from web.documents import pdf

WORDS = (OPEN, CIRCLE, KUMLA, SPOKEN)
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


@pytest.fixture
def meeting(time, database):
    """Anna was there for Kumla, Bo was called and absent, Cia came to the network later."""
    made = a_meeting.a_held_meeting(database)
    with database.transaction() as session:
        a_person(session, a_meeting.network_of(database, made), CIA)
    return made


@pytest.fixture
def published(database, meeting):
    a_meeting.publish(database, meeting)
    return meeting


@pytest.fixture
def as_(sign_in, database, meeting):
    """A browser of somebody, by role or address."""

    @cache
    def entered(who):
        if "@" in who:
            return sign_in(who)
        return sign_in(
            f"{who}@lan.example", role=who, network=a_meeting.network_of(database, meeting)
        )

    return entered


def read(form, content):
    """What a file says, as words."""
    reading = {
        "pdf": office.spoken,
        "docx": office.of_docx,
        "md": office.of_markdown,
        "html": office.of_html,
        "json": bytes.decode,
    }
    return set(office.words(reading[form](content)))


def words_for(browser, meeting, form="md", edition=""):
    asked = f"?edition={edition}" if edition else ""
    answer = browser.get(f"/meetings/{meeting}/minutes.{form}{asked}")
    assert answer.status_code == 200, answer.text
    return read(form, answer.data)


def status(browser, meeting, edition="", form="md"):
    return browser.get(f"/meetings/{meeting}/minutes.{form}?edition={edition}").status_code


def planted(found):
    return [word for word in WORDS if word in found]


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


def test_an_agenda_hides_what_is_not_the_readers(as_, meeting):
    for form in ("pdf", "docx"):
        shown = {
            who: planted(read(form, as_(who).get(f"/meetings/{meeting}/agenda.{form}").data))
            for who in ("observer", BO, "facilitator")
        }
        assert shown == {
            "observer": [OPEN],
            BO: [OPEN, CIRCLE, SPOKEN],
            "facilitator": [OPEN],
        }


def test_an_agenda_says_when_each_point_begins(as_, meeting):
    answer = as_(ANNA).get(f"/meetings/{meeting}/agenda.docx")
    said = office.of_docx(answer.data)
    assert [time for time in ("09.00", "09.10", "09.30", "09.50") if time not in said] == []


def test_the_list_to_sign_names_all_who_were_called_and_the_protected_by_role(
    as_, database, meeting
):
    with database.transaction() as session:
        anna = session.scalars(select(Person).where(Person.email == ANNA)).one()
        anna.protected, anna.title = True, "Handläggare"
    browser = as_("secretary")
    browser.set_cookie("kallelse-language", "en")
    page = browser.get(f"/meetings/{meeting}/attendance-sheet")
    assert page.status_code == 200
    for said in (
        text_of(page),
        office.spoken(browser.get(f"/meetings/{meeting}/attendance-sheet.pdf").data),
        office.of_docx(browser.get(f"/meetings/{meeting}/attendance-sheet.docx").data),
    ):
        found = set(office.words(said))
        assert {"Handläggare", "Bo", "Kumla", "Nora"} <= found
        assert "Anna" not in found
    assert as_(BO).get(f"/meetings/{meeting}/attendance-sheet").status_code == 403
    assert as_(BO).get(f"/meetings/{meeting}/attendance-sheet.pdf").status_code == 403


def test_a_list_of_actions_holds_those_that_are_the_readers(as_, database, published):
    network = a_meeting.network_of(database, published)
    for form, reading in (
        ("pdf", office.spoken),
        ("docx", office.of_docx),
        ("xlsx", office.of_xlsx),
    ):
        shown = {}
        for who in ("secretary", BO, CIA):
            content = as_(who).get(f"/networks/{network}/actions.{form}").data
            said = reading(content)
            shown[who] = planted(set(office.words(said)))
        assert shown == {"secretary": [OPEN, CIRCLE, KUMLA], BO: [OPEN, CIRCLE], CIA: [OPEN]}
    assert as_("observer").get(f"/networks/{network}/actions.xlsx").status_code == 403


@pytest.fixture
def package(as_, database, published):
    """The package, unpacked: name → content."""
    a_meeting.attach(database, published, "Underlag till mötet.pdf")
    a_meeting.attach(database, published, "../../etc/Underlag till mötet.pdf", b"%PDF-1.7 ett till")
    gone = a_meeting.attach(database, published, "Borttaget.pdf")
    with database.transaction() as session:
        attachments.remove(session, gone, by=SYSTEM)
    first, second = (
        as_("secretary" if again else "coordinator").get(
            f"/meetings/{published}/minutes/package.zip"
        )
        for again in range(2)
    )
    assert first.status_code == 200
    assert first.data == second.data
    with zipfile.ZipFile(io.BytesIO(first.data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_a_package_holds_all_that_is_kept_of_a_meeting(package):
    assert sorted(package) == [
        "README.txt",
        "agenda.pdf",
        "attachments/01 Underlag till mötet.pdf",
        "attachments/02 Underlag till mötet.pdf",
        "manifest.json",
        "manifest.sha256",
        "meeting.ics",
        "minutes.json",
        "minutes.pdf",
        "versions.json",
    ]
    assert planted(set(office.words(office.spoken(package["minutes.pdf"])))) == list(WORDS)
    papers = {content for name, content in package.items() if name.startswith("attachments/")}
    assert papers == {a_meeting.PDF, b"%PDF-1.7 ett till"}
    assert b"BEGIN:VEVENT" in package["meeting.ics"]
    assert "2027/118" in package["README.txt"].decode()


def test_the_sums_of_a_package_hold(package, tmp_path):
    for name, content in package.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    checked = subprocess.run(
        ["sha256sum", "--strict", "-c", "manifest.sha256"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    assert Counter(line.rpartition(b": ")[2] for line in checked.stdout.splitlines()) == {b"OK": 9}
    listed = {one["name"]: one["sha256"] for one in json.loads(package["manifest.json"])["files"]}
    assert listed == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in package.items()
        if not name.startswith("manifest.")
    }


def test_the_chain_of_versions_in_a_package_is_whole(package):
    versions = json.loads(package["versions.json"])
    assert [one["number"] for one in versions] == list(range(1, len(versions) + 1))
    assert [one["previous"] for one in versions] == [
        "0" * 64,
        *(one["hash"] for one in versions[:-1]),
    ]
    assert versions[-1]["hash"] == json.loads(package["minutes.json"])["hash"]


def test_a_package_is_the_keepers_alone(as_, published):
    asked = {
        who: as_(who).get(f"/meetings/{published}/minutes/package.zip").status_code
        for who in (ANNA, "facilitator", "observer")
    }
    assert asked == {ANNA: 403, "facilitator": 403, "observer": 403}


def test_without_pango_everything_else_goes_on(as_, published, monkeypatch):
    monkeypatch.setattr(pdf, "missing", lambda: "Pango")
    browser = as_("secretary")
    browser.set_cookie("kallelse-language", "en")
    refused = browser.get(f"/meetings/{published}/minutes.pdf")
    assert refused.status_code == 501
    assert "install Pango" in text_of(refused)
    assert status(browser, published, form="docx") == 200
    sheet = browser.get(f"/meetings/{published}/attendance-sheet").text
    assert "attendance-sheet.pdf" not in sheet
    assert "attendance-sheet.docx" in sheet
    packed = browser.get(f"/meetings/{published}/minutes/package.zip")
    with zipfile.ZipFile(io.BytesIO(packed.data)) as found:
        assert {"minutes.docx", "agenda.docx"} <= set(found.namelist())


def test_one_pdf_is_written_at_a_time(as_, published, monkeypatch):
    monkeypatch.setattr(pdf, "PATIENCE", 0.01)
    browser = as_("secretary")
    with pdf._turn:
        assert status(browser, published, form="pdf") == 503
    assert status(browser, published, form="pdf") == 200
