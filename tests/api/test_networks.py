"""Can programs set up a network and its people?"""

NETWORK = {
    "name": "Länsnätverket Örebro",
    "language": "sv",
    "time_zone": "Europe/Stockholm",
    "countries": ["SE"],
}


def test_an_administrator_begins_a_network_and_finds_it_by_id_and_short_name(program):
    admin = program()
    made = admin.post("/networks", NETWORK)
    assert made == NETWORK | {
        "id": made["id"],
        "slug": "lansnatverket-orebro",
        "purpose": "",
        "proposal_days": 10,
        "brief_days": 3,
        "comment_days": 14,
        "silence_approves": False,
        "demo": False,
    }
    assert admin.get(f"/networks/{made['id']}") == made
    assert admin.get("/networks/lansnatverket-orebro") == made
    assert admin.get("/networks") == {"items": [made], "next": None}


def test_what_was_made_tells_where_it_is(program):
    answer = program().ask("POST", "/networks", NETWORK)
    assert answer.headers["Location"] == f"/api/v1/networks/{answer.json['id']}"
    assert answer.headers["ETag"].startswith('"')


def test_a_token_of_one_network_lists_that_network_alone(program, network, api):
    program().post("/networks", NETWORK)
    assert [one["id"] for one in api.get("/networks")["items"]] == [str(network)]


def test_organisations_join_and_are_listed_by_name(api):
    made = api.post(
        "/networks/lan/organisations", {"name": "Björkhamra kommun", "kind": "municipality"}
    )
    assert made == {
        "id": made["id"],
        "membership": made["membership"],
        "name": "Björkhamra kommun",
        "kind": "municipality",
        "country": "SE",
        "role": "member",
        "since": "2027-01-04",
        "until": None,
    }
    listed = api.get("/networks/lan/organisations")["items"]
    assert [one["name"] for one in listed] == [
        "Björkhamra kommun",
        "Kumla kommun",
        "Länsstyrelsen lan",
        "Nora kommun",
    ]


def test_a_person_joins_by_the_organisations_id_or_name(api):
    house = api.post(
        "/networks/lan/organisations", {"name": "Björkhamra kommun", "kind": "municipality"}
    )
    body = {"name": "Cissi", "email": "cissi@bjorkhamra.example", "role": "secretary"}
    first = api.post("/networks/lan/people", body | {"organisation": house["id"]})
    assert first == {
        "id": first["id"],
        "membership": first["membership"],
        "name": "Cissi",
        "email": "cissi@bjorkhamra.example",
        "organisation": house["id"],
        "organisation_name": "Björkhamra kommun",
        "unit": "",
        "title": "",
        "role": "secretary",
        "duty": False,
        "language": "sv",
        "time_zone": "Europe/Stockholm",
        "protected": False,
        "delivery": "mail",
        "since": "2027-01-04",
        "until": None,
    }
    second = api.post(
        "/networks/lan/people",
        {"name": "Dag", "email": "dag@bjorkhamra.example", "organisation": "björkhamra KOMMUN"},
    )
    assert second["organisation"] == house["id"]


def test_a_second_person_with_the_same_address_is_refused_at_the_address(api):
    problem = api.refused(
        "POST", "/networks/lan/people", {"name": "Anna 2", "email": "ANNA@kumla.example"}, 422
    )
    assert [error["field"] for error in problem["errors"]] == ["email"]


def test_a_protected_person_is_shown_by_role_to_those_who_do_not_keep_the_list(
    api, program, network
):
    api.post(
        "/networks/lan/people",
        {
            "name": "Hemlig Person",
            "email": "hemlig@nora.example",
            "organisation": "Nora kommun",
            "title": "Säkerhetschef",
            "protected": True,
        },
    )
    facilitator = program("facilitator", network).get("/networks/lan/people")["items"]
    seen = [(one["name"], one["email"]) for one in facilitator if one["protected"]]
    assert seen == [("Säkerhetschef, Nora kommun", None)]
    coordinator = api.get("/networks/lan/people")["items"]
    seen = [(one["name"], one["email"]) for one in coordinator if one["protected"]]
    assert seen == [("Hemlig Person", "hemlig@nora.example")]


def test_lists_come_in_parts_that_join_to_the_whole(api):
    whole = [one["id"] for one in api.get("/networks/lan/organisations")["items"]]
    read, path = [], "/networks/lan/organisations?limit=1"
    for _ in whole:
        part = api.get(path)
        read += [one["id"] for one in part["items"]]
        path = f"/networks/lan/organisations?limit=1&after={part['next']}"
    assert (read, part["next"]) == (whole, None)
