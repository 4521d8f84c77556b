"""Measures the assistant on question banks, through its whole path: channel guard, NLU, policy, real actions, store."""

import argparse
import asyncio
import json
import sys
import tempfile
import time
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from rasa.core.agent import Agent

from bot.channels import guard
from bot.cli import banks, local
from bot.cli.scoring import is_ok, summary
from bot.procedure import NET, ROUTE


def main(arguments: list[str]) -> int:
    """`python -m bot evaluate BANK... [--output FILE.jsonl]`."""
    parser = argparse.ArgumentParser(prog="python -m bot evaluate", description=__doc__)
    parser.add_argument("bank", nargs="+", type=Path, help="a TSV file (text, expected) or YAML dialogues")
    parser.add_argument("--output", type=Path, help="where to write one JSON line a turn")
    options = parser.parse_args(arguments)
    try:
        questions = [question for file in options.bank for question in banks.read(file)]
        with tempfile.TemporaryDirectory() as folder:
            agent = local.load_agent(Path(folder) / "conversations.db")
            results = asyncio.run(_ask_all(agent, questions))
        if options.output:
            with options.output.open("w", encoding="utf-8") as output:
                _write(results, output)
    except (banks.BankError, local.NoModel, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(summary(results))
    return 0


async def _ask_all(agent: Agent, questions: list[banks.Question]) -> list[dict[str, Any]]:
    results, conversation = [], ""
    for number, question in enumerate(questions, 1):
        conversation = uuid.uuid4().hex if question.starts else conversation
        began = time.perf_counter()
        reply = await guard.take_turn(agent.handle_message, "web", conversation, uuid.uuid4().hex, typed=question.text)
        results.append(_result(question, reply.messages, 1000 * (time.perf_counter() - began)))
        if number % 25 == 0 or number == len(questions):
            print(f"\r{number} of {len(questions)} questions asked", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return results


def _result(question: banks.Question, replies: list[guard.Message], milliseconds: float) -> dict[str, Any]:
    names = [str(reply["metadata"]["response"]) for reply in replies]
    answers = [str(reply["metadata"]["id"]) for reply in replies if reply["metadata"].get("id")]
    return {
        "bank": question.bank,
        "text": question.text,
        "expected": question.expected,
        "answers": answers,
        "routes": [name.removeprefix(ROUTE) for name in names if name.startswith(ROUTE)],
        "net": NET in names,
        "suggested": [b["payload"].removeprefix("/") for reply in replies for b in reply["buttons"]],
        "messages": [reply["text"] for reply in replies],
        "ok": is_ok(question, answers),
        "ms": round(milliseconds, 1),
    }


def _write(results: Iterable[dict[str, Any]], output: TextIO) -> None:
    for result in results:
        output.write(json.dumps(result, ensure_ascii=False) + "\n")
