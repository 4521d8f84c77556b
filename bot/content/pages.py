"""Reads the curated pages: what patients ask, what we answer, and the facts behind the answer.

A page is a native Rasa file (`nlu:` and `responses:` with `metadata`). Nothing here imports Rasa, so that the action
server, the importer and the tests read pages in one and the same way. A page that is incomplete, duplicated or malformed
raises PageError, whose message names file, line and mend, a line each. docs/editing.md describes the form.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.content import wording
from bot.content.curated import Block, Checker, PageError, Source
from bot.content.places import PLACEHOLDERS
from bot.ids import ANSWER, DANGERS, ROUTES, SITUATIONS, group_of, id_of, is_lookalike, response_of, responses_in
from bot.lines import ALL, INTRODUCTION, STRENGTHS

FOLDER = Path("data/nlu")
OWN = Path("data/own/nlu")  # pages of whoever runs the assistant, which add to ours or stand in for them

_EVERY = frozenset({ANSWER, *SITUATIONS})
_HEALTH = frozenset({ANSWER, *DANGERS, "advice"})


@dataclass(frozen=True)
class Fact:
    """One fact of a page: a key below `metadata`."""

    name: str
    needed_by: frozenset[str]  # groups whose pages must have it
    form: str = "text"  # or "day", "sources", "list", "parts"
    among: tuple[str, ...] = ()  # the values it may have; any, if empty
    read_by_patients: bool = False  # whether a signature and the trained edition vouch for it
    sent: bool = False  # whether it goes out beside the text


FACTS = (
    Fact("title", _EVERY, read_by_patients=True, sent=True),
    Fact("scope", _EVERY),
    Fact("route", _HEALTH, among=ROUTES, sent=True),
    Fact("watch", frozenset(), read_by_patients=True),
    Fact("more", frozenset({ANSWER}), read_by_patients=True, sent=True),
    Fact("numbers", frozenset(), form="list", read_by_patients=True, sent=True),
    Fact("ask", frozenset({ANSWER, "advice"}), read_by_patients=True, sent=True),
    Fact("simply", frozenset({ANSWER}), read_by_patients=True, sent=True),
    Fact("strength", _HEALTH, among=tuple(STRENGTHS), read_by_patients=True, sent=True),
    Fact("next", frozenset({ANSWER}), form="list"),
    Fact("pace", frozenset({ANSWER}), among=("fast", "yearly", "slow")),
    Fact("grace", frozenset({ANSWER}), among=("none", "six_months")),
    Fact("checked", _EVERY, form="day", sent=True),
    Fact("recheck_by", _EVERY, form="day"),
    Fact("sources", _HEALTH, form="sources", read_by_patients=True, sent=True),
    Fact("offered", frozenset({"clarify"}), form="list"),
    Fact("parts", frozenset(), form="parts", read_by_patients=True),
    Fact("withdrawn", frozenset()),
)
_NAMES = {fact.name for fact in FACTS}
_PLACEHOLDERS = PLACEHOLDERS | {
    *("title", "ask", "simply", "more", "numbers", "since", "strength", "checked", "sources", "edition"),
    *("abuse", "child"),  # lines of a region
}


@dataclass(frozen=True, kw_only=True)
class Page:
    """One curated answer or situation: its wording and facts, and where it stands."""

    id: str
    text: str  # as written, with its placeholders
    file: Path
    line: int  # where its response stands in the file
    title: str  # as buttons and headings name it
    scope: str  # what it covers, for editors
    checked: date  # when its text was held against its sources
    recheck_by: date  # the last day it is given without being checked again
    watch: str | None = None  # the sign to call about today, or what never to do alone
    more: str | None = None  # what else people want to know
    numbers: tuple[str, ...] = ()  # the figures, a sentence or two each
    next: tuple[str, ...] = ()  # ids that people ask about next
    pace: str | None = None  # how soon it must be checked again: fast, yearly or slow
    grace: str | None = None  # how long it is still given after that day: none or six_months
    route: str | None = None  # where it sends the person, one of ROUTES
    ask: str | None = None  # a question worth taking to a clinician
    simply: str | None = None  # the answer in simpler words
    strength: str | None = None  # of its evidence, one of STRENGTHS
    sources: tuple[Source, ...] = ()  # of its facts
    offered: tuple[str, ...] = ()  # treatments to choose from where none was named
    parts: Mapping[str, str] = field(default_factory=dict)  # texts of a situation for one organ or danger each, by its name
    withdrawn: str = ""  # why, if it is

    @property
    def group(self) -> str:
        """`emergency`, `advice`, ... for a situation; ANSWER for an answer."""
        return group_of(self.id)

    @property
    def response(self) -> str:
        """The name of the Rasa response that holds the wording."""
        return response_of(self.id)

    @property
    def digest(self) -> str:
        """A hash of what patients read of this page: it changes with any word of that, and with nothing else."""
        read = {fact.name: getattr(self, fact.name) for fact in FACTS if fact.read_by_patients}
        read |= {"text": self.text, "sources": [vars(source) for source in self.sources]}
        # A letter first: YAML would take some for numbers.
        return "w" + hashlib.sha256(json.dumps(read, sort_keys=True).encode()).hexdigest()[:15]


@dataclass(frozen=True)
class File:
    """What one file holds, and every fault in it."""

    path: Path
    pages: dict[str, Page] = field(default_factory=dict)  # by id
    treatments: dict[str, tuple[str, ...]] = field(default_factory=dict)  # names of each
    examples: dict[str, tuple[str, ...]] = field(default_factory=dict)  # training phrases by intent
    responses: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # in Rasa's form, by name
    lines: dict[str, int] = field(default_factory=dict)  # where each intent, treatment and response stands
    faults: tuple[str, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """The responses that the file seems to hold, as far as can be told of one that cannot be read."""
        if not self.faults:
            return frozenset(self.responses)
        try:
            return responses_in(self.path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            return frozenset()


@dataclass(frozen=True)
class Pages:
    """All pages. The lines of the house (routes, safety net and the like) are responses without a page."""

    by_id: dict[str, Page]
    treatments: dict[str, tuple[str, ...]]  # names of each
    examples: dict[str, tuple[str, ...]]  # training phrases by intent
    responses: dict[str, list[dict[str, Any]]]  # in Rasa's form, by name
    overridden: tuple[str, ...] = ()  # where somebody's own file stands in for one of ours: a sentence each
    unreadable: frozenset[str] = frozenset()  # ids of answers whose file cannot be read any more
    faults: tuple[str, ...] = ()  # of those files

    @property
    def starters(self) -> list[str]:
        """Questions to begin a conversation with, as the house offers them."""
        return list((self.responses[INTRODUCTION][0].get("metadata") or {}).get("starters") or [])


def read(folder: Path = FOLDER, own: Path = OWN) -> Pages:
    """Read every page below `folder`, and below `own` if it is there. Raises PageError that lists all faults found."""
    found = [read_file(path) for path in paths(folder)]
    if not found:
        raise PageError([f"{folder}:1: no pages found; run this from the project's root"])
    pages, faults = together(found, [read_file(path) for path in paths(own)])
    if faults:
        raise PageError(faults)
    return pages


def paths(folder: Path) -> list[Path]:
    """The files of pages below `folder`."""
    return sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")])


def read_file(path: Path) -> File:
    """The content of one file, with its faults."""
    reader = _Reader()
    reader.read(path)
    return File(path, reader.pages, reader.treatments, reader.examples, reader.responses, reader.lines, tuple(reader.faults))


def together(ours: Iterable[File], own: Iterable[File] = ()) -> tuple[Pages, list[str]]:
    """All files as one, and the faults in them and between them. What `own` files hold stands in for ours."""
    merged, theirs = _Merged(), _Merged()
    faults: list[str] = []
    overridden: list[str] = []
    seen: set[str] = set()
    for files, part in ((ours, merged), (own, theirs)):
        for file in files:
            faults += [*file.faults, *part.add(file)]
            seen |= file.named
    for name, place in theirs.places.items():
        if name in merged.places and name in theirs.responses:
            if id_of(name) in merged.pages and id_of(name) not in theirs.pages:
                faults.append(f"{place}: '{id_of(name)}' is only half a page; copy ours whole, phrases and facts too")
            overridden.append(f"{place}: '{id_of(name)}' stands in for {merged.places[name]}")
    merged.replace(theirs)
    faults += merged.compared()
    house = next((place for name, place in merged.places.items() if name in ALL), f"{FOLDER}/house.yml:1")
    for line in sorted(ALL - seen):
        faults.append(f"{house}: the house lacks '{line}', which the code says; add it under 'responses:'")
    pages = Pages(merged.pages, merged.treatments, merged.examples, merged.responses, tuple(overridden))
    return pages, faults


class _Merged:
    """Files put together; names that stand twice are faults."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.treatments: dict[str, tuple[str, ...]] = {}
        self.examples: dict[str, tuple[str, ...]] = {}
        self.responses: dict[str, list[dict[str, Any]]] = {}
        self.places: dict[str, str] = {}  # file and line of every name

    def add(self, file: File) -> Iterator[str]:
        """Take a file in; gives its faults against those before it."""
        for name, line in file.lines.items():
            place = f"{file.path}:{line}"
            first = self.places.setdefault(name, place)
            if first != place:
                yield f"{place}: '{name}' stands at {first} already; keep one of the two"
        for mine, its in self._parts(file):
            mine.update({name: value for name, value in its.items() if name not in mine})

    def replace(self, other: "_Merged") -> None:
        """Let what `other` holds stand in for what is here."""
        for mine, its in [*self._parts(other), (self.places, other.places)]:
            mine.update(its)

    def compared(self) -> Iterator[str]:
        """Phrases that stand under two intents."""
        seen: dict[str, str] = {}
        for intent, phrases in self.examples.items():
            for phrase in phrases:
                other = seen.setdefault(phrase.casefold(), intent)
                if other != intent:
                    place = self.places[intent]
                    yield f"{place}: the phrase '{phrase}' also stands under '{other}'; keep it in one place"

    def _parts(self, other: Any) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        names = ("pages", "treatments", "examples", "responses")
        return [(getattr(self, name), getattr(other, name)) for name in names]


