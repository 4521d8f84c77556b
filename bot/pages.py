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

from bot import wording
from bot.curated import Checker, Mapping, PageError, Source
from bot.places import PLACEHOLDERS

FOLDER = Path("data/nlu")
ROUTES = ("emergency", "crisis", "same_day", "prescriber", "care_team")  # strictest first
STRENGTHS = ("strong", "moderate", "low", "none")
DANGERS = ("emergency", "crisis", "same_day")
SITUATIONS = (*DANGERS, "advice", "chat", "clarify", "out_of_scope")
LOOKALIKE = "lookalike."  # prefix of the intents that hold what resembles a danger and is none

_FACTS = ("title", "scope", "route", "strength", "checked", "recheck_by", "signed_off", "sources")
_REQUIRED = {"answer": (*_FACTS, "ask", "simply"), "advice": (*_FACTS, "ask"), **dict.fromkeys(DANGERS, _FACTS)}
_REQUIRED_CHAT = ("title", "scope", "checked", "recheck_by", "signed_off")
_KNOWN = {*_FACTS, "ask", "simply", "withdrawn"}
_PLACEHOLDERS = PLACEHOLDERS | {"title", "ask", "simply", "strength", "checked", "sources"}


@dataclass(frozen=True)
class Answer:
    """One curated answer or situation: its facts and where it stands. Its wording stays with the response of its id."""

    id: str
    title: str
    scope: str
    route: str | None
    ask: str | None
    simply: str | None
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


def topic_of(response: str) -> str:
    """The id that a response name stands for; the other way of `response_of`."""
    return response.removeprefix("utter_")


def read(folder: Path = FOLDER) -> Pages:
    """Read every page below `folder`. Raises PageError that lists all faults found."""
    reader = _Reader()
    files = sorted([*folder.rglob("*.yml"), *folder.rglob("*.yaml")])
    if not files:
        raise PageError([f"{folder}:1: no pages found; run this from the project's root"])
    for file in files:
        reader.read(file)
    reader.compare()
    reader.raise_if_faulty()
    return Pages(reader.answers, reader.treatments, reader.examples, reader.responses)


