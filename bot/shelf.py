"""The pages as they are now, for processes that run for weeks: an edit or a withdrawal counts at once, without a restart."""

import logging
from pathlib import Path

from bot import pages
from bot.pages import PageError, Pages

logger = logging.getLogger(__name__)


class Shelf:
    """Reads the pages again whenever a file changed; while one of them is faulty, keeps to the last fit state."""

    def __init__(self, folder: Path = pages.FOLDER) -> None:
        self._folder = folder
        self._state: frozenset[tuple[str, float]] = frozenset()
        self._pages: Pages | None = None

    def pages(self) -> Pages:
        """The pages. Raises PageError if they were never fit."""
        state = frozenset((str(file), file.stat().st_mtime) for file in self._folder.rglob("*.yml"))
        if self._pages is None or state != self._state:
            self._state = state
            try:
                self._pages = pages.read(self._folder)
            except PageError as error:
                if self._pages is None:
                    raise
                logger.error("The pages stay as they were, for a page is not fit:\n%s", error)
        return self._pages
