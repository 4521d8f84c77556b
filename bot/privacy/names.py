"""People's names in what they type, found by lists of names, by how a name is announced, and by capital letters."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

FILE = Path(__file__).parents[2] / "data/names.yml"  # masking must work wherever a process was started

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, in C where it was built
_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’-][^\W\d_]+)*(?!\w)")
_POSSESSIVE = re.compile(r"['’]s?$|['’]s$")
_INITIALS = r"(?:[a-z]\.\s?){0,2}"
_OWN = re.compile(  # after it comes a name, whatever it looks like
    r"\b(?:(?:my|his|her|their|the|\w+['’]s)\s+(?:\w+\s+)?(?:name|nmae)['’]?s?\s+(?:is|was|iz)|(?:my|his|her)\s+name['’]?s|name\s*[:=]"
    r"|put\s+me\s+down\s+as|me\s+llamo|me\s+dicen|m['’]appelle|ich\s+hei(?:ß|ss)e|mi\s+chiamo)\s*[:,]?\s+$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:called|call\s+me|named|name\s+of|known\s+as|goes\s+by|signed|this\s+is|it['’]?s|i\s+am|i['’]?m|me\s+is)\s+$",
    re.IGNORECASE,
)
_TITLED = re.compile(
    rf"\b(?:(?:dr|doc|mr|mrs|ms|mx|prof|sr|rev)\.?|doctor|miss|professor|nurse|sister|sir|dame|father)\s+{_INITIALS}$",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"\b(?:mum|mam|mom|mother|dad|father|husband|hubby|wife|partner|son|daughter|sister|sis|brother|bro|friend|mate|bestie"
    r"|boyfriend|girlfriend|fianc[ée]e?|aunt|aunty|auntie|uncle|cousin|nan|gran|grandma|granddad|grandson|granddaughter|niece"
    r"|nephew|neighbou?r|twin|boss|in[\s-]law|rheumatologist|rheumy|rheum|specialist|gp|physio|therapist|pharmacist|carer"
    r"|colleague|flatmate|roommate)\s*[,:-]?\s+$",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"\b(?:ask|asked|tell|told|saw|met|dear|hi|hiya|hello|hey|xo+|x+)\s*[,:-]?\s+$", re.IGNORECASE)
_SIGNED = re.compile(
    r"\b(?:thanks|thank\s+you|thx|cheers|regards|love|wishes|sincerely|xo+|x+)\s*(?:[,~\n–—-]\s*)$|[\n~–—]\s*$|\bxo+\s+$",
    re.IGNORECASE,
)
_AT_THE_END = re.compile(r"[\s.!x]*$", re.IGNORECASE)
_CLAIMED = re.compile(r"\s+(?:here|is\s+(?:my|the|me)\s+name)\b", re.IGNORECASE)
_NO_PERSON = re.compile(
    r"['’]?s?\s+(?:hospitals?|clinics?|foundation|university|centre|center|institute|college|trust|syndrome|disease|school"
    r"|thyroiditis|phenomenon|palsy|criteria|score|index|trial|study|street|road|avenue|infirmary|medical|health|court)\b",
    re.IGNORECASE,
)
_SAINT = re.compile(r"\b(?:st|saint|san|santa)\.?\s+$", re.IGNORECASE)
_PARTICLES = frozenset(
    ["al", "bin", "da", "de", "del", "den", "der", "di", "du", "el", "ibn", "la", "mac", "ni", "van", "von"]
)
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "ı": "i"})
_LONGEST = 4  # words of a name


@dataclass(frozen=True)
class _Known:
    """The lists of data/names.yml, in plain form."""

    given: frozenset[str]  # hardly ever anything else
    family: frozenset[str]  # likewise
    words: frozenset[str]  # names that are also words
    never: frozenset[str]  # words that may stand where a name would
    public: frozenset[str]  # people whom everybody may name


@lru_cache(maxsize=1)
def _known() -> _Known:
    lists = yaml.load(FILE.read_text(encoding="utf-8"), _Loader)
    given, family, words, never = (frozenset(lists[kind].split()) for kind in ("given", "family", "words", "never"))
    return _Known(given, family, words, never, frozenset(name.strip() for name in lists["public"].split(",")))


@dataclass(frozen=True)
class _Token:
    """A word of a text."""

    start: int  # it is text[start:end]
    end: int
    plain: str  # in small letters, without accents or apostrophes
    parts: tuple[str, ...]  # of a hyphenated one, likewise
    capital: bool  # whether it is written like a name: Anna, but neither anna nor SLE

    def among(self, names: frozenset[str]) -> bool:
        return self.plain in names or any(part in names for part in self.parts)


def replace(text: str, by: str) -> str:
    """`text` with each name in it replaced by `by`."""
    tokens = _tokens(text)
    spans: list[tuple[int, int]] = []
    place = 0
    while place < len(tokens):
        known = _public(tokens[place : place + _LONGEST])
        length = 0 if known else _length(text, tokens[place : place + _LONGEST + 1])
        if length:
            start, end = tokens[place].start, tokens[place + length - 1].end
            if spans and not text[spans[-1][1] : start].strip():
                start = spans.pop()[0]
            spans.append((start, end))
        place += known or length or 1
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
        parts = tuple(filter(None, map(_plain, word.split("-"))))
        capital = word[0].isupper() and not shouted and not (len(word) > 1 and word.isupper())
        if parts:
            result.append(_Token(match.start(), match.start() + len(word), "".join(parts), parts, capital))
    return result


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.lower().translate(_LETTERS))
    return "".join(c for c in letters if c.isalpha() and not unicodedata.combining(c))


def _public(tokens: list[_Token]) -> int:
    """How many of `tokens` make, from the first on, a name that everybody may say."""
    words = [token.plain for token in tokens]
    return next((n for n in range(len(words), 0, -1) if " ".join(words[:n]) in _known().public), 0)


def _length(text: str, tokens: list[_Token]) -> int:
    """Of how many of `tokens` the name that begins with the first consists; 0 if none begins there."""
    known, token = _known(), tokens[0]
    length = 1
    while length < min(len(tokens), _LONGEST) and _continues(text, tokens[length - 1], tokens[length]):
        length += 1
    before, end = text[max(0, token.start - 60) : token.start], tokens[length - 1].end
    if _NO_PERSON.match(text, end) or _SAINT.search(before):
        return 0
    if token.plain in known.never:  # "I'm Will, 41", but never "I'm worried"
        alone = bool(re.match(r"[,.!?]|\s+from\b|$", text[end:]))
        return length if token.capital and token.plain in known.words and alone and _names(before) else 0
    surname = length > 1 and (tokens[1].among(known.family) or tokens[1].among(known.given))
    return length if _is_name(token, before, text[end:], surname) else 0


def _names(before: str) -> bool:
    return any(cue.search(before) for cue in (_OWN, _NAMED, _TITLED))


def _is_name(token: _Token, before: str, after: str, surname: bool) -> bool:
    """Whether the word `token`, which is none of those that never are, begins a name. `surname`: another name follows."""
    known = _known()
    if token.among(known.given) or _OWN.search(before):
        return True
    sure = token.among(known.family)
    if sure and (token.capital or surname):
        return True
    listed = sure or token.plain in known.words
    if _TITLED.search(before) and (token.capital or listed or token.plain in _PARTICLES):
        return True
    if _RELATED.search(before) and token.capital:
        return True
    if listed and token.capital and (_NAMED.search(before) or _ADDRESSED.search(before)):
        return True
    if _CLAIMED.match(after) and listed and not before.strip():
        return True
    if _SIGNED.search(before) and (listed or token.capital) and _AT_THE_END.fullmatch(after):
        return True
    return surname and listed and token.capital


def _continues(text: str, last: _Token, token: _Token) -> bool:
    """Whether `token` goes on with the name that `last` belongs to."""
    known = _known()
    if text[last.end : token.start] not in (" ", ". ", "-") or token.plain in known.never:
        return False
    if last.plain in _PARTICLES or token.among(known.family) or token.among(known.given):
        return token.capital or not last.capital or last.plain in _PARTICLES
    return token.capital and last.capital and not _NO_PERSON.match(text, last.end)
