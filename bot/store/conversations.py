"""Conversations as rows: what Rasa needs of one, what a channel needs, and how one is forgotten. Knows no Rasa."""

import asyncio
import json
import logging
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NoReturn, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot import budget, outage
from bot.store.database import Database, Outage
from bot.store.records import Record
from bot.store.tables import WHOSE, events, turns, unanswered
from bot.turns import CORRUPT, Event

logger = logging.getLogger(__name__)

WINDOW = 8  # turns; what a follow-up may refer to. Older ones live on in the slots, so that a turn's cost is bounded
LONGEST_ID = 255  # characters of a conversation's id
_FORM: dict[str, Any] = {
    "text": str,
    "name": str,
    "message_id": str,
    "metadata": dict,
    "data": dict,
    "timestamp": (int, float),
}
_FORM_READ: dict[str, Any] = {"text": str, "intent": dict, "entities": list, "reading": dict}
_NAMED = ("slot", "action")
T = TypeVar("T")


@dataclass(frozen=True)
class Recent:
    """The last turns of a conversation."""

    slots: dict[str, Any]  # what Rasa's slots held before them
    events: list[Event]


@dataclass(frozen=True)
class Before:
    """What a channel must know before a message is taken."""

    same: list[Event]  # of the turn that took the very same message; empty if none did, or they cannot be read
    last: list[Event]  # of the last turn
    slots: dict[str, Any]  # what Rasa's slots hold after it


async def attempt(work: Callable[[], T]) -> T | None:
    """Do `work` beside the event loop. None, and the outage is reported for this turn, if the database fails; after that
    nothing more is tried in the turn, so that its waits do not add up."""
    if outage.reported():
        return None
    try:
        return await asyncio.wait_for(asyncio.to_thread(work), budget.STORE)
    except Outage as error:
        logger.error("the conversation store cannot be used: %s", error)
    except Exception as error:  # the message may quote what somebody wrote
        logger.error("the conversation store failed with %s", type(error).__name__)
    outage.report()
    return None


async def forget(conversations: "Conversations", conversation: str) -> bool:
    """Delete a conversation; whether that was done. Its traces in a large file may take longer than anybody can be kept
    waiting; what is not done here does the retention job."""
    if await attempt(lambda: conversations.erase(conversation)) is None:
        return False
    try:
        await asyncio.wait_for(asyncio.to_thread(conversations.database.scrub), budget.STORE)
    except (Outage, asyncio.TimeoutError) as error:
        logger.warning("traces of a deleted conversation are yet to be overwritten: %s", type(error).__name__)
    return True


class Conversations:
    """Reads and writes conversations. Every method raises Outage where the database cannot be used."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def recent(self, conversation: str) -> Recent:
        """The last WINDOW turns."""

        def work(connection: Connection) -> Recent:
            newest = _turns(connection, conversation, WINDOW + 1)
            base = newest[WINDOW] if len(newest) > WINDOW else None
            start = base.last_event if base else 0
            return Recent(_slots(base), _events(connection, conversation, start))

        return self.database.read(work) if _usable(conversation) else _unusable()

    def whole(self, conversation: str) -> list[Event]:
        """All events, oldest first."""
        return (
            self.database.read(lambda connection: _events(connection, conversation))
            if _usable(conversation)
            else _unusable()
        )

    def context_of(self, conversation: str, message_id: str) -> Before:
        """What must be known before the message `message_id` of a conversation is taken."""

        def work(connection: Connection) -> Before:
            found = sa.select(turns).where(turns.c.conversation == conversation, turns.c.message_id == message_id)
            same, newest = connection.execute(found).first(), _turns(connection, conversation, 1)
            last = newest[0] if newest else None
            latest = _events(connection, conversation, last.first_event - 1 if last else 0)
            slots = _slots(last) | {e["name"]: e.get("value") for e in latest if e.get("event") == "slot"}
            again = _events(connection, conversation, same.first_event - 1, same.last_event) if same else []
            return Before([] if {"event": CORRUPT} in again else again, latest, slots)

        return self.database.read(work) if _usable(conversation) else _unusable()

    def slots(self, conversation: str) -> dict[str, Any]:
        """What Rasa's slots hold after the last turn."""
        return self.context_of(conversation, "").slots  # no turn has an empty id

    def writable(self) -> bool:
        """True: a transaction can write."""
        self.database.write(lambda connection: connection.execute(sa.delete(turns).where(sa.false())))
        return True

    def ids(self) -> list[str]:
        """The ids of all conversations."""
        return self.database.read(lambda connection: list(connection.scalars(sa.select(events.c.sender_id).distinct())))

    def append(self, conversation: str, new: Sequence[Event], slots: Mapping[str, Any], record: Record | None) -> None:
        """Keep new events and, if a turn was among them, its record: whole or not at all, and once only."""

        def work(connection: Connection) -> None:
            connection.execute(sa.insert(events), [_row(conversation, event) for event in new])
            if record is None:
                return
            whose = events.c.sender_id == conversation
            last = connection.execute(sa.select(sa.func.max(events.c.id)).where(whose)).scalar_one()
            newest = sa.select(events.c.id).where(whose).order_by(events.c.id.desc()).limit(len(new)).subquery()
            first = connection.execute(sa.select(sa.func.min(newest.c.id))).scalar_one()
            row = {**asdict(record), "topics": " ".join(record.topics)}
            question = row.pop("question")
            row = {key: _storable(value) for key, value in row.items()}
            row["message_id"] = row["message_id"] or uuid.uuid4().hex  # nobody can send it again, so it need only be new
            row |= {"conversation": conversation, "first_event": first, "last_event": last, "slots": json.dumps(slots)}
            connection.execute(sa.insert(turns), row)
            if question:
                row = {"conversation": conversation, "at": record.at, "text": _storable(question, len(question))}
                connection.execute(sa.insert(unanswered), row)

        if not _usable(conversation):
            _unusable()
        if not new:
            return None
        try:
            return self.database.write(work)
        except IntegrityError:  # another server, or the first of two attempts, kept this very turn
            logger.warning("a turn was kept already and is not kept twice")

    def erase(self, conversation: str) -> dict[str, int]:
        """Delete all that is kept of a conversation; its traces go with `Database.scrub`. How many rows of each table."""
        return self._delete(lambda whose, _when: whose == conversation) if _usable(conversation) else {}

    def purge(self, before: float) -> dict[str, int]:
        """Delete all that is older than the moment `before` (seconds since 1970), whosever it is; traces likewise."""
        return self._delete(lambda _whose, when: when < before, patiently=True)

    def _delete(self, where: Callable[[Any, Any], Any], patiently: bool = False) -> dict[str, int]:
        def work(connection: Connection) -> dict[str, int]:
            if patiently:
                self.database.unhurried(connection)
            counts = {
                table.name: connection.execute(sa.delete(table).where(where(whose, when))).rowcount
                for table, whose, when in WHOSE
            }
            if any(counts.values()):
                self.database.note_deletion(connection)
            return counts

        return self.database.write(work)


