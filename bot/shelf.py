"""The curated files as they are now, for processes that run for weeks: an edit or a withdrawal counts at once, without a
restart."""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic, TypeVar

from bot import pages, places
from bot.curated import PageError
from bot.pages import Pages
from bot.places import Places

logger = logging.getLogger(__name__)
T = TypeVar("T")


class Shelf:
    """Reads files again whenever one changed; while one of them is faulty, keeps to the last fit state."""

    def __init__(self, folder: Path = pages.FOLDER, regions: Path = places.REGIONS, clinic: Path = places.CLINIC) -> None:
        self._pages = _Fresh(lambda: pages.read(folder), lambda: folder.rglob("*.yml"))
        self._places = _Fresh(lambda: places.read(regions, clinic), lambda: filter(Path.exists, (regions, clinic)))

    def pages(self) -> Pages:
        """The pages. Raises PageError if they were never fit."""
        return self._pages.get()

    def places(self) -> Places:
        """The regions and the clinic. Raises PageError if they were never fit."""
        return self._places.get()


class _Fresh(Generic[T]):
    def __init__(self, read: Callable[[], T], files: Callable[[], Iterable[Path]]) -> None:
        self._read, self._files = read, files
        self._state: frozenset[tuple[str, float]] = frozenset()
        self._fit: T | None = None

    def get(self) -> T:
        state = frozenset((str(file), file.stat().st_mtime) for file in self._files())
        if self._fit is None or state != self._state:
            self._state = state
            try:
                self._fit = self._read()
            except PageError as error:
                if self._fit is None:
                    raise
                logger.error("The pages stay as they were, for one is not fit:\n%s", error)
        return self._fit
