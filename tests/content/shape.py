"""How an answer is measured: words, sentences, reading grade, figures and the marks of sources."""

import re

import textstat

from bot.content import wording

MARK = re.compile(r"\[(\d+)\]")
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[\"“‘(]?[A-Z0-9{])")
_MARKED_SENTENCE = re.compile(r"(?<=[.!?\]])\s+(?=[\"“‘(]?[A-Z0-9{])")
_SHORT_FORM = re.compile(r"\b(e\.g|i\.e|vs|Dr|St|approx)\.")
_WORD = re.compile(r"[\w'’%$£€.,/-]*\w[\w'’%/-]*")
_FIGURE = re.compile(r"(?<![\w.,/-])(?:[$£€]\s?)?\d[\d,.]*\s?(?:%|percent\b)?(?![\w-]*\d)")
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_NO_FIGURE = re.compile(  # years, days, phone numbers, temperatures in the other unit, names with a number
    rf"\b(?:19|20)\d\ds?\b|\b\d{{1,2}} (?:{_MONTH})\b|\b(?:{_MONTH}) \d{{1,2}}\b|\(\d[\d.,]* ?°?[CF]\)"
    r"|\b(?:911|999|112|000|111|988|116 ?123|1737|13 11 14|811|117|116 ?117)\b"
    r"|\b(?:COVID-19|B12|D3|IL-\d|CD19|CD20|SPF ?\d+|[Cc]lass \w+|[Pp]hase \d|omega-\d|T4|C3|C4|G6PD|[Tt]ype \d)\b"
)


def plain(text: str) -> str:
    """`text` without marks, in one line."""
    return " ".join(wording.without_marks(text).split())


def words(text: str) -> list[str]:
    return _WORD.findall(plain(text))


def sentences(text: str) -> list[str]:
    """Those of `text`, but for a plain yes or no. A placeholder alone is none: it is measured where it is written."""
    return [
        one
        for one in _SENTENCE.split(_SHORT_FORM.sub(r"\1", plain(text)))
        if one.strip() and not one.startswith("{") and one not in ("Yes.", "No.")
    ]


def figures(text: str) -> list[str]:
    """The numbers that state a result, risk, dose, price or time."""
    return _FIGURE.findall(_NO_FIGURE.sub("", plain(text)))


def unmarked(text: str) -> list[str]:
    """The sentences of `text` that hold a figure and not the mark of its source."""
    return [one for one in _MARKED_SENTENCE.split(" ".join(text.split())) if figures(one) and not MARK.search(one)]


def grade(text: str, medicines: re.Pattern[str]) -> float:
    """Flesch-Kincaid grade, with the names of medicines counted as "medicine"."""
    return float(textstat.flesch_kincaid_grade(medicines.sub("medicine", plain(text))))
