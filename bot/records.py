"""What is counted of a turn, once it is over: names and times, no words, but for a question we could not answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import language
from bot.procedure import NET, ROUTE, UNAVAILABLE
from bot.reading import Reading
from bot.reply import NOT_UNDERSTOOD, TOO_LONG, UNSURE, WITHHELD

ANSWERED = "answered"
OUTCOMES = {
    UNSURE: "unsure",
    NOT_UNDERSTOOD: "not_understood",
    TOO_LONG: "too_long",
    UNAVAILABLE: "unavailable",
    WITHHELD: "withheld",
}
UNANSWERED = ("unsure", "not_understood")

Event = Mapping[str, Any]  # Rasa's, as a dictionary


@dataclass(frozen=True)
class Record:
    """One turn. `at` is in seconds since 1970; `intent` is the id that led, `topics` those of the pages said; `outcome` is
    ANSWERED or one of OUTCOMES; `question` is the masked text if it stayed unanswered."""

    message_id: str
    at: float
    channel: str
    intent: str
    topics: tuple[str, ...]
    outcome: str
    route: str
    net: bool
    language: str
    question: str = ""


def record(events: Sequence[Event]) -> Record | None:
    """The record of the turn in `events`; None if nobody said anything in them."""
    said_at = next((place for place, event in enumerate(events) if event.get("event") == "user"), None)
    if said_at is None:
        return None
    user = events[said_at]
    replies = [event.get("metadata") or {} for event in events[said_at:] if event.get("event") == "bot"]
    names = [str(reply.get("utter_action") or "") for reply in replies]
    ids = [str((reply.get("metadata") or {}).get("id") or "") for reply in replies]
    outcome = next((kind for name, kind in OUTCOMES.items() if name in names), ANSWERED)
    text = str(user.get("text") or "")
    pressed = text.startswith("/")
    return Record(
        str(user.get("message_id") or ""),
        float(user.get("timestamp") or 0),
        str(user.get("input_channel") or ""),
        Reading.of(user.get("parse_data") or {}).intent,
        tuple(dict.fromkeys(filter(None, ids))),
        outcome,
        next((name.removeprefix(ROUTE) for name in names if name.startswith(ROUTE)), ""),
        NET in names,
        "" if pressed else language.identify(text),
        text if outcome in UNANSWERED and not pressed else "",
    )
