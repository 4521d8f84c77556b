"""Measures the assistant on question banks, through its whole path: channel guard, NLU, policy, real actions, store."""

import argparse
import asyncio
import json
import sys
import tempfile
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from rasa.core.agent import Agent

from bot.channels import guard
from bot.cli import banks, local
from bot.pages import group_of
from bot.procedure import NET, ROUTE

VERDICTS = ("right", "offered", "unanswered", "wrong")
MOST_SUGGESTIONS = 3


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
        replies = await guard.take_turn(agent.handle_message, "web", conversation, uuid.uuid4().hex, typed=question.text)
        results.append(_result(question, replies, 1000 * (time.perf_counter() - began)))
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


def is_ok(question: banks.Question, answers: list[str]) -> bool:
    """Whether one alternative was given whole and nothing beyond what the row allows, but for one topic after a leading
    situation that it asks for."""
    given, allowed = set(answers), question.allowed
    if not any(option <= given for option in question.alternatives):
        return False
    beyond = given - allowed
    leads = bool(answers) and answers[0] in allowed and group_of(answers[0]) != "answer"
    return not beyond or (leads and len(beyond) == 1 and group_of(next(iter(beyond))) == "answer")


def verdict(result: dict[str, Any]) -> str:
    """`right`, `offered` (not answered, but among the first three suggestions), `unanswered` or `wrong`."""
    if result["ok"]:
        return "right"
    if result["answers"]:
        return "wrong"
    allowed = {topic for option in result["expected"].split("|") for topic in option.split("&")}
    return "offered" if allowed & set(result["suggested"][:MOST_SUGGESTIONS]) else "unanswered"


def summary(results: Iterable[dict[str, Any]]) -> str:
    """A table: per bank and group of the first expected id, the share of each verdict, and where people were sent."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for result in results:
        groups[(result["bank"], group_of(result["expected"].split("|")[0].split("&")[0]))].append(result)
        groups[(result["bank"], "(all)")].append(result)
    lines = [f"{'bank':<16}{'group':<14}{'turns':>6}" + "".join(f"{name:>12}" for name in VERDICTS) + f"{'urgent':>9}{'net':>7}{'ms':>7}"]
    for (bank, group), rows in sorted(groups.items()):
        counts = Counter(verdict(row) for row in rows)
        urgent = sum(bool({"emergency", "crisis"} & set(row["routes"])) for row in rows)
        net = sum(row["net"] for row in rows)
        middle = sorted(row["ms"] for row in rows)[len(rows) // 2]
        shares = "".join(f"{counts[name] / len(rows):>12.1%}" for name in VERDICTS)
        lines.append(
            f"{bank:<16}{group:<14}{len(rows):>6}{shares}{urgent / len(rows):>9.1%}{net / len(rows):>7.1%}{middle:>7.0f}"
        )
    return "\n".join([*lines, "urgent: sent to the emergency number or a crisis line; net: told what to do if it is happening now"])


def _write(results: Iterable[dict[str, Any]], output: TextIO) -> None:
    for result in results:
        output.write(json.dumps(result, ensure_ascii=False) + "\n")
