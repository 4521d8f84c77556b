import pytest

from bot.ids import UNSURE, WHICH_TREATMENT
from bot.understanding.topics import Topics, TopicThresholds, WeighedPassage

LIMITS = TopicThresholds(answer=0.5, likeness=0.5, offer=0.25, further=0.5, beside=0.25, statement=0.5, bare=0.5)
TREATMENTS = ("belimumab", "rituximab")
PLAIN = ("what_is_lupus", "fatigue", "diet", "advice.dose_change", "chat.greet", "out_of_scope.other")
ASPECTS = ("cost", "side_effects")
TOPICS = Topics(
    frozenset({*PLAIN, *(f"{treatment}.{aspect}" for treatment in TREATMENTS for aspect in ASPECTS)}),
    frozenset((*TREATMENTS, "voclosporin")),
    LIMITS,
)


def weighed(text="?", treatments=(), masked="", likeness=0.9, bareness=0.9, **shares):
    labels = dict.fromkeys([*PLAIN, *(f"aspect.{aspect}" for aspect in ASPECTS)], 0.0)
    labels |= {name.replace("__", "."): share for name, share in shares.items()}
    return WeighedPassage(text, masked or text, labels, treatments, likeness, bareness)


def read(whole, *sentences):
    return TOPICS.read(whole, list(sentences))


def test_sure_topic_is_asked():
    found = read(weighed(what_is_lupus=0.75, fatigue=0.125))
    assert found.reading.intent == "what_is_lupus"
    assert found.reading.asked == ("what_is_lupus",)
    assert found.confidence == 0.75
    assert found.ranking[:2] == (("what_is_lupus", 0.75), ("fatigue", 0.125))


@pytest.mark.parametrize(
    "share, likeness, intent",
    [(0.5, 0.5, "what_is_lupus"), (0.375, 0.9, UNSURE), (0.9, 0.375, UNSURE)],
)
def test_unsure_below_either_threshold(share, likeness, intent):
    assert read(weighed(what_is_lupus=share, likeness=likeness)).reading.intent == intent


def test_unsure_offers_the_three_nearest_answers():
    reading = read(weighed(chat__greet=0.375, what_is_lupus=0.25, fatigue=0.125, diet=0.0625)).reading
    assert (reading.intent, reading.asked) == (UNSURE, ())
    assert reading.nearest == ("what_is_lupus", "fatigue", "diet")


def test_nothing_is_offered_for_what_is_unlike_everything():
    reading = read(weighed(what_is_lupus=0.9, likeness=0.125)).reading
    assert (reading.intent, reading.nearest) == (UNSURE, ())


@pytest.mark.parametrize("topic", ["chat.greet", "out_of_scope.other"])
def test_small_talk_need_not_be_like_our_questions(topic):
    assert read(weighed(likeness=0.0, **{topic.replace(".", "__"): 0.75})).reading.intent == topic


def test_advice_must_be_like_our_questions():
    assert read(weighed(likeness=0.0, advice__dose_change=0.75)).reading.intent == UNSURE


def test_aspect_goes_to_the_treatment_named():
    assert read(weighed(treatments=("rituximab",), aspect__cost=0.75)).reading.asked == ("rituximab.cost",)


def test_aspect_without_a_treatment_asks_which():
    reading = read(weighed(aspect__cost=0.75)).reading
    assert (reading.intent, reading.aspect, reading.asked) == (WHICH_TREATMENT, "cost", ())


def test_aspect_of_something_that_is_no_treatment_is_unsure():
    reading = read(weighed(aspect__cost=0.75, bareness=0.375)).reading
    assert (reading.intent, reading.aspect) == (UNSURE, "cost")  # of the treatment spoken of before, if there is one


def test_treatment_named_elsewhere_in_the_message_serves():
    whole = weighed(treatments=("belimumab",), aspect__cost=0.25)
    sentences = weighed("I take Benlysta.", ("belimumab",)), weighed("What does it cost?", aspect__cost=0.75)
    assert read(whole, *sentences).reading.asked == ("belimumab.cost",)


def test_treatment_without_a_page_is_unsure():
    reading = read(weighed(treatments=("voclosporin",), aspect__cost=0.75, what_is_lupus=0.125)).reading
    assert (reading.intent, reading.asked) == (UNSURE, ())
    assert "voclosporin.cost" not in reading.nearest


