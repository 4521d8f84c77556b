"""Masking: takes out of what a person typed whatever tells who they are, before anything reads or keeps it.

Light on purpose: `personal` for what has a form (addresses, numbers, dates), `names` for people's names. It misses some, and
takes some for personal that is not; docs/privacy.md gives the measured shares.
"""

from typing import Any

from bot.privacy import names, personal

NAME = "[name]"
_KEPT_OF_A_READING = ("intent", "entities", "intent_ranking", "reading", "message_id")


def mask(text: str) -> str:
    """`text` with e-mail and postal addresses, telephone and identity numbers, full dates and names replaced by their kind
    in brackets. To mask what is masked changes nothing."""
    return names.replace(personal.replace(text), NAME)


def mask_event(event: dict[str, Any]) -> dict[str, Any]:
    """A Rasa event as it may be kept: of a person's message the masked text and what was understood, no more."""
    text = event.get("text")
    if event.get("event") != "user" or not isinstance(text, str):
        return event
    masked, reading = mask(text), event.get("parse_data") or {}
    kept = {key: reading[key] for key in _KEPT_OF_A_READING if key in reading}
    return {**event, "text": masked, "parse_data": {**kept, "text": masked}}
