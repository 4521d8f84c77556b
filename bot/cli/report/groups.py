"""Groups questions that ask for the same thing in other words, so that a curator sees the page that is missing."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sklearn.cluster import AgglomerativeClustering

from bot.store.summary import Unanswered

# Chosen on 119 made-up questions, some misspelled or in few words: 89 about 28 matters, 30 each about something else. At
# 0.55 nine in ten of the pairs that were grouped belonged together, and six in ten of those that belonged were found. At
# 0.6 it is seven and seven: hair dye meets hair loss.
FARTHEST = 0.55
# Nearly all name lupus, which makes them alike: with the word left in, nearly half of the pairs that were grouped were wrong
# when five in ten were found.
_LUPUS = re.compile(r"\b(lupus|sle)\b", re.IGNORECASE)
MOST = 5000  # wordings; grouping takes the square of it in memory


@dataclass(frozen=True)
class Wording:
    """A question in the same words, but for case, blanks and the mark at its end."""

    text: str
    asked: int  # how often
    last: datetime  # when it was asked last


@dataclass(frozen=True)
class Group:
    """Wordings of what is most likely one question: the most central one first, then the most asked."""

    wordings: tuple[Wording, ...]

    @property
    def asked(self) -> int:
        """How often, in any wording."""
        return sum(wording.asked for wording in self.wordings)

    @property
    def last(self) -> datetime:
        """When last, in any wording."""
        return max(wording.last for wording in self.wordings)


def group(questions: Iterable[Unanswered], encode: Callable[[list[str]], np.ndarray]) -> list[Group]:
    """Groups of the MOST wordings that were asked most, the largest first. `encode` gives a unit vector for each text."""
    wordings = _wordings(questions)[:MOST]
    if not wordings:
        return []
    vectors = encode([_LUPUS.sub("it", wording.text) for wording in wordings])
    members = defaultdict(list)
    for place, label in enumerate(_labels(vectors)):
        members[label].append(place)
    groups = [_group([wordings[place] for place in places], vectors[places]) for places in members.values()]
    return sorted(groups, key=lambda group: (group.asked, group.last), reverse=True)


def _wordings(questions: Iterable[Unanswered]) -> list[Wording]:
    same: dict[str, list[Unanswered]] = defaultdict(list)
    for question in questions:
        same[" ".join(question.text.casefold().split()).rstrip("?!. ")].append(question)
    found = [Wording(asked[0].text, len(asked), max(question.at for question in asked)) for asked in same.values()]
    return sorted(found, key=lambda wording: (wording.asked, wording.last), reverse=True)


def _labels(vectors: np.ndarray) -> list[int]:
    if len(vectors) == 1:  # which scikit-learn refuses
        return [0]
    grouping = AgglomerativeClustering(n_clusters=None, affinity="cosine", linkage="average", distance_threshold=FARTHEST)
    return list(grouping.fit_predict(vectors))


def _group(wordings: list[Wording], vectors: np.ndarray) -> Group:
    middle = np.array([wording.asked for wording in wordings]) @ vectors
    central = int(np.argmax(vectors @ middle))
    return Group((wordings[central], *wordings[:central], *wordings[central + 1 :]))
