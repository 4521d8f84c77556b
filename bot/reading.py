"""What the NLU pipeline understood of one message, as the policy, the actions and the evaluator read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KEY = "reading"  # the message property the classifiers set and Rasa stores with the message
UNSURE = "nlu_fallback"  # Rasa's own name for "no intent is sure enough"
WHICH_TREATMENT = "clarify.which_treatment"


@dataclass(frozen=True)
class Reading:
    """`intent` is the id that leads. `asked` are the ids to answer, best first; `nearest` the ids to offer when none is
    sure; `aspect` the aspect asked about when no treatment was named, of the one spoken of before; `named` the treatments of
    a message that says no more ("what about benlysta?"); `net` the danger that may, but need not, be there; `unread` the
    response to a message that cannot be read at all."""

    intent: str
    asked: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    aspect: str | None = None
    named: tuple[str, ...] = ()
    net: str | None = None
    unread: str | None = None

    @classmethod
    def of(cls, message: Mapping[str, Any]) -> "Reading":
        """The reading of Rasa's parse data. A pressed button names its intent (`/what_is_lupus`) and asks just that."""
        intent = str((message.get("intent") or {}).get("name") or UNSURE)
        if str(message.get("text") or "").startswith("/"):
            return cls(intent, asked=(intent,))
        found = message.get(KEY) or {}
        return cls(
            intent,
            tuple(found.get("asked") or ()),
            tuple(found.get("nearest") or ()),
            found.get("aspect"),
            tuple(found.get("named") or ()),
            found.get("net"),
            found.get("unread"),
        )

    def as_dict(self) -> dict[str, Any]:
        """The form in which Rasa stores it (the intent has its own place)."""
        lists = {"asked": list(self.asked), "nearest": list(self.nearest), "named": list(self.named)}
        return {**lists, "aspect": self.aspect, "net": self.net, "unread": self.unread}
