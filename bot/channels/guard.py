"""What every channel of ours does with a message: bound, clean and mask it, let it act as nothing but words, hand it to
Rasa, and never come back with silence or without a route.

Kept apart from HTTP so that the web page, the evaluator and the readiness canary take the very same path.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.events import SlotSet

from bot import outage, privacy, text, wording
from bot.forgetting import FORGOTTEN, NOT_FORGOTTEN
from bot.places import NEUTRAL
from bot.procedure import DEFAULT_ROUTE, NO_ROUTE_NEEDED, ROUTE
from bot.reading import KEY, UNSURE, Reading
from bot.records import Event
from bot.reply import NOT_UNDERSTOOD, TOO_LONG
from bot.shelf import Shelf
from bot.store.conversations import CORRUPT

logger = logging.getLogger(__name__)
SHELF = Shelf()

URGENT = ("utter_urgent", f"{ROUTE}emergency")  # the all-purpose reply when nothing else can be said
SECONDS = 7.5  # longer than an action may take (bot.patches.action_timeout), shorter than the 8 s we promise

Message = dict[str, Any]  # text, buttons [{title, payload}], metadata
Handler = Callable[[UserMessage], Awaitable[Any]]


class Collector(OutputChannel):
    """Collects what Rasa sends, with the metadata that Rasa's own collecting channel drops."""

    def __init__(self, channel: str) -> None:
        self.messages: list[Message] = []
        self._channel = channel

    def name(self) -> str:  # type: ignore[override]  # Rasa asks the instance
        """The name responses may be conditioned on."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one message."""
        self.messages.append(outgoing(message))


@dataclass(frozen=True)
class Exchange:
    """One turn as it was: what the person sent (a button by its title) and when, and the messages they received."""

    message_id: str
    text: str
    at: str | None
    replies: list[Message]


@dataclass(frozen=True)
class Reply:
    """What a person receives, and whether the turn was kept: if not, they were told, and the message may be sent again."""

    messages: list[Message]
    kept: bool = True


def outgoing(message: Mapping[str, Any]) -> Message:
    """The part of a bot message that a person's side receives, and which numbers to call stand in its text."""
    metadata, said = dict(message.get("metadata") or {}), (message.get("text") or "").strip()
    of_an_answer = metadata.get("id") and not metadata.get("situation")  # "112 of 200 people" is no number to call
    phones = [] if of_an_answer else list(SHELF.places().phones(said))
    return {
        "text": said,
        "buttons": [{"title": b["title"], "payload": b["payload"]} for b in message.get("buttons") or []],
        "metadata": {**metadata, "response": message.get("utter_action"), "phones": phones},
    }


async def take_turn(
    handle: Handler,
    channel: str,
    conversation: str,
    message_id: str,
    typed: str | None = None,
    button: str | None = None,
    region: str | None = None,
) -> Reply:
    """One message in, the reply out. Give either `typed` words or the payload of a `button`; whether the button was offered
    is the caller's to check (`offers`). `region` is the person's, where it is known."""
    collector = Collector(channel)
    if not outage.reported():
        outage.begin()  # here, so that what a task of Rasa's reports is seen here
    cleaned = text.clean(typed or "")
    words = button if button is not None else privacy.mask(cleaned[: text.LONGEST])
    unread = None if button is not None else _unreadable(cleaned)
    parsed = _parsed(words, unread) if unread else None
    message = UserMessage(words, collector, conversation, parsed, channel, message_id)
    try:
        await asyncio.wait_for(handle(message), SECONDS - outage.elapsed())
    except Exception as error:  # whatever broke, the person is answered; the exception's text may hold their words
        logger.error("a turn failed with %s", type(error).__name__)
    messages, lost = collector.messages, outage.reported()
    if not answered(messages):
        # not with the clinic's numbers: without the store, the person may be anywhere
        return Reply(house(*URGENT, region=region or NEUTRAL), kept=False)
    said = {message["metadata"]["response"] for message in messages}
    if lost and FORGOTTEN in said:
        return Reply(house(NOT_FORGOTTEN, ROUTE + DEFAULT_ROUTE, region=region), kept=False)
    if lost and outage.NOT_KEPT not in said:
        messages += house(outage.NOT_KEPT, region=region)
    return Reply(messages, kept=not lost)


