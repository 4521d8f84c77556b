"""What a conversation already knows, and what a new message therefore means ("what about benlysta?")."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.content.pages import Pages
from bot.ids import TALK, group_of, parts_of, pressed, with_aspect
from bot.reading import Reading
from bot.turns import Event, Turn, turns


@dataclass(frozen=True)
class Context:
    """What was spoken of before a message, and what this turn has said already."""

    treatment: str | None = None  # last spoken of
    aspect: str | None = None  # of a treatment, last spoken of
    said: tuple[str, ...] = ()  # ids of all pages said, oldest first
    last: tuple[str, ...] = ()  # ids of those said last in one turn
    offered: tuple[str, ...] = ()  # ids that the turn before this one offered as buttons
    routed: bool = False  # whether this turn has sent the person to somebody

    @classmethod
    def of(cls, events: Iterable[Event], treatment: str | None, pages: Pages, earlier: Iterable[str] = ()) -> "Context":
        """The context of the newest message in Rasa's `events`, with the ids of pages said `earlier`."""
        *before, now = turns(events)
        said = [_topics(turn, pages) for turn in before]
        aspects = [_aspect(turn, pages) for turn in before]
        offers = [
            pressed(button["payload"])
            for button in (before or [now])[-1].buttons
            if button.get("role", "choice") == "choice"  # a yes is none to what people ask next
        ]
        return cls(
            treatment=treatment,
            aspect=next((aspect for aspect in reversed(aspects) if aspect), None),
            said=tuple(dict.fromkeys([*earlier, *(topic for topics in said for topic in topics)])),
            last=next((topics for topics in reversed(said) if topics), ()),
            offered=tuple(offer for offer in offers if offer),
            routed=now.routed,
        )


def _topics(turn: Turn, pages: Pages) -> tuple[str, ...]:
    """The pages said, other than small talk."""
    return tuple(topic for topic in turn.ids if topic in pages.by_id and group_of(topic) not in TALK)


def _aspect(turn: Turn, pages: Pages) -> str | None:
    """The aspect of a treatment answered, else asked."""
    parts = [parts_of(topic) for topic in _topics(turn, pages)]
    return next((aspect for name, aspect in reversed(parts) if name in pages.treatments), turn.reading.aspect)


def resolve(reading: Reading, context: Context, pages: Pages) -> Reading:
    """`reading` with what it leaves unsaid taken from `context`, where that gives a page. A request for personal advice is
    one, whatever was spoken of before."""
    if group_of(reading.intent) == "advice":
        return reading
    if reading.named and context.aspect:
        meant = tuple(with_aspect(treatment, context.aspect) for treatment in reading.named)
    elif reading.aspect and context.treatment:
        meant = (with_aspect(context.treatment, reading.aspect),)
    else:
        return reading
    asked = tuple(topic for topic in meant if topic in pages.by_id)
    if not asked:
        return reading
    others = tuple(topic for topic in reading.asked if topic != reading.intent)
    return replace(reading, intent=asked[0], asked=(*asked, *others), aspect=None, named=())
