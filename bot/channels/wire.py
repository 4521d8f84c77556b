"""What goes out to a person's side, as types; docs/openapi.yml describes the same to whoever writes a client.

`kind` and `urgent` say what a message is, so that no client needs to know the names of responses.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timezone
from typing import Any, Literal, TypedDict

from bot.content import wording
from bot.content.pages import Pages
from bot.content.places import Places
from bot.ids import ANSWER, URGENT, group_of, route_of
from bot.lines import ALL_PURPOSE, NET
from bot.turns import Turn

Kind = Literal["answer", "situation", "route", "net", "line"]


class Button(TypedDict):
    """A choice: what it says, and what to send when it is pressed."""

    title: str
    payload: str
    role: Literal["choice", "next", "fold"]  # one of an offer; what people ask next; more of what was just said


class Message(TypedDict):
    """One message of the assistant."""

    kind: Kind  # an answer; a page about the person's situation; where to turn; the safety net; a line of the house
    urgent: bool  # whether somebody may be in danger
    text: str
    buttons: list[Button]
    metadata: dict[str, Any]  # the facts of the page; which response it is; the phone numbers in the text


class Past(TypedDict):
    """One turn as it was."""

    message_id: str
    text: str  # what the person sent; a button by its title
    at: str | None  # when, in UTC
    replies: list[Message]


def message(said: Mapping[str, Any], places: Places) -> Message:
    """The part of a Rasa message (text, buttons, metadata, utter_action) that a person's side receives."""
    facts, text = dict(said.get("metadata") or {}), str(said.get("text") or "").strip()
    for inward in ("digest", "starters"):
        facts.pop(inward, None)
    name = str(said.get("utter_action") or "")
    kind = _kind(name, facts)
    phones = [] if kind == "answer" else list(places.phones(text))  # "112 of 200 people" is no number to call
    return {
        "kind": kind,
        "urgent": facts.get("route") in URGENT or name in (NET, ALL_PURPOSE),
        "text": text,
        "buttons": [_button(button) for button in said.get("buttons") or []],
        "metadata": {**facts, "response": name or None, "phones": phones},
    }


def _button(button: Mapping[str, Any]) -> Button:
    return {"title": button["title"], "payload": button["payload"], "role": button.get("role", "choice")}


def _kind(response: str, facts: Mapping[str, Any]) -> Kind:
    if route_of(response):
        return "route"
    if response == NET:
        return "net"
    if not facts.get("id") or facts.get("about"):
        return "line"
    return "answer" if group_of(str(facts["id"])) == ANSWER else "situation"


def house(lines: Iterable[str], pages: Pages, places: Places, region: str | None = None, **more: str) -> list[Message]:
    """Lines of the house straight from their pages, for when Rasa cannot say them, with the numbers of `region` (the
    clinic's unless given). `more` fills further placeholders."""
    values = {**places.values(region), **more}
    written = [(name, pages.responses[name][0]) for name in lines]
    return [
        message({**line, "text": wording.fill(line["text"], values), "utter_action": name}, places) for name, line in written
    ]


def history(turns: Iterable[Turn], places: Places) -> list[Past]:
    """The turns of a conversation, oldest first. A pressed button is shown by its title."""
    past: list[Past] = []
    titles: dict[str, str] = {}
    for turn in turns:
        if turn.message is None:
            continue
        replies = [message(_sent(reply), places) for reply in turn.replies]
        words = str(turn.message.get("text") or "")
        past.append(
            {
                "message_id": str(turn.message.get("message_id") or ""),
                "text": titles.get(words, words),
                "at": _moment(turn.message.get("timestamp")),
                "replies": replies,
            }
        )
        titles.update({button["payload"]: button["title"] for reply in replies for button in reply["buttons"]})
    return past


def _sent(event: Mapping[str, Any]) -> dict[str, Any]:
    """The message that a kept event of Rasa's stands for."""
    return {**(event.get("data") or {}), **(event.get("metadata") or {}), "text": event.get("text")}


def _moment(timestamp: float | None) -> str | None:
    """In UTC, to the second; None if it is no time."""
    try:
        return f"{datetime.fromtimestamp(timestamp or 0, timezone.utc):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, OverflowError, OSError):
        return None
