"""What a page may not fail to say: a row for each contraindication, held against the words that patients read."""

import re
from pathlib import Path

import pytest

from bot.content import pages

PAGES = pages.read(Path(__file__).parents[2] / pages.FOLDER).by_id
MUST_SAY = [  # page, what it says (in any part)
    # pregnancy
    (
        "mycophenolate.pregnancy",
        r"(harm|miscarr|birth defect).*",
        r"do not stop|not stop|before (you )?try|6 weeks|six weeks",
    ),
    ("methotrexate.pregnancy", r"harm|miscarr|birth defect|must not", r"before the next dose|today|now"),
    ("cyclophosphamide.pregnancy", r"harm|miscarr|birth defect", r"contracepti"),
    ("hydroxychloroquine.pregnancy", r"(keep|stay on|continue|go on|carry on)", r"not stop|do not stop|never stop"),
    ("steroids.pregnancy", r"not stop|never stop", r"lowest|low dose|small"),
    ("azathioprine.pregnancy", r"(can|may|often) (usually )?be (used|taken)|keep|stay on|continue", r"not stop|do not stop"),
    ("nsaids.pregnancy", r"20 weeks", r"kidney|fluid|heart|vessel"),
    ("medicines_in_pregnancy", r"mycophenolate", r"methotrexate"),
    ("contraception", r"antiphospholipid", r"oestrogen|estrogen"),
    ("fathering", r"cyclophosphamide", r"sperm"),
    # breastfeeding
    ("methotrexate.pregnancy", r"breast", r"not|avoid"),
    ("mycophenolate.pregnancy", r"breast", r"not|avoid"),
    # live vaccines
    ("vaccines", r"live vaccines?", r"(not|avoid|should not|before)"),
    ("immunosuppressants_overview", r"live vaccine", r"not|avoid|before|ask"),
    ("biologics_overview", r"live vaccine", r"not|avoid|before|ask"),
    # alcohol
    ("methotrexate.precautions", r"alcohol", r"liver"),
    ("alcohol", r"methotrexate", r"liver"),
    # monitoring
    ("hydroxychloroquine.monitoring", r"eye", r"five years|5 years|year"),
    ("methotrexate.monitoring", r"blood", r"liver"),
    ("azathioprine.monitoring", r"blood", r"TPMT|enzyme"),
    ("cyclophosphamide.monitoring", r"blood", r"urine|bladder"),
    ("tacrolimus.monitoring", r"kidney", r"blood pressure|level"),
    ("voclosporin.monitoring", r"kidney", r"blood pressure"),
    # sudden stopping
    ("steroids.precautions", r"(not|never) stop", r"sudden"),
    ("steroid_tapering", r"(not|never) stop", r"sudden|yourself|alone"),
    ("stopping_medicines", r"steroid", r"sudden"),
    ("missed_dose", r"steroid", r"sick|vomit"),
    # clashes
    ("azathioprine.precautions", r"allopurinol|febuxostat", r"danger|blood|clash|not"),
    ("methotrexate.precautions", r"trimethoprim", r"danger|blood|clash|not|avoid"),
    ("tacrolimus.precautions", r"grapefruit", r"level|not|avoid"),
    ("voclosporin.precautions", r"grapefruit", r"level|not|avoid"),
    ("nsaids.precautions", r"kidney", r"blood thinner|warfarin|anticoagulant"),
    ("pain_relief", r"kidney", r"ibuprofen|NSAID"),
    ("supplements_and_herbs", r"echinacea", r"alfalfa"),
    ("methotrexate.how_taken", r"once a week|one day a week|weekly", r"(not|never)[^.]* (every day|daily)|daily"),
    # infection
    ("fever_guidance", r"38", r"today|same day"),
    ("rituximab.precautions", r"hepatitis B", r"test|check|blood"),
    ("obinutuzumab.precautions", r"hepatitis B", r"test|check|blood"),
]


def read_by_patients(id):
    page = PAGES[id]
    return " ".join(filter(None, [page.text, page.watch, page.more, *page.numbers, page.simply]))


@pytest.mark.parametrize("id, first, second", MUST_SAY, ids=lambda value: value if isinstance(value, str) else "")
def test_what_a_page_may_not_fail_to_say(id, first, second):
    words = " ".join(read_by_patients(id).split())
    assert re.search(first, words, re.IGNORECASE) and re.search(second, words, re.IGNORECASE)
