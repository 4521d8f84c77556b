import re
from pathlib import Path

import pytest
import textstat

from bot.content import pages
from bot.content.pages import PageError, Pages
from bot.ids import DANGERS, ROUTES, group_of

FOLDER = Path(__file__).parents[2] / pages.FOLDER
MOST_WORDS = 120
HARDEST = 9.0  # Flesch-Kincaid grade
LONGEST_TITLE = 60
FEWEST_PHRASES = 25
PROMOTION = re.compile(
    r"\b(miracles?|miraculous|breakthroughs?|revolution(ary|i[sz]e[sd]?)|cutting.edge|state.of.the.art|world.class"
    r"|game.chang(er|ing)|ground.?breaking|life.changing|amazing|incredible|wonderful|promising|bright(er)? future"
    r"|(new|real) hope|hopeful|harness|unlock|risk.free|pain.free|side.effect.free|no side effects|safe and effective"
    r"|all.natural|advanced therap\w+|renowned|leading (clinic|cent)\w*|holistic|rejuvenat\w+)\b",
    re.IGNORECASE,
)


def read():
    try:
        return pages.read(FOLDER)
    except PageError:  # said by the first test; without this pytest could collect nothing
        return Pages({}, {}, {}, {})


PAGES = read()
every_page = pytest.mark.parametrize("page", PAGES.by_id.values(), ids=PAGES.by_id.keys())
every_answer = pytest.mark.parametrize(
    "page", [page for page in PAGES.by_id.values() if page.group == "answer"], ids=lambda page: page.id
)
MEDICINE = re.compile(
    r"(?<!\w)("
    + "|".join(
        re.escape(name)
        for name in sorted({*PAGES.treatments, *(n for ns in PAGES.treatments.values() for n in ns)}, key=len, reverse=True)
    )
    + r")(?!\w)",
    re.IGNORECASE,
)


def spoken(page):
    return f"{page.text}\n{page.ask}" if page.ask else page.text


def plain(text):
    """`text` for the reading grade: medicine names as "medicine", and each line a sentence."""
    lines = [line.strip().removeprefix("- ") for line in MEDICINE.sub("medicine", text).splitlines()]
    return " ".join(line if line.endswith((".", "!", "?")) else f"{line}." for line in lines if line)


def normal(phrase):
    return " ".join(re.findall(r"\w+", phrase.casefold()))


def test_all_pages_are_fit():
    assert pages.read(FOLDER).by_id


@every_page
def test_short_enough(page):
    assert len(re.findall(r"\S*\w\S*", spoken(page))) <= MOST_WORDS


@every_page
def test_easy_to_read(page):
    assert textstat.flesch_kincaid_grade(plain(spoken(page))) < HARDEST


def test_grade_counts_list_lines_as_sentences_and_names_as_medicine():
    assert plain("It helps:\n\n- the skin\n- the joints.\n") == "It helps:. the skin. the joints."
    assert plain("Hydroxychloroquine (Plaquenil) helps.") == "medicine (medicine) helps."


@every_page
def test_promises_nothing(page):
    assert not PROMOTION.findall("\n".join([page.title, spoken(page)]))


@every_page
def test_no_second_paragraph_but_a_list(page):
    """Channels cut a text at blank lines: a lead, then at most one list."""
    _lead, *rest = re.split(r"\n\s*\n", page.text)
    assert len(rest) <= 1
    assert all(line.startswith("- ") for block in rest for line in block.splitlines())


@every_page
def test_question_to_take_along_is_a_question(page):
    assert page.ask is None or page.ask.endswith("?")


@every_page
def test_title_fits_a_button(page):
    assert 0 < len(page.title) <= LONGEST_TITLE


def test_titles_are_unique():
    titles = {}
    for page in PAGES.by_id.values():
        titles.setdefault(page.title.casefold(), []).append(page.id)
    assert {title: ids for title, ids in titles.items() if len(ids) > 1} == {}


@every_page
def test_to_be_checked_again_after_it_was_checked(page):
    assert page.checked <= page.recheck_by


@every_answer
def test_answer_has_route_sources_and_question(page):
    assert page.route in ROUTES
    assert page.sources
    assert page.ask


@every_answer
def test_answer_is_asked_in_many_ways(page):
    assert len({normal(phrase) for phrase in PAGES.examples[page.id]}) >= FEWEST_PHRASES


def test_no_phrase_in_two_places():
    homes = {}
    for intent, phrases in PAGES.examples.items():
        for phrase in phrases:
            homes.setdefault(normal(phrase), set()).add(intent)
    assert {phrase: sorted(intents) for phrase, intents in homes.items() if len(intents) > 1} == {}


@pytest.mark.parametrize("intent", [intent for intent in PAGES.examples if group_of(intent) in DANGERS])
def test_danger_sends_to_somebody_now(intent):
    assert PAGES.by_id[intent].route in ("emergency", "crisis", "same_day")
