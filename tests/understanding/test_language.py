import pytest

from bot.understanding import language


@pytest.mark.parametrize(
    "text, code",
    [
        ("what are the side effects of this medicine", "en"),
        ("cuánto cuesta el tratamiento con células madre", "es"),
        ("est-ce que le lupus se guérit un jour", "fr"),
        ("什么是红斑狼疮", "zh"),
        ("plaquenil hcq", ""),
        ("???", ""),
        ("", ""),
    ],
)
def test_language(text, code):
    assert language.identify(text) == code
