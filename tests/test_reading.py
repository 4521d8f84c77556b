from bot.ids import UNSURE
from bot.reading import Reading

READING = Reading("what_is_lupus", ("what_is_lupus", "fatigue"), ("diet",), "cost", ("belimumab",), "emergency.other")


def test_survives_being_stored():
    stored = {"text": "hi", "intent": {"name": "what_is_lupus", "confidence": 0.9}, "reading": READING.as_dict()}
    assert Reading.of(stored) == READING


def test_button_asks_just_what_it_names():
    pressed = {"text": "/fatigue", "intent": {"name": "fatigue"}, "reading": READING.as_dict()}
    assert Reading.of(pressed) == Reading("fatigue", asked=("fatigue",))


def test_message_without_anything_read_is_unsure():
    for message in ({}, {"text": None, "intent": None}, {"text": "x", "intent": {"name": None}, "reading": None}):
        assert Reading.of(message) == Reading(UNSURE)
