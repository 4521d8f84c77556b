"""Scores replies against a question bank."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.cli.banks import Question
from bot.ids import ANSWER, URGENT, group_of, parts_of

VERDICTS = ("right", "offered", "unanswered", "wrong")
MOST_SUGGESTIONS = 3


@dataclass(frozen=True)
class Result:
    """What one turn of a bank got."""

    question: Question
    answers: tuple[str, ...] = ()  # ids of the pages said, in order
    routes: tuple[str, ...] = ()  # where the person was sent
    net: bool = False  # whether it was told what to do, or asked, if this is happening now
    suggested: tuple[str, ...] = ()  # ids offered as buttons, in order
    messages: tuple[str, ...] = ()  # the texts said
    milliseconds: float = 0.0

    @property
    def right(self) -> bool:
        """Whether one alternative was given whole and nothing beyond what the row allows, but for one answer after a leading
        situation that the row asks for."""
        if not any(all(self._gives(wanted) for wanted in option) for option in self.question.alternatives):
            return False
        beyond = {id for id in self.answers if not self._allows(id)}
        leads = bool(self.answers) and self._allows(self.answers[0]) and group_of(self.answers[0]) != ANSWER
        return not beyond or (leads and len(beyond) == 1 and group_of(next(iter(beyond))) == ANSWER)

    @property
    def verdict(self) -> str:
        """`right`, `offered` (not answered, but among the first three suggestions), `unanswered` or `wrong`."""
        if self.right:
            return "right"
        if self.answers:
            return "wrong"
        return "offered" if any(map(self._allows, self.suggested[:MOST_SUGGESTIONS])) else "unanswered"

    def as_row(self) -> dict[str, Any]:
        """The form in which it is written. Reports and other tools read these keys: none is ever renamed."""
        return {
            "bank": self.question.bank,
            "text": self.question.text,
            "expected": self.question.expected,
            "answers": list(self.answers),
            "routes": list(self.routes),
            "net": self.net,
            "suggested": list(self.suggested),
            "messages": list(self.messages),
            "ok": self.right,
            "ms": round(self.milliseconds, 1),
        }

    def _gives(self, wanted: str) -> bool:
        return any(_meets(wanted, id) for id in self.answers)

    def _allows(self, id: str) -> bool:
        return any(_meets(wanted, id) for wanted in self.question.allowed)


def _meets(wanted: str, id: str) -> bool:
    """Whether `id` is what a row wants: the very same, or any of the group that `after.*` and the like stand for."""
    group, name = parts_of(wanted)
    return id == wanted or (name == "*" and parts_of(id)[0] == group)


def summary(results: Iterable[Result]) -> str:
    """A table: per bank and group of the first expected id, the share of each verdict, and where people were sent."""
    groups: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for result in results:
        groups[(result.question.bank, group_of(result.question.first))].append(result)
        groups[(result.question.bank, "(all)")].append(result)
    lines = [
        f"{'bank':<16}{'group':<14}{'turns':>6}"
        + "".join(f"{name:>12}" for name in VERDICTS)
        + f"{'urgent':>9}{'net':>7}{'ms':>7}"
    ]
    for (bank, group), rows in sorted(groups.items()):
        counts = Counter(row.verdict for row in rows)
        urgent = sum(bool(set(URGENT) & set(row.routes)) for row in rows)
        net = sum(row.net for row in rows)
        middle = sorted(row.milliseconds for row in rows)[len(rows) // 2]
        shares = "".join(f"{counts[name] / len(rows):>12.1%}" for name in VERDICTS)
        lines.append(
            f"{bank:<16}{group:<14}{len(rows):>6}{shares}{urgent / len(rows):>9.1%}{net / len(rows):>7.1%}{middle:>7.0f}"
        )
    return "\n".join(
        [*lines, "urgent: sent to the emergency number or a crisis line; net: told what to do if it is happening now"]
    )
