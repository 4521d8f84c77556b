"""Where the person is, and whom they can call there: the lines of each region, and the clinic's own details."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.curated import Checker, Mapping, Source

REGIONS = Path("data/regions.yml")
CLINIC = Path("data/clinic.yml")
NEUTRAL = "neutral"  # the region of somebody whose region is not known
LINES = ("emergency", "numbers", "urgent", "crisis")
_SPOKEN_FOR = ("emergency", "crisis")  # what the unknown region cannot be without


@dataclass(frozen=True)
class Line:
    """Whom to call, in words that fit the texts, the numbers in them that can be called, and the facts behind it."""

    text: str
    dial: tuple[str, ...]
    checked: date
    recheck_by: date
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Region:
    """A region: its name in a sentence, the place names people say for it, and its lines by kind (some have none)."""

    name: str
    said: tuple[str, ...]
    lines: dict[str, Line]


@dataclass(frozen=True)
class Clinic:
    """The clinic's own details as its operator wrote them. An empty one is not spoken of."""

    region: str = ""
    phone: str = ""
    hours: str = ""
    out_of_hours: str = ""
    booking: str = ""
    keep_days: str = "30"  # how long conversations are kept


PLACEHOLDERS = frozenset({*LINES, "place", *(f.name for f in fields(Clinic))} - {"region"})


@dataclass(frozen=True)
class Places:
    """All regions by id, and the clinic."""

    regions: dict[str, Region]
    clinic: Clinic = field(default_factory=Clinic)

    def values(self, region: str | None = None) -> dict[str, str]:
        """What the placeholders of texts stand for in `region`, which is the clinic's unless given."""
        here = self.regions.get(region or self.clinic.region or NEUTRAL, self.regions[NEUTRAL])
        lines = {kind: line.text for kind, line in here.lines.items()}
        details = {name: value for name, value in vars(self.clinic).items() if name != "region"}
        return {"place": here.name, **lines, **details}

    def phones(self, text: str) -> tuple[str, ...]:
        """The numbers to call that stand in `text`, each once."""
        return tuple(dict.fromkeys(self._dialled.findall(text)))

    @cached_property
    def _dialled(self) -> re.Pattern[str]:
        numbers = {number for region in self.regions.values() for line in region.lines.values() for number in line.dial}
        return _standing(numbers | ({self.clinic.phone} if _PHONE.fullmatch(self.clinic.phone) else set()))

    def said(self, text: str) -> str | None:
        """The region where the person says they are ("I'm in Ireland", or just "Ireland"); of several the last."""
        found = None
        for pattern in self._patterns:
            for mention in pattern.finditer(text):
                found = self._region_of(mention["name"], mention["the"]) or found
        return found

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        names = sorted((name for region in self.regions.values() for name in region.said), key=len, reverse=True)
        either = "|".join(map(re.escape, names))
        here, alone = (re.compile(pattern.format(names=either), re.IGNORECASE) for pattern in (_HERE, _ALONE))
        return here, alone

    def _region_of(self, name: str, article: str | None) -> str | None:
        if name == "us" and not article:  # the pronoun
            return None
        for region, facts in self.regions.items():
            if name.casefold() in (said.casefold() for said in facts.said):
                return region
        return None


_HERE = (
    r"\b(?:i['\u2019]?m|i am|we['\u2019]?re|we are|i live|we live|living|based|staying|here|over|currently)"
    r"(?:(?! not\b) \w+)?? (?:in|from) (?P<the>the )?(?P<name>{names})(?!\w)"
)
_ALONE = r"^\W*(?:in )?(?P<the>the )?(?P<name>{names})\W*$"
_DIAL = re.compile(r"\+?\d[\d ]*")
_PHONE = re.compile(r"(?=.*\d)\+?[\d ()-]{5,}")  # as people write them; the clinic's file may hold anything


def _standing(numbers: Iterable[str]) -> re.Pattern[str]:
    """Finds any of `numbers` where it is not part of a longer one."""
    either = "|".join(map(re.escape, sorted(numbers, key=len, reverse=True))) or "(?!)"
    return re.compile(rf"(?<![\w+])(?<!\d[ ,.-])(?:{either})(?!\w|[ ,.-]\d)")