def _turns(connection: Connection, conversation: str, most: int) -> list[Any]:
    wanted = sa.select(turns.c.first_event, turns.c.last_event, turns.c.slots).where(turns.c.conversation == conversation)
    return list(connection.execute(wanted.order_by(turns.c.id.desc()).limit(most)))


def _events(connection: Connection, conversation: str, after: int = 0, until: int | None = None) -> list[Event]:
    wanted = sa.select(events.c.id, events.c.type_name, events.c.data).where(
        events.c.sender_id == conversation, events.c.id > after
    )
    if until is not None:
        wanted = wanted.where(events.c.id <= until)
    return list(_decoded(connection.execute(wanted.order_by(events.c.id))))


def _decoded(rows: Iterable[Any]) -> Iterable[Event]:
    for row in rows:
        try:
            event = json.loads(row.data)
        except (ValueError, TypeError):
            event = None
        if not (_sound(event) and event["event"] == row.type_name):
            logger.error("row %s of the table 'events' is corrupt and is left out", row.id)
            event = {"event": CORRUPT}
        yield event


def _sound(event: Any) -> bool:
    """Whether `event` has the form of Rasa's, so that nothing that reads it can stumble."""
    if not isinstance(event, dict) or not isinstance(event.get("event"), str):
        return False
    read = event.get("parse_data") or {}
    if not isinstance(read, dict):
        return False
    parts: list[tuple[dict[str, Any], dict[str, Any]]] = [
        (event, _FORM),
        (read, _FORM_READ),
        (read.get("intent") or {}, {"name": str}),
    ]
    fits = all(isinstance(part.get(key), (kind, type(None))) for part, form in parts for key, kind in form.items())
    return fits and (event["event"] not in _NAMED or isinstance(event.get("name"), str)) and _sound_buttons(event)


def _sound_buttons(event: dict[str, Any]) -> bool:
    buttons = (event.get("data") or {}).get("buttons") or []
    return isinstance(buttons, list) and all(
        isinstance(button, dict) and isinstance(button.get("title"), str) and isinstance(button.get("payload"), str)
        for button in buttons
    )


def _slots(turn: Any) -> dict[str, Any]:
    try:
        slots = json.loads(turn.slots) if turn else {}
    except ValueError:
        logger.error("the slots of a turn are corrupt and are left out")
        slots = {}
    return slots if isinstance(slots, dict) else {}


def _row(conversation: str, event: Event) -> dict[str, Any]:
    intent = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
    return {
        "sender_id": conversation,
        "type_name": _storable(event["event"]),
        "timestamp": event.get("timestamp"),
        "intent_name": _storable(intent),
        "action_name": _storable(event.get("name")),
        "data": json.dumps(event),
    }


def _storable(value: Any, longest: int = LONGEST_ID) -> Any:
    """A text as every database takes it."""
    if not isinstance(value, str):
        return value
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")[:longest]


def _usable(conversation: str) -> bool:
    return 0 < len(conversation) <= LONGEST_ID and _storable(conversation) == conversation


def _unusable() -> NoReturn:
    raise Outage("a conversation's id is unfit to be kept")
