"""Who signed which answer: a file of the organisation that runs the assistant. We ship none, and nobody's is invented.

A signature holds for what its signer read: the hash of a page's words stands in it, and any edit of them voids it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.content.curated import Block, Checker
from bot.content.pages import Page, Pages

FILE = Path("data/own/signatures.yml")
_KEYS = ("id", "name", "role", "date", "hash")


@dataclass(frozen=True)
class Signature:
    """That a clinician read an answer and vouches for it."""

    id: str  # of the page
    name: str
    role: str  # such as "consultant rheumatologist, Example Hospital"
    date: date
    hash: str  # of what patients read of the page, as it was signed
    line: int


def read(file: Path = FILE) -> tuple[Signature, ...]:
    """The signatures in `file`; none if it is not there. Raises PageError that lists all faults found."""
    checker = Checker()
    found = checker.load(file) if file.exists() else []
    if not checker.faults and not isinstance(found or [], list):
        checker.fault(1, "holds no list", "start each signature with '- id:', or let 'python -m bot sign' write it")
    checker.raise_if_faulty()
    signatures = [_signature(checker, block) for block in found or []]
    checker.raise_if_faulty()
    return tuple(signature for signature in signatures if signature)


def _signature(checker: Checker, block: object) -> Signature | None:
    if not isinstance(block, Block) or block.keys() != set(_KEYS):
        checker.fault(getattr(block, "line", 1), f"a signature needs {', '.join(_KEYS)}", "add them, and nothing else")
        return None
    texts = [checker.text(block, key) for key in ("id", "name", "role", "hash")]
    day = checker.day(block, "date")
    if not all(texts):
        checker.fault(block.line, "a signature is not filled in", f"give each of {', '.join(_KEYS)} its text")
    if day is None or not all(texts):
        return None
    id, name, role, hash = texts
    return Signature(id, name, role, day, hash, block.line)


def signed(pages: Pages, signatures: Iterable[Signature]) -> frozenset[str]:
    """The ids of the pages that somebody signed as they are now."""
    return frozenset(signature.id for signature in signatures if _holds(signature, pages.by_id.get(signature.id)))


def void(pages: Pages, signatures: Iterable[Signature]) -> list[str]:
    """The signatures that do not hold any more: a sentence each."""
    holding = signed(pages, signatures)
    return [
        f"{FILE}:{one.line}: '{one.id}' is not as {one.name} signed it on {one.date}; have it read and signed again"
        for one in signatures
        if one.id not in holding
    ]


def _holds(signature: Signature, page: Page | None) -> bool:
    return page is not None and page.digest == signature.hash
