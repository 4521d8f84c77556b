"""What the curators' report counts. It reads `turns`, `unanswered` and `feedback`, never `events`: no conversation shows."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.ids import DANGERS, group_of
from bot.store.database import Database
from bot.store.tables import feedback, turns, unanswered

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Week:
    """The turns of one week."""

    monday: date  # on which it begins, in UTC
    turns: int
    conversations: int
    nets: int  # turns with the safety net
    outcomes: Counter[str]  # turns by outcome, as the table `turns` names them
    routes: Counter[str]  # likewise by route
    dangers: Counter[str]  # by the gravest of DANGERS
    languages: Counter[str]  # by ISO 639-1 code


@dataclass(frozen=True)
class Unanswered:
    """A question that stayed unanswered, masked as it is kept."""

    text: str
    at: datetime


@dataclass(frozen=True)
class Verdict:
    """A thumb up or down, or a report of a wrong answer."""

    at: datetime
    verdict: str  # one of bot.store.feedback.VERDICTS
    reason: str  # masked; may be empty
    topics: tuple[str, ...]  # ids of the pages said in the turn it is about
    outcome: str  # of that turn
    route: str  # likewise; empty if none


@dataclass(frozen=True)
class Summary:
    """All that is kept now."""

    first: datetime | None  # turn
    last: datetime | None  # turn
    conversations: int
    weeks: list[Week]  # without a gap from the first to the last turn
    topics: Counter[str]  # in how many turns each page was said
    questions: list[Unanswered]  # oldest first
    verdicts: list[Verdict]  # likewise


def read(database: Database) -> Summary:
    """Count what is kept. A verdict on a turn that has been deleted is left out. Raises Outage."""

    def work(connection: Connection) -> Summary:
        database.unhurried(connection)
        columns = (turns.c.at, turns.c.conversation, turns.c.intent, turns.c.topics, turns.c.outcome, turns.c.route)
        kept = connection.execute(sa.select(*columns, turns.c.net, turns.c.language).order_by(turns.c.at)).all()
        asked = connection.execute(sa.select(unanswered.c.at, unanswered.c.text).order_by(unanswered.c.at)).all()
        same = (feedback.c.conversation == turns.c.conversation) & (feedback.c.message_id == turns.c.message_id)
        wanted = sa.select(
            feedback.c.at, feedback.c.verdict, feedback.c.reason, turns.c.topics, turns.c.outcome, turns.c.route
        )
        judged = connection.execute(wanted.join_from(feedback, turns, same).order_by(feedback.c.at)).all()
        return Summary(
            _moment(kept[0].at) if kept else None,
            _moment(kept[-1].at) if kept else None,
            len({row.conversation for row in kept}),
            _weeks(kept),
            Counter(topic for row in kept for topic in row.topics.split()),
            [Unanswered(row.text, _moment(row.at)) for row in asked],
            [
                Verdict(_moment(row.at), row.verdict, row.reason, tuple(row.topics.split()), row.outcome, row.route)
                for row in judged
            ],
        )

    return database.read(work)


def _weeks(turns_kept: Iterable[Any]) -> list[Week]:
    rows = defaultdict(list)
    for row in turns_kept:
        day = _moment(row.at).date()
        rows[day - timedelta(days=day.weekday())].append(row)
    if not rows:
        return []
    first, count = min(rows), (max(rows) - min(rows)) // WEEK + 1
    return [_week(monday, rows[monday]) for monday in (first + number * WEEK for number in range(count))]


def _week(monday: date, rows: list[Any]) -> Week:
    return Week(
        monday,
        len(rows),
        len({row.conversation for row in rows}),
        sum(row.net for row in rows),
        Counter(row.outcome for row in rows),
        Counter(row.route for row in rows),
        Counter(danger for row in rows for danger in _danger(row)),
        Counter(row.language for row in rows),
    )


def _danger(row: Any) -> list[str]:
    """The gravest danger the turn was read as or routed for, if any."""
    return [danger for danger in DANGERS if danger in (row.route, group_of(row.intent))][:1]


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, timezone.utc)
