"""The curated files as they are now, for processes that run for weeks: an edit or a withdrawal counts at once, without a
restart, and a mistake in one file harms that file only."""

import logging
import threading
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from bot.content import pages, places, signatures
from bot.content.curated import PageError
from bot.content.pages import File, Pages
from bot.content.places import Places
from bot.content.signatures import Signature
from bot.ids import ANSWER, group_of, id_of
from bot.lines import ALL

logger = logging.getLogger(__name__)
EVERY = 1.0  # seconds between two looks at the files
T = TypeVar("T")
Stamp = tuple[int, int, int] | None


class Shelf:
    """Reads files again whenever they changed. While one is faulty or gone, its answers are unreadable and whatever else it
    held stays as it last was. Safe to share among threads."""

    def __init__(
        self,
        folder: Path = pages.FOLDER,
        own: Path = pages.OWN,
        regions: Path = places.REGIONS,
        clinic: Path = places.CLINIC,
        countries: Path = places.COUNTRIES,
        signed: Path = signatures.FILE,
    ) -> None:
        self._folder, self._own = folder, own
        self._read: dict[Path, tuple[Stamp, File]] = {}  # each file as it is
        self._fit: dict[Path, File] = {}  # and as it last was without a fault
        self._pages = _Fresh(self._together, lambda: [*pages.paths(folder), *pages.paths(own)])
        self._places = _Fresh(lambda: places.read(regions, clinic, countries), lambda: [regions, clinic, countries])
        nobody: tuple[Signature, ...] = ()
        self._signatures = _Fresh(lambda: signatures.read(signed), lambda: [signed], nobody)

    def pages(self) -> Pages:
        """The pages. Raises PageError if a file was never fit that holds more than answers, or the house lacks a line."""
        return self._pages.get()

    def places(self) -> Places:
        """The regions, the countries and the clinic. Raises PageError if they were never fit."""
        return self._places.get()

    def signatures(self) -> tuple[Signature, ...]:
        """The signatures; none while the file was never fit: then nobody is known to have signed."""
        return self._signatures.get()

    def faults(self) -> tuple[str, ...]:
        """What is wrong with the files now: a sentence each."""
        return (*self.pages().faults, *self._pages.faults, *self._places.faults, *self._signatures.faults)

    def _together(self) -> Pages:
        """All pages, of which only the files that changed are read."""
        there = {path: _stamp(path) for path in [*pages.paths(self._folder), *pages.paths(self._own)]}
        for path, stamp in there.items():
            if path not in self._read or self._read[path][0] != stamp:
                self._read[path] = (stamp, pages.read_file(path))
        for path in self._read.keys() - there.keys():
            self._read[path] = (None, File(path, faults=(f"{path}:1: is gone; put it back",)))
        faults: list[str] = []
        unreadable: set[str] = set()
        usable: list[File] = []
        said = {name for _, file in self._read.values() for name in file.responses}
        for path, (_, whole) in sorted(self._read.items()):
            file = self._missing_nothing(whole, said)
            if file.faults:
                faults += file.faults
                held = self._fit.get(path, file).named
                if path not in self._fit and not (held and all(map(_says_an_answer, held))):
                    raise PageError(list(file.faults))
                unreadable |= {id_of(name) for name in held if _says_an_answer(name)}
                usable += [self._fit[path]] if path in self._fit else []
            else:
                self._fit[path] = file
                usable.append(file)
        found, between = pages.together(
            [file for file in usable if self._own not in file.path.parents],
            [file for file in usable if self._own in file.path.parents],
        )
        if not found.responses.keys() >= ALL:
            raise PageError(between)
        return replace(found, unreadable=frozenset(unreadable), faults=(*faults, *between))

    def _missing_nothing(self, file: File, said: Collection[str]) -> File:
        """`file`, unless it lost something that is no answer and now stands nowhere: then as one with that fault."""
        before = self._fit.get(file.path)
        lost = [name for name in before.responses if name not in said and not _says_an_answer(name)] if before else []
        faults = tuple(f"{file.path}:1: '{name}' is gone; put it back" for name in lost)
        return replace(file, faults=faults) if lost and not file.faults else file


class _Fresh(Generic[T]):
    """What was read from some files, read again once one of them changed."""

    def __init__(self, read: Callable[[], T], files: Callable[[], Iterable[Path]], first: T | None = None) -> None:
        """`first` is what counts until the files were fit once; without it they must be."""
        self.faults: tuple[str, ...] = ()
        self._read, self._files = read, files
        self._stamps: dict[Path, Stamp] | None = None
        self._fit = first
        self._again_at = 0.0
        self._one_at_a_time = threading.Lock()

    def get(self) -> T:
        with self._one_at_a_time:
            if self._stamps is None or time.monotonic() >= self._again_at:
                self._again_at = time.monotonic() + EVERY
                self._look()
            assert self._fit is not None  # read, or _look raised
            return self._fit

    def _look(self) -> None:
        stamps = {path: _stamp(path) for path in self._files()}
        if stamps == self._stamps:
            return
        try:
            self._fit, self.faults = self._read(), ()
        except PageError as error:
            if self._fit is None:
                raise
            self.faults = tuple(str(error).splitlines())
            logger.error("These files stay as they were, for they are not fit:\n%s", error)
        self._stamps = stamps


def _stamp(path: Path) -> Stamp:
    """Changes whenever the file does; None if it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _says_an_answer(response: str) -> bool:
    return response not in ALL and group_of(id_of(response)) == ANSWER


@lru_cache(maxsize=1)
def shared() -> Shelf:
    """The one shelf of this process, of the files in the folder it was started from."""
    return Shelf()
