"""Turns a second, and how long they take, with many conversations at once over HTTP: our assistant beside stock Rasa, the
assistant that `rasa init` makes with one custom action, in the same run, in turns.

Each is a `rasa run` and an action server, as an operator starts them, with conversations in an SQLite file: ours on its web
channel, stock Rasa on its REST channel and its own tracker store. Every turn calls one custom action. A conversation ends
after 8 turns, so that no limit of ours on messages a minute is met.

    python -m benchmarks.serving [--conversations 32] [--rounds 3] [--tree FOLDER]

Another checkout, with a model of its own, is measured in the same run by `--tree`; every server runs in this environment.
"""

import argparse
import asyncio
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout
from rasa.cli.scaffold import create_initial_project

from benchmarks.turn_cost import QUESTIONS

ROOT = Path(__file__).parents[1]
CACHE = ROOT / ".rasa/bench"  # stock Rasa's assistant, trained once
PATIENCE = 180  # seconds until the first answer
ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "LOG_LEVEL": "WARNING",
    "LOG_LEVEL_LIBRARIES": "ERROR",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
    "SANIC_HOST": "127.0.0.1",
    "LUPUS_BOT_SECRET": "only for this benchmark, which nobody else can reach",
}
STOCK_QUESTIONS = ("are you a bot?", "are you a human?", "am I talking to a bot?", "am I talking to a human?") * 2
STOCK_ACTION = '''"""The custom action."""

from rasa_sdk import Action


class ActionHelloWorld(Action):
    """Says one line."""

    def name(self):
        """Its name in the domain."""
        return "action_hello_world"

    def run(self, dispatcher, tracker, domain):
        """Say it."""
        dispatcher.utter_message(text="Hello World!")
        return []
'''


@dataclass
class Measured:
    """The turns of one assistant."""

    seconds: list[float] = field(default_factory=list)  # that each took
    unanswered: int = 0  # how many got no proper answer
    elapsed: float = 0.0  # seconds they took together

    @property
    def rate(self) -> float:
        """Turns a second."""
        return len(self.seconds) / self.elapsed


class Assistant(ABC):
    """A server to talk to."""

    questions: tuple[str, ...]

    def __init__(self, name: str, port: int) -> None:
        self.name = name
        self.address = f"http://127.0.0.1:{port}/webhooks"

    @abstractmethod
    async def begin(self, client: ClientSession) -> str:
        """A new conversation."""

    @abstractmethod
    async def say(self, client: ClientSession, conversation: str, words: str) -> bool:
        """One turn: whether it was properly answered."""


class Ours(Assistant):
    """A checkout of this repository."""

    questions = QUESTIONS

    async def begin(self, client: ClientSession) -> str:
        """The token of a new conversation."""
        async with client.post(f"{self.address}/web/conversations") as response:
            return (await response.json())["token"]

    async def say(self, client: ClientSession, conversation: str, words: str) -> bool:
        """One turn. It was not answered if it is not kept or the actions did not answer."""
        body = {"message_id": uuid.uuid4().hex, "text": words}
        headers = {"Authorization": f"Bearer {conversation}"}
        async with client.post(f"{self.address}/web/messages", json=body, headers=headers) as response:
            answer = await response.json()
        return response.ok and answer["replies"][0]["metadata"]["response"] != "utter_unavailable"


