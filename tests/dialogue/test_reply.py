from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.content.pages import Page, Pages, Source
from bot.content.release import withheld
from bot.dialogue.context import Context
from bot.dialogue.reply import Button, Speaker
from bot.ids import FOLDS, ROUTES, UNSURE, WHICH_TREATMENT, response_of, route_of, route_response
from bot.lines import DID_YOU_MEAN, NET, NOT_UNDERSTOOD, WITHHELD
from bot.reading import Reading

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
NEXT_YEAR = date(2027, 11, 22)


def page(topic, route="care_team", **facts):
    source = Source("NHS", "Lupus", "2026", "https://www.nhs.uk/conditions/lupus/")
    whole = Page(
        id=topic,
        text="Text.",
        file=Path("p.yml"),
        line=1,
        title=f"About {topic}",
        scope=topic,
        checked=TODAY,
        recheck_by=NEXT_YEAR,
        route=route,
        ask="Why?",
        simply="Simply so.",
        strength="strong",
        sources=(source,),
    )
    return replace(whole, **facts)


TREATMENTS = ("belimumab", "rituximab", "voclosporin", "msc", "hsct")
PAGES = [
    page("what_is_lupus"),
    page("fatigue"),
    page("diet"),
    page("exercise"),
    page("old", recheck_by=TODAY - DAY, route="same_day"),
    page("last_day", recheck_by=TODAY),
    page("withdrawn", withdrawn="the guideline changed", route="prescriber"),
    page("signed"),
    *(page(f"{name}.cost") for name in TREATMENTS),
    *(page(f"{name}.side_effects", "prescriber") for name in TREATMENTS),
    page("advice.dose_change", "prescriber"),
    page("out_of_scope.other", None),
    page("chat.human", recheck_by=TODAY - DAY),
    page("emergency.stroke_signs", "emergency"),
    page("same_day.kidney_signs", "same_day"),
]


def speaker(today=TODAY, signed=None, answers=PAGES):
    pages = Pages({answer.id: answer for answer in answers}, {name: (name,) for name in TREATMENTS}, {}, {})
    trained = {answer.id: answer.digest for answer in answers}
    return Speaker(pages, withheld(pages, today, trained=trained, signed=signed))


def asking(*topics, **more):
    return Reading(topics[0], asked=topics, **more)


def test_answer_and_its_route():
    reply = speaker().answer(asking("what_is_lupus"), Context())
    assert reply.responses == ("utter_what_is_lupus", "utter_route_care_team")
    assert (reply.buttons, reply.treatment) == ((), None)


@pytest.mark.parametrize("topic, route", [("old", "same_day"), ("withdrawn", "prescriber")])
def test_expired_or_withdrawn_answer_is_withheld_but_routed(topic, route):
    assert speaker().answer(asking(topic), Context()).responses == (WITHHELD, route_response(route))


@pytest.mark.parametrize("today, said", [(TODAY, "utter_last_day"), (TODAY + DAY, WITHHELD)])
def test_answer_is_given_up_to_its_last_day(today, said):
    assert speaker(today).answer(asking("last_day"), Context()).responses[0] == said


@pytest.mark.parametrize(
    "topic, signed, said",
    [
        ("what_is_lupus", None, "utter_what_is_lupus"),
        ("what_is_lupus", {"signed"}, WITHHELD),
        ("signed", {"signed"}, "utter_signed"),
        ("advice.dose_change", {"signed"}, "utter_advice.dose_change"),
    ],
)
def test_unsigned_answer_is_withheld_where_signatures_are_asked_for(topic, signed, said):
    assert speaker(signed=signed).answer(asking(topic), Context()).responses[0] == said


def test_expired_situation_still_tells_where_to_turn():
    assert speaker().answer(asking("chat.human"), Context()).responses == ("utter_chat.human", "utter_route_care_team")


def test_withheld_answers_are_said_to_be_so_once():
    reply = speaker().answer(asking("old", "withdrawn", "what_is_lupus"), Context())
    assert reply.responses == (WITHHELD, "utter_what_is_lupus", "utter_route_same_day")


@pytest.mark.parametrize("strictest", range(len(ROUTES)))
def test_strictest_route_wins(strictest):
    answers = [page(f"sent_by_{route}", route) for route in reversed(ROUTES[strictest : strictest + 3])]
    reply = speaker(answers=answers).answer(asking(*(answer.id for answer in answers)), Context())
    assert reply.responses[-1] == route_response(ROUTES[strictest])


