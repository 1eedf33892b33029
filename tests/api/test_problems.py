"""Does the API say no clearly, whatever it is sent?"""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.actor import SYSTEM
from scheduler.database import Base
from scheduler.inputs.access import AccountInput
from scheduler.services import accounts, sessions
from tests.api.client import PREFIX, Api, validate
from web.application import LARGEST

PROBLEM = {"$ref": "#/components/schemas/Problem"}
MEETING = {"title": "Länsnätverket", "start": "2027-02-04T09:00"}


@pytest.fixture
def send(api):
    """Send bytes as they are; gives the problem."""

    def sent(data, content_type="application/json", path="/networks/lan/meetings", **headers):
        answer = api.browser.post(
            PREFIX + path,
            data=data,
            headers=api.headers | {"Content-Type": content_type} | headers,
        )
        assert answer.mimetype == "application/problem+json"
        validate(answer.json, PROBLEM)
        return answer.json

    return sent


def told(problem):
    return (problem["status"], problem["type"].removeprefix("urn:kallelse:"))


def test_a_problem_says_what_and_where_and_in_which_language(api):
    answer = api.ask("POST", "/networks/lan/meetings", {"title": "", "start": "i morgon"})
    assert answer.json == {
        "type": "urn:kallelse:invalid-inputs",
        "title": "Unprocessable Entity",
        "status": 422,
        "detail": "Some of what was entered cannot be used. Each place is marked below.",
        "errors": [
            {"field": "title", "message": "This is needed."},
            {
                "field": "start",
                "message": "Give the local date and time as 2027-02-04T09:00; "
                "the time zone stands beside it.",
            },
        ],
    }
    assert (answer.mimetype, answer.headers["Content-Language"]) == (
        "application/problem+json",
        "en",
    )


def test_a_problem_is_told_in_the_language_that_is_asked_for(api):
    answer = api.ask("GET", "/networks/nowhere", Accept_Language="da, sv;q=0.5")
    assert (answer.status_code, answer.headers["Content-Language"]) == (404, "da")


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer x", "Basic YTpi", "bearer \x7f"])
def test_without_a_known_token_there_is_nothing(app, authorization):
    stranger = Api(app, None)
    answer = stranger.ask("GET", "/networks", Authorization=authorization)
    assert told(answer.json) == (401, "token-needed")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Kallelse"'


def test_a_signed_in_browser_is_a_stranger_to_the_api(app, database):
    with database.transaction() as session:
        plan = AccountInput(email="admin@lan.example", administrator=True)
        account, _ = accounts.open_account(session, plan=plan, by=SYSTEM)
        _, cookie = sessions.begin(session, account)
    stranger = Api(app, None)
    stranger.browser.set_cookie("kallelse", cookie)
    assert stranger.browser.get("/settings").status_code == 200
    assert told(stranger.ask("GET", "/networks").json) == (401, "token-needed")


def test_the_word_bearer_is_read_in_any_case(app, api):
    lower = {"Authorization": api.headers["Authorization"].replace("Bearer", "bEARER")}
    assert Api(app, None).ask("GET", "/networks", **lower).status_code == 200


def test_a_body_that_breaks_off_is_told_where(send):
    problem = send(b'{\n  "title": "L",\n  "start": }')
    assert told(problem) == (400, "malformed")
    assert problem["detail"] == "The body is not JSON: it breaks off at line 3, column 12."


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xff\xfe", "unreadable"),
        (b'{"minutes": NaN}', "unreadable"),
        (b'{"minutes": -Infinity}', "unreadable"),
        (b'{"minutes": ' + b"9" * 5_000 + b"}", "unreadable"),
        (b"[" * 100_000, "unreadable"),
        (b'{"title": "a", "title": "b"}', "twice-named"),
        (b"[]", "not-an-object"),
        (b"null", "not-an-object"),
        (b'"title"', "not-an-object"),
    ],
)
def test_what_is_not_one_json_object_is_refused(send, data, name):
    assert told(send(data)) == (400, name)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_a_body_of_another_type_is_refused(send, content_type):
    assert told(send(b'{"title": "L"}', content_type)) == (415, "not-json")


def test_a_body_larger_than_two_megabytes_is_refused(send):
    data = json.dumps(MEETING | {"text": "x" * LARGEST}).encode()
    assert told(send(data)) == (413, "too-large")


