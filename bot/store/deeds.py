"""What is done because it is said: a turn with one of these lines is not kept but carried out."""

from collections.abc import Awaitable, Callable, Iterable

from bot.lines import FORGOTTEN
from bot.store.conversations import Conversations, forget
from bot.turns import Event, turns

Deed = Callable[[Conversations, str], Awaitable[object]]

DEEDS: dict[str, Deed] = {FORGOTTEN: forget}


def deed(events: Iterable[Event]) -> Deed | None:
    """What the responses in `events` promise to have been done, if anything."""
    said = (response for turn in turns(events) for response in turn.responses)
    return next((DEEDS[response] for response in said if response in DEEDS), None)
