"""Can programs bring scenarios as files and take them home, and are errors told by their cells?"""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

import pytest
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from scheduler.exercise.msel import package, reading
from scheduler.exercise.ready import ready
from tests.api.client import PREFIX, Api, check
from tests.exercise.contents import sound
from tests.exercise.msel.sheets import csv_of, xlsx

HEADS = ("Nr", "Tid", "Rubrik", "Till", "Anm.")
ROWS = (("1", "T+5", "Ett rykte", "Kommunen", "HEMLIGT"), ("2", "", "Ett till", "", ""))
IMPORT = "/networks/lan/scenarios/import"


def send(api: Api, content: bytes, kind: str = reading.CSV, asked: str = "") -> Any:
    """Send a file as a program does, and hold the answer to the description."""
    answer = api.browser.post(
        f"{PREFIX}{IMPORT}?{asked}", data=content, headers={**api.headers, "Content-Type": kind}
    )
    check("POST", IMPORT, answer)
    return answer


def imported(api: Api, content: bytes, kind: str = reading.CSV, asked: str = "") -> Any:
    """Import a file; gives the scenario."""
    answer = send(api, content, kind, asked)
    assert answer.status_code == 201, answer.text
    return answer.json


def exported(api: Api, scenario: str, form: str, status: int = 200) -> TestResponse:
    """Take a scenario home."""
    answer = api.ask("GET", f"/scenarios/{scenario}/export?format={form}")
    assert answer.status_code == status, answer.text
    return answer


@pytest.mark.parametrize("kind", [reading.CSV, "application/octet-stream", "text/plain"])
def test_a_list_becomes_a_scenario(api, kind):
    made = imported(api, csv_of(HEADS, *ROWS, delimiter=";"), kind, "title=Rykten&language=sv")
    assert (made["title"], made["language"], made["state"], made["source"]) == (
        "Rykten",
        "sv",
        "draft",
        "import",
    )
    assert [(one["key"], one["title"], one["note"]) for one in made["content"]["injects"]] == [
        ("1", "Ett rykte", "HEMLIGT"),
        ("2", "Ett till", ""),
    ]
    assert api.get(f"/scenarios/{made['id']}") == made


def test_a_dry_run_tells_all_and_writes_nothing(api):
    answer = send(api, xlsx([*HEADS, "Budget"], [*ROWS[0], "5"]), reading.XLSX, "dry_run=true")
    assert answer.status_code == 200
    said = answer.json
    assert (said["ok"], said["needs_start"], said["groups"]) == (True, False, ["Kommunen"])
    assert said["counts"]["injects"] == 1
    assert [(one["column"], one["field"]) for one in said["mapping"]] == [
        *(("A", "number"), ("B", "time"), ("C", "title"), ("D", "groups"), ("E", "note")),
        ("F", ""),
    ]
    assert {
        (one["sheet"], one["row"], one["column"], one["level"]) for one in said["messages"]
    } == {
        ("Spelplan", 1, "F", "info"),
        ("Spelplan", 2, "D", "info"),
    }
    assert api.get("/networks/lan/scenarios")["items"] == []


def test_errors_name_sheet_row_and_column_and_nothing_is_imported(api):
    content = csv_of(HEADS, ("1", "snart", "a", "", ""), ("1", "", "b", "", ""))
    answer = send(api, content)
    assert (answer.status_code, answer.json["type"]) == (422, "urn:kallelse:not-imported")
    assert [(one["row"], one["column"], one["level"]) for one in answer.json["messages"]] == [
        (2, "B", "error"),
        (3, "A", "error"),
    ]
    assert send(api, content, asked="dry_run=true").json["ok"] is False
    assert api.get("/networks/lan/scenarios")["items"] == []


def test_messages_are_in_the_language_that_was_asked_for(api):
    content = csv_of(HEADS, ("1", "", "", "", ""))
    answer = api.browser.post(
        f"{PREFIX}{IMPORT}", data=content, headers={**api.headers, "Accept-Language": "en"}
    )
    assert answer.json["messages"][0]["text"] == (
        "This row has neither a title nor a text. Write one, or delete the row."
    )


def test_times_of_day_ask_for_the_start(api):
    content = csv_of(HEADS, ("1", "09:30", "a", "", ""))
    asking = send(api, content, asked="dry_run=true").json
    assert (asking["ok"], asking["needs_start"]) == (False, True)
    refused = send(api, content)
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "start")
    made = imported(api, content, asked="start=2027-10-14T09:00")
    assert made["content"]["injects"][0]["trigger"]["seconds"] == 1800


def test_a_list_that_comes_again_changes_what_it_says_and_doubles_nothing(api):
    made = imported(api, csv_of(HEADS, *ROWS))
    at = f"scenario={made['id']}"
    again = csv_of(HEADS[:3], ("1", "T+9", "Ett rykte"), ("3", "", "Nytt"))
    said = send(api, again, asked=f"dry_run=true&{at}").json
    assert [(one["key"], one["kind"], list(one["fields"])) for one in said["changes"]] == [
        ("1", "changed", ["trigger"]),
        ("3", "added", []),
    ]
    assert said["changes"][0]["fields"]["trigger"]["before"]["seconds"] == 300
    after = imported(api, again, asked=at)
    assert (after["id"], after["edited"]) == (made["id"], 2)
    assert [one["key"] for one in after["content"]["injects"]] == ["1", "3", "2"]
    same = imported(api, again, asked=at)
    assert same["edited"] == 2


