"""Whole conversations on the trained model, with the real actions and their actual replies."""

import asyncio

import pytest
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.content import pages, places, wording
from bot.ids import NO_ROUTE_NEEDED


def ids(replies):
    return [reply["metadata"]["id"] for reply in replies if reply["metadata"].get("id")]


def names(replies):
    return [reply["metadata"]["response"] for reply in replies]


def routes(replies):
    return [name.removeprefix("utter_route_") for name in names(replies) if name.startswith("utter_route_")]


def test_a_question_a_curated_answer_and_a_route(say):
    replies = say("What is lupus?")
    page = pages.read().by_id["what_is_lupus"]
    short, watch = (" ".join(wording.without_marks(part).split()) for part in (page.text, page.watch))
    assert replies[0]["text"] == f"{short}\n\n{watch}"
    assert replies[0]["metadata"]["more"].startswith(page.more[:40].strip())
    facts = replies[0]["metadata"]
    assert (facts["title"], facts["checked"], facts["strength"]) == (page.title, page.checked.isoformat(), "good")
    assert [source["address"] for source in facts["sources"]] == [source.address for source in page.sources]
    assert names(replies) == ["utter_what_is_lupus", "utter_route_care_team_else"]


def test_the_treatment_stays_in_mind(say):
    assert ids(say("what is plaqenil for?")) == ["hydroxychloroquine.overview"]
    assert ids(say("and the side effects?")) == ["hydroxychloroquine.side_effects"]
    assert ids(say("what about in pregnancy")) == ["hydroxychloroquine.pregnancy"]


def test_a_button_brings_its_treatment_to_mind(say):
    replies = say("what are the side effects")
    assert ids(replies) == ["clarify.which_treatment"]
    buttons = replies[0]["buttons"]
    assert 1 <= len(buttons) <= 3
    chosen = buttons[0]["payload"].removeprefix("/")
    assert ids(say(button=buttons[0]["payload"])) == [chosen]
    assert ids(say("how much does it cost")) == [chosen.split(".")[0] + ".cost"]


def test_two_questions_get_two_answers_and_one_route(say):
    replies = say("What does prednisone cost? And how is hydroxychloroquine taken?")
    assert set(ids(replies)) == {"steroids.cost", "hydroxychloroquine.how_taken"}
    assert len(routes(replies)) == 1


def test_danger_leads_and_the_other_question_is_answered_after_the_route(say):
    replies = say("I have crushing chest pain and I cannot breathe. Also, what does hydroxychloroquine cost?")
    assert names(replies)[:2] == ["utter_emergency.chest_pain_breathless", "utter_route_emergency"]
    assert ids(replies)[1:] in ([], ["hydroxychloroquine.cost"])
    assert routes(replies) == ["emergency"]


@pytest.mark.parametrize(
    "text, route",
    [
        ("one side of her face has dropped and she cannot lift that arm", "emergency"),
        ("My tongue is swelling up after the infusion and I'm wheezing", "emergency"),
        ("I want to kill myself, I cannot do this any more", "crisis"),
        ("ch\u200best pa\u200bin right now and I can't breathe", "emergency"),
    ],
)
def test_danger_is_routed(say, text, route):
    assert routes(say(text)) == [route]


@pytest.mark.parametrize(
    "text, page, route",
    [
        ("should I stop taking my hydroxychloroquine?", "advice.stop_medicine", "prescriber"),
        ("can I double my prednisone today", "advice.dose_change", "prescriber"),
        ("my dsDNA is 140 and my C3 is low, what does that mean for me", "advice.interpret_results", "care_team"),
    ],
)
def test_personal_advice_is_declined_kindly_and_routed(say, text, page, route):
    replies = say(text)
    assert ids(replies)[0] == page
    assert routes(replies) == [route]


def test_small_talk_needs_no_route(say):
    for text, page in (("hello", "chat.greet"), ("thank you", "chat.thanks"), ("bye", "chat.goodbye"), ("no", "chat.deny")):
        replies = say(text)
        assert ids(replies) == [page] and page in NO_ROUTE_NEEDED
        assert routes(replies) == []


def test_unsure_offers_at_most_three_topics_and_a_route(say):
    replies = say("umbilical cells something about lupus maybe")
    if not ids(replies):
        assert names(replies) == ["utter_unsure", "utter_route_care_team"]
        assert 1 <= len(replies[0]["buttons"]) <= 3


@pytest.mark.parametrize("text", ["", "   ", "...", "\x07\x08", "zxcv qwpo asdlkj"])
def test_nothing_to_understand_says_so_with_the_emergency_numbers(say, text):
    replies = say(text)
    assert "utter_not_understood" in names(replies) or ids(replies) == ["out_of_scope.other"]
    assert len(routes(replies)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "\u6211\u80f8\u53e3\u75db\uff0c\u5598\u4e0d\u8fc7\u6c14",
        "\u0623\u0644\u0645 \u0634\u062f\u064a\u062f",
        "lupus? \u0432\u043e\u043b\u0447\u0430\u043d\u043a\u0430",
    ],
)
def test_another_script_is_never_guessed_at(say, text):
    replies = say(text)
    assert names(replies) == ["utter_not_understood", "utter_route_care_team"]
    assert "999" in replies[0]["text"]


