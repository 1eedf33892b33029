"""Do the migrations make exactly what the models say?"""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from scheduler.database import Base
from web import instance, migrating


def test_a_migrated_database_has_the_shape_of_the_models(settings):
    revision = migrating.upgrade(settings)

    with instance.opened(settings) as database:
        with database.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
        assert migrating.level(database) == revision
        assert migrating.is_current(database)


def test_migrating_twice_changes_nothing(settings):
    assert migrating.upgrade(settings) == migrating.upgrade(settings) == migrating.newest()


def test_an_empty_database_is_not_of_this_version(settings):
    with instance.opened(settings) as database:
        assert not migrating.is_current(database)


def test_a_migrated_database_still_keeps_its_foreign_keys(settings):
    migrating.upgrade(settings)
    with instance.opened(settings) as database, database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
