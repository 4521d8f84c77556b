"""One message in, one reply out, for every channel: bound, clean and mask it, let it act as nothing but words, take it once,
hand it to Rasa, and never come back with silence or without a route.

Kept apart from HTTP so that the web page, the evaluator and the readiness canary take the very same path.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.events import SlotSet

from bot import budget, outage, privacy
from bot.channels import wire
from bot.channels.wire import Message
from bot.content.places import NEUTRAL
from bot.content.shelf import Shelf
from bot.ids import DEFAULT_ROUTE, NO_ROUTE_NEEDED, UNSURE, route_response
from bot.lines import ALL_PURPOSE, FORGOTTEN, NOT_FORGOTTEN, NOT_KEPT, NOT_UNDERSTOOD, TOO_LONG
from bot.reading import KEY, Reading
from bot.store.conversations import Conversations, attempt
from bot.turns import Turn, turns
from bot.understanding import text

logger = logging.getLogger(__name__)

LAST_RESORT = (ALL_PURPOSE, route_response("emergency"))  # only when nothing else can be said
Handler = Callable[[UserMessage], Awaitable[Any]]


class NotOffered(ValueError):
    """A pressed button that the last reply did not have."""


@dataclass(frozen=True)
class Incoming:
    """What a person sent: typed words or a pressed button, never both."""

    conversation: str  # its id
    message_id: str  # the same for each try to send it
    typed: str | None = None  # words
    button: str | None = None  # its payload
    region: str = ""  # of the page the conversation began on; empty if it named none


@dataclass(frozen=True)
class Said:
    """What a person receives."""

    messages: list[Message]
    kept: bool = True  # whether the turn was kept: if not, they were told, and the message may be sent again

    @property
    def forgotten(self) -> bool:
        """Whether the whole conversation was deleted."""
        return self.kept and FORGOTTEN in responses_of(self.messages)


class Collector(OutputChannel):
    """Collects what Rasa sends, with the metadata that Rasa's own collecting channel drops."""

    def __init__(self, channel: str, shelf: Shelf) -> None:
        self.messages: list[Message] = []
        self._channel, self._shelf = channel, shelf

    def name(self) -> str:  # Rasa asks the instance
        """The name responses may be conditioned on."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one message."""
        self.messages.append(wire.message(message, self._shelf.places()))


