"""Finds treatments by name in what people write: brands, abbreviations, and misspellings."""

import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from bot.understanding.grammar import en

ENTITY = "treatment"

_WORD = re.compile(r"[a-z0-9]+", re.IGNORECASE)
_FEW = 8  # words; so short a question leaves something unsaid
_SHORTEST_FUZZY = 6  # letters; below this a typo is as likely another word
_ALIKE = 0.8  # share of letters that must agree in a name of one word
_ALIKE_PHRASE = 0.87  # and in one of several, whose words may each be ordinary


@dataclass(frozen=True)
class Mention:
    """A treatment named in a text."""

    treatment: str  # its id, whatever name was used
    start: int  # it is named in text[start:end]
    end: int


class Finder:
    """Finds the treatments whose `names` it is given. `is_word` says whether a word is ordinary English: such a word is
    never taken for a misspelling ("program" is not Prograf)."""

    def __init__(self, names: Mapping[str, Iterable[str]], is_word: Callable[[str], bool] = lambda _word: False) -> None:
        self._names = {_joined(alias): treatment for treatment, aliases in names.items() for alias in aliases}
        self._longest = max((len(_WORD.findall(alias)) for aliases in names.values() for alias in aliases), default=0)
        self._fuzzy: dict[tuple[str, int], list[str]] = {}  # by first letter and by each length that may be alike
        for name in self._names:
            for length in range(_SHORTEST_FUZZY, int(len(name) / _ALIKE) + 1):
                if length >= len(name) * _ALIKE and len(name) >= _SHORTEST_FUZZY:
                    self._fuzzy.setdefault((name[0], length), []).append(name)
        self._is_word = is_word

    def find(self, text: str) -> list[Mention]:
        """All mentions in `text`, in order; of overlapping names the longest."""
        places = list(_WORD.finditer(text))
        words = [place.group().lower() for place in places]
        mentions, position = [], 0
        while position < len(words):
            spans = list(itertools.accumulate(words[position : position + self._longest]))  # of one word, two, ...
            longest_first = range(len(spans), 0, -1)
            name, length = next(
                ((self._names[spans[n - 1]], n) for n in longest_first if spans[n - 1] in self._names), ("", 1)
            )
            if not name:
                alike = ((self._alike(spans[n - 1], n), n) for n in longest_first)
                name, length = next((found for found in alike if found[0]), ("", 1))
            if name:
                mentions.append(Mention(name, places[position].start(), places[position + length - 1].end()))
            position += length
        return mentions

    def _alike(self, joined: str, words: int) -> str:
        """The treatment with a name like `joined`, which stands for so many `words`; empty if there is none."""
        names = self._fuzzy.get((joined[0], len(joined)))
        if not names or (words == 1 and self._is_word(joined)):
            return ""
        cutoff = _ALIKE if words == 1 else _ALIKE_PHRASE
        best = process.extractOne(joined, names, scorer=DamerauLevenshtein.normalized_similarity, score_cutoff=cutoff)
        return self._names[best[0]] if best else ""


def mask(text: str, mentions: Iterable[Mention]) -> str:
    """`text` with every mention replaced, so that a question about one treatment teaches the same about all."""
    for mention in sorted(mentions, key=lambda m: m.start, reverse=True):
        text = text[: mention.start] + en.THIS_TREATMENT + text[mention.end :]
    return text


def pointed(text: str) -> str | None:
    """A short `text` that names no treatment, as if it did ("how long till it works", "cost?"); None for a long one."""
    if len(text.split()) > _FEW:
        return None
    replaced, found = en.POINTER.subn(en.THIS_TREATMENT, text, count=1)
    return replaced if found else f"{en.THIS_TREATMENT} {text}"


def _joined(text: str) -> str:
    return "".join(_WORD.findall(text.lower()))
