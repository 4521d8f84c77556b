"""What the actions share: from the tracker to a reply's names, and never an exception out of an action."""

import logging
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.content import shelf
from bot.dialogue.context import Context
from bot.dialogue.reply import Reply, Speaker
from bot.ids import DUE, TOLD, id_of
from bot.reading import Reading

logger = logging.getLogger(__name__)


class Speaking(ABC):
    """The part of an action that says something. Not an `Action` itself: the SDK would try to register it."""

    @abstractmethod
    def name(self) -> str:
        """The action's name in the domain."""

    @abstractmethod
    def reply(self, speaker: Speaker, reading: Reading, context: Context) -> Reply:
        """The responses to name."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Name the reply's responses. `domain` tells which answers are withheld (bot.patches.only_what_may_be_said). On a
        fault say nothing: the policy's guarantee answers, and the SDK, which would write the whole conversation into its
        log, never sees the exception."""
        try:
            speaker = Speaker(shelf.shared().pages(), frozenset(domain.get(TOLD) or ()), frozenset(domain.get(DUE) or ()))
            earlier = tracker.get_slot("said") or []
            context = Context.of(tracker.events, tracker.get_slot("treatment"), speaker.pages, earlier)
            reply = self.reply(speaker, Reading.of(tracker.latest_message), context)
            said = speaker.noteworthy([*context.said, *map(id_of, reply.responses)])
        except Exception as error:
            logger.error("%s failed with %s", self.name(), type(error).__name__)
            return []
        for position, response in enumerate(reply.responses):
            last_before_route = position == len(reply.responses) - 2
            buttons = [vars(button) for button in reply.buttons] if last_before_route else []
            dispatcher.utter_message(response=response, buttons=buttons)
        slots = [SlotSet("treatment", reply.treatment)] if reply.treatment else []
        return [*slots, SlotSet("said", list(said))] if list(said) != earlier else slots
