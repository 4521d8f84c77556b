"""What the NLU pipeline understood of one message, as the policy, the actions and the evaluator read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.ids import UNSURE, pressed

KEY = "reading"  # the message property the classifiers set and Rasa stores with the message


@dataclass(frozen=True)
class Reading:
    """What one message says."""

    intent: str  # the id that leads
    asked: tuple[str, ...] = ()  # ids to answer, best first
    nearest: tuple[str, ...] = ()  # ids to offer when none is sure
    aspect: str | None = None  # asked about of no named treatment: it is one of the treatment spoken of before
    named: tuple[str, ...] = ()  # treatments of a message that says no more ("what about benlysta?")
    net: str | None = None  # the danger that may, but need not, be there
    unread: str | None = None  # the response to a message that cannot be read at all

    @classmethod
    def of(cls, message: Mapping[str, Any]) -> "Reading":
        """The reading of Rasa's parse data. A pressed button names its intent (`/what_is_lupus`) and asks just that."""
        intent = str((message.get("intent") or {}).get("name") or UNSURE)
        if pressed(str(message.get("text") or "")) is not None:
            return cls(intent, asked=(intent,))
        found = message.get(KEY) or {}
        return cls(
            intent,
            asked=tuple(found.get("asked") or ()),
            nearest=tuple(found.get("nearest") or ()),
            aspect=found.get("aspect"),
            named=tuple(found.get("named") or ()),
            net=found.get("net"),
            unread=found.get("unread"),
        )

    def as_dict(self) -> dict[str, Any]:
        """The form in which Rasa stores it (the intent has its own place)."""
        lists = {"asked": list(self.asked), "nearest": list(self.nearest), "named": list(self.named)}
        return {**lists, "aspect": self.aspect, "net": self.net, "unread": self.unread}


UNREAD = Reading(UNSURE)  # of what nobody said or no classifier read
