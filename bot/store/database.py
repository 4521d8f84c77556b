"""The one database: SQLite in a file by default, PostgreSQL by one setting. Each wait is bounded, each failure said."""

import os
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy import exc
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.pool import NullPool

from bot import budget
from bot.store import tables

VARIABLE = "LUPUS_BOT_DATABASE"
DEFAULT = "sqlite:///conversations.db"
PATIENCE = 60.0  # seconds a start waits for the database
_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATING = 1_819_308_147  # the number of our advisory lock. Arbitrary; every process must use the same
_LOCK = sa.text(f"LOCK TABLE {', '.join(table.name for table, _, _ in tables.WHOSE)} IN ROW EXCLUSIVE MODE")
T = TypeVar("T")


class SettingError(RuntimeError):
    """The database's setting is unusable, or it does not answer; the message says what to do."""


class Outage(RuntimeError):
    """The database cannot be used now. The message names the kind of failure, never a value."""


class Database:
    """Runs work in transactions. Safe to share among threads."""

    def __init__(self, address: str | None = None) -> None:
        """`address` is an SQLAlchemy URL; without one, that of the environment, else DEFAULT. Raises SettingError."""
        self.url = _url(address or os.environ.get(VARIABLE) or DEFAULT)
        self.engine = _engine(self.url)

    @property
    def on_sqlite(self) -> bool:
        """Whether this is a file of ours and no server's."""
        return bool(self.engine.dialect.name == "sqlite")

    @property
    def place(self) -> str:
        """Where it is, for people; without user or password."""
        return str(self.url.database) if self.on_sqlite else f"{self.url.database} on {self.url.host or 'this machine'}"

    def prepare(self, patience: float = PATIENCE, tell: Callable[[str], None] = lambda _line: None) -> None:
        """Wait up to `patience` seconds for the database and bring its tables up to date. Raises SettingError."""
        end, told = time.monotonic() + patience, 0.0
        if self.on_sqlite and Path(str(self.url.database)).parent.is_dir():
            Path(str(self.url.database)).touch(mode=0o600)  # its owner's only, like the log that SQLite puts beside it
        while True:
            try:
                return self._migrate()
            except exc.OperationalError as error:
                if time.monotonic() >= end:
                    why = str(error.orig).strip().splitlines()[0]  # nobody has written anything yet, so it quotes nobody
                    raise SettingError(
                        f"The database {self.place} does not answer: {why}. Start it, or correct {VARIABLE}."
                    ) from None
                if time.monotonic() - told > 10:
                    tell(f"Waiting for the database {self.place}")
                    told = time.monotonic()
                time.sleep(1)
            except exc.DBAPIError as error:
                raise SettingError(
                    f"The database {self.place} cannot be used ({reason(error)}). Does its user own the tables?"
                ) from None

    def unhurried(self, connection: Connection) -> None:
        """Let the work of this transaction take long: it is an operator's, and nobody waits for a reply."""
        if not self.on_sqlite:
            connection.execute(sa.text("SET LOCAL statement_timeout = 0"))

    def read(self, work: Callable[[Connection], T]) -> T:
        """What `work` reads. Raises Outage."""
        return self._run(work, writes=False)

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do `work` whole or not at all. Raises Outage; IntegrityError is the caller's to understand."""
        return self._run(work, writes=True)

    def note_deletion(self, connection: Connection) -> None:
        """Remember, within a transaction that deletes, that traces are left to `scrub`."""
        if self.on_sqlite:  # a number that the file keeps for us: how many deletions are yet to be scrubbed
            deletions = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            connection.exec_driver_sql(f"PRAGMA user_version = {deletions + 1}")

    def scrub(self) -> None:
        """Overwrite what was deleted, in an SQLite file and its log, if anything was; it takes a second or so for each
        300 MB. A PostgreSQL server does so in its own time. Raises Outage; then it is still to be done."""
        if not self.on_sqlite:
            return
        try:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT", bare=True) as connection:
                deletions = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
                if not deletions:
                    return
                connection.exec_driver_sql("VACUUM")  # pages that were rearranged keep remnants which secure_delete misses
                busy, _, _ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        except exc.DBAPIError as error:
            raise Outage(reason(error)) from None
        if busy:
            raise Outage("the database's log is in use")
        self.write(lambda connection: _scrubbed(connection, deletions))

    def _run(self, work: Callable[[Connection], T], writes: bool) -> T:
        began = time.monotonic()
        try:
            return self._once(work, writes)
        except (exc.DBAPIError, exc.TimeoutError) as error:
            if isinstance(error, exc.IntegrityError):
                raise
            if time.monotonic() - began > budget.STALE:
                raise Outage(reason(error)) from None
        try:
            return self._once(work, writes)
        except exc.IntegrityError:
            raise
        except (exc.DBAPIError, exc.TimeoutError) as error:
            raise Outage(reason(error)) from None

    def _once(self, work: Callable[[Connection], T], writes: bool) -> T:
        with self.engine.connect().execution_options(writes=writes) as connection, connection.begin():
            if writes and not self.on_sqlite:  # what fails to get its locks is written into the server's log: here, no words
                connection.execute(_LOCK)
            return work(connection)

    def _migrate(self) -> None:
        with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            if not self.on_sqlite:  # several servers may start at once
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATING)))
            tables.RASA.create_all(connection)
            for index in tables.events.indexes:  # a table that Rasa made before us has no others
                index.create(connection, checkfirst=True)
            config = Config()
            config.set_main_option("script_location", str(_MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


@lru_cache(maxsize=1)
def shared() -> Database:
    """The one database of this process, as the environment names it. Raises SettingError."""
    return Database()


def _scrubbed(connection: Connection, deletions: int) -> None:
    """Note that these are done, unless more came meanwhile."""
    if connection.exec_driver_sql("PRAGMA user_version").scalar_one() == deletions:
        connection.exec_driver_sql("PRAGMA user_version = 0")


def reason(error: Exception) -> str:
    """The kind of a database error. Its message is left out, for it may quote what somebody wrote."""
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "pgcode", None) or getattr(cause, "sqlite_errorname", None)
    if isinstance(error, exc.OperationalError) and not code and "sqlite" in type(cause).__module__:
        code = str(cause)  # SQLite's operational errors are fixed phrases, such as "database is locked"
    return f"{type(cause).__name__}: {code}" if code else type(cause).__name__


def _url(address: str) -> URL:
    try:
        url = make_url(address.replace("postgres://", "postgresql://", 1))
        known = url.get_backend_name() in ("sqlite", "postgresql")
    except exc.ArgumentError:
        known = False
    if not known:
        raise SettingError(
            f"{VARIABLE} is no address of SQLite (sqlite:///conversations.db) or PostgreSQL "
            "(postgresql://user:password@host/name)."
        )
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise SettingError(f"{VARIABLE} names no file; a database in memory would forget. Write sqlite:///conversations.db.")
    return url


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        # A connection for each piece of work: were the file taken away, a kept one would write into nothing.
        engine = sa.create_engine(
            url,
            future=True,
            hide_parameters=True,
            poolclass=NullPool,
            connect_args={"timeout": budget.DATABASE, "isolation_level": None},
        )
        sa.event.listen(engine, "connect", _set_up_sqlite)
        sa.event.listen(engine, "begin", _begin_sqlite)
        return engine
    milliseconds = budget.DATABASE * 1000
    limits = f"-c statement_timeout={milliseconds} -c lock_timeout={milliseconds}"
    return sa.create_engine(
        url,
        future=True,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_recycle=1800,
        pool_size=5,
        max_overflow=5,
        pool_timeout=budget.DATABASE,
        connect_args={"connect_timeout": budget.DATABASE, "tcp_user_timeout": milliseconds, "options": limits},
    )


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """A writer queues at its start: a transaction that turns into one half-way would be refused without waiting."""
    options = connection.get_execution_options()
    if not options.get("bare"):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")
