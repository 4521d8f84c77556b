"""The report as one page of HTML that needs nothing else: no script, nothing from outside, and a text for every picture."""

import base64
import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from pathlib import Path
from string import Template

from bot.cli.report import charts, figures
from bot.cli.report.figures import Cell, Table
from bot.cli.report.groups import Group
from bot.content.pages import Pages
from bot.store.records import ANSWERED
from bot.store.summary import Summary

FIRST = 30  # groups and topics on the page; all are in the CSV files
FEW = 15  # topics whose verdicts are shown
FURTHER = 3  # wordings of a group besides its first
REASONS = 5  # of a topic, the newest
LONGEST = 300  # characters of what somebody typed
_FOLDER = Path(__file__).parent
_NOTHING = '<p class="soft">Nothing yet.</p>'


def render(summary: Summary, groups: Sequence[Group], pages: Pages, keep_days: int, made: date) -> str:
    """The whole page. What is older than `keep_days` days is said to be gone."""
    style = (_FOLDER / "page.css").read_text(encoding="utf-8")
    weeks, topics = summary.weeks, figures.topics(summary, pages)
    said = Table(topics.header, [row for row in topics.rows if row[1]][:FIRST])
    reported = figures.judged(topics, "wrong")
    judged = figures.judged(topics, "down", "up")
    worst = Table(judged.header, judged.rows[:FEW])
    return Template((_FOLDER / "page.html").read_text(encoding="utf-8")).substitute(
        style=style,
        hash="sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        made=_day(made),
        period=_period(summary),
        keep_days=keep_days,
        glance=_glance(summary),
        first=FIRST,
        unanswered=_unanswered(groups, len(summary.questions)),
        reported=_reported(summary, Table(reported.header, reported.rows[:FEW])),
        thumbs=_figure("Thumbs by topic", worst.columns("Thumbs down", "Thumbs up"), charts.ranked, judged),
        reasons=_reasons(summary, worst),
        topics=_figure("Turns by topic", said.columns("Turns"), charts.ranked, said),
        dangers=_figure("Danger turns by week", figures.dangers(weeks), charts.by_week),
        nets=_figure("Safety nets by week", figures.nets(weeks), charts.by_week),
        routes=_figure("Routes by week", figures.routes(weeks), charts.by_week),
        outcomes=_figure("Outcomes by week", figures.outcomes(weeks), charts.by_week),
        no_language=figures.NO_LANGUAGE,
        languages=_figure("Turns by language", figures.languages(weeks), charts.ranked),
    )


def _period(summary: Summary) -> str:
    if not summary.first or not summary.last:
        return "Nothing is kept yet: nobody has asked anything, or all of it has been deleted."
    turns = _count(sum(week.turns for week in summary.weeks), "turn")
    conversations = _count(summary.conversations, "conversation")
    return f"It covers {turns} in {conversations}, from {_day(summary.first)} to {_day(summary.last)}."


def _glance(summary: Summary) -> str:
    turns = sum(week.turns for week in summary.weeks)
    answered = sum(week.outcomes[ANSWERED] for week in summary.weeks)
    given = [verdict.verdict for verdict in summary.verdicts]
    facts = {
        "Conversations": summary.conversations,
        "Turns": turns,
        "Answered": f"{answered / turns:.0%}" if turns else "-",
        "Not answered": len(summary.questions),
        "Danger turns": sum(week.dangers.total() for week in summary.weeks),
        **{name: given.count(verdict) for verdict, name in figures.VERDICTS.items()},
    }
    return "<dl>" + "".join(f"<div><dt>{name}</dt><dd>{fact}</dd></div>" for name, fact in facts.items()) + "</dl>"


def _unanswered(groups: Sequence[Group], questions: int) -> str:
    if not groups:
        return _NOTHING
    left_out = questions - sum(group.asked for group in groups)
    note = (
        f"The {min(len(groups), FIRST)} largest of {_count(len(groups), 'group')}; all are in <code>unanswered.csv</code>."
    )
    if left_out:
        note += f" They are without {_count(left_out, 'question')} in the rarest wordings: there were too many to compare."
    return f"<p>{note}</p><ol>" + "".join(f"<li>{_group(group)}</li>" for group in groups[:FIRST]) + "</ol>"


