from pathlib import Path

import pytest

from bot.content import places
from bot.understanding.regions import Regions

ROOT = Path(__file__).parents[2]
REGIONS = Regions({id: region.said for id, region in places.read(ROOT / places.REGIONS).regions.items()})


@pytest.mark.parametrize(
    "text, region",
    [
        ("I'm in Ireland", "ie"),
        ("i\u2019m in northern ireland", "uk"),
        ("im in the us", "us"),
        ("US", "us"),
        ("usa", "us"),
        ("We live in New South Wales and my legs hurt", "au"),
        ("I am currently in NZ", "nz"),
        ("here in canada we pay for it", "ca"),
        ("my number is wrong, i live in the Netherlands", "eu"),
        ("I was in Wales but now I live in Spain", "eu"),
        ("can you talk to us", None),
        ("they told us in Scotland", None),
        ("is it approved in Canada?", None),
        ("a clinic in Germany", None),
        ("I am not in the UK", None),
        ("I'm in pain", None),
        ("I live in Georgia", None),
        ("", None),
    ],
)
def test_where_the_person_says_they_are(text, region):
    assert REGIONS.said(text) == region
