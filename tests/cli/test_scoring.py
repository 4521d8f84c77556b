import pytest

from bot.cli.banks import Question
from bot.cli.scoring import Result, summary

STROKE, DOSE = "emergency.stroke_signs", "advice.dose_change"


@pytest.mark.parametrize(
    "expected, answers, ok",
    [
        ("diet", ["diet"], True),
        ("diet", [], False),
        ("diet", ["fatigue"], False),
        ("diet", ["diet", "fatigue"], False),
        ("diet", ["fatigue", "diet"], False),
        ("diet|fatigue", ["diet"], True),
        ("diet|fatigue", ["fatigue"], True),
        ("diet|fatigue", ["diet", "fatigue"], True),
        ("diet|fatigue", ["diet", "exercise"], False),
        ("diet&fatigue", ["diet"], False),
        ("diet&fatigue", ["fatigue", "diet"], True),
        ("diet|fatigue&exercise", ["diet"], True),
        ("diet|fatigue&exercise", ["fatigue"], False),
        ("diet|fatigue&exercise", ["exercise", "fatigue"], True),
        ("diet&fatigue|exercise", ["diet", "exercise"], True),
        ("diet&fatigue|exercise", ["diet"], False),
        (STROKE, [STROKE], True),
        (STROKE, [STROKE, "diet"], True),
        (DOSE, [DOSE, "belimumab.cost"], True),
        (STROKE, ["diet", STROKE], False),
        (STROKE, [STROKE, "diet", "fatigue"], False),
        (STROKE, [STROKE, DOSE], False),
        (STROKE, [STROKE, "chat.human"], False),
        (STROKE, ["diet"], False),
        (f"{STROKE}&diet", [STROKE, "diet", "fatigue"], True),
        (f"{STROKE}&diet", [STROKE, "fatigue"], False),
        ("diet", [STROKE, "diet"], False),
        ("diet", ["diet", STROKE], False),
        (f"diet|{STROKE}", ["diet", "fatigue"], False),
        (f"diet|{STROKE}", [STROKE, "fatigue"], True),
        ("nlu_fallback", [], False),
        ("after.*", ["after.called"], True),
        ("after.*", [STROKE], False),
        ("after.*", ["diet"], False),
        (f"after.*&{STROKE}", ["after.far_away", STROKE], True),
        ("diet|after.*", ["after.called", "diet"], True),
    ],
)
def test_what_is_right(expected, answers, ok):
    assert result(answers, expected=expected).right is ok


def result(answers=(), suggested=(), expected="diet|fatigue&exercise", **more):
    return Result(Question("real", "?", expected, True), tuple(answers), suggested=tuple(suggested), **more)


@pytest.mark.parametrize(
    "turn, expected",
    [
        (result(["diet"]), "right"),
        (result(["sun"]), "wrong"),
        (result(["sun"], suggested=["diet"]), "wrong"),
        (result(), "unanswered"),
        (result(suggested=["sun", "hair"]), "unanswered"),
        (result(suggested=["diet"]), "offered"),
        (result(suggested=["sun", "hair", "exercise"]), "offered"),
        (result(suggested=["sun", "hair", "work", "diet"]), "unanswered"),
    ],
)
def test_verdict(turn, expected):
    assert turn.verdict == expected


def test_summary_counts_each_bank_and_group():
    turns = [
        result(["diet"], routes=("care_team",), milliseconds=10.0),
        result(["sun"], routes=("care_team",), net=True, milliseconds=30.0),
        result(suggested=["diet"], routes=("care_team",), milliseconds=20.0),
        result([STROKE], expected=f"{STROKE}|diet", routes=("emergency",), milliseconds=40.0),
    ]
    rows = {tuple(line.split()[:2]): line.split()[2:] for line in summary(turns).splitlines()}
    assert rows["bank", "group"] == ["turns", "right", "offered", "unanswered", "wrong", "urgent", "net", "ms"]
    assert rows["real", "(all)"] == ["4", "50.0%", "25.0%", "0.0%", "25.0%", "25.0%", "25.0%", "30"]
    assert rows["real", "answer"] == ["3", "33.3%", "33.3%", "0.0%", "33.3%", "0.0%", "33.3%", "20"]
    assert rows["real", "emergency"] == ["1", "100.0%", "0.0%", "0.0%", "0.0%", "100.0%", "0.0%", "40"]


def test_the_keys_of_a_written_row_stay():
    row = result(["diet"], ["sun"], routes=("care_team",), messages=("Eat.",), milliseconds=1.26).as_row()
    assert row == {
        "bank": "real",
        "text": "?",
        "expected": "diet|fatigue&exercise",
        "answers": ["diet"],
        "routes": ["care_team"],
        "net": False,
        "suggested": ["sun"],
        "messages": ["Eat."],
        "ok": True,
        "ms": 1.3,
    }
