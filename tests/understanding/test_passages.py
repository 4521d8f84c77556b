from itertools import pairwise

import pytest

from bot.understanding.passages import Span, pairs, sentences


def parts(text):
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("What is lupus?", ["What is lupus?"]),
        ("I have lupus. Is it serious?", ["I have lupus.", "Is it serious?"]),
        ("My arm is weak! help; what now", ["My arm is weak!", "help;", "what now"]),
        ("one line\nanother line\n\nthird", ["one line", "another line", "third"]),
        ("What is lupus and what causes it?", ["What is lupus", "what causes it?"]),
        ("what is lupus, and also can I swim", ["what is lupus, and", "can I swim"]),
        ("Is it safe BUT will it hurt", ["Is it safe", "will it hurt"]),
        ("1) what is it 2) how long", ["1) what is it", "2) how long"]),
        ("my temperature is 38.5 today", ["my temperature is 38.5 today"]),
        ("pain and swelling and a rash", ["pain and swelling and a rash"]),
        ("I like the isle of Wight and island life", ["I like the isle of Wight and island life"]),
        ("Hello!! ... What is lupus?", ["Hello!!", "What is lupus?"]),
    ],
)
def test_sentences(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize("text", ["", "?", "... !!!", "\n\n"])
def test_text_without_words_is_one_passage(text):
    assert sentences(text) == [Span(0, len(text))]


@pytest.mark.parametrize("text", ["a. b? c", "I am 40.\nMy mum too; is it passed on?", " . a . b . ", "1) a 2) b"])
def test_sentences_are_in_order_and_lose_no_word(text):
    spans = sentences(text)
    assert all(one.end <= two.start for one, two in pairwise(spans))
    kept = "".join(text[span.start : span.end] for span in spans)
    assert [c for c in kept if c.isalnum()] == [c for c in text if c.isalnum()]


def test_pairs_join_each_sentence_with_its_next():
    text = "I take steroids. I am sick. What now?"
    assert [text[p.start : p.end] for p in pairs(sentences(text))] == [
        "I take steroids. I am sick.",
        "I am sick. What now?",
    ]


def test_one_sentence_has_no_pair():
    assert pairs(sentences("What is lupus?")) == []
