import pytest

from bot.cli.banks import Question
from bot.cli.scoring import is_ok, summary, verdict

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
    ],
)
def test_is_ok(expected, answers, ok):
    assert is_ok(Question("bank", "?", expected, True), answers) is ok


def result(ok=False, answers=(), suggested=(), expected="diet|fatigue&exercise", **more):
    return {"ok": ok, "answers": list(answers), "suggested": list(suggested), "expected": expected, **more}


@pytest.mark.parametrize(
    "turn, expected",
    [
        (result(ok=True, answers=["diet"]), "right"),
        (result(answers=["sun"]), "wrong"),
        (result(answers=["sun"], suggested=["diet"]), "wrong"),
        (result(), "unanswered"),
        (result(suggested=["sun", "hair"]), "unanswered"),
        (result(suggested=["diet"]), "offered"),
        (result(suggested=["sun", "hair", "exercise"]), "offered"),
        (result(suggested=["sun", "hair", "work", "diet"]), "unanswered"),
    ],
)
def test_verdict(turn, expected):
    assert verdict(turn) == expected


def test_summary_counts_each_bank_and_group():
    turns = [
        result(ok=True, answers=["diet"], bank="real", routes=["care_team"], net=False, ms=10.0),
        result(answers=["sun"], bank="real", routes=["care_team"], net=True, ms=30.0),
        result(suggested=["diet"], bank="real", routes=["care_team"], net=False, ms=20.0),
        result(ok=True, expected=f"{STROKE}|diet", bank="real", routes=["emergency"], net=False, ms=40.0),
    ]
    rows = {tuple(line.split()[:2]): line.split()[2:] for line in summary(turns).splitlines()}
    assert rows["bank", "group"] == ["turns", "right", "offered", "unanswered", "wrong", "urgent", "net", "ms"]
    assert rows["real", "(all)"] == ["4", "50.0%", "25.0%", "0.0%", "25.0%", "25.0%", "25.0%", "30"]
    assert rows["real", "answer"] == ["3", "33.3%", "33.3%", "0.0%", "33.3%", "0.0%", "33.3%", "20"]
    assert rows["real", "emergency"] == ["1", "100.0%", "0.0%", "0.0%", "0.0%", "100.0%", "0.0%", "40"]