class Exchange:
    """Takes the messages of one channel."""

    def __init__(self, channel: str, shelf: Shelf, conversations: Conversations) -> None:
        self.shelf, self.conversations = shelf, conversations
        self._channel = channel
        self._under_way: dict[tuple[str, str], asyncio.Task[Said]] = {}

    async def take(self, incoming: Incoming, handle: Handler, agent: Agent | None) -> Said:
        """The reply to one message. If the same message arrives twice at once, the second waits for the first's reply; a
        lost connection does not stop it. Raises NotOffered."""
        key = (incoming.conversation, incoming.message_id)
        if key not in self._under_way:
            self._under_way[key] = asyncio.ensure_future(self._once(incoming, handle, agent))
            self._under_way[key].add_done_callback(lambda _done: self._under_way.pop(key, None))
        return await asyncio.shield(self._under_way[key])

    async def _once(self, incoming: Incoming, handle: Handler, agent: Agent | None) -> Said:
        """The reply to one message; one that was kept before gets the reply it got then and is not taken twice."""
        outage.begin()
        before = await attempt(lambda: self.conversations.context_of(incoming.conversation, incoming.message_id))
        same = self._history(before.same) if before else []
        if same and answered(same[0]["replies"]):
            return Said(same[0]["replies"])
        if before and incoming.button is not None and not _offers(before.last, incoming.button):
            raise NotOffered
        region = before.slots.get("region") if before else None
        if not region and incoming.region:
            region = incoming.region
            if agent and agent.is_ready():
                await _set_region(agent, incoming.conversation, region)
        if incoming.button is not None and outage.reported():  # whether it was offered cannot be known
            return Said(self.house(NOT_KEPT, route_response(DEFAULT_ROUTE), region=region), kept=False)
        return await self.turn(incoming, handle, region)

    async def turn(self, incoming: Incoming, handle: Handler, region: str | None = None) -> Said:
        """One turn, whether or not the message was taken before, or the button offered. `region` is the person's, where it
        is known."""
        collector = Collector(self._channel, self.shelf)
        if not outage.reported():
            outage.begin()  # here, so that what a task of Rasa's reports is seen here
        try:
            await asyncio.wait_for(handle(self._message(incoming, collector)), budget.TURN - outage.elapsed())
        except Exception as error:  # whatever broke, the person is answered; the exception's text may hold their words
            logger.error("a turn failed with %s", type(error).__name__)
        messages, lost = collector.messages, outage.reported()
        if not answered(messages):
            # Not with the clinic's numbers: without the store we do not know where the person is.
            return Said(self.house(*LAST_RESORT, region=region or NEUTRAL), kept=False)
        said = responses_of(messages)
        if lost and FORGOTTEN in said:
            return Said(self.house(NOT_FORGOTTEN, route_response(DEFAULT_ROUTE), region=region), kept=False)
        if lost and NOT_KEPT not in said:
            messages += self.house(NOT_KEPT, region=region)
        return Said(messages, kept=not lost)

    async def past(self, conversation: str) -> list[wire.Past] | None:
        """The turns of a conversation; None if the store cannot be reached."""
        events = await attempt(lambda: self.conversations.whole(conversation))
        return None if events is None else self._history(events)

    def house(self, *lines: str, region: str | None = None, **more: str) -> list[Message]:
        """Lines of the house straight from their pages (wire.house)."""
        return wire.house(lines, self.shelf.pages(), self.shelf.places(), region, **more)

    def _history(self, events: list[Any]) -> list[wire.Past]:
        return wire.history(turns(events), self.shelf.places())

    def _message(self, incoming: Incoming, collector: Collector) -> UserMessage:
        """A message as Rasa takes it: bound, clean and masked."""
        cleaned = text.clean(incoming.typed or "")
        words, parsed = incoming.button, None
        if words is None:
            words = privacy.mask(cleaned[: text.LONGEST_MESSAGE])
            unread = _unreadable(cleaned)
            parsed = _parsed(words, unread) if unread else None
        return UserMessage(words, collector, incoming.conversation, parsed, self._channel, incoming.message_id)


async def _set_region(agent: Agent, conversation: str, region: str) -> None:
    """Begin `conversation` in `region`, as its page asks. What the person says of it later counts more."""
    try:
        async with agent.lock_store.lock(conversation):
            tracker = await agent.processor.fetch_tracker_with_initial_session(conversation)
            tracker.update(SlotSet("region", region))
            await agent.processor.save_tracker(tracker)
    except Exception as error:  # the turn that follows matters more
        logger.error("a region could not be kept: %s", type(error).__name__)


def responses_of(messages: list[Message]) -> set[str]:
    """The names of the responses that `messages` say."""
    return {str(message["metadata"]["response"]) for message in messages}


def answered(messages: list[Message]) -> bool:
    """Whether these make a reply: not silence, and with a route where one is needed."""
    if any(message["kind"] == "route" for message in messages):
        return True
    ids = [m["metadata"].get("id") for m in messages if m["metadata"]["response"] != NOT_KEPT]
    return bool(ids) and all(id in NO_ROUTE_NEEDED for id in ids)


def _offers(events: list[Any], payload: str) -> bool:
    """Whether the last of the turns in `events` offered `payload`."""
    offering: list[Turn] = [turn for turn in turns(events) if turn.message]
    return bool(offering) and any(button["payload"] == payload for button in offering[-1].buttons)


def _unreadable(words: str) -> str | None:
    """The response to a message that is too long, has no words, or is in letters of a language we do not know."""
    if len(words) > text.LONGEST_MESSAGE:
        return TOO_LONG
    return None if text.has_words(words) and text.in_latin_script(words) else NOT_UNDERSTOOD


def _parsed(words: str, unread: str) -> dict[str, Any]:
    """Rasa's parse data of a message that no classifier is to guess at."""
    reading = Reading(UNSURE, unread=unread)
    return {"text": words, "intent": {"name": UNSURE, "confidence": 1.0}, "entities": [], KEY: reading.as_dict()}