def test_without_any_route_the_care_team_is_it():
    assert speaker().answer(asking("out_of_scope.other"), Context()).responses == (
        "utter_out_of_scope.other",
        "utter_route_care_team",
    )


def test_two_questions_get_two_answers_and_one_route():
    reply = speaker().answer(asking("what_is_lupus", "belimumab.side_effects"), Context())
    assert reply.responses == ("utter_what_is_lupus", "utter_belimumab.side_effects", "utter_route_prescriber")


def test_at_most_three_answers():
    reply = speaker().answer(asking("what_is_lupus", "fatigue", "diet", "exercise"), Context())
    assert reply.responses == ("utter_what_is_lupus", "utter_fatigue", "utter_diet", "utter_route_care_team")


def test_topic_without_a_page_is_passed_over():
    reply = speaker().answer(asking("gone", "fatigue"), Context())
    assert reply.responses == ("utter_fatigue", "utter_route_care_team")


def test_only_topics_without_a_page_offer_the_nearest():
    reply = speaker().answer(asking("gone", nearest=("diet",)), Context())
    assert reply.responses == (DID_YOU_MEAN, "utter_route_care_team")
    assert reply.buttons == (Button("About diet", "/diet"),)


def test_aspect_is_resolved_by_the_treatment_spoken_of():
    reply = speaker().answer(Reading(WHICH_TREATMENT, aspect="side_effects"), Context("rituximab"))
    assert reply.responses == ("utter_rituximab.side_effects", "utter_route_prescriber")
    assert reply.treatment == "rituximab"


def test_named_treatment_beats_the_one_spoken_of():
    reply = speaker().answer(asking("belimumab.cost"), Context("rituximab"))
    assert (reply.responses[0], reply.treatment) == ("utter_belimumab.cost", "belimumab")


@pytest.mark.parametrize("treatment", [None, "aspirin"])
def test_which_treatment_is_asked_with_buttons(treatment):
    reply = speaker().answer(Reading(WHICH_TREATMENT, aspect="cost"), Context(treatment))
    assert reply.responses == (response_of(WHICH_TREATMENT), "utter_route_care_team")
    assert [button.payload for button in reply.buttons] == ["/belimumab.cost", "/rituximab.cost", "/voclosporin.cost"]
    assert reply.treatment is None


def test_treatment_last_spoken_of_is_kept():
    assert speaker().answer(asking("belimumab.cost", "rituximab.cost"), Context()).treatment == "rituximab"
    assert speaker().answer(asking("belimumab.cost", "advice.dose_change"), Context()).treatment == "belimumab"


def test_clarify_offers_at_most_three_that_may_be_said():
    nearest = ("old", "what_is_lupus", "gone", "withdrawn", "fatigue", "diet", "exercise")
    reply = speaker().answer(Reading(UNSURE, nearest=nearest), Context())
    assert reply.responses == (DID_YOU_MEAN, "utter_route_care_team")
    assert [button.payload for button in reply.buttons] == ["/what_is_lupus", "/fatigue", "/diet"]
    assert reply.buttons[0].title == "About what_is_lupus"


@pytest.mark.parametrize("nearest", [(), ("old",)])
def test_clarify_without_anything_to_offer_says_so(nearest):
    reply = speaker().answer(Reading(UNSURE, nearest=nearest), Context())
    assert (reply.responses, reply.buttons) == ((NOT_UNDERSTOOD, "utter_route_care_team"), ())


def test_decline_leads_and_the_general_answers_follow():
    reading = asking("advice.dose_change", "belimumab.side_effects", "fatigue")
    assert speaker().answer(reading, Context()).responses == (
        "utter_advice.dose_change",
        "utter_belimumab.side_effects",
        "utter_fatigue",
        "utter_route_prescriber",
    )


@pytest.mark.parametrize(
    "reply",
    [
        lambda who, reading: who.answer(reading, Context()),
        lambda who, reading: who.answer(replace(reading, intent=WHICH_TREATMENT, asked=(), aspect="cost"), Context()),
        lambda who, reading: who.answer(replace(reading, intent=UNSURE, asked=()), Context()),
    ],
    ids=["answer", "which treatment", "clarify"],
)
def test_net_comes_first_and_the_route_last(reply):
    reading = asking("advice.dose_change", "fatigue", nearest=("fatigue",), net="emergency.stroke_signs")
    responses = reply(speaker(), reading).responses
    assert responses[0] == NET
    assert route_of(responses[-1])
    assert sum(bool(route_of(name)) for name in responses) == 1
    assert NET not in reply(speaker(), replace(reading, net=None)).responses


