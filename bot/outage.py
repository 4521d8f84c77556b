"""Whether the conversation store failed within the turn under way: how the store tells the policy and the channels.

Rasa wraps every tracker store in one that swallows exceptions and goes on with an empty conversation, so a failure must be
signalled past it. A context variable belongs to one turn and is seen by all that takes part in it.
"""

import time
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class _State:
    lost: bool = False
    began: float = field(default_factory=time.monotonic)


_turn: ContextVar[_State | None] = ContextVar("turn", default=None)


def begin() -> None:
    """A turn begins; tasks started from here on share what is known of it."""
    _turn.set(_State())


def report() -> None:
    """The store cannot be reached: what was said before is not known, and this turn is not kept."""
    turn = _turn.get()
    if turn is None:
        _turn.set(_State(lost=True))
    else:
        turn.lost = True


def reported() -> bool:
    """Whether the store failed in this turn."""
    turn = _turn.get()
    return turn is not None and turn.lost


def elapsed() -> float:
    """Seconds since the turn began."""
    turn = _turn.get()
    return time.monotonic() - turn.began if turn else 0.0
