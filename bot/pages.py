"""Reads the curated pages of data/nlu: what patients ask, what we answer, and the facts behind the answer.

A page is a native Rasa file (`nlu:` and `responses:` with `metadata`). Nothing here imports Rasa, so that the action
server, the importer and the tests read pages in one and the same way. A page that is incomplete, duplicated or malformed
raises PageError, whose message names file, line and mend, a line each.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path("data/nlu")
ROUTES = ("emergency", "crisis", "same_day", "prescriber", "care_team")  # strictest first
STRENGTHS = ("strong", "moderate", "low", "none")
DANGERS = ("emergency", "crisis", "same_day")
SITUATIONS = (*DANGERS, "advice", "chat", "clarify", "out_of_scope")
LOOKALIKE = "lookalike."  # prefix of the intents that hold what resembles a danger and is none

_FACTS = ("title", "scope", "route", "strength", "checked", "recheck_by", "signed_off", "sources")
_REQUIRED = {"answer": (*_FACTS, "ask"), "advice": (*_FACTS, "ask"), **dict.fromkeys(DANGERS, _FACTS)}
_REQUIRED_CHAT = ("title", "scope", "checked", "recheck_by", "signed_off")
_KNOWN = {*_FACTS, "ask", "withdrawn"}


class PageError(ValueError):
    """One or more faults in the pages, each `file:line: what is wrong; what to do`."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class Source:
    """Where a fact comes from. `year` is a number or "undated"."""

    author: str
    title: str
    year: str
    address: str


@dataclass(frozen=True)
class Answer:
    """One curated answer or situation: its facts and where it stands. Its wording stays with the response of its id."""

    id: str
    title: str
    scope: str
    route: str | None
    ask: str | None
    strength: str | None
    checked: date
    recheck_by: date
    signed_off: str
    withdrawn: str
    sources: tuple[Source, ...]
    text: str
    file: Path
    line: int

    @property
    def group(self) -> str:
        """`emergency`, `advice`, ... for a situation; `answer` for an answer."""
        return group_of(self.id)

    @property
    def response(self) -> str:
        """The name of the Rasa response that holds the wording."""
        return response_of(self.id)


@dataclass(frozen=True)
class Pages:
    """All pages: answers and situations by id, the names of each treatment, training phrases by intent, and the lines of
    the house (routes, safety net and the like), which are responses without a topic of their own."""

    answers: dict[str, Answer]
    treatments: dict[str, tuple[str, ...]]
    examples: dict[str, tuple[str, ...]]
    responses: dict[str, list[dict[str, Any]]]


def group_of(topic: str) -> str:
    """The situation group of an id, or `answer`."""
    head = topic.split(".", 1)[0]
    return head if "." in topic and head in SITUATIONS else "answer"


def response_of(topic: str) -> str:
    """The Rasa response name of an id."""
    return f"utter_{topic}"


def read(folder: Path = FOLDER) -> Pages:
    """Read every page below `folder`. Raises PageError that lists all faults found."""
    reader = _Reader()
    files = sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")])
    if not files:
        raise PageError([f"{folder}:1: no pages found; run this from the project's root"])
    for file in files:
        reader.read(file)
    reader.compare()
    if reader.faults:
        raise PageError(reader.faults)
    return Pages(reader.answers, reader.treatments, reader.examples, reader.responses)


class _Lines(yaml.CSafeLoader):
    """A safe loader whose mappings know the line each key stands on, and which refuses a key given twice."""


class _Mapping(dict[str, Any]):
    """A mapping of a page: where it begins, and where each of its keys stands."""

    def __init__(self, line: int = 1) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


