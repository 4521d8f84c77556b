"""`due` lists what is to be checked again, week by week: answers, situations and the lines of regions."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from bot.content import pages, places
from bot.content.curated import PageError


@dataclass(frozen=True)
class Due:
    """Something that must be checked again."""

    by: date
    what: str  # its id, or the region and kind of line
    where: str  # file and line, or file

    @property
    def monday(self) -> date:
        """The first day of its week."""
        return self.by - timedelta(days=self.by.weekday())


def main(arguments: list[str]) -> int:
    """`python -m bot due [--weeks N]`. 1 if anything is past its day: the check before a release."""
    parser = argparse.ArgumentParser(prog="python -m bot due", description=__doc__)
    parser.add_argument("--weeks", type=int, default=12, help="how far to look ahead (12)")
    options = parser.parse_args(arguments)
    try:
        found = sorted(_all(), key=lambda due: (due.by, due.what))
    except PageError as error:
        print(error, file=sys.stderr)
        return 1
    return show(found, date.today(), options.weeks)


def show(found: list[Due], today: date, weeks: int) -> int:
    """Print what of `found` is past its day on `today`, and what comes within `weeks`. 1 if anything is past."""
    past = [due for due in found if due.by < today]
    print(f"{len(past)} past their day" + (":" if past else "."))
    _lines(past)
    ahead = [due for due in found if today <= due.by < today + timedelta(weeks=weeks)]
    for monday, its in groupby(ahead, key=lambda due: due.monday):
        week = list(its)
        print(f"\nWeek of {monday:%-d %B %Y}: {len(week)}")
        _lines(week)
    return 1 if past else 0


def _lines(found: list[Due]) -> None:
    for due in found:
        print(f"  {due.by}  {due.what}  ({due.where})")


def _all() -> Iterator[Due]:
    for page in pages.read().by_id.values():
        yield Due(page.recheck_by, page.id, f"{page.file}:{page.line}")
    for region, facts in places.read().regions.items():
        for kind, line in facts.lines.items():
            yield Due(line.recheck_by, f"{region}, {kind}", str(places.REGIONS))
