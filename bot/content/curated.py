"""Curated YAML files as values that know their lines, so that every fault is named by file, line and mend."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml


class PageError(ValueError):
    """One or more faults in curated files, each `file:line: what is wrong; what to do`."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))


READ = ("whole", "part", "no")  # of a source


@dataclass(frozen=True)
class Source:
    """Where a fact comes from."""

    author: str  # or body
    title: str
    year: str  # four digits, or "undated"
    address: str  # on the web
    read: str = "whole"  # how much of it was read: whole, part or no
    read_in: str = ""  # the copy that was read, if not the original; not shown


class Block(dict[str, Any]):
    """A mapping of a file: where it begins, and where each of its keys stands."""

    def __init__(self, line: int = 1) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class _Lines(yaml.CSafeLoader):
    """A safe loader whose mappings know the line each key stands on, and which refuses a key given twice."""


def _mapping(loader: _Lines, node: yaml.MappingNode) -> Block:
    result = Block(node.start_mark.line + 1)
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


class Checker:
    """Loads files and collects every fault in them, so that a curator mends a file in one go."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.file = Path()

    def load(self, file: Path) -> Any:
        """The content of `file`, which the faults that follow are about; None if it cannot be read."""
        self.file = file
        try:
            return yaml.load(file.read_text(encoding="utf-8"), _Lines)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = getattr(error, "problem", None) or "cannot be read"
            self.fault(mark.line + 1 if mark else 1, f"not valid YAML ({problem})", "mend the line or quote the text")
        except UnicodeDecodeError:
            self.fault(1, "not UTF-8 text", "save the file as UTF-8")
        except OSError:
            self.fault(1, "cannot be opened", "put the file back; run this from the project's root")
        return None

    def fault(self, line: int, problem: str, mend: str) -> None:
        """Note a fault in the file at hand."""
        self.faults.append(f"{self.file}:{line}: {problem}; {mend}")

    def raise_if_faulty(self) -> None:
        """Raise PageError if there was any fault."""
        if self.faults:
            raise PageError(self.faults)

    def known(self, mapping: Block, keys: set[str], what: str) -> None:
        """Note keys other than `keys`."""
        for key in mapping.keys() - keys:
            self.fault(mapping.lines[key], f"unknown {what} '{key}'", "known are " + ", ".join(sorted(keys)))

    def text(self, mapping: Block, key: str) -> str:
        """The text under `key`; empty if there is none."""
        value = mapping.get(key, "")
        if isinstance(value, str):
            return value.strip()
        self.fault(mapping.lines[key], f"'{key}' is not a text", "put it in quotes")
        return ""

    def names(self, mapping: Block, key: str) -> tuple[str, ...]:
        """The names listed under `key`; none if it is not there."""
        found = mapping.get(key) or []
        if isinstance(found, list) and all(isinstance(name, str) for name in found):
            return tuple(found)
        self.fault(mapping.lines[key], f"'{key}' is not a list of names", "write [one, another]")
        return ()

    def texts(self, mapping: Block, key: str) -> dict[str, str]:
        """The texts under `key`, each by its name; none if it is not there."""
        found = mapping.get(key)
        if found is None:
            return {}
        if not isinstance(found, Block):
            self.fault(mapping.lines[key], f"'{key}' does not hold texts by name", "write a name and a quoted text a line")
            return {}
        for name, text in found.items():
            if not re.fullmatch(r"[a-z0-9_]+", name):
                self.fault(found.lines[name], f"'{name}' is no name", "use small letters, digits and underscores")
            if not isinstance(text, str) or not text.strip():
                self.fault(found.lines[name], f"'{name}' under '{key}' is not a text", "put one in quotes behind the name")
        return {name: text.strip() for name, text in found.items() if isinstance(text, str)}

    def day(self, mapping: Block, key: str) -> date | None:
        """The quoted date under `key`; None without one."""
        value = mapping.get(key)
        if value is None:
            return None
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self.fault(mapping.lines[key], f"'{key}' is not a quoted date", f'write {key}: "2026-11-22", in quotes')
        return None

    def days(self, mapping: Block) -> tuple[date | None, date | None]:
        """When the text was checked, and by when it must be checked again."""
        checked, recheck_by = self.day(mapping, "checked"), self.day(mapping, "recheck_by")
        self.in_order(mapping, checked, recheck_by)
        return checked, recheck_by

    def in_order(self, mapping: Block, checked: date | None, recheck_by: date | None) -> None:
        """Note a day of the next check that is not after the last."""
        if checked and recheck_by and recheck_by <= checked:
            self.fault(mapping.lines["recheck_by"], "'recheck_by' is not after 'checked'", "set a later day")

    def sources(self, mapping: Block) -> tuple[Source, ...]:
        """The sources listed under `sources`."""
        found = mapping.get("sources") or []
        if not isinstance(found, list):
            self.fault(mapping.lines["sources"], "'sources' is not a list", "start each source with '- author:'")
            return ()
        sources = [self._source(source, mapping.lines["sources"]) for source in found]
        return tuple(source for source in sources if source)

    def _source(self, source: Any, line: int) -> Source | None:
        keys = {"author", "title", "year", "address"}
        if not isinstance(source, Block) or not keys <= source.keys() <= keys | {"read", "read_in"}:
            problem = "a source needs author, title, year and address"
            self.fault(getattr(source, "line", line), problem, "add them, and at most read and read_in besides")
            return None
        if not re.fullmatch(r"https?://\S+", str(source["address"])):
            self.fault(source.lines["address"], "a source's address is no web address", "start it with https://")
        if not re.fullmatch(r"\d{4}|undated", str(source["year"])):
            self.fault(source.lines["year"], "a source's year is no year", "write four digits or undated")
        if source.get("read", "whole") not in READ:
            self.fault(
                source.lines["read"], "how much of a source was read is not said", "write whole, part or 'no', in quotes"
            )
        texts = {key: str(source[key]) for key in (*sorted(keys), "read", "read_in") if key in source}
        return Source(**texts)
