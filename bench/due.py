"""Are due rows moved to another time faster than jobs in APScheduler's own store?"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger
from sqlalchemy import update

from bench.timing import against
from scheduler import due
from scheduler.database import Base, Database
from scheduler.model import DueRow

ROWS = 2_000
START = datetime(2030, 1, 1, tzinfo=UTC)


def nothing() -> None:
    """Be a job."""


def main() -> None:
    """Print the ratio for re-timing all reminders of a year at once."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'ours.db'}")
        Base.metadata.create_all(database.engine)
        with database.transaction() as session:
            for number in range(ROWS):
                due.add(session, kind="bench", lane="reactions", key=f"b:{number}", due_at=START)
        store = SQLAlchemyJobStore(url=f"sqlite:///{Path(folder) / 'peer.db'}")
        scheduler = BackgroundScheduler(jobstores={"default": store}, timezone=UTC)
        scheduler.start(paused=True)
        for number in range(ROWS):
            scheduler.add_job(nothing, DateTrigger(START), id=str(number))
        shift = [START]

        def ours() -> None:
            shift[0] += timedelta(hours=1)
            with database.transaction() as session:
                session.execute(
                    update(DueRow).where(DueRow.state == "waiting").values(due_at=shift[0])
                )

        def peer() -> None:
            for number in range(ROWS):
                scheduler.reschedule_job(str(number), trigger=DateTrigger(shift[0]))

        print(f"{ROWS} rows re-timed: {against(ours, peer, rounds=3)}")  # noqa: T201
        scheduler.shutdown(wait=False)
        database.close()


if __name__ == "__main__":
    main()
