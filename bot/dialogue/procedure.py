"""Which step a turn takes next: the routing guarantee, in one pure function.

Rules in data/stories say which procedure follows an intent. This module steps in where they may not decide: danger needs
nothing but the model, a page without a rule goes to the answering action, and no turn ends in silence or without a route.
"""

from dataclasses import replace

from bot.ids import (
    ANSWER,
    ANSWERING,
    DANGERS,
    DEFAULT_ROUTE,
    LISTEN,
    NO_ROUTE_NEEDED,
    YES,
    group_of,
    response_of,
    route_response,
)
from bot.lines import NET, NOT_KEPT, UNAVAILABLE
from bot.reading import Reading
from bot.turns import Turn


def confirmed(turn: Turn, before: Turn | None) -> Turn:
    """`turn`, unless it is a yes to the safety net of the turn before: then the danger that was feared is there."""
    if turn.reading.intent != YES or before is None or NET not in before.responses or not before.reading.net:
        return turn
    return replace(turn, reading=Reading(before.reading.net))


def next_step(turn: Turn, route: str | None, lost: bool = False) -> str | None:
    """The action to take next, or None where the rules decide. `route` is that of the leading intent's page, if any. `lost`
    says that the conversation before this turn could not be read: that it is not remembered is said last."""
    step = _step(turn, route)
    return NOT_KEPT if step == LISTEN and lost and NOT_KEPT not in turn.actions else step


def _step(turn: Turn, route: str | None) -> str | None:
    intent = turn.reading.intent
    if turn.reading.unread:
        said_to_it = (turn.reading.unread, route_response(DEFAULT_ROUTE))
        return next((step for step in said_to_it if step not in turn.actions), LISTEN)
    if group_of(intent) in DANGERS:
        steps = [NET] if turn.reading.net else []
        for step in [*steps, response_of(intent), route_response(route or "emergency")]:
            if step not in turn.actions:
                return step
        others = [topic for topic in turn.reading.asked if topic != intent]
        return ANSWERING if others and ANSWERING not in turn.actions else LISTEN
    if not turn.actions:
        return ANSWERING if group_of(intent) == ANSWER and route else None
    if turn.routed or (intent in NO_ROUTE_NEEDED and response_of(intent) in turn.responses and not turn.reading.net):
        return LISTEN
    if turn.reading.net and NET not in turn.responses and NET not in turn.actions:
        return NET
    if not turn.responses and UNAVAILABLE not in turn.actions:
        return UNAVAILABLE
    step = route_response(route or DEFAULT_ROUTE)
    return step if step not in turn.actions else LISTEN
