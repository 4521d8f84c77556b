"""Judges danger from the weights a classifier gave each window of a message: sure, may be, or no."""

from dataclasses import dataclass

from bot.pages import DANGERS, group_of

URGENT = ("emergency", "crisis")
NONE = "none"  # the class of everything that is no danger


@dataclass(frozen=True)
class Thresholds:
    """Measured on the development banks: shares of the classifier, summed over all dangers. The dearer a false alarm, the
    higher; an ambulance is the dearest."""

    emergency: float = 0.75  # from here the danger leads the reply
    crisis: float = 0.5
    same_day: float = 0.5
    net: float = 0.3  # share of emergencies and crises from which the answer comes with "if this is happening now, call ..."


@dataclass(frozen=True)
class Window:
    """A sentence, or two that follow each other, with the share of each danger and of NONE."""

    text: str
    shares: dict[str, float]

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
class Verdict:
    """`danger` if sure; `net` an emergency or crisis that may be, beside it or alone; `share` is how sure."""

    danger: str | None
    net: str | None
    share: float


def judge(windows: list[Window], thresholds: Thresholds) -> Verdict:
    """The strictest danger that any window is sure of: one sentence of danger is not made harmless by ten others."""
    sure = [(danger, window.danger) for window in windows if (danger := _sure(window, thresholds))]
    danger, share = min(sure, key=lambda found: (DANGERS.index(group_of(found[0])), -found[1]), default=(None, 0.0))
    if danger and group_of(danger) in URGENT:
        return Verdict(danger, None, share)
    urgent = max(windows, key=lambda window: window.urgent)
    net = urgent.likeliest(URGENT) if urgent.urgent >= thresholds.net else None
    return Verdict(danger, net, max(window.danger for window in windows))


def _sure(window: Window, thresholds: Thresholds) -> str | None:
    """The likeliest danger if its group's threshold is reached; else one for today, if it makes up half of what it needs."""
    leading = window.likeliest()
    if window.danger >= getattr(thresholds, group_of(leading)):
        return leading
    today = [label for label in window.shares if group_of(label) == "same_day"]
    likeliest = max(today, key=lambda label: window.shares[label], default=NONE)
    enough = window.danger >= thresholds.same_day and window.shares[likeliest] >= thresholds.same_day / 2
    return likeliest if enough and likeliest != NONE else None
