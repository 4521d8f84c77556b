"""Judges danger from the weights a classifier gave each window of a message: sure, may be, or no."""

from dataclasses import dataclass

from bot.ids import DANGERS, URGENT, group_of

NONE = "none"  # the class of everything that is no danger


@dataclass(frozen=True)
class DangerThresholds:
    """Measured on the development banks: shares of the classifier. Most of what is said to a health assistant is no danger,
    so even small shares say something."""

    emergency: float = 0.4  # share of all emergencies and crises from which an emergency leads the reply
    crisis: float = 0.25  # the same for a crisis
    same_day: float = 0.13  # share of all dangers from which one for today leads
    net: float = 0.05  # share of emergencies and crises from which "if this is happening now, call ..." is said as well
    alone: float = 0.35  # weight of a sentence alone beside its share together with a neighbour


@dataclass(frozen=True)
class Window:
    """A sentence, or two that follow each other, and how it was judged."""

    text: str
    shares: dict[str, float]  # of each danger and of NONE, from 0 to 1, adding up to 1

    @property
    def danger(self) -> float:
        """The share of all dangers together."""
        return 1.0 - self.shares[NONE]

    @property
    def urgent(self) -> float:
        """The share of the dangers that cannot wait a day."""
        return sum(share for label, share in self.shares.items() if group_of(label) in URGENT)

    def likeliest(self, groups: tuple[str, ...] = DANGERS) -> str:
        """The likeliest danger of `groups`."""
        return max((label for label in self.shares if group_of(label) in groups), key=lambda label: self.shares[label])


@dataclass(frozen=True)
class Judgement:
    """What danger a message speaks of."""

    danger: str | None  # the id, if sure
    net: str | None  # the id of an emergency or crisis that may be, beside the danger or alone
    share: float  # how sure, from 0 to 1


def judge(sentences: list[Window], pairs: list[Window], thresholds: DangerThresholds) -> Judgement:
    """The strictest danger that any sentence is sure of: one sentence of danger is not made harmless by ten others. `pairs`
    are each sentence with its next."""
    windows = [_in_context(s, pairs[max(i - 1, 0) : i + 1], thresholds.alone) for i, s in enumerate(sentences)]
    sure = [(danger, window.danger) for window in windows if (danger := _sure(window, thresholds))]
    danger, share = min(sure, key=lambda found: (DANGERS.index(group_of(found[0])), -found[1]), default=(None, 0.0))
    if danger and group_of(danger) in URGENT:
        return Judgement(danger, None, share)
    urgent = max(windows, key=lambda window: window.urgent)
    net = urgent.likeliest(URGENT) if urgent.urgent >= thresholds.net else None
    return Judgement(danger, net, max(window.danger for window in windows))


def _in_context(sentence: Window, pairs: list[Window], alone: float) -> Window:
    """`sentence` as it reads beside the neighbour that makes it most dangerous: a neighbour says who, when and whether."""
    if not pairs:
        return sentence
    pair = max(pairs, key=lambda pair: pair.danger)
    shares = {label: alone * share + (1.0 - alone) * pair.shares[label] for label, share in sentence.shares.items()}
    return Window(sentence.text, shares)


def _sure(window: Window, thresholds: DangerThresholds) -> str | None:
    """The likeliest urgent danger if its group's threshold is reached; else the likeliest for today, if dangers for today
    make up half of what it needs."""
    urgent = window.likeliest(URGENT)
    if window.urgent >= getattr(thresholds, group_of(urgent)):
        return urgent
    enough = window.danger >= thresholds.same_day and window.danger - window.urgent >= thresholds.same_day / 2
    return window.likeliest(("same_day",)) if enough else None
