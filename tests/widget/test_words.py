"""The one line about emergencies that the chat must say by itself."""

import re
from pathlib import Path

from bot.content import places

WORDS = Path(__file__).parents[2] / "widget/src/words.ts"
PAGE = Path(__file__).parents[2] / "bot/channels/web/page/index.html"


def test_it_names_every_emergency_number_that_is_known():
    known = {
        number for region in places.read().regions.values() for number in re.findall(r"\d+", region.lines["emergency"].text)
    }
    (line,) = re.findall(r"emergency: \"(.*)\"", WORDS.read_text(encoding="utf-8"))
    (page,) = re.findall(r"<noscript>(.*)</noscript>", PAGE.read_text(encoding="utf-8"))
    assert known == set(re.findall(r"\d+", line)) == set(re.findall(r"\d+", page))
