"""Whom a person can call where they are: the lines of each region, the ambulance's number in other countries, and the
details of the clinic that runs this."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.content.curated import Block, Checker, Source

REGIONS = Path("data/regions.yml")
COUNTRIES = Path("data/countries.yml")
CLINIC = Path("data/own/clinic.yml")  # of whoever runs the assistant; we ship none
NEUTRAL = "neutral"  # the region of somebody whose region is not known
LINES = (
    "emergency",  # the number
    "numbers",  # the same in words, for several countries
    "elsewhere",  # in countries that are no region
    "urgent",
    "crisis",
    "deaf",  # how to reach help without a voice call
    "abuse",
    "child",
    "poison",
    "charity",
    "after_hours",  # what to do while the clinic is closed
)
_SPOKEN_FOR = ("emergency", "elsewhere", "crisis")  # what the unknown region cannot be without


@dataclass(frozen=True)
class Line:
    """Whom to call, and the facts behind it."""

    text: str  # whom to call, as a part of a sentence or whole
    dial: tuple[str, ...]  # the numbers in it that can be called
    checked: date  # when it was held against its sources
    recheck_by: date  # by when that must be done again
    sources: tuple[Source, ...]  # none where it only gathers the numbers of others


@dataclass(frozen=True)
class Region:
    """A region and whom to call there."""

    name: str  # in a sentence
    said: tuple[str, ...]  # the place names people say for it
    lines: dict[str, Line]  # by kind; some regions lack some


@dataclass(frozen=True)
class Clinic:
    """The details of the clinic, or whoever runs this. An empty one is not spoken of."""

    region: str = ""  # whose numbers are given until a person says where they are
    phone: str = ""
    hours: str = ""
    out_of_hours: str = ""
    booking: str = ""
    operator: str = ""  # who runs this; if empty, people are told that it is a demonstration
    keep_days: int = 30  # how long conversations are kept
    origins: tuple[str, ...] = ()  # of other sites that may hold the chat


_TEXTS = ("region", "phone", "hours", "out_of_hours", "booking", "operator")
PLACEHOLDERS = frozenset({*LINES, "place", "keep_days", *_TEXTS} - {"region", "operator"})


@dataclass(frozen=True)
class Places:
    """All regions by id, the ambulance by country, and the clinic."""

    regions: dict[str, Region]
    countries: dict[str, Line]  # by ISO 3166 code; none where no source says which number brings the ambulance
    clinic: Clinic = field(default_factory=Clinic)

    def values(self, region: str | None = None) -> dict[str, str]:
        """What the placeholders of texts stand for in `region`, which is the clinic's unless given."""
        here = self.regions.get(region or self.clinic.region or NEUTRAL, self.regions[NEUTRAL])
        lines = {kind: line.text for kind, line in here.lines.items()}
        if self.clinic.out_of_hours:  # which says it better
            lines.pop("after_hours", None)
        details = {name: str(getattr(self.clinic, name)) for name in PLACEHOLDERS & vars(self.clinic).keys()}
        return {"place": here.name, **lines, **details}

    def phones(self, text: str) -> tuple[str, ...]:
        """The numbers to call that stand in `text`, each once."""
        return tuple(dict.fromkeys(self._dialled.findall(text)))

    @cached_property
    def _dialled(self) -> re.Pattern[str]:
        numbers = {number for region in self.regions.values() for line in region.lines.values() for number in line.dial}
        return _numbers_in(numbers | ({self.clinic.phone} if _PHONE.fullmatch(self.clinic.phone) else set()))


_MOST_DAYS = 9999
# As a browser sends it: without the port that goes without saying.
_ORIGIN = re.compile(r"(?!https://.*:443$|http://.*:80$)https?://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?")
_CODE = re.compile(r"[A-Z]{2}")
_DIAL = re.compile(r"\+?\d[\d ]*")
_PHONE = re.compile(r"(?=.*\d)\+?[\d ()-]{5,}")  # as people write them; the clinic's file may hold anything


def _numbers_in(numbers: Iterable[str]) -> re.Pattern[str]:
    """Finds any of `numbers` where it is not part of a longer one."""
    either = "|".join(map(re.escape, sorted(numbers, key=len, reverse=True))) or "(?!)"
    return re.compile(rf"(?<![\w+])(?<!\d[ ,.-])(?:{either})(?!\w|[ ,.-]\d)")


def read(regions: Path = REGIONS, clinic: Path = CLINIC, countries: Path = COUNTRIES) -> Places:
    """Read the files. Raises PageError that lists all faults found."""
    checker = Checker()
    found = checker.load(regions)
    if not checker.faults and not isinstance(found, Block):
        checker.fault(1, "holds no regions", "see docs/editing.md for its form")
    checker.raise_if_faulty()
    all_regions = {id: region for id, block in found.items() if (region := _region(checker, id, block, found.lines[id]))}
    for kind in _SPOKEN_FOR:
        if NEUTRAL in all_regions and kind not in all_regions[NEUTRAL].lines:
            checker.fault(found.lines[NEUTRAL], f"'{NEUTRAL}' lacks '{kind}'", "it must serve everybody: add it")
    if NEUTRAL not in found:
        checker.fault(1, f"lacks '{NEUTRAL}'", "add it: it serves everybody whose region is not known")
    ambulances = _countries(checker, countries)
    details = _clinic(checker, clinic, found.keys())
    checker.raise_if_faulty()
    return Places(all_regions, ambulances, details)


