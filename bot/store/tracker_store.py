"""The tracker store that endpoints.yml names: Rasa's SQL store, with the faults of its reading and writing mended.

Rasa 3.6.21's own stops the whole server at a NUL in an id, loses turns after PostgreSQL restarts, and reads the whole
conversation for each message. This one never raises: Rasa wraps it in a store that would answer an exception with an empty
conversation. It reports an outage instead (bot.outage), and the turn is answered without memory and said not to be kept.
"""

import logging
from collections.abc import Iterable
from itertools import islice
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from bot import outage, privacy
from bot.content import responses, shelf
from bot.content.curated import PageError
from bot.ids import LISTEN
from bot.privacy import logs
from bot.store import database as databases
from bot.store import jobs, withdrawals
from bot.store.conversations import Conversations, attempt
from bot.store.database import VARIABLE, Database, Outage, SettingError
from bot.store.deeds import deed
from bot.store.records import record
from bot.turns import CORRUPT

logger = logging.getLogger(__name__)


class CannotKeep(RasaException):
    """Why conversations cannot be kept, and the mend, in one sentence; Rasa prints it."""


class ConversationStore(TrackerStore, SerializedTrackerAsText):
    """Keeps conversations in the database of bot.store.database."""

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        database: Database | None = None,
        **kwargs: Any,
    ) -> None:
        """In the `database` given; else, as Rasa makes it for a server, in the one of the process, with the background work
        of a server. Waits for the database. Raises CannotKeep, also for settings in endpoints.yml: channels and commands
        would not see them."""
        logs.keep_clean()
        if host or kwargs:
            raise CannotKeep(f"endpoints.yml: take out {', '.join(kwargs) or 'url'}; name the database in {VARIABLE}.")
        if event_broker is not None:
            raise CannotKeep("endpoints.yml: take out event_broker; what it passes on cannot be forgotten.")
        try:
            kept_in = database or databases.shared()
            kept_in.prepare(tell=logger.warning)
            if database is None:
                _serve(kept_in)
        except (SettingError, PageError, Outage) as error:
            raise CannotKeep(str(error)) from None
        self.conversations = Conversations(kept_in)
        super().__init__(domain, None)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker:
        """The last turns of a conversation; a new tracker for a new one; in an outage, one that will not be kept."""
        recent = await attempt(lambda: self.conversations.recent(sender_id))
        tracker = _Tracker(sender_id, self.domain.slots)
        if recent is None:
            return tracker
        known = {name: value for name, value in recent.slots.items() if name in tracker.slots}
        tracker.restore([SlotSet(name, value) for name, value in known.items()])
        tracker.restore([ActionExecuted(LISTEN)] if known else [])
        tracker.restore(_understood(recent.events))
        tracker.stored = len(tracker.events)
        return tracker

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker:
        """All of a conversation, to read only."""
        tracker = _Tracker(conversation_id, self.domain.slots)
        tracker.restore(_understood(await attempt(lambda: self.conversations.whole(conversation_id)) or []))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep what is new in `tracker`, masked once more; or forget the conversation, if that is what was said."""
        if not isinstance(tracker, _Tracker) or tracker.stored is None:
            outage.report()
            logger.error("a turn is not kept: its conversation could not be read")
            return
        new = [privacy.mask_event(event.as_dict()) for event in islice(tracker.events, tracker.stored, None)]
        conversation = tracker.sender_id
        if promised := deed(new):
            await promised(self.conversations, conversation)
            return
        counted = record(new, responses.edition_of(self.domain.responses))
        slots = {name: value for name, value in tracker.current_slot_values().items() if value is not None}
        await attempt(lambda: self.conversations.append(conversation, new, slots, counted))
        tracker.stored = len(tracker.events)

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations; none in an outage."""
        return await attempt(self.conversations.ids) or []


def _serve(database: Database) -> None:
    """What goes on beside the turns, in a server."""
    withdrawals.shared().refresh(database)  # before the first turn
    jobs.shared(database, shelf.shared(), withdrawals.shared()).start()


class _Tracker(DialogueStateTracker):
    """A tracker that knows how many of its events are in the store; None if the store could not be read."""

    stored: int | None = None

    def restore(self, events: Iterable[Event]) -> None:
        for event in events:
            self.update(event)


def _understood(events: Iterable[Any]) -> Iterable[Event]:
    for event in events:
        if event["event"] == CORRUPT:
            continue
        try:
            known = Event.from_parameters(dict(event))
        except Exception as error:  # the message may quote what somebody wrote
            logger.error("a kept event is left out: %s", type(error).__name__)
            continue
        if known is not None:
            yield known
