from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.content.pages import Pages
from bot.content.release import CHANGED, EXPIRED, UNREADABLE, UNSIGNED, UNTRAINED, WITHDRAWN, withheld
from tests.dialogue.test_reply import DAY, TODAY, page

GOOD = [page("fatigue"), page("diet"), page("advice.dose_change", "prescriber"), page("emergency.other", "emergency")]


def decide(pages=GOOD, today=TODAY, trained=GOOD, unreadable=(), **more):
    found = Pages({one.id: one for one in pages}, {}, {}, {}, unreadable=frozenset(unreadable))
    return withheld(found, today, trained={one.id: one.digest for one in trained}, **more)


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
        ({"pages": [replace(GOOD[0], withdrawn="wrong"), *GOOD[1:]]}, WITHDRAWN),
        ({"withdrawn": {"fatigue"}}, WITHDRAWN),
        ({"pages": GOOD[1:]}, UNREADABLE),
        ({"unreadable": {"fatigue"}}, UNREADABLE),
        ({"unreadable": {"fatigue"}, "pages": GOOD[1:]}, UNREADABLE),
        ({"trained": GOOD[1:]}, UNTRAINED),
        ({"pages": [replace(GOOD[0], simply="Simple."), *GOOD[1:]]}, CHANGED),
        ({"pages": [replace(GOOD[0], recheck_by=TODAY - DAY), *GOOD[1:]]}, EXPIRED),
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