def _region(checker: Checker, id: str, block: Any, line: int) -> Region | None:
    if not isinstance(block, Block):
        checker.fault(line, f"'{id}' has no lines", "give it 'name', 'said' and 'emergency'")
        return None
    checker.known(block, {"name", "said", *LINES}, "key")
    if "emergency" not in block:
        checker.fault(line, f"'{id}' lacks 'emergency'", "add it, or leave the region out")
    sourced = id != NEUTRAL  # which only gathers the others' numbers
    lines = {kind: read for kind in LINES if kind in block and (read := _line(checker, kind, block, sourced))}
    return Region(checker.text(block, "name"), checker.names(block, "said"), lines)


def _countries(checker: Checker, file: Path) -> dict[str, Line]:
    before = len(checker.faults)
    table = checker.load(file)
    if not isinstance(table, Block):
        if len(checker.faults) == before:
            checker.fault(1, "holds no countries", "see docs/editing.md for its form")
        return {}
    for code in table:
        if not _CODE.fullmatch(code):
            checker.fault(
                table.lines[code], f"'{code}' is no code of a country", "write its two capitals of ISO 3166, as JP"
            )
    return {code: read for code in table if (read := _line(checker, code, table))}


def _line(checker: Checker, kind: str, block: Block, sourced: bool = True) -> Line | None:
    facts, before = block[kind], len(checker.faults)
    if not isinstance(facts, Block):
        checker.fault(block.lines[kind], f"'{kind}' has no facts", "give it 'text', 'checked', 'recheck_by' and 'sources'")
        return None
    checker.known(facts, {"text", "dial", "checked", "recheck_by", "sources"}, "fact")
    text, sources = checker.text(facts, "text"), checker.sources(facts)
    dial = _dial(checker, kind, facts, text)
    checked, recheck_by = checker.days(facts)
    if not text or "{" in text:
        checker.fault(facts.line, f"'{kind}' has no plain text", "write it under 'text:', without { and }")
    if not sources and sourced:
        checker.fault(facts.line, f"'{kind}' has no source", "add 'sources:', or leave the line out")
    if checked is None or recheck_by is None or len(checker.faults) > before:
        if len(checker.faults) == before:
            checker.fault(facts.line, f"'{kind}' lacks its dates", "add 'checked:' and 'recheck_by:'")
        return None
    return Line(text, dial, checked, recheck_by, sources)


def _dial(checker: Checker, kind: str, facts: Block, text: str) -> tuple[str, ...]:
    numbers = facts.get("dial") or []
    line = facts.lines.get("dial", facts.line)
    if not isinstance(numbers, list) or not all(isinstance(n, str) and _DIAL.fullmatch(n) for n in numbers):
        checker.fault(line, f"'dial' of '{kind}' is not a list of numbers", 'write dial: ["020 7946 0000"], each in quotes')
        return ()
    for number in numbers:
        if not _numbers_in([number]).search(text):
            checker.fault(line, f"'{number}' under 'dial' is not in the text", "write it as it stands in the text")
    if re.search(r"\d", text) and not numbers:
        checker.fault(line, f"'{kind}' lacks 'dial'", "list the numbers in its text that can be called, each in quotes")
    return tuple(numbers)


def _clinic(checker: Checker, file: Path, regions: Collection[str]) -> Clinic:
    details = checker.load(file) if file.exists() else None
    if details is None:
        return Clinic()
    if not isinstance(details, Block):
        checker.fault(1, "holds no details", "write 'phone: \"...\"' and the like, a line each")
        return Clinic()
    checker.known(details, {*_TEXTS, "keep_days", "origins"}, "detail")
    texts = {name: checker.text(details, name) for name in _TEXTS if details.get(name) is not None}
    if texts.get("region") and texts["region"] not in regions:
        known = ", ".join(region for region in regions if region != NEUTRAL)
        checker.fault(details.lines["region"], f"region '{texts['region']}' is not known", f"choose {known}")
    for name, value in texts.items():
        if "{" in value or "}" in value:
            checker.fault(details.lines[name], f"a brace in '{name}'", "write it without { and }")
    return Clinic(**texts, keep_days=_days(checker, details), origins=_origins(checker, details))


def _days(checker: Checker, details: Block) -> int:
    days = details.get("keep_days", Clinic.keep_days)
    if isinstance(days, str) and days.isdecimal():
        days = int(days)
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= _MOST_DAYS:
        problem = f"'{days}' is not a number of days"
        checker.fault(details.lines["keep_days"], problem, f"write keep_days: 30, from 1 to {_MOST_DAYS}")
        return Clinic.keep_days
    return days


def _origins(checker: Checker, details: Block) -> tuple[str, ...]:
    """Sites as browsers name them. Anything else would let nobody in, and not say so."""
    found = details.get("origins") or []
    line = details.lines.get("origins", details.line)
    if not isinstance(found, list):
        checker.fault(line, "'origins' is not a list", 'write origins: ["https://www.example.org"]')
        return ()
    for origin in found:
        if not isinstance(origin, str) or not _ORIGIN.fullmatch(origin):
            mend = "write scheme and host in small letters, the port only if it is not the usual one, and no path"
            checker.fault(line, f"'{origin}' under 'origins' is no origin", f"{mend}, such as https://www.example.org")
    return tuple(map(str, found))
