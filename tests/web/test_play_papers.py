"""Which papers does a player get, and when?"""

from __future__ import annotations

import hashlib

import pytest

from scheduler.inputs.run import (
    SkipInput,
)
from scheduler.model import ScenarioFile
from scheduler.services import runs
from tests.playing import CONTENT, Game


@pytest.fixture
def papers(database, keys, time):
    """A run whose papers are kept."""
    found = []
    for paper in CONTENT["papers"]:
        content = paper["name"].encode()
        digest = hashlib.sha256(content).hexdigest()
        found.append((paper | {"sha256": digest, "size": len(content)}, content, digest))
    game = Game(database, keys, papers=[one for one, _, _ in found])
    with database.transaction() as session:
        for paper, content, digest in found:
            session.add(
                ScenarioFile(
                    scenario_id=game.scenario,
                    sha256=digest,
                    media_type=paper["media_type"],
                    size=paper["size"],
                    content=content,
                    by="system",
                )
            )
    game.start()
    return game


def test_a_paper_comes_with_its_inject_and_not_before(client, papers):
    path = papers.link(papers.anna)
    assert client.get(f"{path}/papers/karta.png").status_code == 404
    papers.release("C1")
    given = client.get(f"{path}/papers/karta.png")
    assert (given.status_code, given.data, given.mimetype) == (200, b"karta.png", "image/png")
    assert given.headers["Content-Disposition"] == "attachment; filename*=UTF-8''karta.png"
    assert "sandbox" in given.headers["Content-Security-Policy"]
    assert f'href="{path}/papers/karta.png"' in client.get(path).get_data(as_text=True)


def test_a_paper_for_facilitators_is_neither_shown_nor_given(client, papers):
    path = papers.link(papers.anna)
    papers.release("C1")
    assert client.get(f"{path}/papers/facit.png").status_code == 404
    assert "facit" not in client.get(path).get_data(as_text=True)


def test_a_paper_goes_with_an_inject_that_is_taken_back(client, papers):
    path = papers.link(papers.anna)
    papers.release("C1")
    papers.do(runs.withdraw, "C1", reason=SkipInput().reason)
    assert client.get(f"{path}/papers/karta.png").status_code == 404
