"""The archive: what lasts. `open` one, add to it, ask it.

with archive.open("news.db") as kept:
    kept.add(document)
    kept.search("grain corridor", holder="Erdoğan").hits
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from sqlalchemy import Engine, func, select, update

from twicetold.archive import database, exchange, ledger, lists, search, telling
from twicetold.archive.errors import Unopened
from twicetold.archive.ledger import Forecast
from twicetold.archive.records import Added, Change, Entry, Found, Pledge, StoryLine
from twicetold.archive.tables import bodies, changes, documents, settings, stories
from twicetold.assessment.forecasting import Outcome
from twicetold.assessment.resolutions import Resolution
from twicetold.brief.schema import Brief
from twicetold.types import Document, Report

if TYPE_CHECKING:
    from twicetold.archive.rows import Prepared  # with the rooms that sort documents: slow to load, and only for adding

VARIABLE = "TWICETOLD_ARCHIVE"
FILE = "archive.db"
PAGE = 50
NEWS = 1_000  # changes of one answer
AT_ONCE = 50  # reports read from the database at once when all of them are exported


def place(given: str | None = None) -> str:
    """Where the archive is: what was given, else the environment's TWICETOLD_ARCHIVE, else a file in the user's data folder."""
    if given or os.environ.get(VARIABLE):
        return given or os.environ[VARIABLE]
    from platformdirs import user_data_path

    return str(user_data_path("twicetold", appauthor=False) / FILE)


def open(where: str | Path | None = None, *, create: bool = True, clock: Callable[[], datetime] | None = None) -> Archive:
    """Open the archive at a path or a URL of a PostgreSQL database; made where there is none, brought up to date where it is older.

    Raises Unopened where that cannot be, Newer for one of a newer program. `create=False` refuses to make a new file.
    """
    found = place(None if where is None else str(where))
    if not create and "://" not in found and not Path(found).expanduser().exists():
        raise Unopened(f"There is no archive at {found} yet; `twicetold add` makes one.")
    engine = database.engine(found)
    try:
        database.upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return Archive(engine, clock or (lambda: datetime.now(UTC)))


class Archive:
    """Documents with their reports, sorted into stories. Safe to use from several threads, and by several programs at once."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine, self._clock = engine, clock

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()

    @property
    def engine(self) -> Engine:
        """The database behind it, for the rest of this room."""
        return self._engine

    @property
    def name(self) -> str:
        """Where it is, as it is shown to people: without a password."""
        return database.name(self._engine.url.render_as_string(hide_password=True))

    def _now(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def today(self) -> str:
        """The ISO day of the archive's clock, UTC."""
        return self._now()[:10]

    # ----------------------------------------------------------------------------------------------- documents

    def add(self, one: Document | Report) -> Added:
        """Store a document, read by the program if it is not yet, and sort it into its story. One that is there already stays as it is.

        What is returned was written to the disk. Raises Full, Busy.
        """
        document = one if isinstance(one, Document) else one.document
        known = self.known(document)
        return known if known is not None else self.add_prepared(self.prepare(one))

    def known(self, document: Document) -> Added | None:
        """What became of this very document when it was added; None where it never was."""
        from twicetold.archive.rows import identity

        with database.reading(self._engine) as connection:
            return lists.existing(connection, identity(document))

    def prepare(self, one: Document | Report) -> Prepared:
        """Everything about a document that can be worked out without the archive; several processes may do that at once."""
        from twicetold.archive.rows import prepare

        if isinstance(one, Document):
            from twicetold.brief.compose import report

            one = report(one)
        return prepare(one)

    def add_prepared(self, one: Prepared) -> Added:
        """Store what `prepare` made."""
        from twicetold.archive import writing

        with database.writing(self._engine) as connection:
            return writing.add(connection, one, self._now())

    def documents(self, limit: int = PAGE, offset: int = 0, *, story: str | None = None) -> list[Entry]:
        """Documents, the last stored first; of one story in the order in which they came."""
        with database.reading(self._engine) as connection:
            number = None if story is None else lists.story_number(connection, story)
            return lists.listed(connection, limit, offset, number)

    def document(self, identifier: str) -> Entry:
        """The document with this id, or with the only id that begins so. Raises NotFound."""
        with database.reading(self._engine) as connection:
            number, _ = lists.numbered(connection, identifier)
            return lists.entry(lists.entries(connection, [number])[0])

    def report(self, identifier: str) -> Report:
        """The report of a document. Raises NotFound, Damaged."""
        with database.reading(self._engine) as connection:
            number, _ = lists.numbered(connection, identifier)
            data = connection.execute(select(bodies.c.report).where(bodies.c.document == number)).scalar_one()
        return telling.unpacked(identifier, data)

    def remove(self, identifier: str) -> Entry:
        """Take a document out for good; returns what it was. Raises NotFound."""
        from twicetold.archive import writing

        with database.writing(self._engine) as connection:
            number, story = lists.numbered(connection, identifier)
            entry = lists.entry(lists.entries(connection, [number])[0])
            writing.remove(connection, number, story, self._now())
        return entry

    # ------------------------------------------------------------------------------------------------- stories

    def stories(self, limit: int = PAGE, offset: int = 0, since: str | None = None) -> list[StoryLine]:
        """Stories, those to which something came last first; with `since` (ISO 8601) only those, each with its news."""
        with database.reading(self._engine) as connection:
            return lists.story_lines(connection, limit, offset, since, telling.program())

    def lines(self, which: Iterable[str]) -> dict[str, StoryLine]:
        """Stories as they are listed, by id, without news; those that are not there are left out."""
        with database.reading(self._engine) as connection:
            return lists.lines_of(connection, which, telling.program())

    def line(self, identifier: str) -> StoryLine:
        """One story as it is listed. Raises NotFound."""
        with database.reading(self._engine) as connection:
            return lists.one_line(connection, lists.story_number(connection, identifier), telling.program())

    def story(self, identifier: str) -> Brief:
        """The brief of a story, composed from the stored reports when a document came or went since the last time. Raises NotFound."""
        with database.reading(self._engine) as connection:
            number = lists.story_number(connection, identifier)
            found = telling.kept(connection, number)
            if found is not None and found[0] == telling.key(telling.members(connection, number)):
                return self._with_outcomes(found[1])
            reports, left_out = telling.reports(connection, number), telling.left_out(connection, number)
        from twicetold.brief.compose import compose

        told = compose(reports, left_out)
        with database.writing(self._engine) as connection:
            telling.store(connection, number, told, self._now())
        return self._with_outcomes(told)

    def _with_outcomes(self, told: Brief) -> Brief:
        from twicetold.brief.forecasts import with_outcomes

        with database.reading(self._engine) as connection:
            known = ledger.outcomes(connection, [f.id for f in told.forecasts])
        return with_outcomes(told, known).with_texts(told.texts) if known else told

    def stale(self, limit: int = PAGE) -> list[str]:
        """Stories of several documents that changed since their last brief, the last changed first."""
        c = stories.c
        asked = select(c.number).where(c.documents > 1, c.key.is_(None)).order_by(c.updated.desc(), c.number).limit(limit)
        with database.reading(self._engine) as connection:
            return [f"s{n}" for n in connection.execute(asked).scalars()]

    def refresh(self, which: Sequence[str] | None = None) -> list[Change]:
        """Compose the briefs of `which` stories (all that are stale) and say what is new in them."""
        with database.reading(self._engine) as connection:
            last = connection.execute(select(changes.c.number).order_by(changes.c.number.desc()).limit(1)).scalar() or 0
        for story in self.stale(limit=100_000) if which is None else which:
            self.story(story)
        with database.reading(self._engine) as connection:
            asked = select(changes).where(changes.c.number > last).order_by(changes.c.number)
            return [lists.change(row) for row in connection.execute(asked).mappings()]

    def changes(self, since: str = "", *, today: str | None = None, limit: int = NEWS, offset: int = 0) -> list[Change]:
        """What is new in stories since a moment (ISO 8601), the oldest first; forecasts that fell due by `today` last. A page of it:
        fewer than `limit` are the last."""
        day = today or date.today().isoformat()
        with database.reading(self._engine) as connection:
            news = changes.c.at >= since
            asked = select(changes).where(news).order_by(changes.c.at, changes.c.number).limit(limit).offset(offset)
            found = [lists.change(row) for row in connection.execute(asked).mappings()]
            if len(found) == limit:
                return found
            skipped = 0
            if not found and offset:
                told = connection.execute(select(func.count()).select_from(changes).where(news)).scalar_one()
                skipped = max(offset - told, 0)
            return [*found, *ledger.due(connection, since, day, skipped + limit - len(found))[skipped:]]

    def due(self, since: str, until: str, limit: int = NEWS) -> list[Change]:
        """Forecasts whose time ran out after one ISO day, up to and with another, and that nobody has resolved."""
        with database.reading(self._engine) as connection:
            return [c for c in ledger.due(connection, since, until, limit) if c.at > since]

    # ------------------------------------------------------------------------------------------ search, ledgers

    def search(
        self,
        text: str = "",
        *,
        actor: str | None = None,
        holder: str | None = None,
        certainty: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int = 20,
        offset: int = 0,
    ) -> Found:
        """Documents in which all words of `text` stand, an actor is named, somebody holds something, with a certainty, in a time.

        `text`: words, "words in a row", beginnings* and -words; days are ISO dates of publication. Raises Unclear.
        """
        asked = search.Asked(text=text, actor=actor, holder=holder, certainty=certainty, since=since, until=until)
        with database.reading(self._engine) as connection:
            return search.search(connection, asked, limit, offset)

    def forecasts(
        self, *, due: str | None = None, unresolved: bool = False, holder: str | None = None, limit: int = PAGE, offset: int = 0
    ) -> list[Forecast]:
        """Forecasts by the end of their time; `unresolved` ones only, or with `due` those of them over on that ISO day."""
        with database.reading(self._engine) as connection:
            return ledger.forecasts(connection, due=due, unresolved=unresolved, holder=holder, limit=limit, offset=offset)

    def forecast(self, identifier: str) -> Forecast:
        """One forecast. Raises NotFound."""
        with database.reading(self._engine) as connection:
            return ledger.forecast(connection, identifier)

    def resolve(self, forecast_id: str, outcome: Outcome, on: str, source: str, note: str = "") -> Resolution:
        """Write down what became of a forecast; the last word holds. Raises NotFound, ValueError for what is no day."""
        date.fromisoformat(on)
        with database.writing(self._engine) as connection:
            expected = ledger.forecast(connection, forecast_id).expected
            made = Resolution(forecast=expected, outcome=outcome, date=on, source=source, note=note)
            ledger.resolve(connection, made, self._now())
        return made

    def resolutions(self) -> list[Resolution]:
        """All outcomes ever written down, in that order; `assessment.resolutions.holding` leaves those that hold."""
        with database.reading(self._engine) as connection:
            return ledger.resolved(connection)

    def commitments(
        self, between: Sequence[str] = (), *, since: str | None = None, until: str | None = None, limit: int = PAGE, offset: int = 0
    ) -> list[Pledge]:
        """Commitments over time: of everybody, of one party, or between two (names), by the day of the first report."""
        with database.reading(self._engine) as connection:
            return ledger.commitments(connection, between=between, since=since, until=until, limit=limit, offset=offset)

    # ------------------------------------------------------------------------------------------------ exchange

    def export(self, stream: TextIO) -> int:
        """Write every document and resolution as JSON Lines, in the order in which they came; returns how many documents."""
        count, last = 0, 0
        while rows := self._after(last):
            for number, identifier, added, data in rows:
                stream.write(exchange.as_line(telling.unpacked(identifier, data), added))
                count, last = count + 1, number
        from twicetold.assessment.resolutions import as_line

        for resolution in self.resolutions():
            stream.write(as_line(resolution))
        return count

    def _after(self, last: int) -> list[tuple[int, str, str, bytes]]:
        d = documents.c
        asked = select(d.number, d.id, d.added, bodies.c.report).join(bodies, bodies.c.document == d.number)
        with database.reading(self._engine) as connection:
            return [tuple(row) for row in connection.execute(asked.where(d.number > last).order_by(d.number).limit(AT_ONCE))]

    def restore(self, line: str) -> Added | None:
        """Take in a line that `export` wrote; None for one of a resolution. Raises ValueError for any other."""
        found = exchange.of_line(line)
        if isinstance(found, Report):
            return self.add(found)
        with database.writing(self._engine) as connection:
            if found not in ledger.resolved_of(connection, found.forecast.id):
                ledger.resolve(connection, found, self._now())
        return None

    # ---------------------------------------------------------------------------------------------------- state

    def setting(self, key: str) -> str | None:
        """What was remembered under `key`."""
        with database.reading(self._engine) as connection:
            return connection.execute(select(settings.c.value).where(settings.c.key == key)).scalar()

    def remember(self, key: str, value: str) -> None:
        """Remember a short text: where a watcher of feeds is, when somebody last looked."""
        with database.writing(self._engine) as connection:
            if not connection.execute(update(settings).where(settings.c.key == key).values(value=value)).rowcount:
                connection.execute(settings.insert().values(key=key, value=value))

    def counts(self) -> dict[str, int]:
        """How many documents and stories there are."""
        with database.reading(self._engine) as connection:
            found = connection.execute(select(func.count()).select_from(documents)).scalar_one()
            events = connection.execute(select(func.count()).select_from(stories).where(stories.c.documents > 0)).scalar_one()
        return {"documents": found, "stories": events}