def test_after_a_danger_only_the_other_questions_are_answered():
    reply = speaker().answer(asking("emergency.stroke_signs", "fatigue"), Context(routed=True))
    assert reply.responses == ("utter_fatigue",)
    reading = Reading("emergency.stroke_signs", asked=("fatigue", "belimumab.cost"))
    assert speaker().answer(reading, Context(routed=True)).responses == ("utter_fatigue", "utter_belimumab.cost")


def test_net_that_led_a_danger_is_not_said_again():
    reading = Reading("same_day.kidney_signs", asked=("fatigue",), net="emergency.stroke_signs")
    assert speaker().answer(reading, Context(routed=True)).responses == ("utter_fatigue",)


@pytest.mark.parametrize("asked", [("fatigue",), ("old",), ("gone",)])
def test_turn_that_is_routed_is_never_routed_again(asked):
    reading = Reading("emergency.stroke_signs", asked=asked, nearest=("diet",))
    responses = speaker().answer(reading, Context(routed=True)).responses
    assert not [name for name in responses if route_of(name)]


SHAPED = [
    page("sun", more="Much.", numbers=("One [1].",), next=("diet", "old", "fatigue", "exercise"), watch="Call today."),
    page("rain", more="Little.", next=("sun",)),
    page("storm", "same_day", more="Much.", watch="Call now."),
    *(replace(page(id), title=id) for id in FOLDS),
    *PAGES,
]


def test_an_answer_can_be_unfolded_and_gone_on_from():
    reply = speaker(answers=SHAPED).answer(asking("sun"), Context())
    folds = [button.payload for button in reply.buttons if button.role == "fold"]
    assert folds == ["/chat.more", "/chat.numbers", "/chat.sources"]
    assert [button.payload for button in reply.buttons if button.role == "next"] == ["/diet", "/fatigue", "/exercise"]
    assert {button.title for button in reply.buttons} >= set(FOLDS)


def test_no_fold_for_what_a_page_lacks_and_none_beside_another_answer_or_a_danger():
    shaped = speaker(answers=SHAPED)
    assert [b.payload for b in shaped.answer(asking("rain"), Context()).buttons] == ["/chat.more", "/chat.sources", "/sun"]
    assert shaped.answer(asking("sun", "rain"), Context()).buttons == ()
    assert shaped.answer(asking("emergency.stroke_signs", "sun"), Context(routed=True)).buttons == ()


@pytest.mark.parametrize(
    "topics, route",
    [
        (("sun",), "utter_route_care_team_else"),
        (("rain",), "utter_route_care_team"),
        (("rain", "sun"), "utter_route_care_team_else"),
        (("belimumab.side_effects", "sun"), "utter_route_prescriber_else"),
        (("storm",), "utter_route_same_day"),
        (("old",), "utter_route_same_day"),
    ],
)
def test_after_what_to_watch_for_the_route_is_for_everything_else(topics, route):
    assert speaker(answers=SHAPED).answer(asking(*topics), Context()).responses[-1] == route
    assert route_of(route) in ROUTES


def test_more_and_the_numbers_of_the_last_answer():
    shaped = speaker(answers=SHAPED)
    more, numbers = Reading("chat.more", asked=("chat.more",)), Reading("chat.numbers", asked=("chat.numbers",))
    assert shaped.more(more, Context(last=("sun",))).responses == ("utter_more.sun", "utter_route_care_team_else")
    assert shaped.numbers(numbers, Context(last=("sun",))).responses[0] == "utter_numbers.sun"
    assert shaped.numbers(numbers, Context(last=("rain",))).responses == ("utter_no_numbers", "utter_route_care_team")
    assert shaped.more(more, Context()).responses[0] == "utter_chat.more"


def test_a_yes_is_no_answer_to_what_people_ask_next():
    events = [
        {"event": "user", "text": "sun?"},
        {"event": "bot", "data": {"buttons": [{"title": "Diet", "payload": "/diet", "role": "next"}]}},
        {"event": "user", "text": "yes"},
    ]
    assert Context.of(events, None, speaker().pages).offered == ()
