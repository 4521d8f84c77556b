import pytest

from bot.content.pages import Pages
from bot.dialogue.context import Context, resolve
from bot.ids import UNSURE, id_of
from bot.reading import Reading
from tests.dialogue.test_reply import PAGES as ANSWERS
from tests.dialogue.test_reply import TREATMENTS

PAGES = Pages({answer.id: answer for answer in ANSWERS}, {name: (name,) for name in TREATMENTS}, {}, {})

NAMED = Reading("msc.cost", ("msc.cost",), named=("belimumab",))


def user(intent="x", **reading):
    return {"event": "user", "parse_data": {"intent": {"name": intent}, "reading": reading}}


def bot(response, *payloads):
    buttons = [{"title": payload, "payload": payload} for payload in payloads]
    facts = {"id": id_of(response)} if id_of(response) in PAGES.by_id else {}
    return {"event": "bot", "metadata": {"utter_action": response, "metadata": facts}, "data": {"buttons": buttons}}


def test_before_anything_was_said():
    assert Context.of([user()], None, PAGES) == Context()
    assert Context.of([], None, PAGES) == Context()


def test_what_was_said_and_said_last():
    events = [
        *(user(), bot("utter_fatigue"), bot("utter_belimumab.cost"), bot("utter_route_care_team")),
        *(user(), bot("utter_chat.human"), bot("utter_route_care_team")),
        *(user(), bot("utter_unsure", "/diet", "/exercise"), bot("utter_route_care_team")),
        user(),
    ]
    context = Context.of(events, "belimumab", PAGES)
    assert context.said == context.last == ("fatigue", "belimumab.cost")
    assert (context.treatment, context.aspect) == ("belimumab", "cost")
    assert context.offered == ("diet", "exercise")
    assert not context.routed


def test_offer_is_over_after_another_turn():
    events = [user(), bot("utter_unsure", "/diet"), user(), bot("utter_diet"), user()]
    assert Context.of(events, None, PAGES).offered == ()


def test_aspect_asked_in_vain_is_kept_for_the_name_that_follows():
    events = [user("clarify.which_treatment", aspect="cost"), bot("utter_clarify.which_treatment"), user()]
    assert Context.of(events, None, PAGES).aspect == "cost"


def test_route_of_this_turn_counts():
    assert Context.of([user(), bot("utter_route_emergency")], None, PAGES).routed
    assert not Context.of([user(), bot("utter_route_emergency"), user()], None, PAGES).routed


@pytest.mark.parametrize(
    "reading, context, asked",
    [
        (Reading(UNSURE, aspect="cost"), Context("rituximab"), ("rituximab.cost",)),
        (Reading("diet", ("diet", "fatigue"), aspect="cost"), Context("rituximab"), ("rituximab.cost", "fatigue")),
        (Reading("diet", ("diet",), aspect="cost"), Context(), ("diet",)),
        (Reading("diet", ("diet",), aspect="cost"), Context("aspirin"), ("diet",)),
        (
            Reading("msc.cost", ("msc.cost",), named=("belimumab",)),
            Context(aspect="side_effects"),
            ("belimumab.side_effects",),
        ),
        (Reading("msc.cost", ("msc.cost",), named=("belimumab",)), Context(aspect="unknown"), ("msc.cost",)),
        (Reading("msc.cost", ("msc.cost",), named=("belimumab",)), Context(), ("msc.cost",)),
    ],
)
def test_what_is_left_unsaid_comes_from_before(reading, context, asked):
    assert resolve(reading, context, PAGES).asked == asked
