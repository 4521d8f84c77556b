"""What every channel of ours does with a message: bound and clean it, let it act as nothing but words, hand it to Rasa,
and never come back with silence or without a route.

Kept apart from HTTP so that the web page, the evaluator and the readiness canary take the very same path.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot import text, wording
from bot.places import NEUTRAL
from bot.procedure import DEFAULT_ROUTE, NO_ROUTE_NEEDED, ROUTE
from bot.shelf import Shelf

logger = logging.getLogger(__name__)
SHELF = Shelf()

URGENT = ("utter_urgent", f"{ROUTE}emergency")  # the all-purpose reply when nothing else can be said
SECONDS = 7.5  # longer than an action may take (bot.patches.action_timeout), shorter than the 8 s we promise

Message = dict[str, Any]  # text, buttons [{title, payload}], metadata
Handler = Callable[[UserMessage], Awaitable[Any]]


class NotOffered(ValueError):
    """A button that the last reply of this conversation did not offer."""


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
    """One turn as it was: what the person sent (a button by its title) and the messages they received."""

    message_id: str
    text: str
    replies: list[Message]


@dataclass(frozen=True)
class Kept:
    """A conversation: its turns, oldest first, and the person's region where it is known."""

    turns: list[Exchange]
    region: str | None


def outgoing(message: Mapping[str, Any]) -> Message:
    """The part of a bot message that a person's side receives."""
    metadata = dict(message.get("metadata") or {})
    return {
        "text": (message.get("text") or "").strip(),
        "buttons": [{"title": b["title"], "payload": b["payload"]} for b in message.get("buttons") or []],
        "metadata": {**metadata, "response": message.get("utter_action")},
    }


async def take_turn(
    handle: Handler,
    channel: str,
    conversation: str,
    message_id: str,
    typed: str | None = None,
    button: str | None = None,
    region: str | None = None,
) -> list[Message]:
    """One message in, the messages of the reply out. Give either `typed` words or the payload of a `button`; whether the
    button was offered is the caller's to check (`offered`). `region` is the person's, where it is known."""
    words = button if button is not None else text.clean(typed or "")
    if button is None and len(words) > text.LONGEST:
        return house("utter_too_long", ROUTE + DEFAULT_ROUTE, region=region)
    if button is None and not (text.has_words(words) and text.in_latin_script(words)):
        return house("utter_not_understood", ROUTE + DEFAULT_ROUTE, region=region)
    collector = Collector(channel)
    message = UserMessage(words, collector, conversation, input_channel=channel, message_id=message_id)
    try:
        await asyncio.wait_for(handle(message), SECONDS)
    except Exception as error:  # whatever broke, the person is answered; the exception's text may hold their words
        logger.error("a turn failed with %s", type(error).__name__)
    if collector.messages and (_routed(collector.messages) or _needs_no_route(collector.messages)):
        return collector.messages
    return house(*URGENT, region=region or NEUTRAL)  # not the clinic's: without the store, the person may be anywhere


def house(*responses: str, region: str | None = None) -> list[Message]:
    """Curated lines read straight from their pages, for when Rasa cannot say them, with the numbers of `region` (the
    clinic's unless given)."""
    lines, values = SHELF.pages().responses, SHELF.places().values(region)
    found = [(name, lines[name][0]) for name in responses if name in lines]
    return [outgoing({**said, "text": wording.fill(said["text"], values), "utter_action": name}) for name, said in found]


async def kept(store: TrackerStore, conversation: str) -> Kept:
    """What is kept of a conversation in the tracker store, the one place where it is."""
    tracker = await store.retrieve_full_tracker(conversation)
    return Kept(_exchanges(tracker), tracker.slots["region"].value) if tracker else Kept([], None)


async def set_region(agent: Agent, conversation: str, region: str) -> None:
    """Begin `conversation` in `region`, as its page asks. What the person says of it later counts more."""
    try:
        async with agent.lock_store.lock(conversation):
            tracker = await agent.processor.fetch_tracker_with_initial_session(conversation)
            tracker.update(SlotSet("region", region))
            await agent.processor.save_tracker(tracker)
    except Exception as error:  # the turn that follows matters more
        logger.error("a region could not be kept: %s", type(error).__name__)


def offered(history: list[Exchange], payload: str) -> bool:
    """Whether the last reply had a button with `payload`."""
    return bool(history) and any(b["payload"] == payload for m in history[-1].replies for b in m["buttons"])


def _exchanges(tracker: DialogueStateTracker) -> list[Exchange]:
    result: list[Exchange] = []
    titles: dict[str, str] = {}
    for event in tracker.events:
        if isinstance(event, UserUttered):
            words = event.text or ""
            result.append(Exchange(event.message_id or "", titles.get(words, words), []))
        elif isinstance(event, BotUttered) and result:
            message = outgoing(event.message())
            result[-1].replies.append(message)
            titles.update({b["payload"]: b["title"] for b in message["buttons"]})
    return result


def _routed(messages: list[Message]) -> bool:
    return any(str(m["metadata"]["response"]).startswith(ROUTE) for m in messages)


def _needs_no_route(messages: list[Message]) -> bool:
    return all(m["metadata"].get("id") in NO_ROUTE_NEEDED for m in messages)
