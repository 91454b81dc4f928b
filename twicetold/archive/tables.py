"""The tables of an archive, as SQLAlchemy Core knows them. `migrations/` makes them; a test holds both against each other.

A document's row in `documents` is small and listed often; what is large lies in `bodies` (text and packed report) and `traits`.
Everything below `keys` is made from the reports and could be made again. Days count from 1970-01-01, moments are ISO 8601 in UTC.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text, text
from sqlalchemy.types import TypeEngine

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
    Column("first", Integer),  # day of the first dated document
    Column("last", Integer),
    Column("documents", Integer, nullable=False),
    Column("origins", Integer),  # independent ones, as the last brief counted them
    _text("updated", nullable=False),  # when a document last came or went
    _text("key"),  # of the set of documents and the program that the last brief was made of
    Column("merged", Number, ForeignKey("stories.number")),  # the story that took this one in
    Index("stories_updated", "updated"),
    sqlite_autoincrement=True,
)

documents = Table(
    "documents",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("hash", Text, nullable=False, unique=True),  # of what makes it this document: see `identity`
    _text("address"),  # the URL by which versions of one page are known
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
    Column("supersedes", Number, ForeignKey("documents.number", ondelete="SET NULL")),  # the version before, of the same address
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
    Column("text", LargeBinary, nullable=False),  # zlib, UTF-8 with surrogates passed
    Column("report", LargeBinary, nullable=False),  # `packing`
)

traits = Table("traits", metadata, _document(primary_key=True), Column("data", LargeBinary, nullable=False))

keys = Table(  # `retelling.stream.Clue`
    "keys",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("day", Integer, primary_key=True),  # UNDATED where it is not known
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

statements = Table(  # one row a claim and holder; actor NULL = the outlet in its own voice, or nobody known
    "statements",
    metadata,
    _document(primary_key=True),
    Column("place", Integer, primary_key=True),  # index into the report's claims
    Column("depth", Integer, primary_key=True),  # 0 the outermost holder
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
    _text("fold"),  # mentions of one commitment have the same, once the story was composed
    Column("sources", Integer),
    Column("day", Integer),  # the document's
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
    _text("name"),  # of the holder, or of the outlet in its own voice
    _text("event", nullable=False),
    _text("certainty", nullable=False),
    Column("low", Float),
    Column("high", Float),
    _text("horizon"),
    _text("since"),
    _text("until"),
    _text("fold"),  # id under which the story's brief tells it
    Index("forecasts_id", "id"),
    Index("forecasts_fold", "fold", sqlite_where=text("fold IS NOT NULL"), postgresql_where=text("fold IS NOT NULL")),
    Index("forecasts_until", "until", "document", "place"),
)

resolutions = Table(
    "resolutions",
    metadata,
    Column("number", Number, primary_key=True),
    _text("forecast", nullable=False),
    _text("line", nullable=False),  # `assessment.resolutions.as_line`: holds what was expected, also when the document is gone
    _text("added", nullable=False),
    Index("resolutions_forecast", "forecast"),
    sqlite_autoincrement=True,
)

briefs = Table(
    "briefs",
    metadata,
    Column("story", Number, ForeignKey("stories.number", ondelete="CASCADE"), primary_key=True),
    _text("key", nullable=False),
    Column("data", LargeBinary, nullable=False),  # zlib, the brief's JSON
)

changes = Table(
    "changes",
    metadata,
    Column("number", Number, primary_key=True),
    _text("at", nullable=False),
    Column("story", Number, ForeignKey("stories.number"), nullable=False),
    _text("kind", nullable=False),
    _text("text", nullable=False),
    _text("document"),  # id: the document may be removed later
    Index("changes_at", "at"),
    Index("changes_story", "story"),
    sqlite_autoincrement=True,
)

seen = Table(  # by a watcher of feeds
    "seen",
    metadata,
    Column("address", Text, primary_key=True),
    _text("stamp", nullable=False),  # what its list said of it: said otherwise, it is fetched again
    _text("at", nullable=False),
    Column("attempts", Integer, nullable=False),  # that failed; 0 when it came
    _text("etag"),
    _text("modified"),
    Column("body", LargeBinary),
)

settings = Table("settings", metadata, Column("key", Text, primary_key=True), _text("value", nullable=False))
