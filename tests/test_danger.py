from dataclasses import fields

import pytest

from bot.danger import NONE, Thresholds, Verdict, Window, judge
from bot.pages import group_of

LIMITS = Thresholds(emergency=0.75, crisis=0.625, same_day=0.5, net=0.25)
STROKE, ADRENAL = "emergency.stroke_signs", "emergency.adrenal_crisis"
CRISIS, KIDNEY = "crisis.suicidal_thoughts", "same_day.kidney_signs"


def window(shares):
    labels = dict.fromkeys([STROKE, ADRENAL, CRISIS, KIDNEY], 0.0) | shares
    return Window("", labels | {NONE: 1 - sum(shares.values())})


CALM = window({})


@pytest.mark.parametrize(
    "shares, danger, net",
    [
        ({STROKE: 0.75}, STROKE, None),
        ({STROKE: 0.5, ADRENAL: 0.25}, STROKE, None),
        ({STROKE: 0.25, ADRENAL: 0.5}, ADRENAL, None),
        ({STROKE: 0.5, KIDNEY: 0.25}, STROKE, None),
        ({STROKE: 0.625}, None, STROKE),
        ({CRISIS: 0.625}, CRISIS, None),
        ({CRISIS: 0.5}, None, CRISIS),
        ({CRISIS: 0.375, STROKE: 0.25}, CRISIS, None),
        ({KIDNEY: 0.5}, KIDNEY, None),
        ({KIDNEY: 0.375}, None, None),
        ({KIDNEY: 0.5, STROKE: 0.25}, KIDNEY, STROKE),
        ({KIDNEY: 0.375, STROKE: 0.25}, KIDNEY, STROKE),
        ({KIDNEY: 0.875, STROKE: 0.0625}, KIDNEY, None),
        ({STROKE: 0.125, CRISIS: 0.125}, None, STROKE),
        ({STROKE: 0.125}, None, None),
        ({}, None, None),
    ],
)
def test_one_window(shares, danger, net):
    assert judge([window(shares)], LIMITS) == Verdict(danger, net, sum(shares.values()))


@pytest.mark.parametrize("place", [0, 5, 10])
def test_worst_window_decides_among_many_harmless_ones(place):
    windows = [CALM] * 10
    windows.insert(place, window({STROKE: 0.875}))
    assert judge(windows, LIMITS) == Verdict(STROKE, None, 0.875)


def test_net_may_come_from_another_window_than_the_danger():
    assert judge([window({KIDNEY: 0.75}), window({CRISIS: 0.375})], LIMITS) == Verdict(KIDNEY, CRISIS, 0.75)


@pytest.mark.parametrize("sure", [{KIDNEY: 0.5}, {CRISIS: 0.625}, {STROKE: 0.75}])
@pytest.mark.parametrize("other", [{}, {KIDNEY: 0.375}, {CRISIS: 0.5}, {STROKE: 0.6875}])
def test_further_sentence_never_takes_a_sure_danger_away(sure, other):
    assert judge([window(sure)], LIMITS).danger
    assert judge([window(sure), window(other)], LIMITS).danger


def test_thresholds_of_our_own_are_ordered():
    limits = Thresholds()
    assert 0 < limits.net < limits.same_day <= limits.crisis <= limits.emergency < 1
    assert {group_of(f"{field.name}.x") for field in fields(limits)} == {"emergency", "crisis", "same_day", "answer"}
