"""`report` writes the curators' report from the database: a page with pictures, and its figures as CSV files."""

import argparse
import csv
import os
import sys
from datetime import date
from pathlib import Path

import numpy as np

from bot.cli.report import figures, page
from bot.cli.report.figures import Cell, Table
from bot.cli.report.groups import group
from bot.content import pages, places
from bot.content.curated import PageError
from bot.store import summary
from bot.store.database import Database, Outage, SettingError

_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so is taken for a formula


class NoEncoder(RuntimeError):
    """The sentence encoder cannot be loaded; the message says what to do."""


def main(arguments: list[str]) -> int:
    """`python -m bot report [--output FOLDER]`."""
    parser = argparse.ArgumentParser(prog="python -m bot report", description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("report"), metavar="FOLDER", help="where to; default: report")
    folder: Path = parser.parse_args(arguments).output
    try:
        curated, keep_days = pages.read(), places.read().clinic.keep_days
        database = Database()
        database.prepare(patience=0)
        found = summary.read(database)
        groups = group(found.questions, _encode)
    except (PageError, SettingError, Outage, NoEncoder) as error:
        print(f"There is no report: {error}", file=sys.stderr)
        return 1
    tables = {
        "unanswered": figures.unanswered(groups),
        "feedback": figures.verdicts(found, curated),
        "topics": figures.topics(found, curated),
        "weeks": figures.all_by_week(found.weeks),
    }
    html = page.render(found, groups, curated, keep_days, date.today())
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # no other user of the machine needs to read it
        (folder / "index.html").write_text(html, encoding="utf-8")
        for name, table in tables.items():
            _write(table, folder / f"{name}.csv")
    except OSError as error:
        print(f"The report cannot be written to {folder}: {error.strerror}. Name another with --output.", file=sys.stderr)
        return 1
    print(folder / "index.html")
    return 0


def _encode(texts: list[str]) -> np.ndarray:
    print(f"Grouping {len(texts)} unanswered questions; this takes some seconds.", file=sys.stderr, flush=True)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    from bot.nlu import encoder  # loads TensorFlow, so only where there is something to group

    try:
        return encoder.load().encode(texts)[:, : encoder.DIMENSIONS]
    except encoder.EncoderError as error:
        raise NoEncoder(str(error)) from None
    except (OSError, ValueError):
        raise NoEncoder(f"{encoder.VARIABLE} names no sentence encoder; correct it, or unset it.") from None


def _write(table: Table, file: Path) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as opened:  # by the mark at its start Excel knows it is UTF-8
        csv.writer(opened).writerows([_safe(cell) for cell in row] for row in [table.header, *table.rows])


def _safe(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RUN_BY_SPREADSHEETS) else cell
