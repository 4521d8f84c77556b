"""A hanging action server must not keep a person waiting.

Rasa 3.6.21 waits 300 s for an action (a constant, no setting), longer than its own conversation lock lives. Measured: with
4 s the fallback reply came after 4 s.
"""

from rasa.core.actions import action

from bot import budget


def apply() -> None:
    """Make Rasa give up on an action after budget.ACTION seconds."""
    action.DEFAULT_REQUEST_TIMEOUT = budget.ACTION
