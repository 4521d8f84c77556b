"""Decides what a message asks, from the weights a classifier gave each of its passages: one answer, several, or an honest
"did you mean"."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.ids import (
    ANSWER,
    ANY,
    NO_ROUTE_NEEDED,
    TALK,
    UNSURE,
    WHICH_TREATMENT,
    aspect_of_any,
    group_of,
    parts_of,
    with_aspect,
)
from bot.reading import Reading
from bot.understanding.grammar import en


@dataclass(frozen=True)
class TopicThresholds:
    """Measured on the development banks. Shares are probabilities of the classifier, likeness is
    the cosine to the nearest known question."""

    answer: float = 0.52  # share from which the best topic is answered
    likeness: float = 0.45  # below it nothing is ours, whatever the classifier says
    offer: float = 0.3  # likeness from which topics are offered
    further: float = 0.6  # share from which another passage's question is answered too
    beside: float = 0.3  # share of the second of two aspects asked in one breath
    statement: float = 0.7  # factor on the shares of a sentence that asks nothing; a tag such as "right?" asks nothing
    bare: float = 0.6  # cosine to the nearest known question that names no treatment ("what does it cost")
    firm: float = 0.7  # share of the best topic above which a message is not about the treatment spoken of before
    follow: float = 0.55  # share from which it is, when the message is read as if it named one


@dataclass(frozen=True)
class WeighedPassage:
    """A passage and how it compares with what we know. Cosines are from -1 to 1, shares from 0 to 1, adding up to 1."""

    text: str  # as written
    masked: str  # with each treatment's name replaced
    shares: dict[str, float]  # of each class
    treatments: tuple[str, ...]  # named in it
    likeness: float  # cosine to the nearest known question
    bareness: float  # cosine to the nearest that names no treatment


@dataclass(frozen=True)
class Decision:
    """What a message was read as."""

    reading: Reading
    confidence: float  # the share of its intent
    ranking: tuple[tuple[str, float], ...]  # the best topics with their shares, best first


@dataclass(frozen=True)
class Topics:
    """Decides what messages ask."""

    topics: frozenset[str]  # ids that have a page
    treatments: frozenset[str]  # those there are names of
    thresholds: TopicThresholds

    def read(
        self, whole: WeighedPassage, sentences: list[WeighedPassage], pointed: WeighedPassage | None = None
    ) -> Decision:
        """The reading of a message: of the `whole` and of its `sentences`, which are empty if it has but one. `pointed` is a
        short message that names no treatment, worded as if it did ("this treatment cost?")."""
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
        elif sure and parts_of(best)[0] == ANY and max(passage.bareness for passage, _ in passages) >= limits.bare:
            reading = Reading(WHICH_TREATMENT, nearest=nearest)
        reading = replace(reading, aspect=self._aspect(order, pointed), named=_named(whole))
        return Decision(reading, share, tuple(order[:5]))

    def _aspect(self, order: list[tuple[str, float]], pointed: WeighedPassage | None) -> str | None:
        """The aspect asked about, should there be a treatment spoken of before."""
        best, share = order[0]
        if pointed and share < self.thresholds.firm:
            label, its = max(pointed.shares.items(), key=lambda item: item[1])
            if aspect_of_any(label) and its >= self.thresholds.follow:
                return aspect_of_any(label)
        treatment, aspect = parts_of(best)
        return aspect if treatment == ANY else None

    def _rank(self, passage: WeighedPassage, context: tuple[str, ...]) -> dict[str, float]:
        """Shares by topic: an aspect goes to each treatment the passage names, else to those the message names."""
        named = passage.treatments or context or (ANY,)
        shares: dict[str, float] = {}
        for label, share in passage.shares.items():
            if aspect := aspect_of_any(label):
                shares.update({with_aspect(treatment, aspect): share for treatment in named})
            else:
                shares[label] = share
        return shares

    def _all_asked(self, best: str, passages: list[tuple[WeighedPassage, dict[str, float]]]) -> tuple[str, ...]:
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
        answers = [topic for topic in dict.fromkeys(asked) if group_of(topic) not in TALK]
        answers.sort(key=lambda topic: group_of(topic) != "advice")  # stable
        return tuple(answers) or (best,)

    def _beside(self, best: str, other: str, share: float, passage: WeighedPassage) -> bool:
        """Whether `other` is asked in one breath with `best`: of another treatment, or another aspect of the same."""
        (treatment, aspect), (its_treatment, its_aspect) = parts_of(best), parts_of(other)
        if not {treatment, its_treatment} <= self.treatments:
            return False
        if aspect == its_aspect:
            return True
        return treatment == its_treatment and share >= self.thresholds.beside and bool(en.JOINED.search(passage.text))

    def _offerable(self, topics: Iterable[str]) -> Iterator[str]:
        for topic in topics:
            if topic in self.topics and group_of(topic) == ANSWER:
                yield topic


def _named(whole: WeighedPassage) -> tuple[str, ...]:
    """The treatments of a message that says no more than their names."""
    return whole.treatments if en.ASKS_NOTHING.fullmatch(whole.masked) else ()
