from dataclasses import fields

import pytest

from bot.ids import group_of
from bot.understanding.danger import NONE, DangerThresholds, Judgement, Window, judge

LIMITS = DangerThresholds(emergency=0.75, crisis=0.625, same_day=0.5, net=0.25, alone=0.5)
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
        ({STROKE: 0.5, KIDNEY: 0.25}, KIDNEY, STROKE),
        ({STROKE: 0.625}, None, STROKE),
        ({CRISIS: 0.625}, CRISIS, None),
        ({CRISIS: 0.5}, None, CRISIS),
        ({CRISIS: 0.375, STROKE: 0.25}, CRISIS, None),
        ({KIDNEY: 0.5}, KIDNEY, None),
        ({KIDNEY: 0.375}, None, None),
        ({KIDNEY: 0.5, STROKE: 0.25}, KIDNEY, STROKE),
        ({KIDNEY: 0.375, STROKE: 0.25}, KIDNEY, STROKE),
        ({KIDNEY: 0.125, STROKE: 0.5}, None, STROKE),
        ({KIDNEY: 0.875, STROKE: 0.0625}, KIDNEY, None),
        ({STROKE: 0.125, CRISIS: 0.125}, None, STROKE),
        ({STROKE: 0.125}, None, None),
        ({}, None, None),
    ],
)
def test_one_window(shares, danger, net):
    assert judge([window(shares)], [], LIMITS) == Judgement(danger, net, sum(shares.values()))


@pytest.mark.parametrize("place", [0, 5, 10])
def test_worst_window_decides_among_many_harmless_ones(place):
    sentences, pairs = [CALM] * 10, [CALM] * 10
    sentences.insert(place, window({STROKE: 0.875}))
    pairs[min(place, 9)] = window({STROKE: 0.75})
    assert judge(sentences, pairs, LIMITS) == Judgement(STROKE, None, 0.8125)


def test_net_may_come_from_another_window_than_the_danger():
    assert judge([window({KIDNEY: 0.75}), window({CRISIS: 0.375})], [], LIMITS) == Judgement(KIDNEY, CRISIS, 0.75)


@pytest.mark.parametrize("sure", [{KIDNEY: 0.5}, {CRISIS: 0.625}, {STROKE: 0.75}])
@pytest.mark.parametrize("other", [{}, {KIDNEY: 0.375}, {CRISIS: 0.5}, {STROKE: 0.6875}])
def test_further_sentence_never_takes_a_sure_danger_away(sure, other):
    assert judge([window(sure)], [], LIMITS).danger
    assert judge([window(sure), window(other)], [], LIMITS).danger


def test_a_neighbour_may_calm_a_sentence_but_not_silence_it():
    alarming, calm = window({STROKE: 1.0}), CALM
    assert judge([alarming, calm], [calm], LIMITS).danger is None
    assert judge([alarming, calm], [calm], LIMITS).net == STROKE
    assert judge([alarming, calm], [alarming], LIMITS).danger == STROKE


def test_the_more_alarming_neighbour_counts():
    sentences = [CALM, window({KIDNEY: 0.5}), CALM]
    assert judge(sentences, [CALM, window({KIDNEY: 0.75})], LIMITS).danger == KIDNEY
    assert judge(sentences, [window({KIDNEY: 0.75}), CALM], LIMITS).danger == KIDNEY


def test_thresholds_of_our_own_are_ordered():
    limits = DangerThresholds()
    assert 0 < limits.net < limits.same_day <= limits.crisis <= limits.emergency < 1
    assert {group_of(f"{field.name}.x") for field in fields(limits)} == {"emergency", "crisis", "same_day", "answer"}
    assert 0 < limits.alone < 1