class Stock(Assistant):
    """The assistant that `rasa init` makes."""

    questions = STOCK_QUESTIONS

    async def begin(self, _client: ClientSession) -> str:
        """A new sender."""
        return uuid.uuid4().hex

    async def say(self, client: ClientSession, conversation: str, words: str) -> bool:
        """One turn."""
        async with client.post(f"{self.address}/rest/webhook", json={"sender": conversation, "message": words}) as response:
            return [said.get("text") for said in await response.json()] == ["Hello World!"]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(log: Path, folder: Path, *arguments: str, **settings: str) -> Iterator[None]:
    """A Python module run in `folder`, which is stopped whatever happens."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            cwd=folder,
            env={**os.environ, **ENVIRONMENT, **settings},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches this process only, which then stops the server
        )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def serve(servers: ExitStack, folder: Path, log: Path, endpoints: str, *options: str, **settings: str) -> int:
    """Start the action server and Rasa in `folder`, to be stopped with `servers`; the port of Rasa."""
    port, actions_port = free_port(), free_port()
    file = log.with_suffix(".endpoints.yml")
    file.write_text(re.sub(r"localhost:5055\b", f"127.0.0.1:{actions_port}", endpoints), encoding="utf-8")
    servers.enter_context(running(log, folder, "rasa_sdk", "--actions", "actions", "--port", str(actions_port)))
    command = ("rasa", "run", "--interface", "127.0.0.1", "--port", str(port), "--endpoints", str(file), *options)
    servers.enter_context(running(log, folder, *command, **settings))
    return port


def ours(servers: ExitStack, tree: Path, scratch: Path) -> int:
    """Serve the checkout in `tree`."""
    if not any((tree / "models").glob("*.tar.gz")):
        sys.exit(f"There is no model in {tree / 'models'}; run 'make train' there.")
    endpoints = (tree / "endpoints.yml").read_text(encoding="utf-8")
    return serve(servers, tree, scratch / "log", endpoints, LUPUS_BOT_DATABASE=f"sqlite:///{scratch / 'conversations.db'}")


def stock(servers: ExitStack, scratch: Path) -> int:
    """Make, train and serve what `rasa init` makes, with an action in the place of one response."""
    CACHE.mkdir(parents=True, exist_ok=True)
    create_initial_project(str(CACHE))
    (CACHE / "actions/actions.py").write_text(STOCK_ACTION, encoding="utf-8")
    rules = CACHE / "data/rules.yml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("utter_iamabot", "action_hello_world"), encoding="utf-8")
    with (CACHE / "domain.yml").open("a", encoding="utf-8") as domain:
        domain.write("\nactions:\n  - action_hello_world\n")
    print("Training stock Rasa's assistant, unless it is trained", file=sys.stderr)
    command = [sys.executable, "-m", "rasa", "train", "--fixed-model-name", "stock"]
    trained = subprocess.run(command, cwd=CACHE, env={**os.environ, **ENVIRONMENT}, capture_output=True, text=True)
    if trained.returncode:
        sys.exit(f"Stock Rasa's assistant could not be trained. {trained.stderr[-3000:]}")
    endpoints = (
        "action_endpoint:\n  url: http://localhost:5055/webhook\n"
        f"tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: {scratch / 'conversations.db'}\n"
    )
    return serve(servers, CACHE, scratch / "log", endpoints)


async def until_ready(assistant: Assistant, log: Path) -> None:
    """Wait for the first proper answer."""
    end = time.monotonic() + PATIENCE
    async with ClientSession(timeout=ClientTimeout(20)) as client:
        while time.monotonic() < end:
            try:
                if await assistant.say(client, await assistant.begin(client), assistant.questions[0]):
                    return
            except (ClientError, asyncio.TimeoutError):
                pass
            await asyncio.sleep(1)
    sys.exit(f"{assistant.name} did not answer in {PATIENCE} seconds. {log.read_text(errors='replace')[-3000:]}")


async def converse(assistant: Assistant, client: ClientSession, first: int, measured: Measured) -> None:
    """One conversation through all questions, from the `first` on, so that not all ask the same at once."""
    conversation = await assistant.begin(client)
    for words in assistant.questions[first:] + assistant.questions[:first]:
        began = time.perf_counter()
        answered = await assistant.say(client, conversation, words)
        measured.seconds.append(time.perf_counter() - began)
        measured.unanswered += not answered


async def load(assistant: Assistant, conversations: int, measured: Measured) -> None:
    """So many conversations at once, all of them once through."""
    async with ClientSession(timeout=ClientTimeout(PATIENCE)) as client:
        began = time.perf_counter()
        await asyncio.gather(
            *(converse(assistant, client, at % len(assistant.questions), measured) for at in range(conversations))
        )
        measured.elapsed += time.perf_counter() - began


def report(conversations: int, results: dict[str, Measured]) -> None:
    """Print a table; the last of `results` is what the others are compared with."""
    *_, (rival, base) = results.items()
    heads = f"{'turns/s':>8}{'p50, s':>8}{'p95, s':>8}{'unanswered':>12}   turns/s, p50 beside {rival}"
    print(f"\n{f'{conversations} conversations at once':33}{heads}")
    middle = statistics.median(base.seconds)
    for name, found in results.items():
        half, most = statistics.median(found.seconds), statistics.quantiles(found.seconds, n=20)[-1]
        figures = f"{found.rate:8.1f}{half:8.2f}{most:8.2f}{f'{found.unanswered} of {len(found.seconds)}':>12}"
        print(f"{name[-33:]:33}{figures}{found.rate / base.rate:10.2f}{half / middle:8.2f}")


def main() -> int:
    """Print how many turns a second each assistant takes, and how long they are."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # or the servers would outlive this process
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conversations", type=int, nargs="+", default=[32], help="how many at once (default 32)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (default 3)")
    parser.add_argument("--tree", type=Path, action="append", default=[], help="another checkout of ours; may be repeated")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as servers:
        assistants: list[Assistant] = []
        trees = {"ours": ROOT, **{str(tree): tree.resolve() for tree in arguments.tree}}
        for name, tree in [*trees.items(), ("stock Rasa", None)]:
            folder = Path(scratch) / str(len(assistants))
            folder.mkdir()
            if tree:
                assistants.append(Ours(name, ours(servers, tree, folder)))
            else:
                assistants.append(Stock(name, stock(servers, folder)))
        for at, assistant in enumerate(assistants):
            print(f"Waiting for {assistant.name}", file=sys.stderr)
            asyncio.run(until_ready(assistant, Path(scratch) / str(at) / "log"))
            asyncio.run(load(assistant, 4, Measured()))  # what is slow at first is not measured
        for conversations in arguments.conversations:
            results = {assistant.name: Measured() for assistant in assistants}
            for turn in range(arguments.rounds):
                for assistant in assistants:
                    print(f"{conversations} at once, round {turn + 1}: {assistant.name}", file=sys.stderr)
                    asyncio.run(load(assistant, conversations, results[assistant.name]))
            report(conversations, results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
