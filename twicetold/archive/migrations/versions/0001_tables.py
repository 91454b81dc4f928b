"""The first tables, and the index of words. Frozen: what changes later stands in a later script."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, text
from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None

metadata = MetaData()

Number = Integer


def _document(**more: object) -> Column[int]:
    return Column("document", Number, ForeignKey("documents.number", ondelete="CASCADE"), nullable=False, **more)  # type: ignore[arg-type]


def _text(name: str, kind: TypeEngine[str] | None = None, *, nullable: bool = True) -> Column[str]:
    return Column(name, kind or Text(), nullable=nullable)


stories = Table(
    "stories",
    metadata,
    Column("number", Number, primary_key=True),
    _text("title", nullable=False),
    Column("first", Integer),
    Column("last", Integer),
    Column("documents", Integer, nullable=False),
    Column("origins", Integer),
    _text("updated", nullable=False),
    _text("key"),
    Column("merged", Number, ForeignKey("stories.number")),
    Index("stories_updated", "updated"),
    sqlite_autoincrement=True,
)

documents = Table(
    "documents",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("hash", Text, nullable=False, unique=True),
    _text("address"),
    _text("source", nullable=False),
    _text("url"),
    _text("title"),
    _text("outlet"),
    _text("author"),
    _text("published"),
    _text("language", nullable=False),
    _text("capture"),
    Column("characters", Integer, nullable=False),
    Column("day", Integer),
    _text("added", nullable=False),
    Column("story", Number, ForeignKey("stories.number"), nullable=False),
    Column("supersedes", Number, ForeignKey("documents.number", ondelete="SET NULL")),
    Index("documents_address", "address"),
    Index("documents_story", "story"),
    Index("documents_day", "day"),
    Index("documents_supersedes", "supersedes"),
    sqlite_autoincrement=True,
)

bodies = Table(
    "bodies",
    metadata,
    _document(primary_key=True),
    Column("text", LargeBinary, nullable=False),
    Column("report", LargeBinary, nullable=False),
)

traits = Table("traits", metadata, _document(primary_key=True), Column("data", LargeBinary, nullable=False))

keys = Table(
    "keys",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("day", Integer, primary_key=True),
    _document(primary_key=True),
    Index("keys_document", "document"),
    sqlite_with_rowid=False,
)

actors = Table(
    "actors",
    metadata,
    Column("number", Number, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    _text("name", nullable=False),
    _text("kind", nullable=False),
    _text("country"),
    sqlite_autoincrement=True,
)


def _actor(name: str = "actor", **more: object) -> Column[int]:
    return Column(name, Number, ForeignKey("actors.number"), **more)  # type: ignore[arg-type]


names = Table("names", metadata, Column("word", Text, primary_key=True), _actor(primary_key=True), sqlite_with_rowid=False)

casts = Table(
    "casts",
    metadata,
    _actor(primary_key=True),
    _document(primary_key=True),
    Index("casts_document", "document"),
    sqlite_with_rowid=False,
)

statements = Table(
    "statements",
    metadata,
    _document(primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("depth", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _actor(),
    _text("certainty", nullable=False),
    Index("statements_actor", "actor", "certainty", "document"),
    Index("statements_certainty", "certainty", "document"),
    sqlite_with_rowid=False,
)

commitments = Table(
    "commitments",
    metadata,
    _document(primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _actor("party", nullable=False),
    _actor("toward"),
    _text("act", nullable=False),
    _text("domain", nullable=False),
    Column("level", Integer, nullable=False),
    _text("status", nullable=False),
    Column("joint", Boolean, nullable=False),
    _text("fold"),
    Column("sources", Integer),
    Column("day", Integer),
    Index("commitments_party", "party", "toward"),
    Index("commitments_toward", "toward"),
    Index("commitments_day", "day", "document", "place"),
)

forecasts = Table(
    "forecasts",
    metadata,
    _document(primary_key=True),
    Column("place", Integer, primary_key=True),
    _text("id", nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    _actor("holder"),
    _text("name"),
    _text("event", nullable=False),
    _text("certainty", nullable=False),
    Column("low", Float),
    Column("high", Float),
    _text("horizon"),
    _text("since"),
    _text("until"),
    _text("fold"),
    Index("forecasts_id", "id"),
    Index("forecasts_fold", "fold", sqlite_where=text("fold IS NOT NULL"), postgresql_where=text("fold IS NOT NULL")),
    Index("forecasts_until", "until", "document", "place"),
)

resolutions = Table(
    "resolutions",
    metadata,
    Column("number", Number, primary_key=True),
    _text("forecast", nullable=False),
    _text("line", nullable=False),
    _text("added", nullable=False),
    Index("resolutions_forecast", "forecast"),
    sqlite_autoincrement=True,
)

briefs = Table(
    "briefs",
    metadata,
    Column("story", Number, ForeignKey("stories.number", ondelete="CASCADE"), primary_key=True),
    _text("key", nullable=False),
    Column("data", LargeBinary, nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("number", Number, primary_key=True),
    _text("at", nullable=False),
    Column("story", Number, ForeignKey("stories.number"), nullable=False),
    _text("kind", nullable=False),
    _text("text", nullable=False),
    _text("document"),
    Index("changes_at", "at"),
    Index("changes_story", "story"),
    sqlite_autoincrement=True,
)

seen = Table(
    "seen",
    metadata,
    Column("address", Text, primary_key=True),
    _text("stamp", nullable=False),
    _text("at", nullable=False),
    Column("attempts", Integer, nullable=False),
    _text("etag"),
    _text("modified"),
    Column("body", LargeBinary),
)

settings = Table("settings", metadata, Column("key", Text, primary_key=True), _text("value", nullable=False))


def upgrade() -> None:
    connection = op.get_bind()
    metadata.create_all(connection)
    if connection.dialect.name == "sqlite":
        # `ascii`: the words are cut and folded before they come here; every character beyond ASCII is part of a word
        op.execute("""CREATE VIRTUAL TABLE words USING fts5(title, body, tokenize = "ascii tokenchars '_'")""")
    else:
        op.execute("CREATE TABLE words (document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE, words TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX words_words ON words USING gin (words)")
