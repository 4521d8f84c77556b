"""Masking, by examples and on the project's own bank. The figures stand in docs/privacy.md."""

import time
from pathlib import Path

import pytest

from bot.cli import masking
from bot.content import pages, places
from bot.privacy import mask, mask_event

BANKS = Path(__file__).parents[1] / "banks"


@pytest.mark.parametrize(
    "text, masked",
    [
        ("mail me at anna.b@example.org please", "mail me at [email] please"),
        ("anna dot b at gmail dot com", "[email]"),
        ("ring 07700 900123 or +44 20 7946 0000", "ring [phone] or [phone]"),
        ("my number is (617) 555-0182 ok", "my number is [phone] ok"),
        ("ssn 123-45-6789", "ssn [number]"),
        ("NHS number 943 476 5919 is mine", "NHS number [number] is mine"),
        ("policy number AB-12 345 678", "policy number [number]"),
        ("born 3rd of May 1984, dob 03/05/84", "born [date], dob [date]"),
        ("flare on 12/03/2024 again", "flare on [date] again"),
        ("I live at 12 Oak Street, Leeds LS6 2AB", "I live at [address], Leeds [address]"),
        ("po box 12, Hobart TAS 7001", "[address], Hobart [address]"),
        ("hi, my name is anna smith and my knees hurt", "hi, my name is [name] and my knees hurt"),
        ("Dr. Okonjo-Brandt said no", "Dr. [name] said no"),
        ("my daughter Aoife is 13", "my daughter [name] is 13"),
        ("Hi I'm Will, 41", "Hi I'm [name], 41"),
        ("see https://clinic.example/book?name=anna&id=3 now", "see https://clinic.example/book now"),
    ],
)
def test_what_goes(text, masked):
    assert mask(text) == masked
    assert mask(masked) == masked


@pytest.mark.parametrize(
    "text",
    [
        "call 911 my chest hurts",
        "ana 1:1280, c3 0.62, platelets 150000, dsDNA 300 IU/ml",
        "200mg twice a day, $30,000 a year, diagnosed 2018-2023, since March 2019",
        "does Selena Gomez still have lupus",
        "Sjogren's, Raynaud's and Hashimoto's with Plaquenil and Benlysta",
        "will I hope to feel better in may, mark my words",
        "I'm Scared and so Tired",
        "NCT05938725, BLISS-52 and TULIP-2",
        "crisis line 988, samaritans 116 123, lifeline 13 11 14",
        "",
    ],
)
def test_what_stays(text):
    assert mask(text) == text


@pytest.mark.parametrize("bank, floor", [("privacy.tsv", 0.88), ("privacy_unseen.tsv", 0.92)])
def test_the_published_shares(bank, floor):
    rows = masking.read(BANKS / bank)
    shares, _ = masking.measure(rows)
    secrets, gone = (sum(getattr(share, what) for share in shares.values()) for what in ("secrets", "gone"))
    assert gone / secrets >= floor
    assert shares["none"].wrong / shares["none"].messages <= 0.01
    assert all(mask(mask(row.text)) == mask(row.text) for row in rows)


@pytest.mark.parametrize(
    "unit", ["a", "1 ", "1-", "a@", "a.", "Dr ", "12 oak ", "12 Oak ", "nhs number ", "born on the ", "Anna ", "+1("]
)
def test_no_message_makes_it_slow(unit):
    began = time.process_time()
    mask(unit * (4000 // len(unit)))
    assert time.process_time() - began < 2  # a pattern that goes wrong takes minutes


def test_an_event_keeps_the_masked_text_and_what_was_understood():
    read = {"text": "i am anna", "intent": {"name": "x"}, "entities": [], "text_tokens": [[0, 1]], "metadata": {"a": "anna"}}
    event = {"event": "user", "text": "i am anna", "parse_data": read, "message_id": "m"}
    kept = mask_event(event)
    assert kept["text"] == kept["parse_data"]["text"] == "i am [name]"
    assert "anna" not in str(kept) and kept["message_id"] == "m" and kept["parse_data"]["intent"] == {"name": "x"}
    for other in (
        {"event": "bot", "text": "i am anna"},
        {"event": "user", "text": None},
    ):
        assert mask_event(other) == other
    assert mask_event({"event": "user", "text": "/what_is_lupus"})["text"] == "/what_is_lupus"
    assert mask_event({"event": "user", "text": "/i am anna"})["text"] == "/i am [name]"


def test_no_medicine_and_no_country_is_taken_for_a_name():
    medicines = [name for names in pages.read().treatments.values() for name in names]
    countries = [name for region in places.read().regions.values() for name in region.said]
    said = [f"my doctor put me on {name.title()}" for name in medicines] + [f"what is {name}" for name in medicines]
    said += [f"I'm in {name}" for name in countries] + [name.lower() for name in countries]
    assert [(text, mask(text)) for text in said if mask(text) != text] == []
