import pytest

from bot.understanding import text


@pytest.mark.parametrize(
    "typed, cleaned",
    [
        ("What is lupus?", "What is lupus?"),
        ("  What \t is\u00a0\u2003lupus?  ", "What is lupus?"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one \n\n \n two", "one\ntwo"),
        ("chest\x00 pa\x1bin\x7f", "chest pain"),
        ("ch\u200best pa\u00adin\ufeff", "chest pain"),
        ("chest \u202epain\u202c \u2066now\u2069", "chest pain now"),
        ("\ue000chest\ud800 pain", "chest pain"),
        ("p\u0336a\u0336i\u0336n\u0489", "pain"),
        ("\uff57\uff48\uff41\uff54", "what"),
        ("Sjo\u0308gren", "Sj\u00f6gren"),
        ("\U0001d41c\U0001d421\U0001d41e\U0001d42c\U0001d42d", "chest"),
        ("/restart", "restart"),
        ("// /restart", "restart"),
        ("\u200b/restart", "restart"),
        ("\u0336/restart", "restart"),
        ("\uff0frestart", "restart"),
        ("\n / \n/restart", "restart"),
        ('/what_is_lupus{"a": 1}', 'what_is_lupus{"a": 1}'),
        ("5/10 mg and/or", "5/10 mg and/or"),
        ("", ""),
        (" \n\t ", ""),
        ("/", ""),
        ("\u2764 pain", "\u2764 pain"),
    ],
)
def test_clean(typed, cleaned):
    assert text.clean(typed) == cleaned


def test_clean_twice_is_clean_once():
    typed = " /\u202e/ a\u0301\u0336  b \r\n\r\n /c\u200b "
    assert text.clean(text.clean(typed)) == text.clean(typed)


@pytest.mark.parametrize(
    "typed, expected", [("a", True), ("?! 9", True), ("\u75c5", True), ("", False), ("?!...", False), ("\u2764 \n", False)]
)
def test_has_words(typed, expected):
    assert text.has_words(typed) is expected
