"""The durable inbox of channels that must say "got it" before they can answer: an event is written down first, and finished
by whichever server is alive."""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot import budget, privacy
from bot.store.database import Database, Outage
from bot.store.tables import inbox
from bot.understanding import text

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
IDLE = 1.0  # seconds between two looks into an empty inbox


@dataclass(frozen=True)
class Entry:
    """An accepted event."""

    id: int
    channel: str
    event_id: str  # the channel's own
    conversation: str  # whose it is
    text: str  # masked
    address: Mapping[str, Any]  # where the reply goes
    last_attempt: bool  # nobody will try again


class Inbox:
    """Accepts, lends out and finishes events. Every method raises Outage where the database cannot be used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def accept(self, channel: str, event_id: str, conversation: str, typed: str, address: Mapping[str, Any]) -> bool:
        """Write an event down, its text masked; only then may it be acknowledged. False if it was accepted before."""
        now = time.time()
        row = {
            "channel": channel,
            "event_id": event_id,
            "conversation": conversation,
            "text": privacy.mask(text.clean(typed))[: text.LONGEST_MESSAGE + 1],
            "address": json.dumps(address),
            "at": now,
            "due": now,
            "attempts": 0,
            "finished": False,
        }
        insert = sqlite.insert if self._database.on_sqlite else postgresql.insert
        new = insert(inbox).values(row).on_conflict_do_nothing(index_elements=["channel", "event_id"])
        return bool(self._database.write(lambda connection: connection.execute(new).rowcount))

    def take(self) -> Entry | None:
        """The oldest open event that nobody works on, lent for budget.LEASE seconds. Those of one conversation come one at a
        time, in the order in which they were accepted."""
        while (row := self._oldest()) is not None:
            address = _address(row.address)
            if address is not None and row.attempts < MOST_ATTEMPTS:
                last = row.attempts + 1 >= MOST_ATTEMPTS
                entry = Entry(row.id, row.channel, row.event_id, row.conversation, row.text, address, last)
                return entry if self._lend(row) else None  # another server may be quicker
            logger.error("an event of %s is given up", row.channel)  # it cannot be answered, or killed all who tried
            self._close(row.id)
        return None

    def _oldest(self) -> Any:
        earlier = inbox.alias()
        blocked = sa.exists().where(
            earlier.c.conversation == inbox.c.conversation, earlier.c.finished.is_(False), earlier.c.id < inbox.c.id
        )
        waiting = sa.select(inbox).where(inbox.c.finished.is_(False), inbox.c.due <= time.time(), ~blocked)
        return self._database.read(lambda connection: connection.execute(waiting.order_by(inbox.c.id).limit(1)).first())

    def _lend(self, row: Any) -> bool:
        mine = sa.update(inbox).where(inbox.c.id == row.id, inbox.c.due == row.due, inbox.c.finished.is_(False))
        lease = mine.values(due=time.time() + budget.LEASE, attempts=row.attempts + 1)
        return bool(self._database.write(lambda connection: connection.execute(lease).rowcount))

    def finish(self, entry: Entry) -> None:
        """It is answered: keep only that it was seen, so that it is not accepted twice."""
        self._close(entry.id)

    def _close(self, id: int) -> None:
        done = sa.update(inbox).where(inbox.c.id == id).values(finished=True, text="", address="{}")
        self._database.write(lambda connection: connection.execute(done))


def _address(kept: str) -> dict[str, Any] | None:
    try:
        address = json.loads(kept)
    except ValueError:
        return None
    return address if isinstance(address, dict) else None


async def work(box: Inbox, answer: Callable[[Entry], Awaitable[None]]) -> None:
    """Answer events for ever. One whose `answer` raises is taken up again after its lease, MOST_ATTEMPTS times in all, and
    is then given up, with its text."""
    while True:
        try:
            entry = await asyncio.to_thread(box.take)
            if entry is None:
                await asyncio.sleep(IDLE)
                continue
            await _answer(box, entry, answer)
        except Outage as error:
            logger.error("the inbox cannot be used: %s", error)
            await asyncio.sleep(IDLE)


async def _answer(box: Inbox, entry: Entry, answer: Callable[[Entry], Awaitable[None]]) -> None:
    try:
        await asyncio.wait_for(answer(entry), budget.LEASE)
    except Exception as error:  # its message may quote what somebody wrote
        logger.error("an event of %s was not answered: %s", entry.channel, type(error).__name__)
        if not entry.last_attempt:
            return
    await asyncio.to_thread(box.finish, entry)
