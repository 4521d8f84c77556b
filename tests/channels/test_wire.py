"""What a person's side receives of a message."""

from pathlib import Path

import pytest

from bot.channels import wire
from bot.content import places
from bot.content.shelf import Shelf
from bot.turns import turns

SHELF = Shelf()


def message(text="", utter_action=None, **metadata):
    return wire.message({"text": text, "metadata": metadata, "utter_action": utter_action}, SHELF.places())


def phones(text, **metadata):
    return message(text, **metadata)["metadata"]["phones"]


def test_numbers_to_call_are_named_on_what_is_no_answer():
    text = "Of 200 people 112 got better; call 911."
    assert phones(text) == ["112", "911"]
    assert phones(text, route="emergency") == ["112", "911"]
    assert phones(text, id="emergency.other") == ["112", "911"]
    assert phones("Nobody to call.") == []


def test_a_number_in_an_answer_is_none_to_call():
    assert phones("Of 200 people 112 got better.", id="what_is_lupus") == []


@pytest.mark.parametrize(
    "response, facts, kind, urgent",
    [
        ("utter_what_is_lupus", {"id": "what_is_lupus", "route": "care_team"}, "answer", False),
        ("utter_sources_of.what_is_lupus", {"id": "chat.sources", "about": "what_is_lupus"}, "line", False),
        ("utter_chat.human", {"id": "chat.human", "route": "care_team"}, "situation", False),
        ("utter_emergency.other", {"id": "emergency.other", "route": "emergency"}, "situation", True),
        ("utter_same_day.kidney_signs", {"id": "same_day.kidney_signs", "route": "same_day"}, "situation", False),
        ("utter_route_crisis", {"route": "crisis"}, "route", True),
        ("utter_route_care_team", {"route": "care_team"}, "route", False),
        ("utter_net", {}, "net", True),
        ("utter_urgent", {}, "line", True),
        ("utter_unsure", {}, "line", False),
    ],
)
def test_what_a_message_is(response, facts, kind, urgent):
    found = message("...", response, **facts)
    assert (found["kind"], found["urgent"]) == (kind, urgent)


def test_hashes_stay_at_home():
    assert "digest" not in message("...", "utter_what_is_lupus", id="what_is_lupus", digest="abc")["metadata"]


def test_a_route_names_the_clinics_phone(tmp_path):
    (tmp_path / "clinic.yml").write_text('region: uk\nphone: "(020) 7946-0000"\n', encoding="utf-8")
    here = places.read(Path(places.REGIONS), tmp_path / "clinic.yml")
    same_day, care_team = wire.house(["utter_route_same_day", "utter_route_care_team"], SHELF.pages(), here)
    assert same_day["metadata"]["phones"] == ["(020) 7946-0000", "111", "999", "112"]
    assert care_team["metadata"]["phones"] == ["(020) 7946-0000"]


@pytest.mark.parametrize(
    "timestamp, at",
    [(1795400945.987, "2026-11-23T02:29:05Z"), (1e300, None), (float("nan"), None), (None, "1970-01-01T00:00:00Z")],
)
def test_when_a_message_came(timestamp, at):
    (turn,) = wire.history(turns([{"event": "user", "text": "hi", "timestamp": timestamp}]), SHELF.places())
    assert turn["at"] == at