class _Reader(Checker):
    """Collects pages and every fault in them."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[str, Answer] = {}
        self.treatments: dict[str, tuple[str, ...]] = {}
        self.examples: dict[str, tuple[str, ...]] = {}
        self.responses: dict[str, list[dict[str, Any]]] = {}
        self._places: dict[str, str] = {}

    def read(self, file: Path) -> None:
        before = len(self.faults)
        page = self.load(file)
        if len(self.faults) > before:
            return
        if not isinstance(page, Mapping) or not {"nlu", "responses"} & page.keys():
            self.fault(1, "has neither 'nlu:' nor 'responses:'", "see CONTRIBUTING.md for the form of a page")
            return
        for key in page.keys() - {"version", "nlu", "responses"}:
            self.fault(page.lines[key], f"unknown key '{key}'", "a page has 'version', 'nlu' and 'responses' only")
        blocks, responses = page.get("nlu") or [], page.get("responses") or Mapping()
        if not isinstance(blocks, list):
            self.fault(page.lines["nlu"], "'nlu' is not a list", "start each block below it with '- intent:'")
            blocks = []
        if not isinstance(responses, Mapping):
            line = page.lines["responses"] + isinstance(responses, list)
            self.fault(line, "'responses' does not hold names", "write 'utter_<id>:' below it, without a hyphen")
            responses = Mapping()
        intents = dict(self._nlu(blocks))
        for name, variations in responses.items():
            self._response(name, variations, responses.lines[name], intents)
        for intent, line in intents.items():
            if not intent.startswith(LOOKALIKE) and response_of(intent) not in responses:
                self.fault(line, f"intent '{intent}' has no answer", f"add 'utter_{intent}:' under 'responses:'")

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
            if not isinstance(block, Mapping) or not (block.get("intent") or block.get("synonym")):
                self.fault(getattr(block, "line", 1), "not an 'intent' or 'synonym' block", "see CONTRIBUTING.md")
                continue
            line, examples = block.line, block.get("examples")
            if not isinstance(examples, str) or not examples.strip():
                self.fault(line, "no examples", "add 'examples: |' and one '- phrase' a line")
                continue
            phrases = []
            for offset, text in enumerate(examples.splitlines()):
                if text.strip() and not text.startswith("- "):
                    self.fault(block.lines["examples"] + 1 + offset, "not a '- phrase' line", "start it with '- '")
                elif re.search(r"[\[\]{}]", text) or text.startswith("- /"):
                    self.fault(
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
        if not isinstance(variations, list) or not all(isinstance(v, Mapping) for v in variations):
            self.fault(line, f"'{name}' is not a list of texts", "write '- text: |' below it")
            return
        if len(variations) != 1 or "condition" in variations[0]:
            self.fault(line, f"'{name}' needs exactly one text without a condition", "one answer, one wording")
            return
        for variation in variations:
            text = variation.get("text")
            if not isinstance(text, str) or not text.strip():
                self.fault(variation.line, f"'{name}' has no text", "write the answer under 'text: |'")
                return
            if wording.stray_brace(text) or not wording.placeholders(text) <= _PLACEHOLDERS:
                known = ", ".join(f"{{{name}}}" for name in sorted(_PLACEHOLDERS))
                self.fault(variation.lines["text"], "a brace that is none of our placeholders", f"known are {known}")
                return
        self.responses[name] = variations
        topic = topic_of(name)
        if topic in intents:
            self._answer(topic, variations[0], line)
        elif group_of(topic) != "answer":
            self.fault(line, f"situation '{topic}' has no examples", f"add '- intent: {topic}' under 'nlu:'")

    def _answer(self, topic: str, variation: Mapping, line: int) -> None:
        facts = variation.get("metadata")
        if not isinstance(facts, Mapping):
            self.fault(line, f"'{topic}' has no facts", "add 'metadata:' with " + ", ".join(_FACTS))
            return
        before = len(self.faults)
        for fact in _REQUIRED.get(group_of(topic), _REQUIRED_CHAT):
            if facts.get(fact) is None or (facts.get(fact) in ([], "") and fact != "signed_off"):
                self.fault(facts.line, f"'{topic}' lacks '{fact}'", f"add '{fact}:' to its metadata")
        for fact in ("title", "scope", "ask", "simply", "signed_off", "withdrawn"):
            if not isinstance(facts.get(fact, ""), str):
                self.fault(facts.lines[fact], f"'{fact}' is not a text", "put it in quotes")
        self.known(facts, _KNOWN, "fact")
        self._one_of(facts, "route", ROUTES)
        self._one_of(facts, "strength", STRENGTHS)
        checked, recheck_by = self.days(facts)
        sources = self.sources(facts)
        if len(self.faults) > before or checked is None or recheck_by is None:
            return
        self.answers[topic] = Answer(
            topic,
            facts["title"],
            facts["scope"],
            facts.get("route"),
            facts.get("ask"),
            facts.get("simply"),
            facts.get("strength"),
            checked,
            recheck_by,
            facts["signed_off"],
            facts.get("withdrawn") or "",
            sources,
            variation["text"].strip(),
            self.file,
            line,
        )

    def _one_of(self, facts: Mapping, fact: str, allowed: tuple[str, ...]) -> None:
        if facts.get(fact) is not None and facts[fact] not in allowed:
            self.fault(facts.lines[fact], f"{fact} '{facts[fact]}' is not known", "choose " + ", ".join(allowed))

    def _once(self, name: str, line: int) -> bool:
        place = f"{self.file}:{line}"
        first = self._places.setdefault(name, place)
        if first != place:
            self.fault(line, f"'{name}' stands at {first} already", "keep one of the two")
        return first == place
