"""The one line about emergencies that the chat must say by itself, and that it knows nothing else of the answers."""

import re
from pathlib import Path

import pytest

from bot.content import pages, places

SOURCES = Path(__file__).parents[2] / "widget/src"
WORDS = SOURCES / "words.ts"
PAGE = Path(__file__).parents[2] / "bot/channels/web/page/index.html"


def test_it_names_every_emergency_number_that_is_known():
    known = {
        number for region in places.read().regions.values() for number in re.findall(r"\d+", region.lines["emergency"].text)
    }
    (line,) = re.findall(r"emergency: \"(.*)\"", WORDS.read_text(encoding="utf-8"))
    (page,) = re.findall(r"<noscript>(.*)</noscript>", PAGE.read_text(encoding="utf-8"))
    assert known == set(re.findall(r"\d+", line)) == set(re.findall(r"\d+", page))


@pytest.mark.parametrize("file", sorted(SOURCES.rglob("*.ts")), ids=lambda file: str(file.relative_to(SOURCES)))
def test_the_chat_knows_no_response_and_no_page_by_name(file):
    written = file.read_text(encoding="utf-8")
    assert "utter_" not in written
    assert pages.read().by_id.keys() & set(re.findall(r"""["'`]([\w.]+)["'`]""", written)) == set()
