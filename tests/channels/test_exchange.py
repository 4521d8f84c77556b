"""What a person's side receives of a message."""

import pytest

from bot.channels import exchange
from bot.content.shelf import Shelf


def phones(text, **metadata):
    return exchange.outgoing({"text": text, "metadata": metadata})["metadata"]["phones"]


def test_numbers_to_call_are_named_on_what_is_no_answer():
    text = "Of 200 people 112 got better; call 911."
    assert phones(text) == ["112", "911"]
    assert phones(text, route="emergency") == ["112", "911"]
    assert phones(text, id="emergency.other", situation="emergency.other") == ["112", "911"]
    assert phones("Nobody to call.") == []


@pytest.mark.parametrize(
    "metadata",
    [{"id": "what_is_lupus", "situation": None}, {"id": "chat.sources", "about": "what_is_lupus"}],
    ids=["an answer", "its sources, short form or line on the visit sheet"],
)
def test_a_number_in_an_answer_is_none_to_call(metadata):
    assert phones("Of 200 people 112 got better.", **metadata) == []


def test_a_route_names_the_clinics_phone(tmp_path, monkeypatch):
    (tmp_path / "clinic.yml").write_text('region: uk\nphone: "(020) 7946-0000"\n', encoding="utf-8")
    monkeypatch.setattr(exchange, "SHELF", Shelf(clinic=tmp_path / "clinic.yml"))
    same_day, care_team = exchange.house("utter_route_same_day", "utter_route_care_team")
    assert same_day["metadata"]["phones"] == ["(020) 7946-0000", "111", "999", "112"]
    assert care_team["metadata"]["phones"] == ["(020) 7946-0000"]


@pytest.mark.parametrize(
    "timestamp, at",
    [(1795400945.987, "2026-11-23T02:29:05Z"), (1e300, None), (float("nan"), None), (None, "1970-01-01T00:00:00Z")],
)
def test_when_a_message_came(timestamp, at):
    (turn,) = exchange.exchanges([{"event": "user", "text": "hi", "timestamp": timestamp}])
    assert turn.at == at
