from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.content import pages
from bot.content.pages import Pages
from bot.content.release import CHANGED, EXPIRED, UNREADABLE, UNSIGNED, UNTRAINED, WITHDRAWN, overdue, withheld
from bot.dialogue.context import Context
from bot.dialogue.reply import Speaker
from bot.ids import route_of
from bot.reading import Reading
from tests.dialogue.test_reply import DAY, TODAY, page

ROOT = Path(__file__).parents[2]
GOOD = [page("fatigue"), page("diet"), page("advice.dose_change", "prescriber"), page("emergency.other", "emergency")]


def decide(found=GOOD, today=TODAY, trained=GOOD, unreadable=(), **more):
    kept = Pages({one.id: one for one in found}, {}, {}, {}, unreadable=frozenset(unreadable))
    return withheld(kept, today, trained={one.id: one.digest for one in trained}, **more)


def test_what_is_as_it_was_trained_is_given():
    assert decide() == {}


def test_a_new_date_does_not_bring_old_words_back():
    expired = [replace(one, recheck_by=TODAY - DAY) for one in GOOD]
    assert decide(expired, trained=expired) == {"fatigue": EXPIRED, "diet": EXPIRED}
    corrected = [replace(one, text="New words.", recheck_by=TODAY + timedelta(days=100)) for one in expired]
    assert decide(corrected, trained=expired) == {"fatigue": CHANGED, "diet": CHANGED}
    assert decide(corrected, trained=corrected) == {}


@pytest.mark.parametrize(
    "more, why",
    [
        ({"found": [replace(GOOD[0], withdrawn="wrong"), *GOOD[1:]]}, WITHDRAWN),
        ({"withdrawn": {"fatigue"}}, WITHDRAWN),
        ({"found": GOOD[1:]}, UNREADABLE),
        ({"unreadable": {"fatigue"}}, UNREADABLE),
        ({"unreadable": {"fatigue"}, "found": GOOD[1:]}, UNREADABLE),
        ({"trained": GOOD[1:]}, UNTRAINED),
        ({"found": [replace(GOOD[0], simply="Simple."), *GOOD[1:]]}, CHANGED),
        ({"found": [replace(GOOD[0], recheck_by=TODAY - DAY), *GOOD[1:]]}, EXPIRED),
        ({"signed": {"diet"}}, UNSIGNED),
    ],
)
def test_why_an_answer_is_withheld(more, why):
    assert decide(**more) == {"fatigue": why}


def test_an_answer_is_given_up_to_its_last_day():
    last = [replace(one, recheck_by=TODAY) for one in GOOD]
    assert decide(last, trained=last) == {}
    assert set(decide(last, today=TODAY + DAY, trained=last)) == {"fatigue", "diet"}


def test_situations_are_never_withheld():
    changed = [replace(one, recheck_by=TODAY - DAY, text="Changed.") for one in GOOD]
    found = decide(changed, date.max, withdrawn={"emergency.other"}, signed=())
    assert found.keys() == {"fatigue", "diet"}


def test_reasons_are_told_apart():
    assert len({WITHDRAWN, EXPIRED, UNREADABLE, UNTRAINED, CHANGED, UNSIGNED}) == 6


def graceful(days):
    due = [replace(one, recheck_by=TODAY - timedelta(days=days), grace="six_months") for one in GOOD]
    return decide(due, trained=due)


def test_six_months_of_grace_and_no_day_more():
    assert graceful(1) == graceful(183) == {}
    assert graceful(184) == {"fatigue": EXPIRED, "diet": EXPIRED}


def test_what_is_overdue_says_so_while_it_is_given():
    due = [replace(GOOD[0], recheck_by=TODAY - DAY, grace="six_months"), *GOOD[1:]]
    assert overdue(Pages({one.id: one for one in due}, {}, {}, {}), TODAY) == {"fatigue"}


def test_a_year_on_at_least_half_of_the_answers_are_still_given():
    found = pages.read(ROOT / pages.FOLDER, ROOT / pages.OWN)
    answers = [page for page in found.by_id.values() if page.group == "answer"]
    trained = {page.id: page.digest for page in answers}
    next_year = max(page.checked for page in answers) + timedelta(days=365)
    gone = withheld(found, next_year, trained=trained)
    assert set(gone.values()) == {EXPIRED} and len(gone) <= len(answers) / 2
    speaker = Speaker(found, gone, overdue(found, next_year))
    for id in gone:
        said = speaker.answer(Reading(id, asked=(id,)), Context()).responses
        assert len(said) == 2 and said[0] == "utter_withheld" and route_of(said[1]) == found.by_id[id].route
    given = next(page for page in answers if page.id in speaker.overdue and page.id not in gone)
    said = speaker.answer(Reading(given.id, asked=(given.id,)), Context()).responses
    assert said[:2] == (given.response, f"utter_overdue.{given.id}")
