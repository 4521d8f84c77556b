"""The article this project was founded on, claim by claim: asked in its own terms, each gets the qualified answer."""

import re

import pytest

from bot.ids import route_of

# The claim as a reader would ask about it; the pages that may answer; words of which the answer must have each.
CLAIMS = [
    ("Is it true that lupus affects millions of people worldwide?", "who_gets_lupus", "million|estimate"),
    ("In lupus, does the immune system mistakenly attack healthy tissue?", "what_is_lupus|what_causes_lupus", "immune"),
    (
        "Is lupus unpredictable, with flares and remissions that vary between patients?",
        "mild_or_severe|what_is_a_flare|what_is_lupus",
        "differ|comes and goes|flare|mild lupus can grow\\s+worse",
    ),
    (
        "Do traditional lupus treatments include corticosteroids, immunosuppressants and biologics such as belimumab?",
        "treatments_overview",
        "start with hydroxychloroquine",
    ),
    (
        "Do current lupus medications often come with side effects?",
        "treatment_side_effects_overview",
        "untreated does more harm",
    ),
    (
        "The article says current treatments do not address the root cause of lupus, but stem cells do. Is that so?",
        "stem_cells_overview|stem_cells_cure_claim",
        "not a proven|not been shown",
    ),
    (
        "Is stem cell therapy a promising breakthrough for lupus, a beacon of hope?",
        "stem_cells_overview",
        "not a proven treatment;no country that has approved|not approved",
    ),
    (
        "Can stem cells differentiate into various cell types and promote tissue repair in lupus?",
        "stem_cells_repair_claim",
        "No trial has shown",
    ),
    (
        "Are mesenchymal stem cells primarily used in lupus treatment?",
        "msc.overview|cell_therapies_compared|stem_cells_overview",
        "being tested|not (the same|proven|a proven)",
    ),
    (
        "Do MSCs rebalance the immune system in lupus?",
        "msc.overview|stem_cells_overview|msc.evidence",
        "nobody (knows|has shown)|did no better|not proven|unknown",
    ),
    ("Do MSCs repair the tissues damaged by lupus?", "stem_cells_repair_claim", "No trial has shown"),
    (
        "Does stem cell therapy reduce dependence on lupus medications?",
        "stem_cells_reduce_medicines_claim",
        "not been shown",
    ),
    (
        "Have numerous studies of MSCs in lupus shown encouraging results?",
        "msc.evidence",
        "no better|nobody has shown;placebo",
    ),
    (
        "A study in Arthritis Rheumatology showed that MSCs decrease disease activity and improve organ function. Right?",
        "msc.evidence",
        "no better|nobody has shown;placebo",
    ),
    (
        "Have clinical trials of mesenchymal cells noted improvements in fatigue, joint pain and overall well-being?",
        "msc.evidence",
        "no better|nobody has shown;placebo",
    ),
    (
        "Do lupus patients reach long-term remission after stem cell therapy?",
        "stem_cells_remission_claim|msc.evidence",
        "Nobody (knows|can tell)|relapsed",
    ),
    (
        "Does the personalized approach of stem cell therapy ensure better outcomes in lupus?",
        "stem_cells_overview|msc.evidence",
        "not a proven|no added benefit",
    ),
    (
        "Does stem cell therapy have fewer side effects than conventional lupus drugs?",
        "stem_cells_side_effects_claim",
        "Nobody has reliably shown",
    ),
    (
        "Can stem cell therapy modify lupus by targeting the underlying immune dysregulation?",
        "stem_cells_overview|stem_cells_cure_claim|msc.overview",
        "not (a )?proven|not been shown",
    ),
    (
        "Is stem cell therapy for lupus expensive and often not covered by insurance?",
        "msc.cost",
        "pay it all|Insurers rarely pay;dollars",
    ),
    (
        "Are approved stem cell therapies for lupus available in some regions?",
        "msc.approval|what_regulators_say",
        "no country that has approved|not approved",
    ),
    (
        "Is it enough to have stem cells from qualified professionals in accredited facilities?",
        "what_regulators_say|spot_a_bad_clinic",
        "approv",
    ),
    ("Are gene-edited stem cells the future of lupus treatment?", "gene_edited_and_combination", "not a treatment"),
    (
        "Do combination therapies of stem cells with other treatments have synergistic effects in lupus?",
        "gene_edited_and_combination",
        "no (proof|study|trial)|not been (shown|tested)|laboratory stage",
    ),
    (
        "Will stem cell therapy for lupus get broader accessibility and lower costs in future?",
        "gene_edited_and_combination|msc.cost",
        "nobody (knows|can say)|no reliable|cost you nothing",
    ),
    (
        "Should I consult a medical professional whether stem cells could be right for me?",
        "advice.which_treatment|choosing_a_doctor",
        "rheumatolog|lupus (care )?team|specialist",
    ),
    (
        "What are the medical risks of stem cell therapy for lupus, can it kill?",
        "msc.side_effects|hsct.side_effects|stem_cells_side_effects_claim",
        "infection|died|deaths?|unknown|No study proves",
    ),
    (
        "Are mesenchymal stem cells, a bone marrow transplant and CAR-T one and the same?",
        "cell_therapies_compared|msc.overview",
        "different|not the same",
    ),
]


def test_every_claim_is_here():
    assert len(CLAIMS) == 28


@pytest.mark.parametrize("question, pages, words", CLAIMS, ids=[f"claim {number}" for number in range(1, 29)])
def test_claim_gets_the_qualified_answer(say, question, pages, words):
    replies = say(question)
    answers = {reply["metadata"]["id"]: reply["text"] for reply in replies if reply["metadata"].get("id")}
    assert answers.keys() & set(pages.split("|")), answers.keys()
    parts = [[reply["text"], reply["metadata"].get("more"), *(reply["metadata"].get("numbers") or [])] for reply in replies]
    said = "\n".join(part for reply in parts for part in reply if part)
    for wanted in words.split(";"):
        assert re.search(wanted, said, re.IGNORECASE), wanted
    assert route_of(replies[-1]["metadata"]["response"]) in ("care_team", "prescriber", "same_day")
    unquoted = re.sub(r"[\"“][^\"”]*[\"”]", "", said)
    assert not re.search(r"breakthrough|miracle|beacon|promising", unquoted, re.IGNORECASE)
