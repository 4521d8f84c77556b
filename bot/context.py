"""What a conversation already knows, and what a new message therefore means ("what about benlysta?")."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.pages import Pages, group_of, topic_of
from bot.procedure import ROUTE
from bot.reading import UNSURE, Reading


@dataclass(frozen=True)
class Context:
    """`treatment` and `aspect` last spoken of; ids of all pages `said`, oldest first, of those said `last` in one turn, and
    of those the turn before this one `offered` as buttons; whether this turn has `routed` the person already."""

    treatment: str | None = None
    aspect: str | None = None
    said: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    routed: bool = False

    @classmethod
    def of(
        cls, events: Iterable[Mapping[str, Any]], treatment: str | None, pages: Pages, earlier: Iterable[str] = ()
    ) -> "Context":
        """The context of the newest message in `events` (Rasa's, as dictionaries), with the ids of pages said `earlier`."""
        turns = [_Turn(Reading(UNSURE))]
        for event in events:
            if event.get("event") == "user":
                turns.append(_Turn(Reading.of(event.get("parse_data") or {})))
            elif event.get("event") == "bot":
                turns[-1].responses.append(str((event.get("metadata") or {}).get("utter_action") or ""))
                turns[-1].buttons.extend((event.get("data") or {}).get("buttons") or [])
        *before, now = turns
        said = [turn.topics(pages) for turn in before]
        aspects = [turn.aspect(pages) for turn in before]
        return cls(
            treatment,
            next((aspect for aspect in reversed(aspects) if aspect), None),
            tuple(dict.fromkeys([*earlier, *(topic for topics in said for topic in topics)])),
            next((topics for topics in reversed(said) if topics), ()),
            tuple(str(button["payload"]).removeprefix("/") for button in (before or turns)[-1].buttons),
            any(response.startswith(ROUTE) for response in now.responses),
        )


@dataclass
class _Turn:
    reading: Reading
    responses: list[str] = field(default_factory=list)
    buttons: list[Mapping[str, Any]] = field(default_factory=list)

    def topics(self, pages: Pages) -> tuple[str, ...]:
        """The pages said, other than small talk."""
        topics = [topic_of(response) for response in self.responses]
        return tuple(t for t in topics if t in pages.answers and group_of(t) not in ("chat", "clarify", "out_of_scope"))

    def aspect(self, pages: Pages) -> str | None:
        """The aspect of a treatment answered, else asked."""
        parts = [topic.partition(".") for topic in self.topics(pages)]
        return next((aspect for name, _, aspect in reversed(parts) if name in pages.treatments), self.reading.aspect)


def resolve(reading: Reading, context: Context, pages: Pages) -> Reading:
    """`reading` with what it leaves unsaid taken from `context`, where that gives a page."""
    if reading.named and context.aspect:
        meant = tuple(f"{treatment}.{context.aspect}" for treatment in reading.named)
    elif reading.aspect and context.treatment:
        meant = (f"{context.treatment}.{reading.aspect}",)
    else:
        return reading
    asked = tuple(topic for topic in meant if topic in pages.answers)
    if not asked:
        return reading
    others = tuple(topic for topic in reading.asked if topic != reading.intent)
    return replace(reading, intent=asked[0], asked=(*asked, *others), aspect=None, named=())
