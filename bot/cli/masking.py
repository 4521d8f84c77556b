"""`masking` measures bot.privacy on a bank: what it finds, what it misses, and what it takes that was not personal."""

import argparse
import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot import privacy


@dataclass(frozen=True)
class Row:
    """A message of the bank."""

    text: str
    secrets: tuple[str, ...]  # the parts that must go
    kind: str  # of secret


@dataclass
class Share:
    """How the masking of one kind of secret went."""

    secrets: int = 0  # how many there are
    gone: int = 0  # how many of them were taken out
    messages: int = 0  # how many hold them, or none
    wrong: int = 0  # messages without a secret that were changed


def read(bank: Path) -> list[Row]:
    """The rows of a bank: tab-separated `text`, `secrets` (parted by |) and `kind`."""
    with bank.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Row(row["text"], tuple(filter(None, row["secrets"].split("|"))), row["kind"]) for row in rows]


def measure(rows: Iterable[Row]) -> tuple[dict[str, Share], list[Row]]:
    """The shares by kind, and the rows that were not masked as they should be."""
    shares: dict[str, Share] = {}
    amiss = []
    for row in rows:
        share, masked = shares.setdefault(row.kind, Share()), privacy.mask(row.text)
        gone = sum(not _survives(secret, masked) for secret in row.secrets)
        share.messages += 1
        share.secrets += len(row.secrets)
        share.gone += gone
        share.wrong += not row.secrets and masked != row.text
        if gone < len(row.secrets) or (not row.secrets and masked != row.text):
            amiss.append(row)
    return shares, amiss


def _survives(secret: str, masked: str) -> bool:
    parts = [secret.casefold(), *re.findall(r"\d{4,}", secret)]
    return any(part in masked.casefold() for part in parts)


def main(arguments: list[str]) -> int:
    """`python -m bot masking BANK [--rows]`."""
    parser = argparse.ArgumentParser(prog="python -m bot masking", description=__doc__)
    parser.add_argument("bank", type=Path, metavar="BANK", help="a TSV file with the columns text, secrets and kind")
    parser.add_argument("--rows", action="store_true", help="show every message that went amiss, and what became of it")
    options = parser.parse_args(arguments)
    try:
        shares, amiss = measure(read(options.bank))
    except OSError as error:
        parser.error(f"{options.bank} cannot be read ({error.strerror}); check the path")
    for kind, share in shares.items():
        if share.secrets:
            print(f"{kind:>10}: {share.gone} of {share.secrets} taken out, {100 * share.gone / share.secrets:.0f} %")
        else:
            print(f"{kind:>10}: {share.wrong} of {share.messages} messages changed wrongly")
    if options.rows:
        for row in amiss:
            print(f"\n{row.kind}: {row.text}\n  {privacy.mask(row.text)}")
    return 0