def test_a_scenario_of_another_network_is_not_there(api, program, database):
    made = imported(api, csv_of(HEADS, *ROWS))
    program().post("/networks", {"name": "Annat nät"})
    other = program().browser.post(
        f"{PREFIX}/networks/annat-nat/scenarios/import?scenario={made['id']}",
        data=csv_of(HEADS, *ROWS),
        headers=program().headers,
    )
    assert other.status_code == 404


@pytest.mark.parametrize("form", ["xlsx", "csv", "zip", "json"])
def test_what_is_exported_is_imported_again(api, form):
    made = api.post("/networks/lan/scenarios", {"ready": "C", "language": "sv"})
    file = exported(api, made["id"], form)
    assert f".{form}" in file.headers["Content-Disposition"]
    at = f"scenario={made['id']}"
    home = imported(api, file.data, "application/octet-stream", at)
    assert (home["content"], home["edited"]) == (made["content"], 1)
    new = imported(api, file.data, "application/octet-stream", "language=sv")
    assert exported(api, new["id"], form).data == file.data
    if form in {"zip", "json"}:
        assert new["content"] == made["content"]


def test_the_list_is_in_the_order_of_hseep(api):
    made = api.post(
        "/networks/lan/scenarios", {"content": ready("C", "en").model_dump(mode="json")}
    )
    book = load_workbook(io.BytesIO(exported(api, made["id"], "xlsx").data))
    heads = [cell.value for cell in next(book.worksheets[0].iter_rows())]
    assert heads[:6] == [
        *("Event Number", "Delivery Time", "Designated Scenario Time"),
        *("Event Type", "Inject Mode", "From"),
    ]


def test_a_package_brings_its_papers(api, database):
    paper = b"%PDF-1.7 karta"
    sha256 = hashlib.sha256(paper).hexdigest()
    said = {"name": "Karta.pdf", "sha256": sha256, "media_type": "application/pdf", "size": 14}
    file = package.write(sound(papers=[said]), {sha256: paper})
    made = imported(api, file, "application/zip")
    assert exported(api, made["id"], "zip").data == file
    lying = package.write(sound(papers=[{**said, "media_type": "image/png"}]), {sha256: paper})
    assert send(api, lying, "application/zip").status_code == 422


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"%PDF-1.7", 415),
        (b"<html>", 415),
        (b"PK\x03\x04 broken", 422),
        (b"{", 422),
        (b'{"title": "T"}', 422),
        (b"hej", 422),
    ],
)
def test_what_is_no_scenario_is_refused(api, content, status):
    assert send(api, content).status_code == status


def test_a_file_that_is_too_large_is_refused(api):
    assert send(api, b"x" * 30 * 1024 * 1024).status_code == 413


@pytest.mark.parametrize("role", ["member", "secretary", "observer"])
def test_who_may_be_called_to_play_neither_imports_nor_exports(api, program, network, role):
    made = imported(api, csv_of(HEADS, *ROWS))
    other = program(role, network)
    assert send(other, csv_of(HEADS, *ROWS)).status_code == 403
    refused = exported(other, made["id"], "json", 403)
    assert "HEMLIGT" not in refused.text


def test_json_export_is_what_the_api_takes(api):
    made = imported(api, csv_of(HEADS, *ROWS))
    said = json.loads(exported(api, made["id"], "json").data)
    again = api.post("/networks/lan/scenarios", {"content": said})
    assert again["content"] == made["content"]


def test_what_columns_are_taken_for_is_kept_and_travels(api, program):
    path, said = "/networks/lan/import-mappings", {"name": "Länet", "columns": {"Hur": "delivery"}}
    assert api.put(path, {"items": [said]}) == api.get(path) == {"items": [said]}
    odd = csv_of(("Nr", "Rubrik", "Hur"), ("1", "a", "Telefon"))
    assert imported(api, odd)["content"]["injects"][0]["extra"] == {"Hur": "Telefon"}
    made = imported(api, odd, asked="mapping=L%C3%A4net")
    assert made["content"]["injects"][0]["delivery"] == "phone"
    assert send(api, odd, asked="mapping=finns-inte").status_code == 422
    admin = program()
    admin.post("/networks", {"name": "Annat nät"})
    assert admin.put("/networks/annat-nat/import-mappings", api.get(path)) == api.get(path)
    assert api.put(path, {"items": []}) == {"items": []}
    api.refused("PUT", path, {"items": [said, said]}, 422)
    api.refused("PUT", path, {"items": [{"name": "a", "columns": {"b": "c"}}]}, 422)


def test_the_common_exercise_format_goes_out_as_json(api):
    made = imported(api, csv_of(HEADS, *ROWS))
    file = exported(api, made["id"], "cexf")
    assert [one["name"] for one in json.loads(file.data)["injects"]] == ["Ett rykte", "Ett till"]
    assert ".cexf.json" in file.headers["Content-Disposition"]
