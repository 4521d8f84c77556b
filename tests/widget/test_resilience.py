"""A lost network, a restarted server, a reloaded tab: nothing is lost, nothing comes twice."""

import random
import re
import time

import jwt
import pytest
from playwright.sync_api import expect

from tests.servers import SECRET, Rasa

QUESTIONS = ["What is lupus?", "Is there a cure for lupus?", "what is plaquenil for", "What is CAR-T?"]
OFFLINE = "No connection. Your message is safe in this tab"
LOST = re.compile(f"{OFFLINE}|Your earlier messages cannot be shown right now")  # the latter if they had not come yet


@pytest.fixture(scope="module")
def server(tmp_path_factory, actions_server):
    """One that may be stopped at will."""
    server = Rasa(tmp_path_factory.mktemp("restarted"), actions_server.server_address[1])
    yield server
    server.stop()


def settled(chat, count):
    """Wait until `count` messages are answered on the screen."""
    replies = chat.log.get_by_role("heading", name=re.compile("^Assistant"))
    expect(replies).to_have_count(count, timeout=60_000)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_happens_between_messages_nothing_is_lost_or_doubled(open_chat, server, seed):
    chance = random.Random(seed)
    chat = open_chat(server).visit().agree()
    asked = chance.sample(QUESTIONS, 3)
    restarts = 1 if seed % 4 == 0 else 0  # a start of the server takes some ten seconds
    for question in asked:
        trouble = chance.choice(
            ["reload", "offline", "offline and reload", "reply lost", "reload after reply lost", "request lost"]
        )
        if restarts and chance.random() < 0.5:
            trouble, restarts = chance.choice(["restart", "power cut"]), 0
        make_trouble(chat, trouble, question)
    settled(chat, len(asked))
    assert chat.words() == asked
    assert [turn["text"] for turn in server.history(chat.token())] == asked
    chat.page.reload()
    settled(chat, len(asked))
    assert chat.words() == asked


def make_trouble(chat, trouble, question):
    page, context, server = chat.page, chat.page.context, chat.server
    if trouble == "reload":
        chat.type(question)
        expect(chat.log.locator(".said").get_by_text(question, exact=True)).to_have_count(1)
        page.reload()
    elif trouble.startswith("offline"):
        context.set_offline(True)
        chat.type(question)
        expect(chat.status).to_contain_text(LOST)
        context.set_offline(False)
        if trouble.endswith("reload"):
            page.reload()
    elif trouble == "request lost":
        page.route("**/messages", lambda route: route.abort(), times=1)
        chat.type(question)
    elif "reply lost" in trouble:
        page.route("**/messages", lambda route: (route.fetch(), route.abort()), times=1)
        chat.type(question)
        expect(chat.status).to_contain_text(LOST)
        if trouble.startswith("reload"):
            page.reload()
    else:
        chat.type(question)
        server.stop() if trouble == "restart" else server.kill()
        server.start()
    expect(chat.log.locator(".said").get_by_text(question, exact=True)).to_have_count(1, timeout=30_000)


def test_a_message_typed_offline_goes_out_when_the_network_is_back(chat):
    chat.ask("What is lupus?")
    chat.page.context.set_offline(True)
    chat.type("Is there a cure for lupus?")
    expect(chat.status).to_contain_text(OFFLINE)
    expect(chat.button("Try now")).to_be_visible()
    chat.type("what is plaquenil for")
    chat.page.context.set_offline(False)
    settled(chat, 3)
    assert chat.words() == ["What is lupus?", "Is there a cure for lupus?", "what is plaquenil for"]
    expect(chat.button("Try now")).to_be_hidden()
    expect(chat.status).to_have_text("")
    chat.complaints.clear()  # the browser's own lines about the network


def test_a_restart_in_the_middle_of_a_conversation_keeps_what_was_spoken_of(open_chat, server):
    chat = open_chat(server).visit().agree().ask("what is plaquenil for")
    server.stop()
    server.start()
    chat.ask("and the side effects?")
    expect(chat.log.get_by_text(re.compile("^About: [^?]*side effects of hydroxychloroquine"))).to_be_visible()


def test_an_expired_conversation_gives_way_to_a_new_one(chat):
    chat.ask("What is lupus?")
    claims = jwt.decode(chat.token(), SECRET, ["HS256"])
    expired = jwt.encode({**claims, "exp": int(time.time()) - 60}, SECRET, "HS256")
    chat.page.evaluate(
        """token => { const [key, value] = Object.entries(sessionStorage)[0];
                      sessionStorage.setItem(key, JSON.stringify({...JSON.parse(value), token})) }""",
        expired,
    )
    chat.page.reload()
    expect(chat.log.get_by_text("Your earlier conversation has ended")).to_be_visible()
    chat.ask("Is there a cure for lupus?")
    assert [turn["text"] for turn in chat.server.history(chat.token())] == ["Is there a cure for lupus?"]
    chat.complaints.clear()  # the browser's own line about the 401


