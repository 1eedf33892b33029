"""Can programs lay out rhythms and fix them?"""

SERIES = {
    "title": "Länsnätverket",
    "kind": "meeting",
    "rule": {"every": 3, "unit": "month", "nth": 4, "weekdays": ["th"]},
    "at": "09:00",
    "minutes": 180,
    "from": "2027-02-01",
    "until": "2027-12-31",
    "place": "Residenset",
    "notice_days": 21,
}
DATES = ["2027-02-25T09:00", "2027-05-27T09:00", "2027-08-26T09:00", "2027-11-25T09:00"]


def test_a_preview_tells_the_dates_and_writes_nothing(api):
    seen = api.post("/networks/lan/series/preview", SERIES, 200)
    assert [one["start"] for one in seen["items"]] == DATES
    assert seen["items"][0] == {
        "start": "2027-02-25T09:00",
        "starts_at": "2027-02-25T08:00:00Z",
        "week": 8,
        "clash": [],
    }
    assert api.get("/networks/lan/series") == {"items": [], "next": None}
    assert api.get("/networks/lan/meetings") == {"items": [], "next": None}


def test_a_preview_names_what_stands_on_a_date_already(api):
    body = {"title": "Övning", "start": "2027-05-27T11:00", "minutes": 60}
    standing = api.post("/networks/lan/meetings", body)
    seen = api.post("/networks/lan/series/preview", SERIES, 200)["items"]
    assert [one["clash"] for one in seen] == [
        [],
        [{"id": standing["id"], "title": "Övning", "start": "2027-05-27T11:00"}],
        [],
        [],
    ]


def test_a_series_is_preliminary_until_it_is_fixed(api):
    series = api.post("/networks/lan/series", SERIES)
    assert (series["meetings"], series["fixed"]) == (4, False)
    listed = api.get(f"/networks/lan/meetings?series={series['id']}")["items"]
    assert [(one["start"], one["status"]) for one in listed] == [
        (date, "preliminary") for date in DATES
    ]
    assert {one["series"] for one in listed} == {series["id"]}

    fixed = api.post(f"/series/{series['id']}/fix", status=200)
    assert fixed == series | {"fixed": True}
    listed = api.get("/networks/lan/meetings")["items"]
    assert {one["status"] for one in listed} == {"planned"}
    api.refused("POST", f"/series/{series['id']}/fix", None, 422)


def test_a_series_is_shown_as_it_was_asked_for(api, network):
    series = api.post("/networks/lan/series", SERIES)
    assert api.get(f"/series/{series['id']}") == series
    assert api.get("/networks/lan/series")["items"] == [series]
    assert series == {
        "id": series["id"],
        "network": str(network),
        "title": "Länsnätverket",
        "kind": "meeting",
        "rule": {
            "every": 3,
            "unit": "month",
            "weekdays": ["th"],
            "nth": 4,
            "weeks": None,
            "months": [],
        },
        "dates": [],
        "from": "2027-02-01",
        "until": "2027-12-31",
        "except": [],
        "at": "09:00",
        "minutes": 180,
        "time_zone": "Europe/Stockholm",
        "place": "Residenset",
        "place_protected": False,
        "online_url": "",
        "when": "each",
        "notice_days": 21,
        "agenda_days": 7,
        "reply_days": 7,
        "reminder_days": 3,
        "fixed": False,
        "meetings": 4,
    }


def test_a_series_of_dates_needs_no_rule(api):
    body = {key: SERIES[key] for key in ("title", "at", "minutes")}
    series = api.post("/networks/lan/series", body | {"dates": ["2027-02-04", "2027-03-11"]})
    assert (series["dates"], series["rule"], series["meetings"]) == (
        ["2027-02-04", "2027-03-11"],
        None,
        2,
    )


def test_every_wrong_field_is_told_at_once_by_its_own_name(api):
    body = SERIES | {"at": "25:00", "minutes": 0, "rule": {"unit": "year"}, "until": "31/12"}
    problem = api.refused("POST", "/networks/lan/series", body, 422)
    assert [error["field"] for error in problem["errors"]] == [
        "rule.unit",
        "rule.weekdays",
        "at",
        "minutes",
        "until",
    ]
