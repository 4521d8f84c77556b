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
from sqlalchemy.exc import IntegrityError

from bot import privacy, text
from bot.store.database import Database, Outage
from bot.store.tables import inbox

logger = logging.getLogger(__name__)

LEASE = 30.0  # seconds a server has for one event before another may take it up; longer than a turn can last
MOST_ATTEMPTS = 5
IDLE = 1.0  # seconds between two looks into an empty inbox


@dataclass(frozen=True)
class Entry:
    """An accepted event: whose it is, its masked text, and where the reply goes. `last_attempt` says that nobody will try
    again."""

    id: int
    channel: str
    event_id: str
    conversation: str
    text: str
    address: Mapping[str, Any]
    last_attempt: bool


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
            "text": privacy.mask(text.clean(typed))[: text.LONGEST + 1],
            "address": json.dumps(address),
            "at": now,
            "due": now,
            "attempts": 0,
            "finished": False,
        }
        try:
            self._database.write(lambda connection: connection.execute(sa.insert(inbox), row))
        except IntegrityError:
            return False
        return True

    def take(self) -> Entry | None:
        """The oldest open event that nobody works on, for LEASE seconds. Those of one conversation come one at a time, in
        the order in which they were accepted."""
        earlier = inbox.alias()
        blocked = sa.exists().where(
            earlier.c.conversation == inbox.c.conversation, earlier.c.finished.is_(False), earlier.c.id < inbox.c.id
        )

        now = time.time()
        open_ones = sa.select(inbox).where(inbox.c.finished.is_(False), inbox.c.due <= now, ~blocked)
        row = self._database.read(lambda connection: connection.execute(open_ones.order_by(inbox.c.id).limit(1)).first())
        if row is None:
            return None
        mine = sa.update(inbox).where(inbox.c.id == row.id, inbox.c.due == row.due, inbox.c.finished.is_(False))
        lease = mine.values(due=now + LEASE, attempts=row.attempts + 1)
        if not self._database.write(lambda connection: connection.execute(lease).rowcount):
            return None  # another server was quicker
        last = row.attempts + 1 >= MOST_ATTEMPTS
        return Entry(row.id, row.channel, row.event_id, row.conversation, row.text, json.loads(row.address), last)

    def finish(self, entry: Entry) -> None:
        """It is answered: keep only that it was seen, so that it is not accepted twice."""
        done = sa.update(inbox).where(inbox.c.id == entry.id).values(finished=True, text="", address="{}")
        self._database.write(lambda connection: connection.execute(done))


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
        await asyncio.wait_for(answer(entry), LEASE)
    except Exception as error:  # its message may quote what somebody wrote
        logger.error("an event of %s was not answered: %s", entry.channel, type(error).__name__)
        if not entry.last_attempt:
            return
    await asyncio.to_thread(box.finish, entry)
