"""The lines that may never be wrong, held against what the whole assistant says: the short answer and all that unfolds."""

import re

import pytest

NEVER_WRONG = {
    "no stem-cell product is approved for lupus": (
        "is stem cell therapy approved for lupus?",
        [r"no country that has approved|not approved|no (product|cell).*approved"],
    ),
    "the one published placebo trial showed no added benefit": (
        "what did the trials of mesenchymal stem cells in lupus find?",
        [r"18", r"placebo", r"no better|did not do better|no added|no extra help"],
    ),
    "a larger trial has finished without results found": (
        "what were the results of the MiSLE trial?",
        [r"no results|not been published", r"finished|over"],
    ),
    "three cell therapies are three things": (
        "what is the difference between MSC, stem cell transplant and CAR-T?",
        [r"CAR-T", r"transplant", r"MSC|mesenchymal", r"three|different|differ"],
    ),
    "a transplant can kill": (
        "what are the risks of a stem cell transplant for lupus?",
        [r"die|death", r"Europe|European", r"\bUS\b|American"],
    ),
    "CAR-T is experimental": (
        "what is CAR-T for lupus?",
        [r"still being tested|experiment|not approved", r"a trial is the way|not approved|only in trials"],
    ),
    "paying to be in a trial is a warning sign": (
        "should I have to pay to be in a stem cell trial?",
        [r"warning|not (usually )?pay|should not|do not (usually )?charge|rarely charge", r"ClinicalTrials\.gov|list"],
    ),
    "hydroxychloroquine is for nearly everybody, with a ceiling and eye checks": (
        "what is the dose of hydroxychloroquine?",
        [r"5 mg", r"weigh|kilo|kg"],
    ),
    "hydroxychloroquine needs eye checks": ("what checks do you need on hydroxychloroquine?", [r"eye"]),
    "steroids are never stopped suddenly": (
        "can you stop steroids suddenly?",
        [r"(never|not|do not) stop[^.]*sudden|sudden[^.]*(danger|not)"],
    ),
    "mycophenolate harms an unborn baby": (
        "is mycophenolate safe in pregnancy?",
        [r"harm|miscarr|birth defect", r"before|weeks"],
    ),
    "a positive ANA alone is not lupus": (
        "does a positive ANA mean I have lupus?",
        [r"(does not|not)[^.]*(mean|prove|lupus)", r"many|healthy|alone"],
    ),
    "fever on medicines that lower immunity cannot wait": (
        "what should people on immunosuppressants do about fever?",
        [r"38", r"today|same day|now"],
    ),
}


@pytest.mark.parametrize("question, patterns", NEVER_WRONG.values(), ids=NEVER_WRONG.keys())
def test_never_wrong(say, question, patterns):
    replies = say(question)
    words = " ".join(
        " ".join([reply["text"], reply["metadata"].get("more") or "", *(reply["metadata"].get("numbers") or [])])
        for reply in replies
    )
    assert [pattern for pattern in patterns if not re.search(pattern, words, re.IGNORECASE)] == [], words
    assert sum(reply["kind"] == "route" for reply in replies) == 1


@pytest.mark.parametrize(
    "text, id",
    [
        ("should I lower my prednisone dose", "advice.dose_change"),
        ("what does my ANA of 1:640 mean for me", "advice.interpret_results"),
        ("do I have lupus", "advice.diagnose_me"),
        ("is the Sunrise Stem Cell Clinic in Tijuana a good one", "advice.vouch_clinic"),
    ],
)
def test_nobody_is_judged(say, text, id):
    assert say(text)[0]["metadata"]["id"] == id
