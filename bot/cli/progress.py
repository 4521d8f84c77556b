"""Tells an operator what is being done, and how long it took: a line a step."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

_WIDTH = 58


class Progress:
    """Begins and ends the lines. Between the two nobody else should print."""

    def __init__(self) -> None:
        self._screen = sys.stdout  # as it is now: Rasa's own words may be led elsewhere meanwhile
        self._began: float | None = None

    def begin(self, what: str) -> None:
        """A step begins; the one before it, if any, is done."""
        self.end()
        self._began = time.monotonic()
        print(f"  {what} ".ljust(_WIDTH, "."), end="", file=self._screen, flush=True)

    def end(self, note: str = "") -> None:
        """The step under way, if any, is done."""
        if self._began is not None:
            print(f" {note or f'{time.monotonic() - self._began:.1f} s':>10}", file=self._screen, flush=True)
        self._began = None

    def break_off(self) -> None:
        """The step under way, if any, will not be done."""
        self.end("broken off")

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """One step; it is broken off by an exception."""
        self.begin(what)
        try:
            yield
        except BaseException:
            self.break_off()
            raise
        self.end()
