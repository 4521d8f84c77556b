"""The web channel on a real Rasa server, over HTTP."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone

import pytest

from bot.content import pages

MESSAGES = "/webhooks/web/messages"


def names(replies):
    return [reply["metadata"]["response"] for reply in replies]


def test_a_new_conversation_is_introduced(rasa):
    status, body, headers = rasa.call("POST", "/webhooks/web/conversations")
    assert status == 200 and body["operator"] == ""
    said = names(body["introduction"])
    assert said == ["utter_introduction", "utter_kept", "utter_no_operator", "utter_unsigned", "utter_edition"]
    assert headers["cache-control"] == "no-store"


def test_a_page_sets_its_region_and_the_person_another(rasa):
    status, body, _ = rasa.call("POST", "/webhooks/web/conversations", {"region": "au"})
    assert status == 200 and "call 000" in body["introduction"][0]["text"]
    token = body["token"]
    assert "call 000" in rasa.say(token, "...")[0]["text"]
    stroke = "one side of her face has dropped and she cannot lift that arm"
    assert rasa.say(token, stroke)[-1]["text"].startswith("Call 000 now.")
    assert rasa.say(token, "I'm in Ireland now")[0]["metadata"]["id"] == "chat.my_region"
    assert rasa.say(token, stroke)[-1]["text"].startswith("Call 112 or 999 now.")
    assert "112 or 999" in rasa.say(token, "...")[0]["text"]


@pytest.mark.parametrize("body", [b"[]", b"no", b'{"region": "atlantis"}', b'{"region": 5}', b'{"place": "uk"}'])
def test_a_malformed_region_is_refused_clearly(rasa, body):
    status, answer, _ = rasa.call("POST", "/webhooks/web/conversations", body)
    assert status == 400 and answer["error"]


def test_a_question_over_http(rasa):
    replies = rasa.say(rasa.begin(), "What is lupus?")
    assert names(replies) == ["utter_what_is_lupus", "utter_route_care_team_else"]
    assert replies[0]["metadata"]["sources"]
    assert replies[0]["metadata"]["simply"] == pages.read().by_id["what_is_lupus"].simply


def test_the_numbers_to_call_stand_beside_the_text(rasa):
    danger, route = rasa.say(rasa.begin("uk"), "one side of her face has dropped and she cannot lift that arm")
    assert (danger["metadata"]["phones"], route["metadata"]["phones"]) == ([], ["999", "112"])
    answer, _ = rasa.say(rasa.begin(), "What is lupus?")
    assert answer["metadata"]["phones"] == []


@pytest.mark.parametrize("token", [None, "", "abc", "e30.e30.e30"])
def test_a_conversation_needs_a_token_of_ours(rasa, token):
    body = {"message_id": "a" * 8, "text": "hi"}
    assert rasa.call("POST", MESSAGES, body, token)[0] == 401
    assert rasa.call("GET", MESSAGES, token=token)[0] == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b'{"text": "hi"}',
        b'{"message_id": "short", "text": "hi"}',
        b'{"message_id": "aaaaaaaa", "text": 5}',
        b'{"message_id": "aaaaaaaa"}',
        b'{"message_id": "aaaaaaaa", "text": "hi", "button": "/x"}',
        b'{"message_id": "aaaaaaaa", "text": "hi", "sender": "other"}',
        b'{"message_id": "aaaa\\u0000aaaa", "text": "hi"}',
    ],
)
def test_a_malformed_body_is_refused_clearly(rasa, body):
    status, answer, _ = rasa.call("POST", MESSAGES, body, rasa.begin())
    assert status == 400 and answer["error"]


def test_only_json_is_taken(rasa):
    body = b'{"message_id": "aaaaaaaa", "text": "hi"}'
    assert rasa.call("POST", MESSAGES, body, rasa.begin(), {"Content-Type": "text/plain"})[0] == 415


def test_a_huge_body_is_refused(rasa):
    body = b'{"message_id": "aaaaaaaa", "text": "' + b"a" * 200_000 + b'"}'
    assert rasa.call("POST", MESSAGES, body, rasa.begin())[0] == 413
    assert names(rasa.say(rasa.begin(), "What is lupus?"))[0] == "utter_what_is_lupus"


def test_a_message_sent_again_is_answered_once(rasa):
    token, message_id = rasa.begin(), os.urandom(8).hex()
    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: rasa.say(token, "What is lupus?", message_id=message_id), range(5)))
    answers.append(rasa.say(token, "What is lupus?", message_id=message_id))
    assert all(answer == answers[0] for answer in answers)
    history = rasa.call("GET", MESSAGES, token=token)[1]["messages"]
    assert [turn["message_id"] for turn in history] == [message_id]


def test_history_is_of_ones_own_conversation(rasa):
    mine, other = rasa.begin(), rasa.begin()
    replies = rasa.say(mine, "Is there a cure for lupus?")
    (turn,) = rasa.call("GET", MESSAGES, token=mine)[1]["messages"]
    assert (turn["text"], turn["replies"]) == ("Is there a cure for lupus?", replies)
    ago = datetime.now(timezone.utc) - datetime.strptime(turn["at"], "%Y-%m-%dT%H:%M:%S%z")
    assert turn["at"].endswith("Z") and 0 <= ago.total_seconds() < 20
    assert rasa.call("GET", MESSAGES, token=other)[1]["messages"] == []


def test_only_offered_buttons_are_taken(rasa):
    token = rasa.begin()
    press = {"message_id": os.urandom(8).hex(), "button": "/what_is_lupus"}
    assert rasa.call("POST", MESSAGES, press, token)[0] == 409
    offered = next(reply["buttons"] for reply in rasa.say(token, "what are the side effects") if reply["buttons"])
    assert rasa.call("POST", MESSAGES, {**press, "button": "/restart"}, token)[0] == 409
    replies = rasa.say(token, button=offered[0]["payload"])
    assert names(replies)[0] == "utter_" + offered[0]["payload"].removeprefix("/")
    assert rasa.call("GET", MESSAGES, token=token)[1]["messages"][-1]["text"] == offered[0]["title"]
    assert rasa.call("POST", MESSAGES, {**press, "button": offered[1]["payload"]}, token)[0] == 409


def test_typed_words_are_never_commands(rasa):
    token = rasa.begin()
    rasa.say(token, "what is prednisone")
    rasa.say(token, "/restart")
    assert len(rasa.call("GET", MESSAGES, token=token)[1]["messages"]) == 2
    assert names(rasa.say(token, "how much does it cost"))[0] == "utter_steroids.cost"


def test_no_door_but_ours_is_open(rasa):
    body = {"sender": "x", "message": "/restart"}
    assert rasa.call("POST", "/webhooks/rest/webhook", body)[0] == 404
    assert rasa.call("GET", "/status")[0] == 404
    assert rasa.call("GET", "/conversations/x/tracker")[0] == 404


def test_a_restart_keeps_the_conversation(rasa):
    token = rasa.begin()
    rasa.say(token, "what is plaquenil for")
    rasa.stop()
    rasa.start()
    assert len(rasa.call("GET", MESSAGES, token=token)[1]["messages"]) == 1
    assert names(rasa.say(token, "and the side effects?"))[0] == "utter_hydroxychloroquine.side_effects"


def test_what_is_typed_is_masked_before_it_is_understood_or_kept(rasa):
    token = rasa.begin()
    assert names(rasa.say(token, "I'm Keziah Ndlovu, call me on 07700 900123. What is lupus?"))[0] == "utter_what_is_lupus"
    (turn,) = rasa.history(token)
    assert turn["text"] == "I'm [name], call me on [phone]. What is lupus?"


def test_a_message_that_cannot_be_read_is_part_of_the_conversation(rasa):
    token = rasa.begin()
    for text in ("...", "\u4ec0\u4e48\u662f\u7ea2\u6591\u72fc\u75ae", "long " * 1000):
        assert names(rasa.say(token, text))[-1] == "utter_route_care_team"
    shown = [names(turn["replies"])[0] for turn in rasa.history(token)]
    assert shown == ["utter_not_understood", "utter_not_understood", "utter_too_long"]


def test_feedback(rasa):
    token, message_id = rasa.begin(), os.urandom(8).hex()
    rasa.say(token, "What is lupus?", message_id=message_id)
    path, good = (
        "/webhooks/web/feedback",
        {"message_id": message_id, "verdict": "down", "reason": "too short, Keziah Ndlovu"},
    )
    assert rasa.call("POST", path, good, token)[:2] == (200, {"message_id": message_id, "verdict": "down"})
    for verdict in ("up", "wrong"):
        assert rasa.call("POST", path, {**good, "verdict": verdict}, token)[1]["verdict"] == verdict
    assert rasa.call("POST", path, good, rasa.begin())[0] == 404
    assert rasa.call("POST", path, good)[0] == 401
    for bad in ({**good, "verdict": "maybe"}, {"message_id": message_id}, {**good, "reason": 5}, {**good, "more": "x"}):
        assert rasa.call("POST", path, bad, token)[0] == 400


def test_a_conversation_is_deleted_on_request(rasa):
    mine, other = rasa.begin(), rasa.begin()
    rasa.say(mine, "What is lupus?")
    rasa.say(other, "What is lupus?")
    assert rasa.call("DELETE", "/webhooks/web/conversations", token=mine)[:2] == (200, {"deleted": True})
    assert (rasa.history(mine), len(rasa.history(other))) == ([], 1)
    assert rasa.call("DELETE", "/webhooks/web/conversations")[0] == 401
