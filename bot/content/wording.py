"""Curated texts with places to fill in: the numbers of a region, the clinic's own details, an answer's facts.

One sentence a line. A line with a placeholder that has no value is left out, so an unknown detail never leaves a gap.
"""

import re
from collections.abc import Mapping

_MARKS = re.compile(r"\s*(?:\[\d+\])+")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


def placeholders(text: str) -> frozenset[str]:
    """The names of the placeholders in `text`."""
    return frozenset(_PLACEHOLDER.findall(text))


def stray_brace(text: str) -> bool:
    """Whether `text` has a brace that belongs to no placeholder; Rasa would fail on it when the text is said."""
    rest = _PLACEHOLDER.sub("", text)
    return "{" in rest or "}" in rest


def without_marks(text: str) -> str:
    """`text` without the marks of its sources ([2]): short texts are read, and often heard, without them."""
    return _MARKS.sub("", text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with its placeholders filled in, and its sentences joined to paragraphs; list lines stay lines."""
    paragraphs = []
    for block in re.split(r"\n\s*\n", text.strip()):
        whole = [line.strip() for line in block.splitlines() if all(values.get(name) for name in placeholders(line))]
        lines = [_PLACEHOLDER.sub(lambda name: values[name[1]], line) for line in whole]
        joined = "".join(("\n" if line.startswith("- ") else " ") + line for line in lines)
        paragraphs.append(joined.strip())
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
