"""Nothing is kept longer than the clinic says (`keep_days` in data/own/clinic.yml)."""

import logging
import time

from bot.content.places import Places
from bot.store.conversations import Conversations

logger = logging.getLogger(__name__)
DAY = 86400


def purge(conversations: Conversations, places: Places) -> dict[str, int]:
    """Delete what is too old, and the traces of all that was deleted. How many rows of each table. Raises Outage."""
    counts = conversations.purge(time.time() - places.clinic.keep_days * DAY)
    conversations.database.scrub()
    logger.info("deleted as too old: %s", counts)
    return counts
