"""Do the migrations make exactly what the models say?"""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from scheduler.database import Base
from web import instance, migrating


def test_a_migrated_database_has_the_shape_of_the_models(settings):
    revision = migrating.upgrade(settings)

    with instance.opened(settings) as database:
        with database.engine.connect() as connection:
            options = {"compare_type": True, "include_name": migrating.is_modelled}
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, Base.metadata) == []
        assert migrating.level(database) == revision
        assert migrating.is_current(database)


def test_a_migrated_database_has_the_full_text_index_that_the_models_make(settings, database):
    """The models' own tables are in `database` already; a second file is migrated."""
    migrated = settings.model_copy(update={"database_url": f"sqlite:///{settings.dir}/other.db"})
    migrating.upgrade(migrated)
    with instance.opened(migrated) as other:
        assert full_text(other) == full_text(database)


def full_text(database):
    made = "SELECT name, sql FROM sqlite_master WHERE name LIKE 'search_text%' ORDER BY name"
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(made)]


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