def test_a_mark_at_the_beginning_and_a_charset_do_no_harm(api):
    answer = api.browser.post(
        f"{PREFIX}/networks/lan/meetings",
        data=b"\xef\xbb\xbf" + json.dumps(MEETING).encode(),
        headers=api.headers | {"Content-Type": "application/json; charset=utf-8"},
    )
    assert answer.status_code == 201


def test_a_field_that_is_not_known_is_named(api):
    body = MEETING | {"titel": "Länsnätverket", "undo_seconds": 10}
    problem = api.refused("POST", "/networks/lan/meetings", body, 422)
    assert [error["field"] for error in problem["errors"]] == ["titel", "undo_seconds"]


def test_a_body_where_none_is_needed_is_refused_by_its_fields(api):
    made = api.post("/networks/lan/meetings", MEETING)
    problem = api.refused("POST", f"/meetings/{made['id']}/minutes/publish", {"when": 5}, 422)
    assert [error["field"] for error in problem["errors"]] == ["when"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=many", "limit"),
        ("after=%00", "after"),
        ("after=bm90IGEgbGlzdA", "after"),
        ("after=WyJub3doZW4iLCAibm9ib2R5Il0", "after"),
        ("after=WzEsIDJd", "after"),
        ("from=2027-02-30", "from"),
        ("series=lan", "series"),
        ("form=2027-02-01", "form"),
    ],
)
def test_a_query_that_cannot_be_read_is_refused_at_its_name(api, query, field):
    problem = api.refused("GET", f"/networks/lan/meetings?{query}", None, 422)
    assert [error["field"] for error in problem["errors"]] == [field]


@pytest.mark.parametrize(
    "path", ["/meetings/x", "/meetings/%00", "/networks/åäö", "/series/" + "0" * 500]
)
def test_an_id_that_is_none_leads_nowhere(api, path):
    assert told(api.ask("GET", path).json) == (404, "not-found")


def test_an_address_that_is_none_is_a_problem_too(api):
    answer = api.browser.get(f"{PREFIX}/scenarios/x", headers=api.headers)
    validate(answer.json, PROBLEM)
    assert told(answer.json) == (404, "not-found")
    assert answer.headers["Content-Language"] == "en"


def test_a_method_that_is_not_taken_names_those_that_are(api):
    answer = api.browser.patch(f"{PREFIX}/networks", headers=api.headers)
    validate(answer.json, PROBLEM)
    assert told(answer.json) == (405, "other-method")
    assert set(answer.allow) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert "GET, HEAD, OPTIONS, POST" in answer.json["detail"]


def test_head_tells_what_get_tells_without_the_body(api):
    shown = api.browser.get(f"{PREFIX}/networks/lan", headers=api.headers)
    head = api.browser.head(f"{PREFIX}/networks/lan", headers=api.headers)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == shown.headers["ETag"]
    assert head.headers["Content-Length"] == shown.headers["Content-Length"]


def test_options_tell_the_methods_and_allow_no_other_site(api):
    answer = api.browser.options(f"{PREFIX}/networks", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 200
    assert set(answer.allow) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert [name for name, _ in answer.headers if name.startswith("Access-Control")] == []


def test_what_nobody_foresaw_is_a_calm_problem_with_a_reference(api, database):
    Base.metadata.tables["reply"].drop(database.engine)
    Base.metadata.tables["series"].drop(database.engine)
    answer = api.browser.get(f"{PREFIX}/networks/lan/series", headers=api.headers)
    validate(answer.json, PROBLEM)
    assert (told(answer.json), len(answer.json["reference"])) == ((500, "failed"), 8)
    assert "series" not in answer.json["detail"]


def test_lone_surrogates_and_controls_do_not_pass_the_edge(api):
    body = MEETING | {"title": "Läns\ud800nät\r\nBcc: x\x0b\x85\u2028verket"}
    made = api.post("/networks/lan/meetings", body)
    assert made["title"] == "Länsnät Bcc: x verket"


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    ["title", "start", "minutes", "time_zone", "fold", "people", "when", "call", "extra", "kind"]
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(changes=st.dictionaries(FIELDS, VALUES, max_size=4))
def test_whatever_a_field_holds_the_answer_is_as_described(api, changes):
    answer = api.ask("POST", "/networks/lan/meetings", MEETING | changes)
    assert answer.status_code in {201, 422}
