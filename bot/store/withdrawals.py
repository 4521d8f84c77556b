"""Answers that an operator took back: rows that every server heeds within a minute, without training or a restart."""

import time
from collections.abc import Mapping
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.database import Database
from bot.store.tables import withdrawals

LONGEST_REASON = 1000  # characters of a reason


def withdraw(database: Database, id: str, why: str) -> None:
    """Take the answer `id` back, from now on; an earlier reason is replaced. Raises Outage."""

    def work(connection: Connection) -> None:
        connection.execute(sa.delete(withdrawals).where(withdrawals.c.id == id))
        connection.execute(sa.insert(withdrawals), {"id": id, "why": why[:LONGEST_REASON], "at": time.time()})

    database.write(work)


def restore(database: Database, id: str) -> bool:
    """Give the answer `id` again. False if it was not withdrawn. Raises Outage."""
    gone = sa.delete(withdrawals).where(withdrawals.c.id == id)
    return bool(database.write(lambda connection: connection.execute(gone).rowcount))


def read(database: Database) -> dict[str, str]:
    """The ids of the answers withdrawn now, and why each. Raises Outage."""
    rows = sa.select(withdrawals.c.id, withdrawals.c.why).order_by(withdrawals.c.id)
    return database.read(lambda connection: {row.id: row.why for row in connection.execute(rows)})


class Withdrawals:
    """The last known list, kept in the process: a turn never waits for the database, and goes by it while that is away."""

    def __init__(self) -> None:
        self._known: Mapping[str, str] = {}

    def known(self) -> Mapping[str, str]:
        """The ids of the answers withdrawn when the list was last read, and why each."""
        return self._known

    def refresh(self, database: Database) -> None:
        """Read the list. Raises Outage, and then keeps the one it had."""
        self._known = read(database)


@lru_cache(maxsize=1)
def shared() -> Withdrawals:
    """The one list of this process."""
    return Withdrawals()
