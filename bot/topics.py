"""Decides what a message asks, from the weights a classifier gave each of its passages: one answer, several, or an honest
"did you mean"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.pages import group_of
from bot.procedure import NO_ROUTE_NEEDED
from bot.reading import UNSURE, WHICH_TREATMENT, Reading

ASPECT = "aspect."  # classes that become a topic together with a treatment
_JOINED = re.compile(r"\w\s*[,/&+]|\w\s+(?:and|or)\b", re.IGNORECASE)  # not at the beginning
_ANY = "?"  # stands for the treatment that was not named
_ASKS_NOTHING = re.compile(
    r"(\W|\b(a|about|also|an|and|but|else|for|how|i|is|it|its|mean|meant|no|not|ok|okay|on|or|same|so|sorry|that|the|then"
    r"|thing|this treatment|this|was|what|whats|with|yes)\b)*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Thresholds:
    """Measured on the development banks. Shares are probabilities of the classifier, likeness is
    the cosine to the nearest known question."""

    answer: float = 0.52  # share from which the best topic is answered
    likeness: float = 0.45  # below it nothing is ours, whatever the classifier says
    offer: float = 0.3  # likeness from which topics are offered
    further: float = 0.6  # share from which another passage's question is answered too
    beside: float = 0.3  # share of the second of two aspects asked in one breath
    statement: float = 0.7  # weight of a passage that asks nothing, beside the whole and the questions; "right?" is none
    bare: float = 0.6  # cosine to the nearest known question that names no treatment ("what does it cost")
    firm: float = 0.7  # share of the best topic above which a message is not about the treatment spoken of before
    follow: float = 0.55  # share from which it is, when the message is read as if it named one


@dataclass(frozen=True)
class Weighed:
    """A passage as written and with its treatments masked, the share of each class, the treatments it names, its likeness to
    what we know (cosine to the nearest question), and its bareness: likeness to questions that name no treatment."""

    text: str
    masked: str
    shares: dict[str, float]
    treatments: tuple[str, ...]
    likeness: float
    bareness: float


@dataclass(frozen=True)
class Found:
    """A reading, the confidence in its intent, and the best topics with their shares."""

    reading: Reading
    confidence: float
    ranking: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Topics:
    """The topics there are pages of, and the treatments there are names of."""

    topics: frozenset[str]
    treatments: frozenset[str]
    thresholds: Thresholds

    def read(self, whole: Weighed, sentences: list[Weighed], pointed: Weighed | None = None) -> Found:
        """The reading of a message, given the whole, its sentences (none if it has one), and a short one that names no
        treatment as if it `pointed` to one ("this treatment cost?")."""
        limits = self.thresholds
        passages = [(passage, self._rank(passage, whole.treatments)) for passage in (whole, *sentences)]
        ranked: dict[str, float] = {}
        for passage, shares in passages:
            if passage is not whole:
                aside = NO_ROUTE_NEEDED if "?" in passage.text else shares.keys()
                shares.update({topic: share * limits.statement for topic, share in shares.items() if topic in aside})
            for topic, share in shares.items():
                ranked[topic] = max(ranked.get(topic, 0.0), share)
        order = sorted(ranked.items(), key=lambda item: -item[1])
        best, share = order[0]
        likeness = max(passage.likeness for passage, _ in passages)
        nearest = tuple(self._offerable(topic for topic, _ in order))[:3] if likeness >= limits.offer else ()
        sure = share >= limits.answer and (likeness >= limits.likeness or group_of(best) in ("chat", "out_of_scope"))
        reading = Reading(UNSURE, nearest=nearest)
        if sure and best in self.topics:
            asked = self._all_asked(best, passages)
            reading = Reading(asked[0], asked=asked, nearest=nearest)
        elif sure and best.startswith(_ANY) and max(passage.bareness for passage, _ in passages) >= limits.bare:
            reading = Reading(WHICH_TREATMENT, nearest=nearest)
        reading = replace(reading, aspect=self._aspect(order, pointed), named=_named(whole))
        return Found(reading, share, tuple(order[:5]))

    def _aspect(self, order: list[tuple[str, float]], pointed: Weighed | None) -> str | None:
        """The aspect asked about, should there be a treatment spoken of before."""
        best, share = order[0]
        if pointed and share < self.thresholds.firm:
            label, its = max(pointed.shares.items(), key=lambda item: item[1])
            if label.startswith(ASPECT) and its >= self.thresholds.follow:
                return label.removeprefix(ASPECT)
        return best.partition(".")[2] if best.startswith(_ANY) else None

    def _rank(self, passage: Weighed, context: tuple[str, ...]) -> dict[str, float]:
        """Shares by topic: an aspect goes to each treatment the passage names, else to those the message names."""
        named = passage.treatments or context or (_ANY,)
        shares: dict[str, float] = {}
        for label, share in passage.shares.items():
            if label.startswith(ASPECT):
                shares.update({f"{treatment}.{label.removeprefix(ASPECT)}": share for treatment in named})
            else:
                shares[label] = share
        return shares

    def _all_asked(self, best: str, passages: list[tuple[Weighed, dict[str, float]]]) -> tuple[str, ...]:
        """The best topic and the others that are asked as surely, advice first."""
        limits = self.thresholds
        asked = [best]
        single = passages[1:] or passages
        for passage, shares in single:
            order = sorted(((t, s) for t, s in shares.items() if t in self.topics), key=lambda item: -item[1])
            top, share = order[0]
            if top == best or (share >= limits.further and passage.likeness >= limits.likeness):
                asked.append(top)
                asked.extend(topic for topic, its in order[1:] if self._beside(top, topic, its, passage))
        answers = [topic for topic in dict.fromkeys(asked) if group_of(topic) not in ("chat", "clarify", "out_of_scope")]
        answers.sort(key=lambda topic: group_of(topic) != "advice")  # stable
        return tuple(answers) or (best,)

    def _beside(self, best: str, other: str, share: float, passage: Weighed) -> bool:
        """Whether `other` is asked in one breath with `best`: of another treatment, or another aspect of the same."""
        (treatment, _, aspect), (its_treatment, _, its_aspect) = best.partition("."), other.partition(".")
        if not {treatment, its_treatment} <= self.treatments:
            return False
        if aspect == its_aspect:
            return True
        return treatment == its_treatment and share >= self.thresholds.beside and bool(_JOINED.search(passage.text))

    def _offerable(self, topics: Iterable[str]) -> Iterator[str]:
        for topic in topics:
            if topic in self.topics and group_of(topic) == "answer":
                yield topic


def _named(whole: Weighed) -> tuple[str, ...]:
    """The treatments of a message that says no more than their names."""
    return whole.treatments if _ASKS_NOTHING.fullmatch(whole.masked) else ()
