import re
import statistics
from collections import Counter
from pathlib import Path

import pytest

from bot.content import pages
from bot.content.pages import PageError, Pages
from bot.ids import DANGERS, ROUTES, group_of, parts_of
from tests.content import shape

FOLDER = Path(__file__).parents[2] / pages.FOLDER
MOST_WORDS = 120  # of a situation
HARDEST = 9.0  # Flesch-Kincaid grade of a situation
SHORT = range(25, 66)  # words of an answer's text
SENTENCES = range(2, 5)  # of it
LENGTHS = range(6, 23)  # words of a sentence
IN_A_WATCH = range(4, 23)  # of one there: "Call your lupus team today."
EASY, MEDIAN = 7.0, 6.0  # grades of answers' texts: the hardest, and the middle one
LONGEST_TITLE = 60
FEWEST_PHRASES = 45
FEWEST_OF_AN_ASPECT = 18
PAST = {"fast": 124, "yearly": 366, "slow": 731}  # days from one check to the next
MOST_A_WEEK = 8  # pages due
PROMOTION = re.compile(
    r"\b(miracles?|miraculous|breakthroughs?|revolution(ary|i[sz]e[sd]?)|cutting.edge|state.of.the.art|world.class"
    r"|game.chang(er|ing)|ground.?breaking|life.changing|amazing|incredible|wonderful|promising|bright(er)? future"
    r"|(new|real) hope|hopeful|harness|unlock|risk.free|pain.free|side.effect.free|no side effects|safe and effective"
    r"|all.natural|advanced therap\w+|renowned|leading (clinic|cent)\w*|holistic|rejuvenat\w+)\b",
    re.IGNORECASE,
)


QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
NO_HOST = re.compile(  # copies, news, shops and the like: what was read there stands under read_in
    r"//[\w.-]*(booksci|medifind|einnews|einpresswire|blogspot|squarespace|medluna|mdspire|prnewswire|preview-www|wikipedia"
    r"|healio|verywell|webmd|healthline|drugs\.com|goodrx|medscape|citeline|facebook|reddit|pharmacytimes)",
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


every_situation = pytest.mark.parametrize(
    "page", [page for page in PAGES.by_id.values() if page.group != "answer"], ids=lambda page: page.id
)


def spoken(page):
    return "\n".join(filter(None, [page.text, page.watch, page.more, *page.numbers, page.simply, page.ask]))


def short(page):
    return f"{page.text}\n{page.ask}" if page.ask else page.text


def lines(text):
    """`text` for the reading grade: each line a sentence."""
    found = [line.strip().removeprefix("- ") for line in text.splitlines()]
    return " ".join(line if line.endswith((".", "!", "?")) else f"{line}." for line in found if line)


def normal(phrase):
    return " ".join(re.findall(r"\w+", phrase.casefold()))


def test_all_pages_are_fit():
    assert pages.read(FOLDER).by_id


@every_situation
def test_a_situation_is_short_enough(page):
    assert len(re.findall(r"\S*\w\S*", short(page))) <= MOST_WORDS


@every_situation
def test_a_situation_is_easy_to_read(page):
    assert shape.grade(lines(short(page)), MEDICINE) < HARDEST


@every_answer
def test_the_short_answer_fits_a_phone(page):
    assert len(shape.words(page.text)) in SHORT
    assert len(shape.sentences(page.text)) in SENTENCES
    assert len([figure for one in shape.sentences(page.text) for figure in shape.figures(one)]) <= 2
    assert shape.grade(page.text, MEDICINE) <= EASY


def test_the_short_answers_are_easy_to_read():
    grades = [shape.grade(page.text, MEDICINE) for page in PAGES.by_id.values() if page.group == "answer"]
    assert statistics.median(grades) <= MEDIAN


@every_answer
def test_the_other_parts_are_no_longer_than_they_may_be(page):
    assert len(shape.words(page.watch or "")) <= 30
    assert len(shape.words(page.more)) <= 140
    assert len(shape.words(page.simply)) <= 20 and len(shape.sentences(page.simply)) == 1


@every_answer
def test_every_part_is_full_sentences(page):
    parts = [page.text, page.more, page.simply, *page.numbers]
    assert [one for part in parts for one in shape.sentences(part) if len(shape.words(one)) not in LENGTHS] == []
    assert [one for one in shape.sentences(page.watch or "") if len(shape.words(one)) not in IN_A_WATCH] == []
    assert not re.search(r"(?m)^\s*[-*•]", f"{page.text}\n{page.more}")


@every_answer
def test_every_figure_carries_the_mark_of_its_source(page):
    parts = [page.text, page.watch or "", page.more, *page.numbers]
    assert [one for part in parts for one in shape.unmarked(part)] == []
    marked = {int(number) for part in parts for number in shape.MARK.findall(part)}
    assert marked == set(range(1, len(page.sources) + 1)), "each source is marked, and each mark has a source"


@every_answer
def test_what_is_asked_next_has_a_page(page):
    assert 2 <= len(page.next) <= 3 and page.id not in page.next
    assert [id for id in page.next if group_of(id) != "answer" or id not in PAGES.by_id] == []


@every_answer
def test_nothing_waits_for_the_next_visit_under_a_watch_of_today(page):
    if re.search(r"\b(today|now)\b", page.watch or ""):
        assert not re.search(r"\bnext (contact|visit|appointment)\b", f"{page.text} {page.watch}")


@every_answer
def test_sources_are_official_bodies_journals_or_charities(page):
    assert [source.address for source in page.sources if NO_HOST.search(source.address)] == []


@every_answer
def test_a_day_for_the_next_check_that_can_be_kept(page):
    assert (page.recheck_by - page.checked).days <= PAST[page.pace]
    assert page.grace == "none" or page.pace != "fast"


def test_no_week_holds_more_checks_than_can_be_done():
    weeks = Counter(page.recheck_by.isocalendar()[:2] for page in PAGES.by_id.values() if page.group == "answer")
    assert {week: count for week, count in weeks.items() if count > MOST_A_WEEK} == {}


@every_page
def test_promises_nothing(page):
    said = QUOTED.sub("", "\n".join([page.title, spoken(page)]))  # the article's own words may be quoted
    assert not PROMOTION.findall(said)


@every_situation
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
    fewest = FEWEST_OF_AN_ASPECT if parts_of(page.id)[0] in PAGES.treatments else FEWEST_PHRASES
    assert len({normal(phrase) for phrase in PAGES.examples[page.id]}) >= fewest


def test_no_phrase_in_two_places():
    homes = {}
    for intent, phrases in PAGES.examples.items():
        for phrase in phrases:
            homes.setdefault(normal(phrase), set()).add(intent)
    assert {phrase: sorted(intents) for phrase, intents in homes.items() if len(intents) > 1} == {}


@pytest.mark.parametrize("intent", [intent for intent in PAGES.examples if group_of(intent) in DANGERS])
def test_danger_sends_to_somebody_now(intent):
    assert PAGES.by_id[intent].route in ("emergency", "crisis", "same_day")
