"""Which step a turn takes next: the routing guarantee, in one pure function.

Rules in data/stories say which procedure follows an intent. This module steps in where they may not decide: danger needs
nothing but the model, an answer page always goes to the answering action, and no turn ends in silence or without a route.
"""

from dataclasses import dataclass, replace

from bot.outage import NOT_KEPT
from bot.pages import DANGERS, group_of, response_of
from bot.reading import Reading

LISTEN = "action_listen"
ANSWER = "action_answer"
YES = "chat.affirm"
NET = "utter_net"
UNAVAILABLE = "utter_unavailable"
ROUTE = "utter_route_"
DEFAULT_ROUTE = "care_team"
NO_ROUTE_NEEDED = frozenset(f"chat.{name}" for name in ("greet", "thanks", "goodbye", "affirm", "deny"))


@dataclass(frozen=True)
class Turn:
    """A turn so far: what the message was read as, the actions run since, and the responses the person received; `lost` if
    the conversation before it could not be read."""

    reading: Reading
    done: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    lost: bool = False

    @property
    def routed(self) -> bool:
        """Whether the person has been sent to somebody in this turn."""
        return any(name.startswith(ROUTE) for name in self.said)


def confirmed(turn: Turn, before: Turn | None) -> Turn:
    """`turn`, unless it is a yes to the safety net of the turn before: then the danger that was feared is there."""
    if turn.reading.intent != YES or before is None or NET not in before.said or not before.reading.net:
        return turn
    return replace(turn, reading=Reading(before.reading.net))


def next_step(turn: Turn, route: str | None) -> str | None:
    """The action to take next, or None where the rules decide. `route` is that of the leading intent's page, if any. What
    could not be remembered is said last."""
    step = _step(turn, route)
    return NOT_KEPT if step == LISTEN and turn.lost and NOT_KEPT not in turn.done else step


def _step(turn: Turn, route: str | None) -> str | None:
    intent = turn.reading.intent
    if turn.reading.unread:
        said_to_it = (turn.reading.unread, ROUTE + DEFAULT_ROUTE)
        return next((step for step in said_to_it if step not in turn.done), LISTEN)
    if group_of(intent) in DANGERS:
        steps = [NET] if turn.reading.net else []
        for step in [*steps, response_of(intent), ROUTE + (route or "emergency")]:
            if step not in turn.done:
                return step
        others = [topic for topic in turn.reading.asked if topic != intent]
        return ANSWER if others and ANSWER not in turn.done else LISTEN
    if not turn.done:
        return ANSWER if group_of(intent) == "answer" and route else None
    if turn.routed or (intent in NO_ROUTE_NEEDED and response_of(intent) in turn.said and not turn.reading.net):
        return LISTEN
    if turn.reading.net and NET not in turn.said and NET not in turn.done:
        return NET
    if not turn.said and UNAVAILABLE not in turn.done:
        return UNAVAILABLE
    step = ROUTE + (route or DEFAULT_ROUTE)
    return step if step not in turn.done else LISTEN
