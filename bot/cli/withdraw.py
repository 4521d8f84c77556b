"""`withdraw` takes an answer back on every server, without training or a restart; `restore` gives it again."""

import argparse
import difflib
import sys
from collections.abc import Iterable
from functools import cached_property

from bot.cli import kept
from bot.content import pages
from bot.content.pages import File
from bot.ids import ANSWER, ROUTES, group_of, id_of, response_of, route_of, route_response
from bot.lines import ALL
from bot.store import withdrawals
from bot.store.database import Database, Outage, SettingError

_HEEDED = "Every server that runs heeds this within a minute."


def withdraw(arguments: list[str]) -> int:
    """`python -m bot withdraw [ID --why WHY]`."""
    parser = argparse.ArgumentParser(
        prog="python -m bot withdraw",
        description="Takes an answer back on every server within a minute: who asks is sent to a clinician instead. "
        "Without ID it lists what is withdrawn.",
    )
    parser.add_argument("id", nargs="?", metavar="ID", help="of the answer, such as what_is_lupus or belimumab.cost")
    parser.add_argument("--why", metavar="WHY", help="a sentence for those who run the assistant; patients do not see it")
    options = parser.parse_args(arguments)
    if bool(options.id) != bool(options.why):
        parser.error('name an answer and why: withdraw ID --why "..."')
    answers = _Answers()
    id = id_of(options.id or "")
    fault = answers.why_not(id) if id else ""
    if fault:
        print(fault, file=sys.stderr)
        return 1
    try:
        database = kept.database()
        if id:
            withdrawals.withdraw(database, id, options.why)
            print(f"'{id}' is withdrawn. {_HEEDED}{answers.doubt(id)}\n")
        _list(database, answers)
    except (SettingError, Outage) as error:
        print(f"Nothing was withdrawn for certain. {error}" if id else error, file=sys.stderr)
        return 1
    return 0


def restore(arguments: list[str]) -> int:
    """`python -m bot restore ID`."""
    parser = argparse.ArgumentParser(prog="python -m bot restore", description="Gives an answer again that was withdrawn.")
    parser.add_argument("id", metavar="ID", help="as 'python -m bot withdraw' lists it")
    id = id_of(parser.parse_args(arguments).id)
    answers = _Answers()
    try:
        database = kept.database()
        if not withdrawals.restore(database, id):
            print(f"'{id}' is not withdrawn.{_near(id, withdrawals.read(database))}{answers.note(id)}", file=sys.stderr)
            return 1
        print(f"'{id}' is no longer withdrawn. {_HEEDED}{answers.note(id)}\n")
        _list(database, answers)
    except (SettingError, Outage) as error:
        print(f"Nothing was restored for certain. {error}", file=sys.stderr)
        return 1
    return 0


class _Answers:
    """The answers that there are, as far as the files can be read: one that cannot must not keep a wrong answer standing."""

    @cached_property
    def _files(self) -> list[File]:
        return [pages.read_file(path) for folder in (pages.FOLDER, pages.OWN) for path in pages.paths(folder)]

    @cached_property
    def _ids(self) -> set[str]:
        return {id_of(name) for file in self._files for name in file.named if name not in ALL}

    @cached_property
    def withdrawn(self) -> dict[str, str]:
        """The ids that stand as withdrawn on their pages, and why each and where."""
        found = (page for file in self._files for page in file.pages.values() if page.withdrawn)
        return {page.id: f"{page.withdrawn} ({page.file}:{page.line})" for page in found}

    def why_not(self, id: str) -> str:
        """Why `id` cannot be withdrawn, and what to do instead; empty if it can."""
        line = route_response(id) if id in ROUTES else response_of(id)
        if line in ALL or (id in self._ids and group_of(id) != ANSWER):
            kind = "a route" if route_of(line) else "a line of the house" if line in ALL else "a situation"
            return (
                f"'{id}' is {kind}, and no answer: it is always said. Correct its words in {self._place(line)}, "
                "run 'make train', and restart the assistant."
            )
        if id in self._ids or self._faulty:
            return ""
        return f"There is no answer '{id}'.{_near(id, (id for id in self._ids if group_of(id) == ANSWER))}"

    def doubt(self, id: str) -> str:
        """What is to be said of an id that could not be looked up."""
        if id in self._ids:
            return ""
        return f" Check the id: {self._faulty} cannot be read, so that nobody knows whether there is such an answer."

    def note(self, id: str) -> str:
        """What else withholds an answer."""
        return f" Its page withdraws it: {self.withdrawn[id]}." if id in self.withdrawn else ""

    @property
    def _faulty(self) -> str:
        if not self._files:
            return str(pages.FOLDER)
        return ", ".join(str(file.path) for file in self._files if file.faults)

    def _place(self, response: str) -> str:
        """Where a response stands; the organisation's own files, which are read last, come before ours."""
        files = [file for file in self._files if response in file.named]
        if not files:
            return str(pages.FOLDER)
        line = files[-1].lines.get(response)
        return f"{files[-1].path}:{line}" if line else str(files[-1].path)


def _near(id: str, ids: Iterable[str]) -> str:
    near = difflib.get_close_matches(id, list(ids), n=3)
    return f" Did you mean {' or '.join(near)}?" if near else ""


def _list(database: Database, answers: _Answers) -> None:
    withdrawn = {**withdrawals.read(database), **answers.withdrawn}
    print("Withdrawn now:" if withdrawn else "No answer is withdrawn now.")
    for id, why in sorted(withdrawn.items()):
        print(f"  {id}: {why}")