def house(*responses: str, region: str | None = None) -> list[Message]:
    """Curated lines read straight from their pages, for when Rasa cannot say them, with the numbers of `region` (the
    clinic's unless given)."""
    lines, values = SHELF.pages().responses, SHELF.places().values(region)
    found = [(name, lines[name][0]) for name in responses if name in lines]
    return [outgoing({**said, "text": wording.fill(said["text"], values), "utter_action": name}) for name, said in found]


async def set_region(agent: Agent, conversation: str, region: str) -> None:
    """Begin `conversation` in `region`, as its page asks. What the person says of it later counts more."""
    try:
        async with agent.lock_store.lock(conversation):
            tracker = await agent.processor.fetch_tracker_with_initial_session(conversation)
            tracker.update(SlotSet("region", region))
            await agent.processor.save_tracker(tracker)
    except Exception as error:  # the turn that follows matters more
        logger.error("a region could not be kept: %s", type(error).__name__)


def answered(messages: list[Message]) -> bool:
    """Whether these make a reply: not silence, and with a route where one is needed."""
    return bool(messages) and (_routed(messages) or _needs_no_route(messages))


def offers(exchanges: list[Exchange], payload: str) -> bool:
    """Whether the last reply had a button with `payload`."""
    return bool(exchanges) and any(b["payload"] == payload for m in exchanges[-1].replies for b in m["buttons"])


def exchanges(events: Iterable[Event]) -> list[Exchange]:
    """The turns in the kept `events` of a conversation, oldest first. After a row that cannot be read nothing more is shown
    of its turn: it might be the answer to another question."""
    result: list[Exchange] = []
    titles: dict[str, str] = {}
    whole = True
    for event in events:
        whole = event["event"] == "user" or (whole and event["event"] != CORRUPT)
        if event["event"] == "user":
            words = str(event.get("text") or "")
            at = _moment(event.get("timestamp"))
            result.append(Exchange(str(event.get("message_id") or ""), titles.get(words, words), at, []))
        elif event["event"] == "bot" and result and whole:
            message = outgoing({**(event.get("data") or {}), **(event.get("metadata") or {}), "text": event.get("text")})
            result[-1].replies.append(message)
            titles.update({b["payload"]: b["title"] for b in message["buttons"]})
    return result


def _moment(timestamp: float | None) -> str | None:
    """In UTC, to the second; None if it is no time."""
    try:
        return f"{datetime.fromtimestamp(timestamp or 0, timezone.utc):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, OverflowError, OSError):
        return None


def _unreadable(words: str) -> str | None:
    """The response to a message that is too long, has no words, or is in letters of a language we do not know."""
    if len(words) > text.LONGEST:
        return TOO_LONG
    return None if text.has_words(words) and text.in_latin_script(words) else NOT_UNDERSTOOD


def _parsed(words: str, unread: str) -> dict[str, Any]:
    """Rasa's parse data of a message that no classifier is to guess at."""
    reading = Reading(UNSURE, unread=unread)
    return {"text": words, "intent": {"name": UNSURE, "confidence": 1.0}, "entities": [], KEY: reading.as_dict()}


def _routed(messages: list[Message]) -> bool:
    return any(str(m["metadata"]["response"]).startswith(ROUTE) for m in messages)


def _needs_no_route(messages: list[Message]) -> bool:
    ids = [m["metadata"].get("id") for m in messages if m["metadata"]["response"] != outage.NOT_KEPT]
    return bool(ids) and all(id in NO_ROUTE_NEEDED for id in ids)
