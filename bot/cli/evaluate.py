"""Measures the assistant on question banks, through its whole path: channel exchange, NLU, policy, real actions, store."""

import argparse
import asyncio
import json
import sys
import tempfile
import time
import uuid
from pathlib import Path

from rasa.core.agent import Agent

from bot.channels.exchange import Exchange, Incoming
from bot.channels.wire import Message
from bot.cli import banks, local, models
from bot.cli.scoring import Result, summary
from bot.ids import pressed, route_of
from bot.lines import NET


def main(arguments: list[str]) -> int:
    """`python -m bot evaluate BANK... [--output FILE.jsonl]`."""
    parser = argparse.ArgumentParser(prog="python -m bot evaluate", description=__doc__)
    parser.add_argument("bank", nargs="+", type=Path, help="a TSV file (text, expected) or YAML dialogues")
    parser.add_argument("--output", type=Path, help="where to write one JSON line a turn")
    options = parser.parse_args(arguments)
    try:
        questions = [question for file in options.bank for question in banks.read(file)]
        with tempfile.TemporaryDirectory() as folder:
            results = asyncio.run(_ask_all(*local.assistant(Path(folder) / "conversations.db"), questions))
        if options.output:
            with options.output.open("w", encoding="utf-8") as output:
                output.writelines(json.dumps(result.as_row(), ensure_ascii=False) + "\n" for result in results)
    except (banks.BankError, models.NoModel, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(summary(results))
    return 0


async def _ask_all(agent: Agent, exchange: Exchange, questions: list[banks.Question]) -> list[Result]:
    results, conversation = [], ""
    for number, question in enumerate(questions, 1):
        conversation = uuid.uuid4().hex if question.starts else conversation
        began = time.perf_counter()
        said = await exchange.turn(Incoming(conversation, uuid.uuid4().hex, typed=question.text), agent.handle_message)
        results.append(_result(question, said.messages, 1000 * (time.perf_counter() - began)))
        if number % 25 == 0 or number == len(questions):
            print(f"\r{number} of {len(questions)} questions asked", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return results


def _result(question: banks.Question, replies: list[Message], milliseconds: float) -> Result:
    names = [str(reply["metadata"]["response"]) for reply in replies]
    return Result(
        question,
        answers=tuple(str(reply["metadata"]["id"]) for reply in replies if reply["metadata"].get("id")),
        routes=tuple(filter(None, map(route_of, names))),
        net=NET in names,
        suggested=tuple(filter(None, (pressed(button["payload"]) for reply in replies for button in reply["buttons"]))),
        messages=tuple(reply["text"] for reply in replies),
        milliseconds=milliseconds,
    )
