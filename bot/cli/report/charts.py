"""Draws tables as bars, in SVG that takes the page's own text colour and font and carries no style of its own."""

import io
import re
from collections.abc import Sequence
from html import escape
from typing import Any

from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from bot.cli.report.figures import Table

COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9")  # Okabe and Ito's, for any colour vision
WIDTH = 8.5  # inches, of 72 units; the page scales it
MOST_DATES = 12  # below one axis
_INK = "#010203"  # stands for the page's text colour
_EDGE = {"edgecolor": _INK, "linewidth": 0.4}  # parts of a bar stay apart without their colours
_GRID = {"color": _INK, "alpha": 0.2, "linewidth": 0.6, "clip_on": False}


def ranked(table: Table, alternative: str) -> str:
    """A bar for each row, from the top down; the table's numbers lie end to end in it."""
    figure, axes = _axes(0.8 + 0.25 * len(table.rows))
    names, parts = _columns(table)
    places, left = range(len(names)), [0] * len(names)
    for name, part in parts.items():
        bars = axes.barh(places, part, left=left, label=name, clip_on=False, **_EDGE)
        left = [before + count for before, count in zip(left, part, strict=True)]
    # Dollar signs would be read as mathematics.
    axes.set_yticks(places, [name.replace("$", r"\$") for name in names])
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="x", **_GRID)
    if len(parts) == 1:
        axes.bar_label(bars, padding=3, color=_INK)
    return _drawn(figure, alternative)


def by_week(table: Table, alternative: str) -> str:
    """A bar for each row, from left to right; the table's numbers stand on one another in it."""
    figure, axes = _axes(2.8)
    weeks, parts = _columns(table)
    places, bottom = range(len(weeks)), [0] * len(weeks)
    for name, part in parts.items():
        axes.bar(places, part, bottom=bottom, label=name, width=0.7, clip_on=False, **_EDGE)
        bottom = [before + count for before, count in zip(bottom, part, strict=True)]
    step = -(-len(weeks) // MOST_DATES)
    axes.set_xticks(places[::step], weeks[::step])
    axes.set_xlim(-0.5, max(len(weeks), 4) - 0.5)  # one week's bar shall not fill the picture
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y", **_GRID)
    return _drawn(figure, alternative)


def _axes(height: float) -> tuple[Any, Any]:
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    axes = figure.subplots()
    axes.set_prop_cycle(color=COLOURS)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, colors=_INK)
    axes.spines[:].set_visible(False)
    return figure, axes


def _columns(table: Table) -> tuple[list[str], dict[str, Sequence[Any]]]:
    names, *parts = zip(*table.rows, strict=True)
    return [str(name) for name in names], dict(zip(table.header[1:], parts, strict=True))


def _drawn(figure: Any, alternative: str) -> str:
    """The picture as an element of the page. Its ids would meet those of the other pictures, and style in attributes is
    refused by the page's content policy: the first are left out, the second become attributes of their own."""
    (axes,) = figure.axes
    if len(axes.containers) > 1:
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncol=3, frameon=False, labelcolor=_INK)
    file = io.StringIO()
    with rc_context({"svg.fonttype": "none"}):
        figure.savefig(file, format="svg", transparent=True, metadata=dict.fromkeys(("Creator", "Date", "Format", "Type")))
    body = file.getvalue().partition("</defs>")[2]
    body = re.sub(r' id="[^"]*"', "", body)
    body = re.sub(r' style="([^"]*)"', _attributes, body).replace(_INK, "currentColor")
    width, height = (72 * inches for inches in figure.get_size_inches())
    return f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(alternative)}">{body}'


def _attributes(style: re.Match[str]) -> str:
    pairs = (part.split(": ", 1) for part in style[1].split("; "))
    return "".join(f' {name}="{value}"' for name, value in pairs if name != "font")  # the page sets it