def _mapping(loader: _Lines, node: yaml.MappingNode) -> _Mapping:
    result = _Mapping(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise yaml.constructor.ConstructorError(None, None, f"'{key}' is no name", key_node.start_mark)
        if key in result:
            raise yaml.constructor.ConstructorError(None, None, f"'{key}' is given twice", key_node.start_mark)
        result[key] = loader.construct_object(value_node, deep=True)
        result.lines[key] = key_node.start_mark.line + 1
    return result


_Lines.add_constructor("tag:yaml.org,2002:map", _mapping)


class _Reader:
    """Collects pages and every fault in them, so that a curator mends a page in one go."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.treatments: dict[str, tuple[str, ...]] = {}
        self.examples: dict[str, tuple[str, ...]] = {}
        self.responses: dict[str, list[dict[str, Any]]] = {}
        self.faults: list[str] = []
        self._places: dict[str, str] = {}

    def read(self, file: Path) -> None:
        self._file = file
        try:
            page = yaml.load(file.read_text(encoding="utf-8"), _Lines)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or "cannot be read"
            self._fault(mark.line + 1 if mark else 1, f"not valid YAML ({problem})", "mend the line or quote the text")
            return
        except UnicodeDecodeError:
            self._fault(1, "not UTF-8 text", "save the file as UTF-8")
            return
        if not isinstance(page, _Mapping) or not {"nlu", "responses"} & page.keys():
            self._fault(1, "has neither 'nlu:' nor 'responses:'", "see CONTRIBUTING.md for the form of a page")
            return
        for key in page.keys() - {"version", "nlu", "responses"}:
            self._fault(page.lines[key], f"unknown key '{key}'", "a page has 'version', 'nlu' and 'responses' only")
        blocks, responses = page.get("nlu") or [], page.get("responses") or _Mapping()
        if not isinstance(blocks, list):
            self._fault(page.lines["nlu"], "'nlu' is not a list", "start each block below it with '- intent:'")
            blocks = []
        if not isinstance(responses, _Mapping):
            line = page.lines["responses"] + isinstance(responses, list)
            self._fault(line, "'responses' does not hold names", "write 'utter_<id>:' below it, without a hyphen")
            responses = _Mapping()
        intents = dict(self._nlu(blocks))
        for name, variations in responses.items():
            self._response(name, variations, responses.lines[name], intents)
        for intent, line in intents.items():
            if not intent.startswith(LOOKALIKE) and response_of(intent) not in responses:
                self._fault(line, f"intent '{intent}' has no answer", f"add 'utter_{intent}:' under 'responses:'")

    def compare(self) -> None:
        """Faults that only show between pages."""
        seen: dict[str, str] = {}
        for intent, phrases in self.examples.items():
            for phrase in phrases:
                other = seen.setdefault(phrase.casefold(), intent)
                if other != intent:
                    self.faults.append(
                        f"{self._places[intent]}: the phrase '{phrase}' also stands under '{other}'; keep it in one place"
                    )

    def _nlu(self, blocks: list[Any]) -> Iterator[tuple[str, int]]:
        for block in blocks:
            if not isinstance(block, _Mapping) or not (block.get("intent") or block.get("synonym")):
                self._fault(getattr(block, "line", 1), "not an 'intent' or 'synonym' block", "see CONTRIBUTING.md")
                continue
            line, examples = block.line, block.get("examples")
            if not isinstance(examples, str) or not examples.strip():
                self._fault(line, "no examples", "add 'examples: |' and one '- phrase' a line")
                continue
            phrases = []
            for offset, text in enumerate(examples.splitlines()):
                if text.strip() and not text.startswith("- "):
                    self._fault(block.lines["examples"] + 1 + offset, "not a '- phrase' line", "start it with '- '")
                elif re.search(r"[\[\]{}]", text) or text.startswith("- /"):
                    self._fault(
                        block.lines["examples"] + 1 + offset, "brackets, braces or a leading slash", "use plain words"
                    )
                elif text.strip():
                    phrases.append(text[2:].strip())
            name = str(block.get("intent") or block["synonym"])
            if self._once(("" if "intent" in block else "names of ") + name, line):
                if "intent" in block:
                    self.examples[name] = tuple(phrases)
                    yield name, line
                else:
                    self.treatments[name] = tuple(phrases)

    def _response(self, name: str, variations: Any, line: int, intents: dict[str, int]) -> None:
        if not self._once(name, line):
            return
        if not isinstance(variations, list) or not all(isinstance(v, _Mapping) for v in variations):
            self._fault(line, f"'{name}' is not a list of texts", "write '- text: |' below it")
            return
        if sum("condition" not in v for v in variations) != 1:
            self._fault(line, f"'{name}' needs exactly one text without a condition", "one answer, one wording")
            return
        for variation in variations:
            text = variation.get("text")
            if not isinstance(text, str) or not text.strip():
                self._fault(variation.line, f"'{name}' has no text", "write the answer under 'text: |'")
                return
            if "{" in text or "}" in text:
                self._fault(variation.lines["text"], "a brace in the text", "write it without { and }")
                return
        self.responses[name] = variations
        topic = name.removeprefix("utter_")
        if topic in intents:
            plain = next(v for v in variations if "condition" not in v)
            self._answer(topic, plain, line)
        elif group_of(topic) != "answer":
            self._fault(line, f"situation '{topic}' has no examples", f"add '- intent: {topic}' under 'nlu:'")

    def _answer(self, topic: str, variation: _Mapping, line: int) -> None:
        facts = variation.get("metadata")
        if not isinstance(facts, _Mapping):
            self._fault(line, f"'{topic}' has no facts", "add 'metadata:' with " + ", ".join(_FACTS))
            return
        before = len(self.faults)
        for fact in _REQUIRED.get(group_of(topic), _REQUIRED_CHAT):
            if facts.get(fact) is None or (facts.get(fact) in ([], "") and fact != "signed_off"):
                self._fault(facts.line, f"'{topic}' lacks '{fact}'", f"add '{fact}:' to its metadata")
        for fact in ("title", "scope", "ask", "signed_off", "withdrawn"):
            if not isinstance(facts.get(fact, ""), str):
                self._fault(facts.lines[fact], f"'{fact}' is not a text", "put it in quotes")
        for fact in facts.keys() - _KNOWN:
            self._fault(facts.lines[fact], f"unknown fact '{fact}'", "known are " + ", ".join(sorted(_KNOWN)))
        self._one_of(facts, "route", ROUTES)
        self._one_of(facts, "strength", STRENGTHS)
        checked, recheck_by = self._day(facts, "checked"), self._day(facts, "recheck_by")
        found = facts.get("sources") or []
        if not isinstance(found, list):
            self._fault(facts.lines["sources"], "'sources' is not a list", "start each source with '- author:'")
            found = []
        sources = [self._source(source, facts.lines["sources"]) for source in found]
        if checked and recheck_by and recheck_by <= checked:
            self._fault(facts.lines["recheck_by"], "'recheck_by' is not after 'checked'", "set a later day")
        if len(self.faults) > before or checked is None or recheck_by is None:
            return
        self.answers[topic] = Answer(
            topic,
            facts["title"],
            facts["scope"],
            facts.get("route"),
            facts.get("ask"),
            facts.get("strength"),
            checked,
            recheck_by,
            facts["signed_off"],
            facts.get("withdrawn") or "",
            tuple(source for source in sources if source),
            variation["text"].strip(),
            self._file,
            line,
        )

    def _source(self, source: Any, line: int) -> Source | None:
        keys = {"author", "title", "year", "address"}
        if not isinstance(source, _Mapping) or source.keys() != keys:
            self._fault(getattr(source, "line", line), "a source needs author, title, year and address", "add them")
            return None
        if not re.fullmatch(r"https?://\S+", str(source["address"])):
            self._fault(source.lines["address"], "a source's address is no web address", "start it with https://")
        if not re.fullmatch(r"\d{4}|undated", str(source["year"])):
            self._fault(source.lines["year"], "a source's year is no year", "write four digits or undated")
        return Source(str(source["author"]), str(source["title"]), str(source["year"]), str(source["address"]))

    def _one_of(self, facts: _Mapping, fact: str, allowed: tuple[str, ...]) -> None:
        if facts.get(fact) is not None and facts[fact] not in allowed:
            self._fault(facts.lines[fact], f"{fact} '{facts[fact]}' is not known", "choose " + ", ".join(allowed))

    def _day(self, facts: _Mapping, fact: str) -> date | None:
        value = facts.get(fact)
        if value is None:
            return None
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self._fault(facts.lines[fact], f"'{fact}' is not a quoted date", f'write {fact}: "2026-11-22", in quotes')
        return None

    def _once(self, name: str, line: int) -> bool:
        place = f"{self._file}:{line}"
        first = self._places.setdefault(name, place)
        if first != place:
            self._fault(line, f"'{name}' stands at {first} already", "keep one of the two")
        return first == place

    def _fault(self, line: int, problem: str, mend: str) -> None:
        self.faults.append(f"{self._file}:{line}: {problem}; {mend}")
