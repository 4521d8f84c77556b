"""Cleaning of what a person typed, before anything looks at it."""

import re
import unicodedata

LONGEST_MESSAGE = 4000  # characters; longer than the longest real question we have seen, short enough to read in one go

_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]+")
_BREAKS = re.compile(r"\s*\n\s*")
_KEPT_CONTROLS = "\n\t"


def clean(text: str) -> str:
    """`text` without control, zero-width, direction and stacked combining characters, and with its blanks collapsed.

    Invisible characters would hide a danger sign from the classifier or reverse a page; a leading slash would make typed
    words a Rasa command.
    """
    text = unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(c for c in text if c in _KEPT_CONTROLS or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs", "Cn"))
    text = re.sub(r"[\u0300-\u036f\u0489\u20d0-\u20ff]", "", text)  # what NFKC did not compose is decoration
    text = _BREAKS.sub("\n", _SPACES.sub(" ", text)).strip()
    return text.lstrip("/ \n")


def has_words(text: str) -> bool:
    """Whether there is a letter or digit in `text`: anything to understand at all."""
    return any(c.isalnum() for c in text)


def in_latin_script(text: str) -> bool:
    """Whether most letters of `text` are Latin. We know English only; of another script nothing must be guessed, since it
    may speak of danger."""
    letters = [c for c in text if c.isalpha()]
    return sum("LATIN" in unicodedata.name(c, "") for c in letters) * 2 >= len(letters)