def test_typed_words_are_never_commands(say):
    say("what is prednisone")
    for text in ("/restart", "/what_is_lupus", '/inform{"region": "us"}', "/session_start"):
        assert routes(say(text)), text
    assert ids(say("and what does it cost?")) == ["steroids.cost"]


def test_a_long_message_is_refused_kindly(say):
    assert names(say("lupus " * 2000)) == ["utter_too_long", "utter_route_care_team"]


@pytest.mark.parametrize("region", places.read().regions)
def test_wording_of_the_region(agent, region):
    tracker = DialogueStateTracker.from_events("someone", [], agent.domain.slots)
    tracker.update(SlotSet("region", None if region == places.NEUTRAL else region))
    lines = places.read().values(region)
    for response in ("utter_route_emergency", "utter_route_crisis", "utter_net"):
        text = asyncio.run(agent.processor.nlg.generate(response, tracker, "web"))["text"]
        assert lines["emergency"] in text
        assert lines.get("crisis", "") in text or response == "utter_route_emergency"
        assert ("911" in text) == ("911" in str(lines))
        assert "{" not in text and "  " not in text


def test_the_person_says_where_they_are(say):
    replies = say("I'm in Ireland")
    assert ids(replies) == ["chat.my_region"] and len(routes(replies)) == 1
    assert "Ireland" in replies[0]["text"]
    text = say("one side of her face has dropped and she cannot lift that arm")[-1]["text"]
    assert "112 or 999" in text and "911" not in text
    say("sorry, we live in New Zealand")
    assert "1737" in say("I want to kill myself, I cannot do this any more")[-1]["text"]


def test_what_about_another_treatment(say):
    assert ids(say("what are the side effects of plaquenil")) == ["hydroxychloroquine.side_effects"]
    assert ids(say("what about benlysta?")) == ["belimumab.side_effects"]
    assert ids(say("how much is it")) == ["belimumab.cost"]
    assert ids(say("and how long til it works")) == ["belimumab.time_to_work"]
    assert ids(say("cost?")) == ["belimumab.cost"]


def test_which_treatment_then_its_name(say):
    assert ids(say("how much does it cost")) == ["clarify.which_treatment"]
    assert ids(say("benlysta")) == ["belimumab.cost"]


def test_sources_and_simpler_words_of_the_last_answer(say):
    page = pages.read().by_id["is_there_a_cure"]
    assert names(say("how do you know?"))[0] == "utter_chat.sources"
    assert names(say("simpler please"))[0] == "utter_chat.repeat_simpler"
    say("can lupus be cured?")
    simpler = say("say that in simpler words please")
    assert names(simpler) == ["utter_in_short.is_there_a_cure", f"utter_route_{page.route}_else"]
    assert page.simply in simpler[0]["text"]
    sources = say("where does that come from?")
    assert names(sources) == ["utter_sources_of.is_there_a_cure", f"utter_route_{page.route}_else"]
    assert all(source.address in sources[0]["text"] for source in page.sources)


def test_a_danger_is_said_again_when_simpler_words_are_asked_for(say):
    before = say("one side of her face has dropped and she cannot lift that arm")
    assert names(say("say that in simpler words please")) == names(before)


def test_summary_for_the_visit(say):
    say("what is lupus?")
    say("what are the side effects of prednisone")
    replies = say("make me a list of questions for my doctor")
    assert names(replies) == [
        "utter_visit_lead",
        "utter_visit.what_is_lupus",
        "utter_visit.steroids.side_effects",
        "utter_chat.visit_summary",
        "utter_route_care_team",
    ]
    assert pages.read().by_id["what_is_lupus"].ask in replies[1]["text"]


def first(say, texts, holds):
    """The reply to the first of `texts` that `holds`; the test fails if none does."""
    return next(reply for reply in map(say, texts) if holds(reply))


def test_yes_and_no_after_an_offer(say):
    vague = ("umbilical cells something about lupus maybe", "stem cells or something", "the thing with cells and money")
    first(say, vague, lambda reply: len(reply[0]["buttons"]) > 1)
    assert names(say("yes please"))[0] == "utter_which_one"
    assert names(say("no"))[0] == "utter_none_of_these"


def test_yes_to_the_safety_net_calls_for_help(say):
    odd = (
        "my vision went blurry after starting plaquenil",
        "what if I took too many plaquenil by mistake",
        "seizures and lupus, had a funny turn yesterday",
    )
    first(say, odd, lambda reply: "utter_net" in names(reply))
    assert routes(say("yes")) in (["emergency"], ["crisis"])
