from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
import yaml

from bot.dialogue.procedure import confirmed, next_step
from bot.ids import (
    ANSWERING,
    DANGERS,
    DEFAULT_ROUTE,
    LISTEN,
    NO_ROUTE_NEEDED,
    UNSURE,
    group_of,
    response_of,
    route_of,
    route_response,
)
from bot.lines import NET, UNAVAILABLE
from bot.reading import Reading
from bot.turns import Turn

ROOT = Path(__file__).parents[2]
RULES = {
    rule["steps"][0]["intent"]: rule["steps"][1]["action"]
    for rule in yaml.safe_load((ROOT / "data/stories/rules.yml").read_text())["rules"]
}
FALLBACK = ANSWERING
DANGEROUS = ("emergency.stroke_signs", "crisis.suicidal_thoughts", "same_day.kidney_signs")
ANSWERS = ("what_is_lupus", "belimumab.cost")
STRANGE = ("lookalike.stroke", "chat.unheard_of", "")
INTENTS = (*RULES, *DANGEROUS, *ANSWERS, *STRANGE)
ROUTES = (None, "care_team", "prescriber", "emergency")
NETS = (None, "emergency.stroke_signs")

SPEAKS = {
    "speaks and routes": ("utter_what_is_lupus", "utter_route_prescriber"),
    "speaks without a route": ("utter_what_is_lupus",),
    "only routes": ("utter_route_care_team",),
    "silent": (),
}


def finish(reading, route, action_says=(), mute=()):
    """A whole turn: the policy's steps, and the rules' where it has none. `mute` responses are never heard."""
    turn = Turn(reading)
    while len(turn.actions) < 10:
        step = next_step(turn, route)
        if step is None:
            assert not turn.actions, "only the first step is left to the rules"
            step = RULES.get(reading.intent, FALLBACK)
        said = (step,) if step.startswith("utter_") else () if step == LISTEN else action_says
        turn = replace(
            turn, actions=(*turn.actions, step), responses=(*turn.responses, *(name for name in said if name not in mute))
        )
        if step == LISTEN:
            return turn
    pytest.fail(f"the turn never ends: {turn.actions}")


def routes(turn):
    return [name for name in turn.responses if route_of(name)]


def readings(intent):
    for net, asked in product(NETS, [(), (intent,), (intent, "fatigue"), ("fatigue",), ("fatigue", "diet", intent)]):
        yield Reading(intent, asked=asked, net=net)


def free_of_routes(turn):
    """Small talk was met with its own page."""
    intent = turn.reading.intent
    return intent in NO_ROUTE_NEEDED and response_of(intent) in turn.responses


def after_danger(says):
    return tuple(name for name in says if not route_of(name))


@pytest.mark.parametrize("action", SPEAKS)
@pytest.mark.parametrize("intent", INTENTS)
def test_every_turn_ends_with_exactly_one_route(intent, action):
    says = after_danger(SPEAKS[action]) if group_of(intent) in DANGERS else SPEAKS[action]
    for reading, route, mute in product(readings(intent), ROUTES, [(), (NET,), (UNAVAILABLE,)]):
        turn = finish(reading, route, says, mute)
        needed = 0 if free_of_routes(turn) and not reading.net else 1
        assert len(routes(turn)) == needed or (intent in NO_ROUTE_NEEDED and routes(turn)), (reading, route, mute, turn)
        assert sum(name.startswith("action_") for name in turn.actions if name != LISTEN) <= 1
        assert turn.actions[-1] == LISTEN
        assert turn.responses


@pytest.mark.parametrize("intent", INTENTS)
def test_turn_ends_even_if_nothing_can_be_said(intent):
    everything = {
        NET,
        UNAVAILABLE,
        response_of(intent),
        RULES.get(intent),
        *(route_response(r or DEFAULT_ROUTE) for r in ROUTES),
    }
    for reading, route in product(readings(intent), ROUTES):
        turn = finish(reading, route, (), everything)
        assert len(turn.actions) == len(set(turn.actions)), "a step was tried twice"


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("intent", DANGEROUS)
def test_danger_needs_no_action(intent, route):
    turn = finish(Reading(intent, asked=(intent,)), route)
    assert turn.actions == (response_of(intent), route_response(route or "emergency"), LISTEN)


