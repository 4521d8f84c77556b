"""How fast a conversation and an address may go on, on a real Rasa server, over HTTP."""

import time

import pytest

from bot.channels.web.pace import Pace
from tests.channels.conftest import SITE

WEB = "/webhooks/web"
ROUTED = ["utter_too_many", "utter_route_care_team"]


def names(replies):
    return [reply["metadata"]["response"] for reply in replies]


def come_again(status, headers):
    return status == 429 and 1 <= int(headers["retry-after"]) <= 60


@pytest.fixture
def later(monkeypatch):
    """Lets time pass."""
    now, passed = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: now() + passed[0])

    def later(seconds):
        passed[0] += seconds

    return later


def test_so_often_within_any_minute(later):
    pace = Pace(3)
    assert [pace.wait("a") for _ in range(2)] == [0, 0]
    later(40)
    assert [pace.wait(key) for key in "aba"] == [0, 0, 20]
    later(19)
    assert pace.wait("a") == 1
    later(2)  # the first two are a minute ago; what was refused does not count
    assert [pace.wait("a") for _ in range(3)] == [0, 0, 39]


def test_who_has_gone_is_forgotten(later):
    pace = Pace(3)
    for number in range(100):
        pace.wait(f"old {number}")
    later(61)
    for number in range(10):
        pace.wait(f"new {number}")
        time.sleep(0.05)  # the library empties in a thread of its own
    assert set(pace._seen.events) == {f"LIMITER/new {number}/3/1/minute" for number in range(10)}


def test_a_conversation_has_60_messages_a_minute(rasa):
    token = rasa.begin("au")
    for _ in range(10):
        assert rasa.send(token)[0] == 400  # no message
    for number in range(58):
        assert rasa.send(token, button="/not.offered", message_id=f"pressed-{number}")[0] == 409
    for number in range(2):
        rasa.say(token, "hello", message_id=f"message-{number}")
    body = {"message_id": "message-2", "text": "What is lupus?"}
    status, answer, headers = rasa.call("POST", f"{WEB}/messages", body, token)
    assert come_again(status, headers) and answer.keys() == {"error", "message_id", "replies", "kept", "forgotten"}
    assert (answer["message_id"], answer["kept"], names(answer["replies"])) == ("message-2", False, ROUTED)
    assert "call 000" in answer["replies"][0]["text"] and answer["replies"][0]["metadata"]["phones"] == ["000"]
    assert [turn["message_id"] for turn in rasa.history(token)] == ["message-0", "message-1"]
    assert rasa.send(token, "hello", message_id="message-1")[0] == 429  # one that was answered counts, too
    assert rasa.call("GET", f"{WEB}/help", token=token)[0] == 200
    assert names(rasa.say(rasa.begin(), "What is lupus?"))[0] == "utter_what_is_lupus"


def exhaust(server, *addresses):
    """Go on from `addresses`, one after another, until one is told to come again; how often that went well."""
    for number in range(200):
        client = {"X-Forwarded-For": addresses[number % len(addresses)], "Origin": SITE}
        status, answer, headers = server.call("GET", f"{WEB}/help", headers=client)
        if status != 401:
            assert come_again(status, headers) and answer.keys() == {"error"}
            assert headers["access-control-allow-origin"] == SITE
            return number
    return 200


def test_an_address_has_120_requests_a_minute(fronted):
    assert exhaust(fronted, "203.0.113.7") == 120
    token, client = fronted.begin("ie"), {"X-Forwarded-For": "203.0.113.7"}
    body = {"message_id": "aaaaaaaa", "text": "What is lupus?"}
    for method, path, sent in (
        ("POST", "/conversations", None),
        ("DELETE", "/conversations", None),
        ("GET", "/messages", None),
        ("POST", "/feedback", body),
        ("GET", "/nowhere", None),
        ("POST", "/messages", b"no message"),
    ):
        status, answer, headers = fronted.call(method, WEB + path, sent, token, client)
        assert come_again(status, headers) and answer.keys() == {"error"}
    status, answer, headers = fronted.call("POST", f"{WEB}/messages", body, token, client)
    assert come_again(status, headers) and (answer["message_id"], answer["kept"]) == ("aaaaaaaa", False)
    assert names(answer["replies"]) == ROUTED and "call 112 or 999" in answer["replies"][0]["text"]
    status, answer, _ = fronted.call("POST", f"{WEB}/messages", body, "forged", client)
    assert status == 429 and answer.keys() == {"error"}
    assert fronted.history(token) == []
    assert fronted.call("OPTIONS", f"{WEB}/messages", headers={**client, "Origin": SITE})[0] == 204
    assert fronted.call("GET", "/chat/lupus-chat.js", headers=client)[0] == 200
    assert fronted.call("GET", f"{WEB}/help", headers={"X-Forwarded-For": "203.0.113.8"})[0] == 401
    assert "203.0.113" not in fronted.log.read_text(encoding="utf-8")


def test_a_client_cannot_give_itself_another_address(fronted):
    """What stands before the last address was sent by the client."""
    assert exhaust(fronted, *(f"198.51.100.{number}, 203.0.113.20" for number in range(200))) == 120


def test_an_ipv6_network_is_one_client(fronted):
    assert exhaust(fronted, *(f"2001:db8:1:2::{number:x}" for number in range(200))) == 120
    assert fronted.call("GET", f"{WEB}/help", headers={"X-Forwarded-For": "2001:db8:1:3::1"})[0] == 401


def test_this_machine_is_no_client(fronted, rasa):
    for _ in range(130):
        assert fronted.call("GET", f"{WEB}/help")[0] == 401
        assert rasa.call("GET", f"{WEB}/help", headers={"X-Forwarded-For": "203.0.113.7"})[0] == 401  # no proxy is trusted
