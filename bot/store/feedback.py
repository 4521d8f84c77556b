"""What people say of an answer: thumbs up or down, or that it is wrong, and why."""

import time

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot import privacy
from bot.store.database import Database
from bot.store.tables import feedback, turns
from bot.understanding import text

VERDICTS = ("up", "down", "wrong")
LONGEST_REASON = 1000  # characters of a reason


def give(database: Database, conversation: str, message_id: str, verdict: str, reason: str) -> bool:
    """Keep the verdict on the answer to `message_id`, in place of an earlier one. False if there is no such turn."""

    def work(connection: Connection) -> bool:
        this = sa.select(turns.c.id).where(turns.c.conversation == conversation, turns.c.message_id == message_id)
        if connection.execute(this).first() is None:
            return False
        mine = (feedback.c.conversation == conversation) & (feedback.c.message_id == message_id)
        connection.execute(sa.delete(feedback).where(mine))
        row = {"conversation": conversation, "message_id": message_id, "at": time.time(), "verdict": verdict}
        row["reason"] = privacy.mask(text.clean(reason))[:LONGEST_REASON]
        connection.execute(sa.insert(feedback), row)
        return True

    return database.write(work)
