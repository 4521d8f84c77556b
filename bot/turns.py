"""Turns, read out of Rasa's events: the one place that knows what an event looks like."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.ids import is_response, route_of
from bot.reading import UNREAD, Reading

CORRUPT = "corrupt"  # the kind of an event that stands where a row of the store cannot be read

Event = Mapping[str, Any]  # Rasa's, as a dictionary


@dataclass(frozen=True)
class Turn:
    """A message and all that followed it."""

    reading: Reading  # what the message was read as
    actions: tuple[str, ...] = ()  # names of the actions run since, in order
    responses: tuple[str, ...] = ()  # names of the responses the person received, in order
    ids: tuple[str, ...] = ()  # of the pages among them
    buttons: tuple[Mapping[str, str], ...] = ()  # title and payload of each choice that was offered
    message: Event | None = None  # the event of the message; None before the person said anything
    replies: tuple[Event, ...] = ()  # the events of what was sent

    @property
    def route(self) -> str | None:
        """Where the person was sent in this turn; None if nowhere."""
        return next(filter(None, map(route_of, self.responses)), None)

    @property
    def routed(self) -> bool:
        """Whether the person has been sent to somebody in this turn."""
        return self.route is not None


def turns(events: Iterable[Event]) -> list[Turn]:
    """The turns in `events`, oldest first. The first one is what came before any message; it may be empty. After a row that
    cannot be read nothing more is taken into its turn: it might be the answer to another question."""
    parts: list[list[Event]] = [[]]
    for event in events:
        if event.get("event") == "user":
            parts.append([event])
        elif not (parts[-1] and parts[-1][-1].get("event") == CORRUPT):
            parts[-1].append(event)
    return [_turn(part) for part in parts]


def _turn(events: list[Event]) -> Turn:
    message = events[0] if events and events[0].get("event") == "user" else None
    replies = [event for event in events if event.get("event") == "bot"]
    actions = [str(event.get("name") or "") for event in events if event.get("event") == "action"]
    said = [_said(event) for event in events]
    facts = [(event.get("metadata") or {}).get("metadata") or {} for event in replies]
    return Turn(
        reading=Reading.of(message.get("parse_data") or {}) if message else UNREAD,
        actions=tuple(filter(None, actions)),
        responses=tuple(dict.fromkeys(filter(None, said))),
        ids=tuple(dict.fromkeys(str(its["id"]) for its in facts if its.get("id"))),
        buttons=tuple(button for event in replies for button in (event.get("data") or {}).get("buttons") or []),
        message=message,
        replies=tuple(replies),
    )


def _said(event: Event) -> str:
    """The response that an event stands for: one that was sent, or that Rasa is about to send."""
    if event.get("event") == "bot":
        return str((event.get("metadata") or {}).get("utter_action") or "")
    name = str(event.get("name") or "")
    return name if event.get("event") == "action" and is_response(name) else ""
