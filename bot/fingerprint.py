"""What a trained model depends on, as one hash: the same for `make train`, for the edition that a model carries, and for
Rasa's cache, which looks at a component's class but not at what it calls."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
CODE = ("bot/ids.py", "bot/reading.py", "bot/understanding", "bot/nlu", "requirements.txt")  # decides labels and features
WORDING = ("data/nlu", "data/stories", "data/regions.yml", "data/own/nlu", "data/own/clinic.yml")
MODEL = (*CODE, *WORDING, "bot/lines.py", "bot/content", "config.yml", "domain.yml")  # and the rest of what a model holds
_KINDS = (".py", ".yml", ".yaml", ".txt")
_BESIDE = "data/own/signatures.yml"  # decides what may be said, not what is trained


@lru_cache(maxsize=1)
def of_code() -> str:
    """Changes whenever a file changes that decides what the classifiers learn from the phrases."""
    return of(CODE)


def of_model() -> str:
    """Changes whenever a file changes that a trained model depends on."""
    return of(MODEL)


def of(places: Iterable[str], root: Path = ROOT) -> str:
    """A hash of the files at `places` (files, or folders with all that is below them), with their names."""
    digest = hashlib.sha256()
    for file in sorted({file for place in places for file in _files(root / place)} - {root / _BESIDE}):
        digest.update(f"{file.relative_to(root)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(place: Path) -> Iterable[Path]:
    return [place] if place.is_file() else (file for file in place.rglob("*") if file.suffix in _KINDS)
