"""What can be found by its words?

One row a text, kept by handlers/indexing.py. The database's own full-text index follows each row
by itself: on SQLite the table `search_text`, which holds no text of its own, on PostgreSQL the
generated column `words`. Who may see a hit is asked anew each time (queries/search.py).
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import DDL, BigInteger, ForeignKey, Index, Integer, event
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.database import Base

FoundKind = Literal["meeting", "agenda", "round", "note", "decision", "action", "document", "area"]
Shown = Literal["open", "circle", "writers"]


class SearchEntry(Base):
    """One text as it can be found.

    `id` is the row of the full-text index, and rises with `at`: the newest has the highest
    (search/index.py). `ref` is what it is of (with `kind`, unique). `shown`: to all who may read
    the network's minutes, to the circle of the meeting (`audience`: organisations, empty: all
    called), or to those alone who write its minutes.
    """

    __tablename__ = "search_entry"
    __table_args__ = (
        Index("ix_search_entry_ref", "kind", "ref", unique=True),
        Index("ix_search_entry_meeting_id", "meeting_id"),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    kind: Mapped[str]
    ref: Mapped[UUID]
    network_id: Mapped[UUID] = mapped_column(ForeignKey("network.id"), index=True)
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"))
    item_id: Mapped[UUID | None]
    at: Mapped[datetime]
    shown: Mapped[str]
    audience: Mapped[list[str]] = mapped_column(default=list)
    language: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]


_SCOPE = "'n' || {row}.network_id || ' k' || {row}.kind || ' y' || substr({row}.at, 1, 4)"
_PUT = (
    "INSERT INTO search_text (rowid, title, body, scope) "  # noqa: S608
    f"VALUES (new.id, new.title, new.text, {_SCOPE.format(row='new')});"
)
_DROP = (
    "INSERT INTO search_text (search_text, rowid, title, body, scope) "  # noqa: S608
    f"VALUES ('delete', old.id, old.title, old.text, {_SCOPE.format(row='old')});"
)
_TABLE = (
    "CREATE VIRTUAL TABLE search_text USING fts5(title, body, scope, content='', columnsize=0, "
    "prefix='2 3 4', tokenize='unicode61 remove_diacritics 0')"
)
_EACH = "AFTER {what} ON search_entry BEGIN {does} END"
SQLITE = (
    _TABLE,
    f"CREATE TRIGGER search_text_put {_EACH.format(what='INSERT', does=_PUT)}",
    f"CREATE TRIGGER search_text_drop {_EACH.format(what='DELETE', does=_DROP)}",
    f"CREATE TRIGGER search_text_renew {_EACH.format(what='UPDATE', does=_DROP + _PUT)}",
)

STEMMED = {
    "sv": "swedish",
    "nb": "norwegian",
    "nn": "norwegian",
    "da": "danish",
    "fi": "finnish",
    "en": "english",
}
_TEXT = "title || ' ' || text"
_STEMS = " ".join(
    f"WHEN '{code}' THEN to_tsvector('{name}'::regconfig, {_TEXT})"
    for code, name in STEMMED.items()
)
_MARKS = (  # no word that is typed has a low line in it
    "ARRAY['_n' || replace(network_id::text, '-', ''), '_k' || kind, "
    "'_y' || extract(year from at)::integer::text]"
)
_COLUMN = (
    "ALTER TABLE search_entry ADD COLUMN words tsvector GENERATED ALWAYS AS ("
    f"to_tsvector('simple'::regconfig, {_TEXT}) || "
    f"CASE language {_STEMS} ELSE ''::tsvector END"
    f" || array_to_tsvector({_MARKS})) STORED"
)
POSTGRESQL = (
    _COLUMN,
    "CREATE INDEX ix_search_entry_words ON search_entry USING gin (words)",
)

for _dialect, _statements in (("sqlite", SQLITE), ("postgresql", POSTGRESQL)):
    for _statement in _statements:
        _ddl = DDL(_statement.replace("%", "%%"))  # type: ignore[no-untyped-call]  # its own gap
        event.listen(SearchEntry.__table__, "after_create", _ddl.execute_if(dialect=_dialect))
