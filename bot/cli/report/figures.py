"""The report's figures as tables: pictures, page and CSV files are all made from these."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.cli.report.groups import Group
from bot.content.pages import Pages
from bot.ids import group_of
from bot.store.records import ANSWERED
from bot.store.summary import Summary, Verdict, Week

OUTCOMES = {
    ANSWERED: "Answered",
    "unsure": "Not sure: topics offered",
    "not_understood": "Not understood",
    "too_long": "Too long to read",
    "withheld": "Answer withheld",
    "unavailable": "Answer could not be looked up",
}
ROUTES = {
    "emergency": "Emergency help",
    "crisis": "Crisis line",
    "same_day": "Clinician the same day",
    "prescriber": "Prescriber or pharmacist",
    "care_team": "Care team",
    "": "Nobody: small talk",
}
VERDICTS = {"up": "Thumbs up", "down": "Thumbs down", "wrong": "Reported wrong"}
DANGERS = {"emergency": "Emergency", "crisis": "Thoughts of suicide", "same_day": "Same-day sign"}
NO_LANGUAGE = "not known"
NO_PAGE = "(no page was said)"
PAGE_GONE = "(there is no such page any more)"

Cell = str | int


@dataclass(frozen=True)
class Table:
    """Column names, and rows below them; the first cell of a row says what it is about."""

    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    def columns(self, *names: str) -> "Table":
        """The first column and those of `names`."""
        places = [0, *map(self.header.index, names)]
        return Table([self.header[place] for place in places], [[row[place] for place in places] for row in self.rows])


def outcomes(weeks: Sequence[Week]) -> Table:
    """How turns ended, by week."""
    return _by_week(weeks, OUTCOMES, lambda week: week.outcomes)


def routes(weeks: Sequence[Week]) -> Table:
    """Where people were sent, by week."""
    return _by_week(weeks, ROUTES, lambda week: week.routes)


def dangers(weeks: Sequence[Week]) -> Table:
    """Danger turns by kind, by week."""
    return _by_week(weeks, DANGERS, lambda week: week.dangers)


def nets(weeks: Sequence[Week]) -> Table:
    """Turns with a safety net, by week."""
    return Table(("Week from Monday", "Safety nets"), [(str(week.monday), week.nets) for week in weeks])


def languages(weeks: Iterable[Week]) -> Table:
    """In which languages people wrote, the most frequent first."""
    total = sum((week.languages for week in weeks), Counter[str]())
    return Table(("Language", "Turns"), [(language or NO_LANGUAGE, turns) for language, turns in total.most_common()])


def all_by_week(weeks: Sequence[Week]) -> Table:
    """Everything that is counted by week, side by side."""
    tongues = {language: language or NO_LANGUAGE for language in sorted({one for week in weeks for one in week.languages})}
    parts = {
        "Outcome": outcomes(weeks),
        "Sent to": routes(weeks),
        "Danger": dangers(weeks),
        "Language": _by_week(weeks, tongues, lambda week: week.languages),
    }
    header = ["Week from Monday", "Turns", "Conversations", "Safety nets"]
    rows: list[list[Cell]] = [[str(week.monday), week.turns, week.conversations, week.nets] for week in weeks]
    for part, table in parts.items():
        header += [f"{part}: {name}" for name in table.header[1:]]
        rows = [[*left, *right[1:]] for left, right in zip(rows, table.rows, strict=True)]
    return Table(header, rows)


def topics(summary: Summary, pages: Pages) -> Table:
    """The pages that were said, the most frequent first: in how many turns, and the verdicts these turns got. Verdicts on
    turns that said no page come last."""
    given = Counter((topic, verdict.verdict) for verdict in summary.verdicts for topic in about(verdict))
    rows: list[tuple[Cell, ...]] = [
        (title(topic, pages), topic, group_of(topic), turns, *(given[topic, verdict] for verdict in VERDICTS))
        for topic, turns in summary.topics.most_common()
    ]
    of_no_page = [given["", verdict] for verdict in VERDICTS]
    if any(of_no_page):
        rows.append((NO_PAGE, "", "", "", *of_no_page))
    return Table(("Topic", "Id", "Kind", "Turns", *VERDICTS.values()), rows)


def judged(topics: Table, *verdicts: str) -> Table:
    """Of `topics` those with any of `verdicts`, the most of the first of them first."""
    places = [topics.header.index(VERDICTS[verdict]) for verdict in verdicts]
    rows = sorted(topics.rows, key=lambda row: [row[place] for place in places], reverse=True)
    return Table(topics.header, [row for row in rows if any(row[place] for place in places)])


def verdicts(summary: Summary, pages: Pages) -> Table:
    """Every verdict with its reason, the newest first."""
    rows = [
        [
            f"{verdict.at:%Y-%m-%d %H:%M}",
            verdict.verdict,
            verdict.reason,
            "; ".join(title(topic, pages) for topic in about(verdict)),
            " ".join(verdict.topics),
            OUTCOMES[verdict.outcome],
            ROUTES[verdict.route],
        ]
        for verdict in reversed(summary.verdicts)
    ]
    return Table(("When (UTC)", "Verdict", "Reason", "Topics", "Ids", "Outcome", "Sent to"), rows)


def unanswered(groups: Iterable[Group]) -> Table:
    """Every wording of an unanswered question with the group it is in."""
    rows: list[tuple[Cell, ...]] = [
        (number, group.asked, group.wordings[0].text, wording.text, wording.asked, f"{wording.last:%Y-%m-%d}")
        for number, group in enumerate(groups, 1)
        for wording in group.wordings
    ]
    return Table(("Group", "Asked in the group", "The group's question", "Wording", "Asked so", "Last asked (UTC)"), rows)


def about(verdict: Verdict) -> tuple[str, ...]:
    """The ids a verdict counts for: each page said in the turn; an empty one if there was none."""
    return verdict.topics or ("",)


def title(topic: str, pages: Pages) -> str:
    """What people call the topic `topic`."""
    if not topic:
        return NO_PAGE
    return pages.by_id[topic].title if topic in pages.by_id else PAGE_GONE


def _by_week(weeks: Sequence[Week], names: Mapping[str, str], counts: Callable[[Week], Counter[str]]) -> Table:
    rows: list[tuple[Cell, ...]] = [(str(week.monday), *(counts(week)[key] for key in names)) for week in weeks]
    return Table(("Week from Monday", *names.values()), rows)