def read(regions: Path = REGIONS, clinic: Path = CLINIC) -> Places:
    """Read both files. Raises PageError that lists all faults found."""
    checker = Checker()
    found = checker.load(regions)
    if not checker.faults and not isinstance(found, Mapping):
        checker.fault(1, "holds no regions", "see CONTRIBUTING.md for its form")
    checker.raise_if_faulty()
    all_regions = {id: region for id, block in found.items() if (region := _region(checker, id, block, found.lines[id]))}
    for kind in _SPOKEN_FOR:
        if NEUTRAL in all_regions and kind not in all_regions[NEUTRAL].lines:
            checker.fault(found.lines[NEUTRAL], f"'{NEUTRAL}' lacks '{kind}'", "it must serve everybody: add it")
    if NEUTRAL not in found:
        checker.fault(1, f"lacks '{NEUTRAL}'", "add it: it serves everybody whose region is not known")
    details = _clinic(checker, clinic, found.keys())
    checker.raise_if_faulty()
    return Places(all_regions, details)


def _region(checker: Checker, id: str, block: Any, line: int) -> Region | None:
    if not isinstance(block, Mapping):
        checker.fault(line, f"'{id}' has no lines", "give it 'name', 'said' and 'emergency'")
        return None
    checker.known(block, {"name", "said", *LINES}, "key")
    said = block.get("said") or []
    if not isinstance(said, list) or not all(isinstance(name, str) for name in said):
        checker.fault(block.lines["said"], "'said' is not a list of names", "start each with '- '")
        said = []
    if "emergency" not in block:
        checker.fault(line, f"'{id}' lacks 'emergency'", "add it, or leave the region out")
    lines = {kind: read for kind in LINES if kind in block and (read := _line(checker, id, kind, block))}
    return Region(checker.text(block, "name"), tuple(said), lines)


def _line(checker: Checker, id: str, kind: str, block: Mapping) -> Line | None:
    facts, before = block[kind], len(checker.faults)
    if not isinstance(facts, Mapping):
        checker.fault(block.lines[kind], f"'{kind}' has no facts", "give it 'text', 'checked', 'recheck_by' and 'sources'")
        return None
    checker.known(facts, {"text", "dial", "checked", "recheck_by", "sources"}, "fact")
    text, sources = checker.text(facts, "text"), checker.sources(facts)
    dial = _dial(checker, kind, facts, text)
    checked, recheck_by = checker.days(facts)
    if not text or "{" in text:
        checker.fault(facts.line, f"'{kind}' has no plain text", "write it under 'text:', without { and }")
    if not sources and id != NEUTRAL:  # which only gathers the others' numbers
        checker.fault(facts.line, f"'{kind}' has no source", "add 'sources:', or leave the line out")
    if checked is None or recheck_by is None or len(checker.faults) > before:
        if len(checker.faults) == before:
            checker.fault(facts.line, f"'{kind}' lacks its dates", "add 'checked:' and 'recheck_by:'")
        return None
    return Line(text, dial, checked, recheck_by, sources)


def _dial(checker: Checker, kind: str, facts: Mapping, text: str) -> tuple[str, ...]:
    numbers = facts.get("dial") or []
    line = facts.lines.get("dial", facts.line)
    if not isinstance(numbers, list) or not all(isinstance(n, str) and _DIAL.fullmatch(n) for n in numbers):
        checker.fault(line, f"'dial' of '{kind}' is not a list of numbers", 'write dial: ["020 7946 0000"], each in quotes')
        return ()
    for number in numbers:
        if not _standing([number]).search(text):
            checker.fault(line, f"'{number}' under 'dial' is not in the text", "write it as it stands in the text")
    if re.search(r"\d", text) and not numbers:
        checker.fault(line, f"'{kind}' lacks 'dial'", "list the numbers in its text that can be called, each in quotes")
    return tuple(numbers)


def _clinic(checker: Checker, file: Path, regions: Any) -> Clinic:
    details = checker.load(file) if file.exists() else None
    if details is None:
        return Clinic()
    names = {detail.name for detail in fields(Clinic)}
    if not isinstance(details, Mapping):
        checker.fault(1, "holds no details", "write 'phone: \"...\"' and the like, a line each")
        return Clinic()
    checker.known(details, names, "detail")
    found = Clinic(**{name: checker.text(details, name) for name in names if details.get(name) is not None})
    if found.region and found.region not in regions:
        checker.fault(details.lines["region"], f"region '{found.region}' is not known", "choose " + ", ".join(regions))
    if not re.fullmatch(r"[1-9]\d{0,3}", found.keep_days):
        line = details.lines["keep_days"]
        checker.fault(line, f"'{found.keep_days}' is not a number of days", 'write keep_days: "30", from 1 to 9999')
    if any("{" in value or "}" in value for value in vars(found).values()):
        checker.fault(details.line, "a brace in the text", "write it without { and }")
    return found
