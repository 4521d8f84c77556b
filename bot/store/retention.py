"""Nothing is kept longer than the clinic says (`keep_days` in data/clinic.yml)."""

import asyncio
import logging
import time

from bot.places import Places
from bot.shelf import Shelf
from bot.store.conversations import Conversations
from bot.store.database import Outage

logger = logging.getLogger(__name__)
EVERY = 3600.0  # seconds
DAY = 86400


def purge(conversations: Conversations, places: Places) -> dict[str, int]:
    """Delete what is too old, and the traces of all that was deleted. How many rows of each table. Raises Outage."""
    counts = conversations.purge(time.time() - int(places.clinic.keep_days) * DAY)
    conversations.database.scrub()
    return counts


async def enforce(conversations: Conversations, shelf: Shelf) -> None:
    """Purge now and every hour, for as long as the server runs."""
    while True:
        try:
            deleted = await asyncio.to_thread(lambda: purge(conversations, shelf.places()))
            logger.info("deleted as too old: %s", deleted)
        except Outage as error:
            logger.error("what is too old could not be deleted: %s", error)
        except Exception as error:  # the job must go on
            logger.error("what is too old could not be deleted: %s", type(error).__name__)
        await asyncio.sleep(EVERY)
