"""Search: the database's own full-text index, which follows each row of `search_entry`."""

from __future__ import annotations

from alembic import op

revision = "0004_search"
down_revision = "0003_follow_up"

SCOPE = "'n' || {row}.network_id || ' k' || {row}.kind || ' y' || substr({row}.at, 1, 4)"
PUT = (
    "INSERT INTO search_text (rowid, title, body, scope) "  # noqa: S608
    f"VALUES (new.id, new.title, new.text, {SCOPE.format(row='new')});"
)
DROP = (
    "INSERT INTO search_text (search_text, rowid, title, body, scope) "  # noqa: S608
    f"VALUES ('delete', old.id, old.title, old.text, {SCOPE.format(row='old')});"
)
TABLE = (
    "CREATE VIRTUAL TABLE search_text USING fts5(title, body, scope, content='', columnsize=0, "
    "prefix='2 3 4', tokenize='unicode61 remove_diacritics 0')"
)
EACH = "AFTER {what} ON search_entry BEGIN {does} END"
SQLITE = (
    TABLE,
    f"CREATE TRIGGER search_text_put {EACH.format(what='INSERT', does=PUT)}",
    f"CREATE TRIGGER search_text_drop {EACH.format(what='DELETE', does=DROP)}",
    f"CREATE TRIGGER search_text_renew {EACH.format(what='UPDATE', does=DROP + PUT)}",
)
STEMMED = {
    "sv": "swedish",
    "nb": "norwegian",
    "nn": "norwegian",
    "da": "danish",
    "fi": "finnish",
    "en": "english",
}
STEMS = " ".join(
    f"WHEN '{code}' THEN to_tsvector('{name}'::regconfig, title || ' ' || text)"
    for code, name in STEMMED.items()
)
MARKS = (  # no word that is typed has a low line in it
    "ARRAY['_n' || replace(network_id::text, '-', ''), '_k' || kind, "
    "'_y' || extract(year from at)::integer::text]"
)
COLUMN = (
    "ALTER TABLE search_entry ADD COLUMN words tsvector GENERATED ALWAYS AS ("
    "to_tsvector('simple'::regconfig, title || ' ' || text) || "
    f"CASE language {STEMS} ELSE ''::tsvector END"
    f" || array_to_tsvector({MARKS})) STORED"
)
POSTGRESQL = (
    COLUMN,
    "CREATE INDEX ix_search_entry_words ON search_entry USING gin (words)",
)


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if sqlite else POSTGRESQL:
        op.execute(statement)
