"""In which language a question was written, for the curators' report. We answer in English only."""

from functools import lru_cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SURE = 0.9  # below, short English ("plaquenil hcq cost??") was taken for French and Xhosa
FEWEST_WORDS = 3


def identify(text: str) -> str:
    """The ISO 639-1 code of the language of `text`; empty if that cannot be told."""
    letters = "".join(c if c.isalpha() else " " for c in text)
    latin = letters.isascii()
    if not letters.strip() or (latin and len(letters.split()) < FEWEST_WORDS):
        return ""
    language, probability = _identifier().classify(letters)
    return str(language) if probability >= SURE else ""


@lru_cache(maxsize=1)
def _identifier() -> Any:
    return LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)
