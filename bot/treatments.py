"""Finds treatments by name in what people write: brands, abbreviations, and misspellings."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

_WORD = re.compile(r"[a-z0-9]+", re.IGNORECASE)
_SHORTEST_FUZZY = 6  # letters; below this a typo is as likely another word
_ALIKE = 0.8  # share of letters that must agree in a name of one word
_ALIKE_PHRASE = 0.87  # and in one of several, whose words may each be ordinary


@dataclass(frozen=True)
class Mention:
    """A treatment named in a text, and where (`text[start:end]`)."""

    treatment: str
    start: int
    end: int


class Finder:
    """Finds the treatments whose `names` it is given. `is_word` says whether a word is ordinary English: such a word is
    never taken for a misspelling ("program" is not Prograf)."""

    def __init__(self, names: Mapping[str, Iterable[str]], is_word: Callable[[str], bool] = lambda _word: False) -> None:
        self._names = {_join(_WORD.finditer(alias)): treatment for treatment, aliases in names.items() for alias in aliases}
        self._longest = max((len(_WORD.findall(alias)) for aliases in names.values() for alias in aliases), default=0)
        self._fuzzy: dict[str, list[str]] = {}
        for name in self._names:
            if len(name) >= _SHORTEST_FUZZY:
                self._fuzzy.setdefault(name[0], []).append(name)
        self._is_word = is_word

    def find(self, text: str) -> list[Mention]:
        """All mentions in `text`, in order; of overlapping names the longest."""
        words = list(_WORD.finditer(text))
        mentions, position = [], 0
        while position < len(words):
            lengths = range(min(self._longest, len(words) - position), 0, -1)
            spans = [words[position : position + length] for length in lengths]
            found = next(filter(None, map(self._exact, spans)), None) or next(filter(None, map(self._alike, spans)), None)
            if found:
                mentions.append(found)
                position = next(i for i in range(position, len(words)) if words[i].end() == found.end)
            position += 1
        return mentions

    def _exact(self, span: list[re.Match[str]]) -> Mention | None:
        treatment = self._names.get(_join(span))
        return Mention(treatment, span[0].start(), span[-1].end()) if treatment else None

    def _alike(self, span: list[re.Match[str]]) -> Mention | None:
        joined = _join(span)
        if len(joined) < _SHORTEST_FUZZY or (len(span) == 1 and self._is_word(joined)):
            return None
        best = process.extractOne(
            joined,
            self._fuzzy.get(joined[0], ()),
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=_ALIKE if len(span) == 1 else _ALIKE_PHRASE,
        )
        return Mention(self._names[best[0]], span[0].start(), span[-1].end()) if best else None


def mask(text: str, mentions: Iterable[Mention], word: str = "this treatment") -> str:
    """`text` with every mention replaced, so that a question about one treatment teaches the same about all."""
    for mention in sorted(mentions, key=lambda m: m.start, reverse=True):
        text = text[: mention.start] + word + text[mention.end :]
    return text


def _join(words: Iterable[re.Match[str]]) -> str:
    return "".join(word.group().lower() for word in words)