def test_two_treatments_in_one_breath_get_two_answers():
    reading = read(weighed(treatments=TREATMENTS, aspect__cost=0.75)).reading
    assert set(reading.asked) == {"belimumab.cost", "rituximab.cost"}


@pytest.mark.parametrize(
    "text, second, asked",
    [
        ("cost and side effects", 0.25, ("belimumab.cost", "belimumab.side_effects")),
        ("cost/side effects", 0.25, ("belimumab.cost", "belimumab.side_effects")),
        ("cost and side effects", 0.125, ("belimumab.cost",)),
        ("the cost of its side effects", 0.25, ("belimumab.cost",)),
        ("its ordinary candy", 0.25, ("belimumab.cost",)),
    ],
)
def test_two_aspects_in_one_breath_get_two_answers(text, second, asked):
    whole = weighed(text, ("belimumab",), aspect__cost=0.5, aspect__side_effects=second)
    assert read(whole).reading.asked == asked


def test_second_topic_is_not_answered_beside_the_first_in_one_breath():
    assert read(weighed("lupus and tired", what_is_lupus=0.5, fatigue=0.5)).reading.asked == ("what_is_lupus",)


def test_questions_of_two_sentences_get_two_answers():
    reading = read(
        weighed(what_is_lupus=0.5, fatigue=0.25),
        weighed("Why am I tired?", fatigue=0.75),
        weighed("What is lupus?", what_is_lupus=0.9),
    ).reading
    assert (reading.intent, reading.asked) == ("what_is_lupus", ("what_is_lupus", "fatigue"))


def test_same_question_twice_is_answered_once():
    whole = weighed(what_is_lupus=0.5)
    sentences = weighed("What is lupus?", what_is_lupus=0.9), weighed("What is it?", what_is_lupus=0.75)
    assert read(whole, *sentences).reading.asked == ("what_is_lupus",)


@pytest.mark.parametrize("share, likeness", [(0.375, 0.9), (0.75, 0.375)])
def test_further_question_must_be_sure_too(share, likeness):
    sentences = weighed("What is lupus?", what_is_lupus=0.9), weighed("Tired?", fatigue=share, likeness=likeness)
    assert read(weighed(what_is_lupus=0.5), *sentences).reading.asked == ("what_is_lupus",)


@pytest.mark.parametrize("text, intent", [("I am tired.", "what_is_lupus"), ("Why tired?", "fatigue")])
def test_statement_weighs_less_than_a_question(text, intent):
    found = read(weighed(what_is_lupus=0.5), weighed(text, fatigue=0.75), weighed("So?"))
    assert found.reading.intent == intent


def test_greeting_before_a_question_is_not_answered():
    reading = read(weighed(chat__greet=0.75), weighed("Hi!", chat__greet=0.9), weighed("Lupus?", what_is_lupus=0.75)).reading
    assert (reading.intent, reading.asked) == ("what_is_lupus", ("what_is_lupus",))


def test_advice_leads_the_general_answers():
    reading = read(
        weighed(fatigue=0.75),
        weighed("Why am I tired?", fatigue=0.9),
        weighed("Should I halve my dose?", advice__dose_change=0.75),
    ).reading
    assert (reading.intent, reading.asked) == ("advice.dose_change", ("advice.dose_change", "fatigue"))


def pointed(share, **plain):
    return TOPICS.read(weighed("cost?", **plain), [], weighed("this treatment cost?", aspect__cost=share)).reading.aspect


def test_short_question_may_be_about_the_treatment_spoken_of_before():
    assert pointed(0.75, diet=0.375) == "cost"
    assert pointed(0.5, diet=0.375) is None
    assert pointed(0.75, diet=0.875) is None  # it is about something else for sure
    assert TOPICS.read(weighed("cost?", diet=0.375), []).reading.aspect is None


@pytest.mark.parametrize(
    "masked, named",
    [
        ("what about this treatment?", ("belimumab",)),
        ("This treatment", ("belimumab",)),
        ("ok and is it the same with this treatment", ("belimumab",)),
        ("what does this treatment cost", ()),
    ],
)
def test_message_that_only_names_a_treatment(masked, named):
    assert read(weighed("?", ("belimumab",), masked, aspect__cost=0.75)).reading.named == named