@pytest.mark.parametrize("action", ["silent", "speaks without a route"])
@pytest.mark.parametrize("intent", DANGEROUS)
def test_danger_leads_and_the_other_question_follows(intent, action):
    turn = finish(Reading(intent, asked=("fatigue",)), "emergency", SPEAKS[action])
    assert turn.actions == (response_of(intent), route_response("emergency"), ANSWERING, LISTEN)
    assert turn.responses == (response_of(intent), route_response("emergency"), *SPEAKS[action])


@pytest.mark.parametrize("intent", DANGEROUS)
def test_net_comes_before_the_page_of_a_lesser_danger(intent):
    turn = finish(Reading(intent, net="emergency.stroke_signs"), "same_day")
    assert turn.actions == (NET, response_of(intent), route_response("same_day"), LISTEN)


@pytest.mark.parametrize("intent", ANSWERS)
def test_page_goes_to_the_answering_action_without_a_rule(intent):
    assert intent not in RULES
    assert next_step(Turn(Reading(intent)), "care_team") == ANSWERING
    assert next_step(Turn(Reading(intent)), None) is None


@pytest.mark.parametrize("intent", sorted(RULES))
def test_rules_decide_the_first_step_of_the_rest(intent):
    assert next_step(Turn(Reading(intent)), None) is None
    if intent != UNSURE:
        assert next_step(Turn(Reading(intent)), "care_team") is None


def test_silent_action_is_spoken_for_and_routed_by_the_page():
    turn = finish(Reading("belimumab.cost"), "prescriber")
    assert turn.actions == (ANSWERING, UNAVAILABLE, route_response("prescriber"), LISTEN)


def test_silent_action_does_not_take_the_net_away():
    turn = finish(Reading("belimumab.cost", net="emergency.stroke_signs"), "prescriber")
    assert turn.responses[0] == NET
    assert turn.responses[-1] == route_response("prescriber")


def test_answer_that_lost_its_route_is_given_the_pages():
    turn = finish(Reading("belimumab.cost"), "prescriber", ("utter_belimumab.cost",))
    assert turn.responses == ("utter_belimumab.cost", route_response("prescriber"))


@pytest.mark.parametrize("intent", sorted(NO_ROUTE_NEEDED))
def test_small_talk_ends_unless_there_may_be_danger(intent):
    page = response_of(intent)
    assert finish(Reading(intent), None, (page,)).responses == (page,)
    assert finish(Reading(intent, net="crisis.suicidal_thoughts"), None, (page,)).responses == (
        page,
        NET,
        route_response(DEFAULT_ROUTE),
    )


@pytest.mark.parametrize("intent", ["chat.affirm", "chat.deny"])
def test_yes_and_no_that_cannot_be_met_are_routed(intent):
    assert finish(Reading(intent), None).responses == (UNAVAILABLE, route_response(DEFAULT_ROUTE))


def test_yes_to_the_safety_net_is_the_danger_that_was_feared():
    before = Turn(
        Reading("fatigue", net="emergency.stroke_signs"), responses=(NET, "utter_fatigue", "utter_route_care_team")
    )
    yes = Turn(Reading("chat.affirm"))
    assert confirmed(yes, before).reading == Reading("emergency.stroke_signs")
    assert confirmed(yes, None) == yes
    assert confirmed(yes, replace(before, responses=("utter_fatigue",))) == yes
    assert confirmed(yes, replace(before, reading=Reading("fatigue"))) == yes
    assert confirmed(Turn(Reading("chat.deny")), before).reading.intent == "chat.deny"


def test_small_talk_that_cannot_be_said_is_routed():
    turn = finish(Reading("chat.greet"), None, mute=(RULES["chat.greet"],))
    assert turn.responses == (UNAVAILABLE, route_response(DEFAULT_ROUTE))


@pytest.mark.parametrize("intent", DANGEROUS)
def test_danger_is_routed_even_if_its_page_cannot_be_said(intent):
    turn = finish(Reading(intent), "emergency", mute=(response_of(intent),))
    assert turn.responses == (route_response("emergency"),)


def test_net_is_said_once():
    spoken = (NET, "utter_what_is_lupus")
    turn = finish(Reading("what_is_lupus", net="emergency.stroke_signs"), "care_team", spoken)
    assert turn.responses == (*spoken, route_response("care_team"))
