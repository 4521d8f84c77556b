from bot.store.records import record


def user(text="what is lupus", intent="what_is_lupus", **more):
    parsed = {"intent": {"name": intent}, "text": text, "reading": {"asked": [intent]}}
    said = {"event": "user", "text": text, "timestamp": 5.0, "message_id": "m1", "input_channel": "web"}
    return {**said, "parse_data": parsed, **more}


def bot(response, id=None):
    return {"event": "bot", "text": "...", "metadata": {"utter_action": response, "metadata": {"id": id} if id else {}}}


def test_an_answered_turn():
    events = [
        {"event": "session_started"},
        user(),
        bot("utter_what_is_lupus", "what_is_lupus"),
        bot("utter_route_care_team"),
    ]
    found = record(events, "2026-11-22-abcdef01")
    assert (found.message_id, found.at, found.channel, found.intent) == ("m1", 5.0, "web", "what_is_lupus")
    assert (found.topics, found.outcome, found.route, found.net) == (("what_is_lupus",), "answered", "care_team", False)
    assert (found.language, found.question, found.edition) == ("en", "", "2026-11-22-abcdef01")


def test_a_question_that_stays_unanswered_is_kept_in_words():
    found = record(
        [
            user("is there a lupus choir", "nlu_fallback"),
            bot("utter_net"),
            bot("utter_unsure"),
            bot("utter_route_care_team"),
        ],
        "",
    )
    assert (found.outcome, found.net, found.question) == ("unsure", True, "is there a lupus choir")


def test_no_words_of_a_button_or_an_answered_question():
    assert record([user("/what_is_lupus"), bot("utter_not_understood")], "").question == ""
    assert record([user(), bot("utter_unavailable"), bot("utter_route_care_team")], "").outcome == "unavailable"


def test_nobody_said_anything():
    assert record([{"event": "slot", "name": "region", "value": "ie"}], "") is None