def _group(group: Group) -> str:
    first, *further = (_quoted(wording.text) for wording in group.wordings[: 1 + FURTHER])
    often = "once" if group.asked == 1 else f"{group.asked} times, last"
    facts = f'<span class="soft">asked {often} on {_day(group.last)}</span>'
    return f"{first} {facts}" + (_list(further) if further else "")


def _reported(summary: Summary, reported: Table) -> str:
    html = ""
    for title, topic, *_, wrong in reported.rows:
        reasons, facts = _why(summary, topic, "wrong"), "reported " + _count(int(wrong), "time")
        html += f"<li>{_topic(title, topic, facts)}{_list(reasons) if reasons else ''}</li>"
    return f"<ol>{html}</ol>" if html else _NOTHING


def _reasons(summary: Summary, judged: Table) -> str:
    html = ""
    for title, topic, *_, up, down, _wrong in judged.rows:
        if reasons := _why(summary, topic, "down"):
            html += f"<li>{_topic(title, topic, f'{down} down, {up} up')}{_list(reasons)}</li>"
    return f"<h3>Why thumbs were down</h3><ol>{html}</ol>" if html else ""


def _why(summary: Summary, topic: Cell, verdict: str) -> list[str]:
    """The newest reasons given with a verdict on turns that said the page `topic`."""
    about = [one for one in reversed(summary.verdicts) if one.verdict == verdict and topic in figures.about(one)]
    return [_quoted(one.reason) for one in about if one.reason][:REASONS]


def _topic(title: Cell, topic: Cell, facts: str) -> str:
    return f'{escape(str(title))} <code>{escape(str(topic))}</code> <span class="soft">{facts}</span>'


def _figure(caption: str, shown: Table, draw: Callable[[Table, str], str], whole: Table | None = None) -> str:
    """A picture of `shown`, and below it the table; the one that the picture is an extract of, if there is one."""
    totals = [sum(map(int, column)) for column in zip(*(row[1:] for row in shown.rows), strict=True)]
    if not any(totals):
        return _NOTHING
    names = (f"{name} {total}" for name, total in zip(shown.header[1:], totals, strict=True))
    largest = sorted(shown.rows, key=lambda row: -sum(map(int, row[1:])))[:3]
    most = (f"{row[0]} ({sum(map(int, row[1:]))})" for row in largest)
    alternative = (
        f"Bar chart. {caption}. In all: {', '.join(names)}. Most: {', '.join(most)}. The table below has all figures."
    )
    return (
        f"<figure>{draw(shown, alternative)}</figure>"
        f"<details><summary>{caption}, as a table</summary>{_table(caption, whole or shown)}</details>"
    )


def _table(caption: str, table: Table) -> str:
    header = "".join(_cell("th", name, like, ' scope="col"') for name, like in zip(table.header, table.rows[0], strict=True))
    rows = "".join(
        "<tr>" + _cell("th", first, first, ' scope="row"') + "".join(_cell("td", cell, cell) for cell in cells) + "</tr>"
        for first, *cells in table.rows
    )
    return f"<table><caption>{caption}</caption><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(tag: str, cell: Cell, like: Cell, scope: str = "") -> str:
    """A cell, set as its column is: numbers, such as `like`, to the right."""
    number = ' class="number"' if isinstance(like, int) else ""
    return f"<{tag}{scope}{number}>{escape(str(cell))}</{tag}>"


def _list(items: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _quoted(typed: str) -> str:
    """What somebody typed. Its direction of writing stays its own."""
    return f'<q dir="auto">{escape(typed if len(typed) <= LONGEST else typed[:LONGEST] + "…")}</q>'


def _day(moment: date) -> str:
    return f"<time>{moment:%Y-%m-%d}</time>"


def _count(number: int, of: str) -> str:
    return f"{number:,} {of}" + ("" if number == 1 else "s")
