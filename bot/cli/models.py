"""The trained models in models/. Rasa takes the newest, whatever its name; ours are named by their edition."""

from pathlib import Path

FOLDER = Path("models")
KEPT = 5  # editions, so that yesterday's can be put back


class NoModel(RuntimeError):
    """There is no trained model; the message says what to do."""


def newest() -> Path:
    """The model that is served, as Rasa chooses it too. Raises NoModel."""
    found = sorted(FOLDER.glob("*.tar.gz"), key=_age)
    if not found:
        raise NoModel(f"There is no model in {FOLDER}/; train one with 'make train'.")
    return found[-1]


def of_edition(edition: str) -> Path:
    """Where the model of an edition stands."""
    return FOLDER / f"lupus-{edition}.tar.gz"


def of_inputs(fingerprint: str) -> Path | None:
    """The newest model that was trained from the same inputs, on whatever day."""
    return max(FOLDER.glob(of_edition(f"*-{fingerprint[:8]}").name), key=_age, default=None)


def thin() -> list[Path]:
    """Delete all editions but the newest KEPT; gives those deleted."""
    old = sorted(FOLDER.glob(of_edition("*").name), key=_age)[:-KEPT]
    for model in old:
        model.unlink()
    return old


def _age(model: Path) -> float:
    return model.stat().st_mtime
