"""What the running assistant must not say now: its trained wording held against the pages, the day and the withdrawals."""

import os
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from bot.content import release, responses, shelf
from bot.content.shelf import Shelf
from bot.content.signatures import signed
from bot.store import withdrawals
from bot.store.withdrawals import Withdrawals

SIGNED_ONLY = "SIGNED_ANSWERS_ONLY"  # the variable that withholds what no clinician signed


class Release:
    """Decides which answers are withheld by the model whose responses it is asked about."""

    def __init__(self, shelf: Shelf, withdrawals: Withdrawals) -> None:
        self._shelf, self._withdrawals = shelf, withdrawals
        self._trained: tuple[Any, dict[str, str]] = (None, {})
        self._last: tuple[tuple[Any, ...], dict[str, str]] = ((), {})

    def withheld(self, said: Mapping[str, list[dict[str, Any]]], today: date | None = None) -> dict[str, str]:
        """The ids of the answers to withhold, and why each. `said` are the responses of the running model's domain."""
        if self._trained[0] is not said:
            self._trained = (said, responses.digests_of(said))
        pages, known, signatures = self._shelf.pages(), self._withdrawals.known(), self._shelf.signatures()
        day = today or date.today()
        state = (pages, known, signatures, said)  # each is made anew when it changes
        last, found = self._last
        if not last or last[-1] != day or any(a is not b for a, b in zip(state, last[:-1], strict=True)):
            found = release.withheld(
                pages,
                day,
                trained=self._trained[1],
                withdrawn=known,
                signed=signed(pages, signatures) if signed_only() else None,
            )
            self._last = ((*state, day), found)
        return found

    def overdue(self, today: date | None = None) -> frozenset[str]:
        """The ids of the answers that are due for a check; some are still given, and say so."""
        return release.overdue(self._shelf.pages(), today or date.today())


def signed_only() -> bool:
    """Whether answers that no clinician signed are withheld."""
    return os.environ.get(SIGNED_ONLY, "").lower() in ("1", "true", "yes")


@lru_cache(maxsize=1)
def shared() -> Release:
    """The one of this process."""
    return Release(shelf.shared(), withdrawals.shared())
