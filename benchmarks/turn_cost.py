"""What turn 200 of a conversation costs against turn 2: our tracker store beside Rasa's own, same model, same questions.

Both keep conversations in SQLite files of their own. A turn is timed from the typed words to the reply, our channel's look
at what went before included. Early and late turns of both alternate, so that a busy machine slows all alike.
"""

import asyncio
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.tracker_store import SQLTrackerStore

from bot.channels.exchange import Incoming
from bot.cli import local

LATE = 200
CONVERSATIONS = 3
QUESTIONS = (
    "What is lupus?",
    "what is plaquenil for",
    "and the side effects?",
    "how much does benlysta cost",
    "can stem cells cure lupus",
    "is it ok to drink wine",
    "what about car-t",
    "why am I so tired",
)
Say = Callable[[str, str], Awaitable[None]]  # conversation, words


def ours(folder: Path) -> Say:
    """A turn as the web channel takes it."""
    agent, exchange = local.assistant(folder / "ours.db")

    async def say(conversation: str, words: str) -> None:
        said = await exchange.take(Incoming(conversation, uuid.uuid4().hex, typed=words), agent.handle_message, agent)
        assert said.kept

    return say


def stock(folder: Path) -> Say:
    """A turn on Rasa's own SQL tracker store."""
    agent: Agent = local.load_agent(folder / "unused.db")
    store = SQLTrackerStore(agent.domain, dialect="sqlite", db=str(folder / "stock.db"))
    agent.tracker_store = agent.processor.tracker_store = store

    async def say(conversation: str, words: str) -> None:
        await agent.handle_message(UserMessage(words, CollectingOutputChannel(), conversation, input_channel="web"))

    return say


async def timed(say: Say, conversation: str, words: str) -> float:
    """Milliseconds of one turn."""
    began = time.perf_counter()
    await say(conversation, words)
    return 1000 * (time.perf_counter() - began)


async def main() -> None:
    """Prints the medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        rivals = {"ours": ours(Path(folder)), "stock Rasa": stock(Path(folder))}
        long = [uuid.uuid4().hex for _ in range(CONVERSATIONS)]
        first = LATE - len(QUESTIONS)
        for turn in range(first):
            print(f"\rturn {turn + 1} of {LATE}", end="", file=sys.stderr, flush=True)
            for say in rivals.values():
                for conversation in long:
                    await say(conversation, QUESTIONS[turn % len(QUESTIONS)])
        times: dict[tuple[str, str], list[float]] = {(name, when): [] for name in rivals for when in ("early", "late")}
        for conversation in long:
            for words in QUESTIONS:
                for name, say in rivals.items():
                    new = uuid.uuid4().hex
                    await say(new, QUESTIONS[0])
                    times[name, "early"].append(await timed(say, new, words))
                    times[name, "late"].append(await timed(say, conversation, words))
        print(file=sys.stderr)
        for name in rivals:
            early, late = (statistics.median(times[name, when]) for when in ("early", "late"))
            print(f"{name:>10}: turn 2 {early:.0f} ms, turns {first + 1} to {LATE} {late:.0f} ms, ratio {late / early:.2f}")


if __name__ == "__main__":
    asyncio.run(main())
