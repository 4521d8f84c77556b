"""Scores replies against a question bank."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from bot.cli import banks
from bot.ids import group_of

VERDICTS = ("right", "offered", "unanswered", "wrong")
MOST_SUGGESTIONS = 3


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
    lines = [
        f"{'bank':<16}{'group':<14}{'turns':>6}"
        + "".join(f"{name:>12}" for name in VERDICTS)
        + f"{'urgent':>9}{'net':>7}{'ms':>7}"
    ]
    for (bank, group), rows in sorted(groups.items()):
        counts = Counter(verdict(row) for row in rows)
        urgent = sum(bool({"emergency", "crisis"} & set(row["routes"])) for row in rows)
        net = sum(row["net"] for row in rows)
        middle = sorted(row["ms"] for row in rows)[len(rows) // 2]
        shares = "".join(f"{counts[name] / len(rows):>12.1%}" for name in VERDICTS)
        lines.append(
            f"{bank:<16}{group:<14}{len(rows):>6}{shares}{urgent / len(rows):>9.1%}{net / len(rows):>7.1%}{middle:>7.0f}"
        )
    return "\n".join(
        [*lines, "urgent: sent to the emergency number or a crisis line; net: told what to do if it is happening now"]
    )