class _Reader(Checker):
    """Reads one file and collects every fault in it."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, Page] = {}
        self.treatments: dict[str, tuple[str, ...]] = {}
        self.examples: dict[str, tuple[str, ...]] = {}
        self.responses: dict[str, list[dict[str, Any]]] = {}
        self.lines: dict[str, int] = {}

    def read(self, path: Path) -> None:
        content = self.load(path)
        if self.faults:
            return
        if not isinstance(content, Block) or not {"nlu", "responses"} & content.keys():
            self.fault(1, "has neither 'nlu:' nor 'responses:'", "see docs/editing.md for the form of a page")
            return
        for key in content.keys() - {"version", "nlu", "responses"}:
            self.fault(content.lines[key], f"unknown key '{key}'", "a page has 'version', 'nlu' and 'responses' only")
        blocks, responses = content.get("nlu") or [], content.get("responses") or Block()
        if not isinstance(blocks, list):
            self.fault(content.lines["nlu"], "'nlu' is not a list", "start each block below it with '- intent:'")
            blocks = []
        if not isinstance(responses, Block):
            line = content.lines["responses"] + isinstance(responses, list)
            self.fault(line, "'responses' does not hold names", f"write '{response_of('<id>')}:' below it, without a hyphen")
            responses = Block()
        intents = dict(self._nlu(blocks))
        for name, variations in responses.items():
            self._response(name, variations, responses.lines[name], intents)
        for intent, line in intents.items():
            if not is_lookalike(intent) and response_of(intent) not in responses:
                self.fault(line, f"intent '{intent}' has no answer", f"add '{response_of(intent)}:' under 'responses:'")

    def _nlu(self, blocks: list[Any]) -> Iterator[tuple[str, int]]:
        for block in blocks:
            if not isinstance(block, Block) or not (block.get("intent") or block.get("synonym")):
                self.fault(getattr(block, "line", 1), "not an 'intent' or 'synonym' block", "see docs/editing.md")
                continue
            phrases = self._phrases(block)
            name = str(block.get("intent") or block["synonym"])
            if phrases is None or not self._once(("" if "intent" in block else "names of ") + name, block.line):
                continue
            if "intent" in block:
                self.examples[name] = phrases
                yield name, block.line
            else:
                self.treatments[name] = phrases

    def _phrases(self, block: Block) -> tuple[str, ...] | None:
        examples = block.get("examples")
        if not isinstance(examples, str) or not examples.strip():
            self.fault(block.line, "no examples", "add 'examples: |' and one '- phrase' a line")
            return None
        phrases = []
        for line, text in enumerate(examples.splitlines(), block.lines["examples"] + 1):
            if text.strip() and not text.startswith("- "):
                self.fault(line, "not a '- phrase' line", "start it with '- '")
            elif re.search(r"[\[\]{}]", text) or text.startswith("- /"):
                self.fault(line, "brackets, braces or a leading slash", "use plain words")
            elif text.strip():
                phrases.append(text[2:].strip())
        return tuple(phrases)

    def _response(self, name: str, variations: Any, line: int, intents: Mapping[str, int]) -> None:
        if not self._once(name, line):
            return
        if not isinstance(variations, list) or not all(isinstance(v, Block) for v in variations):
            self.fault(line, f"'{name}' is not a list of texts", "write '- text: |' below it")
            return
        if len(variations) != 1 or "condition" in variations[0]:
            self.fault(line, f"'{name}' needs exactly one text without a condition", "one answer, one wording")
            return
        written = variations[0]
        text = written.get("text")
        if not isinstance(text, str) or not text.strip():
            self.fault(written.line, f"'{name}' has no text", "write the answer under 'text: |'")
            return
        if not self._braces_are_ours(text, written.lines["text"]):
            return
        self.responses[name] = variations
        id = id_of(name)
        if id in intents:
            self._page(id, written, line)
        elif group_of(id) != ANSWER:
            self.fault(line, f"situation '{id}' has no examples", f"add '- intent: {id}' under 'nlu:'")

    def _braces_are_ours(self, text: str, line: int) -> bool:
        if not wording.stray_brace(text) and wording.placeholders(text) <= _PLACEHOLDERS:
            return True
        known = ", ".join(f"{{{name}}}" for name in sorted(_PLACEHOLDERS))
        self.fault(line, "a brace that is none of our placeholders", f"known are {known}")
        return False

    def _page(self, id: str, written: Block, line: int) -> None:
        facts, group = written.get("metadata"), group_of(id)
        if not isinstance(facts, Block):
            needed = ", ".join(fact.name for fact in FACTS if group in fact.needed_by)
            self.fault(line, f"'{id}' has no facts", f"add 'metadata:' with {needed}")
            return
        before = len(self.faults)
        self.known(facts, _NAMES, "fact")
        values: dict[str, Any] = {}
        for fact in FACTS:
            if group in fact.needed_by and facts.get(fact.name) in (None, [], ""):
                self.fault(facts.line, f"'{id}' lacks '{fact.name}'", f"add '{fact.name}:' to its metadata")
            values[fact.name] = self._value(facts, fact)
        self.in_order(facts, values["checked"], values["recheck_by"])
        if len(self.faults) == before:
            given = {name: value for name, value in values.items() if value}
            self.pages[id] = Page(id=id, text=written["text"].strip(), file=self.file, line=line, **given)

    def _value(self, facts: Block, fact: Fact) -> Any:
        if fact.form == "day":
            return self.day(facts, fact.name)
        if fact.form == "sources":
            return self.sources(facts)
        if fact.form == "list":
            return self.names(facts, fact.name)
        if fact.form == "parts":
            return self._texts_by_name(facts, fact.name)
        if facts.get(fact.name) is None:
            return None
        if fact.among and facts[fact.name] not in fact.among:
            problem = f"{fact.name} '{facts[fact.name]}' is not known"
            self.fault(facts.lines[fact.name], problem, "choose " + ", ".join(fact.among))
        return self.text(facts, fact.name)

    def _texts_by_name(self, facts: Block, name: str) -> dict[str, str]:
        texts = self.texts(facts, name)
        return {part: text for part, text in texts.items() if self._braces_are_ours(text, facts[name].lines[part])}

    def _once(self, name: str, line: int) -> bool:
        first = self.lines.setdefault(name, line)
        if first != line:
            self.fault(line, f"'{name}' stands at {self.file}:{first} already", "keep one of the two")
        return first == line
