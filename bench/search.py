"""How fast is a word found among 100 000 points, against reading them all with LIKE?

With `--database URL` of an empty PostgreSQL the same is asked there.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice, pairwise
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert, or_, select, text
from sqlalchemy.orm import Session

from scheduler.actor import Actor
from scheduler.database import Base, Database, new_id
from scheduler.model import AgendaItem, Meeting, Network, SearchEntry
from scheduler.queries import search
from scheduler.queries.entitled import Reader
from scheduler.search import index

POINTS, NETWORKS, POINTS_A_MEETING = 100_000, 40, 20
_COMMON = "samverkan kommunen skolorna trygghet beslut uppföljning åtgärder lägesbild polisen"
_STEMS = "skol kommun ung gäng trygg våld stöd miljö närvaro fält social bostad fritid väg"
_ENDS = "a arna en ets erna ing ning lig het samhet gruppen planen rådet arbete möte s"
COMMON, STEMS, ENDS = _COMMON.split(), _STEMS.split(), _ENDS.split()
FIRST = datetime(2018, 1, 9, 9, tzinfo=UTC)
ROUNDS = 3


def words(chance: random.Random) -> list[str]:
    """Make a vocabulary as long-tailed as a language's: few words are common, most are rare."""
    made = {f"{a}{b}{c}" for a in STEMS for b in STEMS for c in ENDS}
    return COMMON + sorted(made, key=lambda _: chance.random())


def fill(session: Session, chance: random.Random) -> list[UUID]:
    """Write networks, meetings and points, and read them into the index."""
    vocabulary = words(chance)
    weights = [1 / (place + 1) for place in range(len(vocabulary))]
    networks = [new_id() for _ in range(NETWORKS)]
    session.execute(insert(Network), [_network(key, n) for n, key in enumerate(networks)])
    meetings = [_meeting(chance.choice(networks), n) for n in range(POINTS // POINTS_A_MEETING)]
    session.execute(insert(Meeting), meetings)
    points = (
        _point(chance, vocabulary, weights, meetings[n % len(meetings)], n) for n in range(POINTS)
    )
    while part := list(islice(points, 5_000)):
        session.execute(insert(AgendaItem), part)
    index.renew_all(session)
    return networks


def questions(chance: random.Random) -> list[str]:
    """Give what people ask: common and rare words, several, a beginning, a phrase, a minus."""
    vocabulary = words(_chance(1))
    rare = chance.sample(vocabulary[200:], 20)
    pairs = [f"{chance.choice(COMMON)} {chance.choice(vocabulary[:300])}" for _ in range(15)]
    return [
        *COMMON,
        *rare,
        *pairs,
        *(word[:4] for word in rare[:5]),
        *(f'"{one} {two}"' for one, two in pairwise(COMMON)),
        *(f"{word} -{COMMON[0]}" for word in COMMON[1:6]),
        "finnsintealls",
    ]


def readers(networks: Sequence[UUID]) -> list[Reader]:
    """Give an administrator, a coordinator of five networks and a member of one."""
    everybody = Actor(kind="token", administrator=True)
    coordinator = Actor(kind="token", roles=dict.fromkeys(networks[:5], frozenset({"coordinator"})))
    member = Actor(kind="token", roles={networks[7]: frozenset({"member"})})
    return [Reader(everybody), Reader(coordinator), Reader(member)]


def _found(reader: Reader, asked: str, session: Session) -> object:
    return search.find(session, reader, asked)


def _scanned(reader: Reader, asked: str, session: Session) -> object:
    """Do the same the plain way: look through every text."""
    chosen = select(SearchEntry)
    for word in asked.replace('"', "").replace("-", "").split():
        like = f"%{word}%"
        chosen = chosen.where(or_(SearchEntry.title.ilike(like), SearchEntry.text.ilike(like)))
    if not reader.actor.administrator:
        chosen = chosen.where(SearchEntry.network_id.in_(reader.actor.roles))
    return list(session.scalars(chosen.order_by(SearchEntry.at.desc()).limit(20)))


def measure(database: Database, people: Sequence[Reader]) -> tuple[list[float], list[float]]:
    """Ask everything by both ways in turn; gives milliseconds."""
    ours: list[float] = []
    peers: list[float] = []
    for _ in range(ROUNDS):
        for asked in questions(_chance(2)):
            for reader in people:
                ours.append(_timed(database, partial(_found, reader, asked)))
                peers.append(_timed(database, partial(_scanned, reader, asked)))
    return ours, peers


def main() -> None:
    """Print the middle and the slowest twentieth of both ways, and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="")
    with tempfile.TemporaryDirectory() as folder:
        asked = parser.parse_args().database
        database = Database(asked or f"sqlite:///{Path(folder) / 'search.db'}")
        Base.metadata.create_all(database.engine)
        start = time.perf_counter()
        with database.transaction() as session:
            networks = fill(session, _chance(1))
            if asked:
                session.execute(text("ANALYZE"))  # what autovacuum does within a minute
        print(f"{POINTS} points written and read in {time.perf_counter() - start:.0f} s")  # noqa: T201
        ours, peers = measure(database, readers(networks))
        for name, at in (("p50", 50), ("p95", 95)):
            own, peer = (statistics.quantiles(one, n=100)[at - 1] for one in (ours, peers))
            print(  # noqa: T201
                f"{name}: ours {own:.1f} ms · LIKE {peer:.1f} ms · ratio {peer / own:.1f}"
            )
        print(f"slowest of ours: {max(ours):.1f} ms, of {len(ours)} questions")  # noqa: T201
        database.close()


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # the same texts each time; no secret


def _timed(database: Database, ask: Callable[[Session], object]) -> float:
    start = time.perf_counter()
    with database.reading() as session:
        ask(session)
    return (time.perf_counter() - start) * 1000


def _network(key: UUID, number: int) -> dict[str, object]:
    return {
        "id": key,
        "slug": f"n{number}",
        "name": f"Nätverk {number}",
        "language": "sv",
        "time_zone": "Europe/Stockholm",
        "countries": ["SE"],
    }


def _meeting(network: UUID, number: int) -> dict[str, object]:
    at = FIRST + timedelta(hours=17 * number)
    local = at.replace(tzinfo=None)
    return {
        "id": new_id(),
        "network_id": network,
        "title": f"Samverkansmöte {number}",
        "start": local,
        "original_start": local,
        "starts_at": at,
        "minutes": 120,
        "time_zone": "Europe/Stockholm",
        "uid": f"{number}@bench",
    }


def _point(
    chance: random.Random,
    vocabulary: Sequence[str],
    weights: Sequence[float],
    meeting: dict[str, object],
    number: int,
) -> dict[str, object]:
    words_ = " ".join(chance.choices(vocabulary, weights, k=40))
    return {
        "meeting_id": meeting["id"],
        "position": number,
        "title": " ".join(chance.choices(vocabulary, weights, k=4)),
        "item_class": chance.choice(("open", "open", "circle")),
        "text": words_,
    }


if __name__ == "__main__":
    main()
