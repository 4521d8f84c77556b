"""Judges danger from the weights a classifier gave each window of a message: sure, may be, or no."""

from dataclasses import dataclass

from bot.pages import group_of

NONE = "none"  # the class of everything that is no danger


@dataclass(frozen=True)
class Thresholds:
    """Measured on the development banks (docs/measurements.md): shares of the classifier, summed over all dangers."""

    sure: float = 0.75  # the danger leads the reply
    net: float = 0.35  # the answer comes with "if this is happening now, call ..."


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
    def likeliest(self) -> str:
        """The likeliest danger."""
        return max((label for label in self.shares if label != NONE), key=lambda label: self.shares[label])


@dataclass(frozen=True)
class Verdict:
    """`danger` if sure, else `net` if it may be; `share` is how sure."""

    danger: str | None
    net: str | None
    share: float


def judge(windows: list[Window], thresholds: Thresholds) -> Verdict:
    """The worst window decides: one sentence of danger is not made harmless by ten about the weather."""
    worst = max(windows, key=lambda window: window.danger)
    if worst.danger >= thresholds.sure:
        return Verdict(worst.likeliest, None, worst.danger)
    if worst.danger >= thresholds.net and group_of(worst.likeliest) != "same_day":
        return Verdict(None, worst.likeliest, worst.danger)
    return Verdict(None, None, worst.danger)