def test_a_conversation_that_expires_while_open_loses_no_message(open_chat):
    chat = open_chat().visit().agree().ask("What is lupus?")
    chat.page.route("**/messages", lambda route: route.fulfill(status=401, json={"error": "expired"}), times=1)
    chat.ask("Is there a cure for lupus?")
    expect(chat.log.get_by_text("Your earlier conversation has ended")).to_have_count(1)
    assert chat.words() == ["What is lupus?", "Is there a cure for lupus?"]
    assert [turn["text"] for turn in chat.server.history(chat.token())] == ["Is there a cure for lupus?"]


def test_a_reply_that_was_not_kept_is_shown_and_can_be_sent_again(open_chat):
    chat = open_chat().visit().agree()

    def forgetful(route):
        answer = route.fetch().json()
        route.fulfill(status=503, json={**answer, "kept": False})

    chat.page.route("**/messages", forgetful, times=1)
    chat.ask("What is lupus?")
    expect(chat.log.get_by_text("This message was not kept.")).to_be_visible()
    chat.page.unroute("**/messages")
    chat.button("Send it again").click()
    expect(chat.button("Send it again")).to_have_count(0, timeout=15_000)
    settled(chat, 1)
    assert len(chat.server.history(chat.token())) == 1


def test_a_proxys_error_page_is_no_reply(open_chat):
    chat = open_chat().visit().agree()
    chat.page.route("**/messages", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"), times=1)
    chat.ask("What is lupus?")
    assert chat.words() == ["What is lupus?"]
    expect(chat.log.get_by_text("Bad gateway")).to_have_count(0)


def test_without_a_server_the_page_still_says_whom_to_call(open_chat):
    chat = open_chat()
    chat.page.route("**/webhooks/**", lambda route: route.abort())
    chat.visit()
    expect(chat.status).to_contain_text("The assistant cannot be reached just now")
    expect(chat.page.locator("lupus-chat").get_by_role("link", name="112")).to_have_attribute("href", "tel:112")
    chat.page.unroute("**/webhooks/**")
    chat.button("Try now").click()
    chat.agree().ask("What is lupus?")


def test_earlier_messages_come_when_the_records_are_back(open_chat):
    chat = open_chat().visit().agree().ask("What is lupus?")
    chat.page.route("**/messages", lambda route: route.fulfill(status=503, json={"error": "x"}), times=2)
    chat.page.reload()
    expect(chat.status).to_contain_text("Your earlier messages cannot be shown right now")
    settled(chat, 1)
    assert chat.words() == ["What is lupus?"]
    expect(chat.status).to_have_text("")


def test_a_turn_whose_time_is_not_known_is_shown_without(open_chat):
    chat = open_chat().visit().agree().ask("What is lupus?")

    def timeless(route):
        messages = route.fetch().json()["messages"]
        route.fulfill(json={"messages": [{**turn, "at": None} for turn in messages]})

    chat.page.route("**/messages", timeless)
    chat.page.reload()
    settled(chat, 1)
    assert chat.said() == ["You", "Assistant"]


def test_what_is_typed_while_a_conversation_is_deleted_is_not_lost(open_chat):
    chat = open_chat().visit().agree().ask("What is lupus?").ask("delete my conversation")
    held = []
    chat.page.route("**/messages", lambda route: held.append(route), times=1)
    chat.log.locator(".choices button").first.click()
    chat.type("Is there a cure for lupus?")
    held[0].continue_()
    expect(chat.log.get_by_text("About: Is there a cure for lupus?")).to_be_visible(timeout=15_000)
    expect(chat.log.get_by_text("I have deleted this conversation")).to_be_visible()
    assert chat.words()[1:] == ["Is there a cure for lupus?"]
    assert [turn["text"] for turn in chat.server.history(chat.token())] == ["Is there a cure for lupus?"]


def test_a_draft_survives_a_reload(chat):
    chat.field.fill("my joints hurt since")
    chat.page.reload()
    expect(chat.field).to_have_value("my joints hurt since")


def test_without_storage_the_chat_still_works(open_chat):
    chat = open_chat()
    chat.page.add_init_script("Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('forbidden') }})")
    chat.visit().agree().ask("What is lupus?")
    assert chat.words() == ["What is lupus?"]
