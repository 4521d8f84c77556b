"""What is counted of a turn, once it is over: names and times, no words, but for a question we could not answer."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.ids import pressed
from bot.lines import DID_YOU_MEAN, NET, NOT_UNDERSTOOD, TOO_LONG, UNAVAILABLE, WITHHELD
from bot.turns import Event, turns
from bot.understanding import language

ANSWERED = "answered"
OUTCOMES = {
    DID_YOU_MEAN: "unsure",
    NOT_UNDERSTOOD: "not_understood",
    TOO_LONG: "too_long",
    UNAVAILABLE: "unavailable",
    WITHHELD: "withheld",
}
UNANSWERED = ("unsure", "not_understood")


@dataclass(frozen=True)
class Record:
    """One turn, as the tables `turns` and `unanswered` keep it."""

    message_id: str
    at: float  # seconds since 1970
    channel: str
    intent: str  # the id that led
    topics: tuple[str, ...]  # ids of the pages said
    outcome: str  # ANSWERED or one of OUTCOMES
    route: str  # empty if none
    net: bool  # whether the safety net was said
    language: str  # ISO 639-1; empty if not known
    edition: str  # of the trained model that answered
    question: str = ""  # the masked text, if it stayed unanswered


def record(events: Iterable[Event], edition: str) -> Record | None:
    """The record of the turn in `events`; None if nobody said anything in them."""
    turn = next((turn for turn in turns(events) if turn.message), None)
    if turn is None or turn.message is None:
        return None
    outcome = next((kind for name, kind in OUTCOMES.items() if name in turn.responses), ANSWERED)
    text = str(turn.message.get("text") or "")
    typed = text if pressed(text) is None else ""
    return Record(
        message_id=str(turn.message.get("message_id") or ""),
        at=float(turn.message.get("timestamp") or 0),
        channel=str(turn.message.get("input_channel") or ""),
        intent=turn.reading.intent,
        topics=turn.ids,
        outcome=outcome,
        route=turn.route or "",
        net=NET in turn.responses,
        language=language.identify(typed) if typed else "",
        edition=edition,
        question=typed if outcome in UNANSWERED else "",
    )
