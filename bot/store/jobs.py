"""Background work of a server: what must happen whoever writes and whatever channels are open."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import lru_cache

from bot.content.shelf import Shelf
from bot.store import retention
from bot.store.conversations import Conversations
from bot.store.database import Database, Outage
from bot.store.withdrawals import Withdrawals

logger = logging.getLogger(__name__)
HOUR = 3600.0
HEED = 20.0  # seconds between two looks at the withdrawals: every server heeds one within a minute
LOOK = 1.0  # seconds between two looks at what is due


@dataclass
class Job:
    """Work that is done again and again."""

    name: str
    every: float  # seconds
    work: Callable[[], object]
    due: float = 0.0  # on the clock of time.monotonic
    last: datetime | None = None  # when it was last done without a fault

    def run(self) -> None:
        """Do the work if it is due. A fault is logged, and it is done again when it is next due."""
        if time.monotonic() < self.due:
            return
        self.due = time.monotonic() + self.every
        try:
            self.work()
            self.last = datetime.now(timezone.utc)
        except Outage as error:
            logger.error("the job '%s' could not be done: %s", self.name, error)
        except Exception as error:  # the other jobs must go on, and the message may quote what somebody wrote
            logger.error("the job '%s' failed with %s", self.name, type(error).__name__)


class Jobs:
    """The jobs of this process, done one after the other in a thread of their own."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self.all = tuple(jobs)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin; harmless to repeat."""
        if not self._thread.is_alive() and not self._stopped.is_set():
            self._thread.start()

    def stop(self) -> None:
        """End after the job under way."""
        self._stopped.set()

    def state(self) -> dict[str, str | None]:
        """When each was last done, in UTC; None if never."""
        return {job.name: f"{job.last:%Y-%m-%dT%H:%M:%SZ}" if job.last else None for job in self.all}

    def _run(self) -> None:
        while not self._stopped.wait(LOOK):
            for job in self.all:
                job.run()


@lru_cache(maxsize=1)
def shared(database: Database, shelf: Shelf, withdrawals: Withdrawals) -> Jobs:
    """What every server does, once in this process: delete what is too old, and heed what was withdrawn."""
    conversations = Conversations(database)
    return Jobs(
        [
            Job("heed withdrawals", HEED, lambda: withdrawals.refresh(database)),
            Job("delete what is too old", HOUR, lambda: retention.purge(conversations, shelf.places())),
        ]
    )
