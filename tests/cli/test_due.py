from datetime import date

import pytest

from bot.cli import due
from bot.cli.due import Due

TODAY = date(2027, 3, 3)  # a Wednesday
FOUND = [
    Due(date(2027, 2, 28), "fatigue", "a.yml:1"),
    Due(date(2027, 3, 3), "diet", "b.yml:2"),
    Due(date(2027, 3, 7), "uk, crisis", "regions.yml"),
    Due(date(2027, 3, 8), "exercise", "c.yml:3"),
    Due(date(2027, 9, 1), "vaccines", "d.yml:4"),
]


def test_what_is_past_comes_first_and_fails(capsys):
    assert due.show(FOUND, TODAY, weeks=4) == 1
    assert capsys.readouterr().out.splitlines() == [
        "1 past their day:",
        "  2027-02-28  fatigue  (a.yml:1)",
        "",
        "Week of 1 March 2027: 2",
        "  2027-03-03  diet  (b.yml:2)",
        "  2027-03-07  uk, crisis  (regions.yml)",
        "",
        "Week of 8 March 2027: 1",
        "  2027-03-08  exercise  (c.yml:3)",
    ]


@pytest.mark.parametrize("found", [[], FOUND[1:]])
def test_nothing_past_is_fine(found):
    assert due.show(found, TODAY, weeks=4) == 0


def test_every_page_and_line_is_listed(capsys):
    due.main(["--weeks", "300"])
    said = capsys.readouterr().out
    assert "  what_is_lupus  (data/nlu/answers/understanding_lupus/what_is_lupus.yml:" in said
    assert "  uk, crisis  (data/regions.yml)" in said and "  emergency.stroke_signs  (" in said
