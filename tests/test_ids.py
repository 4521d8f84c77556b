import pytest

from bot import ids


@pytest.mark.parametrize(
    "id, group, parts",
    [
        ("what_is_lupus", "answer", ("", "")),
        ("belimumab.cost", "answer", ("belimumab", "cost")),
        ("emergency.stroke_signs", "emergency", ("emergency", "stroke_signs")),
        ("out_of_scope.other", "out_of_scope", ("out_of_scope", "other")),
        ("emergency", "answer", ("", "")),
        ("lookalike.stroke", "answer", ("lookalike", "stroke")),
        ("?.cost", "answer", ("?", "cost")),
        ("", "answer", ("", "")),
    ],
)
def test_an_id_is_taken_apart(id, group, parts):
    assert (ids.group_of(id), ids.parts_of(id)) == (group, parts)


@pytest.mark.parametrize("id", ["what_is_lupus", "belimumab.cost", "emergency.stroke_signs", "chat.greet"])
def test_response_and_id_are_two_names_of_one_page(id):
    assert ids.id_of(ids.response_of(id)) == id
    assert ids.is_response(ids.response_of(id)) and not ids.is_response("action_answer")
    assert ids.pressed(ids.payload_of(id)) == id and ids.pressed(id) is None


@pytest.mark.parametrize("route", ids.ROUTES)
def test_a_route_and_its_response(route):
    assert ids.route_of(ids.route_response(route)) == route
    assert ids.route_of(ids.response_of("what_is_lupus")) is None


def test_an_aspect_of_any_treatment_becomes_one_of_a_treatment():
    assert ids.aspect_of_any(ids.any_aspect("cost")) == "cost"
    assert ids.aspect_of_any("belimumab.cost") is None and ids.aspect_of_any("what_is_lupus") is None
    assert ids.with_aspect("belimumab", "cost") == "belimumab.cost"


@pytest.mark.parametrize("intent, so", [("lookalike.stroke", True), ("emergency.stroke", False), ("lookalike", False)])
def test_lookalikes(intent, so):
    assert ids.is_lookalike(intent) is so


def test_the_responses_of_a_page_that_is_no_valid_yaml():
    text = "responses:\n  utter_a:\n  - text: x: y\n  utter_belimumab.cost:\n# utter_no\nnlu: utter_neither: 1\n"
    assert ids.responses_in(text) == {"utter_a", "utter_belimumab.cost"}
