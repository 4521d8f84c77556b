"""Splits a message into the passages that are understood one by one: people ramble, and the point is in one sentence."""

import itertools
from dataclasses import dataclass

from bot.understanding.grammar import en


@dataclass(frozen=True)
class Span:
    """A part of a text: `text[start:end]`."""

    start: int
    end: int


def sentences(text: str) -> list[Span]:
    """The sentences and joined questions of `text`, in order; the whole of it where there is but one."""
    spans, start = [], 0
    for gap in en.BREAK.finditer(text):
        spans.append(Span(start, gap.start()))
        start = gap.end()
    spans.append(Span(start, len(text)))
    return [span for span in spans if any(c.isalnum() for c in text[span.start : span.end])] or [Span(0, len(text))]


def asks(text: str) -> bool:
    """Whether a sentence asks something: by its mark, or by how it begins."""
    return "?" in text or bool(en.OPENING.match(text))


def pairs(spans: list[Span]) -> list[Span]:
    """Each sentence with the next: a sign and its circumstance often stand in two."""
    return [Span(a.start, b.end) for a, b in itertools.pairwise(spans)]
