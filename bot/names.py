"""People's names in what they type, found by lists of names, by how a name is announced, and by capital letters."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

FILE = Path(__file__).parents[1] / "data/names.yml"

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$|['’]s$")
_ANNOUNCED = re.compile(
    r"\b(?:(?:my|his|her|their|whose|child'?s|kid'?s|baby'?s)\s+(?:\w+\s+)?name'?s?(?:\s+(?:is|was|iz))?|name'?s|name\s*[:=]"
    r"|(?:i\s+am|i'?m|is|was|she'?s|he'?s)\s+(?:called|named)|called|named|call\s+me|known\s+as|goes\s+by|signed)\s*[:,]?\s+$",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(r"\b(?:this\s+is|it'?s|i\s+am|i'?m|im|me\s+is|names)\s+$", re.IGNORECASE)
_TITLED = re.compile(
    r"\b(?:dr|doctor|doc|mr|mrs|ms|miss|mx|prof|professor|nurse|sister|sir|dame|rev|father|consultant)\.?\s+$", re.IGNORECASE
)
_KIN = re.compile(
    r"\b(?:mum|mam|mom|mother|dad|father|husband|hubby|wife|partner|son|daughter|sister|sis|brother|bro|friend|mate|bestie"
    r"|boyfriend|girlfriend|fianc[ée]e?|aunt|auntie|uncle|cousin|nan|gran|grandma|granddad|grandson|granddaughter|niece|nephew"
    r"|neighbou?r|baby|twin|twins|boss|manager|rheumatologist|rheumy|rheum|specialist|gp|physio|therapist|pharmacist|carer"
    r"|colleague|flatmate|roommate|ask|tell|told|saw|see|met|with|dear|hi|hello|hey|thanks|thx|cheers|regards|love|from|xx?)"
    r"\s*[,:-]?\s+$",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"(?:^|[.!?,\n~–-])\s*(?:\w+\s+){0,2}(?:thanks|thank you|thx|cheers|regards|love|wishes|sincerely|ta)\b\W*$"
    r"|[\n~–—-]\s*$",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"['’]?s?\s+(?:hospital|hospitals|clinic|foundation|university|centre|center|institute|college|trust|syndrome|disease|school"
    r"|thyroiditis|phenomenon|palsy|criteria|score|index|trial|study|street|road|avenue|infirmary|medical|health|court)\b",
    re.IGNORECASE,
)
_SAINT = re.compile(r"\b(?:st|saint|san|santa)\.?\s+$", re.IGNORECASE)


@dataclass(frozen=True)
class _Known:
    given: frozenset[str]
    family: frozenset[str]
    words: frozenset[str]
    never: frozenset[str]
    public: frozenset[str]


@lru_cache(maxsize=1)
def _known() -> _Known:
    lists = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    public = frozenset(name.strip() for name in lists["public"].split(","))
    given, family, words, never = (frozenset(lists[kind].split()) for kind in ("given", "family", "words", "never"))
    return _Known(given, family, words, never, public)


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    plain: str  # small letters, no accents, apostrophes or hyphens
    capital: bool


def replace(text: str, by: str) -> str:
    """`text` with each name in it replaced by `by`."""
    tokens = _tokens(text)
    spans: list[tuple[int, int]] = []
    place = 0
    while place < len(tokens):
        length = _length(text, tokens, place)
        if length:
            start, end = tokens[place].start, tokens[place + length - 1].end
            if spans and not text[spans[-1][1] : start].strip():
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
        place += length or 1
    for start, end in reversed(spans):
        text = text[:start] + by + text[end:]
    return text


def _tokens(text: str) -> list[_Token]:
    shouted = sum(c.isupper() for c in text) > sum(c.islower() for c in text)
    result = []
    for match in _WORD.finditer(text):
        if text[match.start() - 1 : match.start()] == "[" and text[match.end() : match.end() + 1] == "]":
            continue  # masked before
        word = _POSSESSIVE.sub("", match.group())
        plain = unicodedata.normalize("NFD", word.lower().translate(_LETTERS))
        plain = "".join(c for c in plain if c.isalpha() and not unicodedata.combining(c))
        if plain:
            result.append(_Token(match.start(), match.start() + len(word), plain, word[0].isupper() and not shouted))
    return result


_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "ı": "i"})


def _length(text: str, tokens: list[_Token], place: int) -> int:
    """Of how many tokens the name at `place` consists; 0 if none begins there."""
    known, token = _known(), tokens[place]
    lead = text[max(0, token.start - 60) : token.start]
    if token.plain in known.never and not (token.capital and token.plain in known.words and _TITLED.search(lead)):
        return 0
    length = 1
    while (
        place + length < len(tokens) and length < 4 and _continues(text, tokens[place + length - 1], tokens[place + length])
    ):
        length += 1
    words = [t.plain for t in tokens[place : place + length]]
    if _NO_PERSON.match(text, tokens[place + length - 1].end) or _SAINT.search(lead):
        return 0
    if any(" ".join(words[:n]) in known.public for n in range(1, length + 1)):
        return 0
    listed = token.plain in known.given or token.plain in known.family or token.plain in known.words
    if _ANNOUNCED.search(lead):
        return length if token.capital or listed else 0
    if _TITLED.search(lead):
        return length if token.plain in known.given | known.family or token.capital else 0
    if token.plain in known.given:
        return length
    if token.plain in known.family and (token.capital or length > 1):
        return length
    if token.plain in known.words and token.capital:
        follows = length > 1 and (words[1] in known.family or words[1] in known.given)
        if follows or _INTRODUCED.search(lead) or _KIN.search(lead) or _SIGNED.search(lead):
            return length
    if _INTRODUCED.search(lead) and token.capital and listed:
        return length
    if _SIGNED.search(lead) and listed and token.end >= len(text.rstrip(" .!x")) - 1:
        return length
    return 0


def _continues(text: str, before: _Token, token: _Token) -> bool:
    """Whether `token` goes on with the name that `before` belongs to."""
    known, between = _known(), text[before.end : token.start]
    if between not in (" ", ". ", "-") or token.plain in known.never:
        return False
    if token.plain in known.family or token.plain in known.given:
        return token.capital or not before.capital
    return token.capital and before.capital
