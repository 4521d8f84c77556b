from bot.turns import CORRUPT, turns


def user(text="hello", intent="chat.greet", **more):
    return {"event": "user", "text": text, "parse_data": {"intent": {"name": intent}, "text": text}, **more}


def bot(response, id=None, buttons=()):
    facts = {"id": id} if id else {}
    return {"event": "bot", "metadata": {"utter_action": response, "metadata": facts}, "data": {"buttons": list(buttons)}}


def action(name):
    return {"event": "action", "name": name}


def test_no_events_are_one_turn_without_a_message():
    (empty,) = turns([])
    assert (empty.message, empty.responses, empty.routed, empty.reading.intent) == (None, (), False, "nlu_fallback")


def test_what_a_turn_is():
    choice = {"title": "Diet", "payload": "/diet"}
    before, turn = turns(
        [
            action("action_session_start"),
            user(message_id="m1"),
            action("action_answer"),
            bot("utter_fatigue", "fatigue"),
            bot("utter_unsure", buttons=[choice]),
            bot("utter_route_care_team"),
            action("action_listen"),
        ]
    )
    assert (before.message, before.actions) == (None, ("action_session_start",))
    assert turn.reading.intent == "chat.greet" and turn.message["message_id"] == "m1"
    assert turn.actions == ("action_answer", "action_listen")
    assert turn.responses == ("utter_fatigue", "utter_unsure", "utter_route_care_team")
    assert (turn.ids, turn.buttons) == (("fatigue",), (choice,))
    assert (turn.route, turn.routed, len(turn.replies)) == ("care_team", True, 3)


def test_a_response_that_rasa_is_about_to_send_counts_as_said_once():
    _, turn = turns([user(), action("utter_chat.greet"), bot("utter_chat.greet", "chat.greet")])
    assert turn.responses == ("utter_chat.greet",)
    _, turn = turns([user(), action("utter_route_crisis")])
    assert turn.route == "crisis"


def test_each_message_begins_a_turn():
    assert [turn.message and turn.message["text"] for turn in turns([user("a"), bot("utter_net"), user("b")])] == [
        None,
        "a",
        "b",
    ]


def test_after_a_corrupt_row_nothing_more_belongs_to_the_turn():
    events = [user("a"), bot("utter_fatigue"), {"event": CORRUPT}, bot("utter_diet"), user("b"), bot("utter_net")]
    _, first, second = turns(events)
    assert (first.responses, second.responses) == (("utter_fatigue",), ("utter_net",))
