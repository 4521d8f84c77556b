"""Question banks: what a person says, and which ids a good reply gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml


class BankError(ValueError):
    """A bank that cannot be read; the message names file, line and mend."""


@dataclass(frozen=True)
class Question:
    """One turn of a bank."""

    bank: str
    text: str
    expected: str  # ids in the bank's notation: a|b either, a&b both (& binds tighter), after.* any of a group
    starts: bool  # whether it opens a conversation

    @property
    def alternatives(self) -> list[set[str]]:
        """The sets of ids of which one must be given whole, best first."""
        return [set(option.split("&")) for option in self.expected.split("|")]

    @property
    def first(self) -> str:
        """The id that stands first."""
        return self.expected.split("|")[0].split("&")[0]

    @property
    def allowed(self) -> set[str]:
        """Every id the row speaks of."""
        return set().union(*self.alternatives)


def read(file: Path) -> Iterator[Question]:
    """The questions of a TSV file (columns `text` and `expected`, no quoting) or of YAML dialogues."""
    try:
        content = file.read_text(encoding="utf-8")
    except OSError as error:
        raise BankError(f"{file}:1: cannot be read ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise BankError(f"{file}:1: not UTF-8 text; save the file as UTF-8") from None
    yield from _dialogues(file, content) if file.suffix in (".yml", ".yaml") else _table(file, content)


def _table(file: Path, content: str) -> Iterator[Question]:
    header, *rows = content.split("\n")
    columns = header.rstrip("\r").split("\t")
    if not {"text", "expected"} <= set(columns):
        raise BankError(f"{file}:1: the columns are {columns}; name two of them 'text' and 'expected', parted by tabs")
    for number, row in enumerate(rows, 2):
        if not row.strip():
            continue
        cells = dict(zip(columns, row.rstrip("\r").split("\t"), strict=False))
        if not cells.get("text") or not cells.get("expected"):
            raise BankError(f"{file}:{number}: a row needs text and expected; part its cells by tabs")
        yield Question(file.stem, cells["text"], cells["expected"].strip(), starts=True)


def _dialogues(file: Path, content: str) -> Iterator[Question]:
    try:
        for dialogue in yaml.safe_load(content) or []:
            for position, turn in enumerate(dialogue["turns"]):
                yield Question(file.stem, str(turn["user"]), str(turn["expected"]).strip(), starts=position == 0)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BankError(f"{file}:{mark.line + 1 if mark else 1}: not valid YAML; mend the line or quote the text") from None
    except (KeyError, TypeError):
        raise BankError(
            f"{file}:1: not a list of dialogues with 'turns' of 'user' and 'expected'; see CONTRIBUTING.md"
        ) from None
