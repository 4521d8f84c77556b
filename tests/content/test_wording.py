import pytest

from bot.content.wording import fill, placeholders, stray_brace


def test_sentences_become_a_paragraph_and_list_lines_stay():
    assert fill("One.\nTwo {x}.\n\n- a\n- {y}", {"x": "2", "y": "b"}) == "One. Two 2.\n\n- a\n- b"


@pytest.mark.parametrize("values", [{}, {"phone": ""}])
def test_sentence_that_lacks_its_value_is_left_out(values):
    assert fill("Call today.\nTheir phone: {phone}.\nGo.", values) == "Call today. Go."


def test_paragraph_without_a_sentence_is_left_out():
    assert fill("Go.\n\n{phone}\n\nWell.", {}) == "Go.\n\nWell."


def test_value_is_never_filled_in_again():
    assert fill("{a}", {"a": "{b}", "b": "no"}) == "{b}"


@pytest.mark.parametrize("text, stray", [("{a} b", False), ("{a", True), ("a}", True), ("{A}", True), ("{}", True)])
def test_stray_braces(text, stray):
    assert stray_brace(text) == stray


def test_placeholders():
    assert placeholders("{a} and {b} and {a}") == {"a", "b"}
