"""The parts of a situation's page: how they are read, and what ours must be."""

import re

import pytest

from bot.content import pages
from tests.content import shape
from tests.content.test_content import HARDEST, MEDICINE, PAGES
from tests.content.test_pages import CHAT, faults, line_of, write  # noqa: F401

FEWEST_WORDS, MOST_WORDS = 30, 60
PARTS = """\
      parts:
        skin: "Show it to a doctor."
        lungs: Call {emergency}.
"""
PAGE = CHAT + PARTS
ORGANS = {
    *("heart_and_chest", "lungs", "head_and_nerves", "eyes", "belly", "kidneys_and_urine", "skin", "joints_and_muscles"),
    *("legs_and_veins", "mouth_and_throat", "mood_and_sleep", "general"),
}
every_part = pytest.mark.parametrize(
    "text",
    [pytest.param(text, id=f"{page.id}-{name}") for page in PAGES.by_id.values() for name, text in page.parts.items()],
)


def test_parts_are_texts_by_name(write, tmp_path):  # noqa: F811
    write(PAGE)
    page = pages.read(tmp_path, tmp_path / "own").by_id["chat.weather"]
    assert page.parts == {"skin": "Show it to a doctor.", "lungs": "Call {emergency}."}
    write(CHAT)
    without = pages.read(tmp_path, tmp_path / "own").by_id["chat.weather"]
    assert without.parts == {}
    assert without.digest != page.digest


@pytest.mark.parametrize(
    "old, new, place, problem",
    [
        (PARTS, "      parts: [skin]\n", "      parts", "'parts' does not hold texts by name; write a name"),
        (PARTS, "      parts: all\n", "      parts", "'parts' does not hold texts by name; write a name"),
        ('"Show it to a doctor."', "", "        skin", "'skin' under 'parts' is not a text; put one in quotes"),
        ('"Show it to a doctor."', "[a doctor]", "        skin", "'skin' under 'parts' is not a text; put one in quotes"),
        ("skin:", "The skin:", "        The skin", "'The skin' is no name; use small letters, digits and underscores"),
        ("{emergency}", "{ambulance}", "        lungs", "a brace that is none of our placeholders; known are {"),
    ],
)
def test_unfit_parts_name_file_line_and_mend(write, tmp_path, old, new, place, problem):  # noqa: F811
    text = PAGE.replace(old, new)
    assert text != PAGE
    file = write(text)
    (fault,) = faults(tmp_path)
    assert fault.startswith(f"{file}:{line_of(place, text)}: {problem}")


def test_a_symptom_is_told_of_by_organ():
    assert PAGES.by_id["advice.symptom_now"].parts.keys() == ORGANS


@every_part
def test_part_says_what_to_do_in_few_plain_words(text):
    assert FEWEST_WORDS <= len(re.findall(r"\S*\w\S*", text)) <= MOST_WORDS
    assert shape.grade(text, MEDICINE) < HARDEST


@every_part
def test_part_says_when_to_call_now(text):
    assert "Call emergency help" in text


@pytest.mark.parametrize("intent", ["advice.symptom_now", "chat.feelings", "chat.more", "chat.numbers"])
def test_situation_is_told_in_many_ways(intent):
    assert len(PAGES.examples[intent]) >= 45
