"""What tests share; and which of them need a trained model or a program of the system.

A test is marked by the fixtures that it uses, so that `make check` can leave out what is slow. Where a program is not
installed its tests are skipped, with the line that installs it, and counted at the end. In CI a skipped test is a failure.
"""

import asyncio
import os
import shutil
import uuid
from collections import Counter
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ["RASA_TELEMETRY_ENABLED"] = "false"


INSTALL = "apt-get install "


class Need(NamedTuple):
    """Something that not every machine has."""

    fixtures: frozenset[str]  # tests that use one of them need it, and so do those with such a parameter
    program: str = ""
    install: str = ""


NEEDS = {  # by marker; a test that starts a server or calls a program by itself is marked by hand
    "model": Need(frozenset({"assistant", "rasa", "actions_server", "on_postgres"})),
    "postgresql": Need(
        frozenset({"postgres", "stoppable", "postgresql", "on_postgres"}), "PostgreSQL", INSTALL + "postgresql"
    ),
    "browser": Need(frozenset({"browser"}), "chromium", INSTALL + "chromium"),
    "paper": Need(frozenset(), "pdftotext", INSTALL + "poppler-utils"),
    "node": Need(frozenset(), "axe of Node", INSTALL + "nodejs npm; make test"),
}


def is_there(marker):
    """Whether this machine has what a marker stands for."""
    if marker == "postgresql":
        return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb")
    if marker == "node":
        return (Path(__file__).parents[1] / "widget/node_modules/axe-core").exists()
    return marker == "model" or shutil.which(NEEDS[marker].program)


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items):
    lacking = {marker for marker in NEEDS if not is_there(marker)}
    for item in items:
        parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
        names = {*item.fixturenames, *(value for value in parameters if isinstance(value, str))}
        for marker, need in NEEDS.items():
            if need.fixtures & names:
                item.add_marker(marker)
            if marker in lacking and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=f"no {need.program}: {need.install}"))


def pytest_terminal_summary(terminalreporter, config):
    reasons = [report.longrepr[2].removeprefix("Skipped: ") for report in terminalreporter.stats.get("skipped", ())]
    if reasons:
        passed = len(terminalreporter.stats.get("passed", ()))
        named = ", ".join(reason.partition(":")[0] for reason in Counter(reasons))
        terminalreporter.section("not run")
        for reason, count in Counter(reasons).items():
            terminalreporter.line(f"{count} tests, {reason}")
        terminalreporter.line(f"{passed} passed, {len(reasons)} not run: {named}")


def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and exitstatus == pytest.ExitCode.OK and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


class CheckedDay(date):
    """The clock of what may be said stands still, so that tests pass after the pages have expired."""

    @classmethod
    def today(cls):
        return cls(2026, 11, 28)


@pytest.fixture(scope="session", autouse=True)
def on_the_day_of_the_check():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.store.release.date", CheckedDay)
        yield


@pytest.fixture(scope="session")
def assistant(tmp_path_factory):
    """The trained assistant with its real actions and a store of its own, in this process, and its exchange."""
    from bot.cli import local

    return local.assistant(tmp_path_factory.mktemp("store") / "conversations.db")


@pytest.fixture(scope="session")
def agent(assistant):
    return assistant[0]


@pytest.fixture(scope="session")
def turn(assistant):
    """Take one turn of a conversation; gives what was said."""
    from bot.channels.exchange import Incoming

    agent, exchange = assistant

    def turn(conversation, typed=None, button=None):
        incoming = Incoming(conversation, uuid.uuid4().hex, typed, button)
        return asyncio.run(exchange.turn(incoming, agent.handle_message))

    return turn


@pytest.fixture
def say(turn):
    """Talk in one conversation; gives the messages of each reply."""
    conversation = uuid.uuid4().hex

    def say(text=None, button=None):
        return turn(conversation, text, button).messages

    say.conversation = conversation
    return say


@pytest.fixture(scope="session")
def actions_server():
    from tests.servers import Actions, free_port

    server = Actions(free_port())
    yield server
    server.kill()


@pytest.fixture(scope="session")
def rasa(tmp_path_factory, actions_server):
    """A real Rasa server before the action server that can misbehave."""
    from tests.servers import Rasa

    server = Rasa(tmp_path_factory.mktemp("rasa"), actions_server.server_address[1])
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """A PostgreSQL server for all tests that do not stop it."""
    from tests.servers import Postgres

    server = Postgres(tmp_path_factory.mktemp("postgres"))
    yield server
    server.stop()
