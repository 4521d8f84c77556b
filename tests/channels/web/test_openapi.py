"""docs/openapi.yml is the truth: real replies of a real server are held against it, and one that differed would be found."""

import asyncio
import copy
import os
from collections import defaultdict
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker, RefResolver
from sanic import Sanic

from bot.channels.ops import OpsChannel
from bot.channels.web import WebChannel
from bot.content import places
from bot.content.shelf import Shelf
from bot.store.database import Database
from tests.servers import ROOT, SECRET
from tests.store.test_database_faults import taken_away

DESCRIPTION = yaml.safe_load((ROOT / "docs/openapi.yml").read_text(encoding="utf-8"))
OPERATIONS = {
    (method.upper(), path): operation
    for path, methods in DESCRIPTION["paths"].items()
    for method, operation in methods.items()
}
DESCRIBED = [(*where, int(status)) for where, operation in OPERATIONS.items() for status in operation["responses"]]

WEB = "/webhooks/web"
CONVERSATIONS, MESSAGES, HELP, FEEDBACK = (f"{WEB}/{door}" for door in ("conversations", "messages", "help", "feedback"))
TALK = (
    *("What is lupus?", "tell me more", "the figures", "how do you know?", "say that in simpler words"),
    *("what is plaquenil for and is there a cure",),
    *("my chest is being crushed and I cannot breathe", "I want to kill myself", "I'm in Australia", "hello", "..."),
    *("has chemotherapy hurt my heart, I have chest pain", "summary for my visit"),
)


class Reply(NamedTuple):
    """What one request got."""

    body: Any
    headers: Any


def resolved(node):
    """`node`, or what it refers to."""
    while "$ref" in node:
        found = DESCRIPTION
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        node = found
    return node


def fits(schema, value):
    return Draft202012Validator(schema, RefResolver("", DESCRIPTION), FormatChecker()).is_valid(value)


def as_described(method, path, status, reply):
    """Whether a reply is exactly what the description says of it."""
    response = resolved(OPERATIONS[method, path]["responses"][str(status)])
    for name, header in response.get("headers", {}).items():
        value = reply.headers[name]
        schema = resolved(header)["schema"]
        if not fits(schema, int(value) if schema["type"] == "integer" else value):
            return False
    form = response.get("content", {}).get("application/json")
    return form is None or fits(form["schema"], reply.body)


@pytest.fixture(scope="module")
def seen(rasa, fronted, tmp_path_factory):
    """What every operation answered, in all the ways that can be provoked."""
    found = defaultdict(list)

    def ask(method, path, body=None, token=None, server=rasa, **headers):
        status, answer, received = server.call(method, path, body, token, headers)
        found[method, path, status].append(Reply(answer, received))
        if isinstance(body, dict):
            form = OPERATIONS[method, path]["requestBody"]["content"]["application/json"]["schema"]
            assert fits(form, body) == (status != 400), (status, body)
        return answer

    def message(**said):
        return {"message_id": os.urandom(8).hex(), **said}

    token = all_is_well(ask, message)
    refused(ask, message, token)
    too_many(ask, message, fronted)
    with taken_away(rasa):
        ask("POST", MESSAGES, message(text="What is lupus?"), token)
        ask("GET", MESSAGES, token=token)
        ask("POST", FEEDBACK, message(verdict="up"), token)
        ask("DELETE", CONVERSATIONS, token=token)
    found["GET", "/readyz", 503].append(not_ready(tmp_path_factory.mktemp("not_ready")))
    return found


def all_is_well(ask, message):
    """All that goes well; gives the token of a conversation."""
    ask("GET", "/readyz")
    ask("POST", CONVERSATIONS)
    token = ask("POST", CONVERSATIONS, {"region": "uk"})["token"]
    replies = ask("POST", MESSAGES, message(text="what are the side effects"), token)["replies"]
    offered = [button["payload"] for reply in replies for button in reply["buttons"]]
    ask("POST", MESSAGES, message(button=offered[0]), token)
    for text in TALK:
        last = message(text=text)
        ask("POST", MESSAGES, last, token)
        ask("GET", HELP, token=token)
    for verdict in ("down", "wrong"):
        ask("POST", FEEDBACK, {"message_id": last["message_id"], "verdict": verdict, "reason": "too long"}, token)
    ask("GET", MESSAGES, token=token)
    gone = ask("POST", CONVERSATIONS, {})["token"]
    for text in ("delete my conversation", "yes"):
        forgotten = ask("POST", MESSAGES, message(text=text), gone)["forgotten"]
    assert forgotten
    ask("GET", MESSAGES, token=gone)
    ask("DELETE", CONVERSATIONS, token=gone)
    return token


def refused(ask, message, token):
    """All that is refused."""
    good, verdict = message(text="hello"), message(verdict="up")
    ask("POST", FEEDBACK, verdict, token)  # on no message
    ask("POST", MESSAGES, message(button="/not.offered"), token)
    ask("POST", CONVERSATIONS, {"region": "atlantis"})
    ask("POST", MESSAGES, {**good, "more": "x"}, token)
    ask("POST", MESSAGES, {**good, "message_id": "short"}, token)
    ask("POST", FEEDBACK, {**verdict, "verdict": "maybe"}, token)
    for method, path in OPERATIONS:
        if not path.startswith(WEB):
            continue
        taken = {CONVERSATIONS: {}, MESSAGES: good, FEEDBACK: verdict}[path] if method == "POST" else None
        ask(method, path, taken, token, Origin="https://evil.example")
        if path != CONVERSATIONS or method != "POST":
            ask(method, path, taken, "forged")
        if taken is not None:
            ask(method, path, b"not json", token)
            ask(method, path, b"{}", token, **{"Content-Type": "text/plain"})
            ask(method, path, b"x" * 100_000, token)


def too_many(ask, message, fronted):
    """An address that goes on too fast."""
    token, client = fronted.begin(), {"X-Forwarded-For": "203.0.113.99"}
    while fronted.call("GET", HELP, headers=client)[0] != 429:
        pass
    for method, path in OPERATIONS:
        if path.startswith(WEB):
            ask(method, path, None, token, fronted, **client)
    ask("POST", MESSAGES, message(text="hello"), token, fronted, **client)


def not_ready(folder):
    """The answer of a server that has no model."""
    shelf, database = Shelf(), Database(f"sqlite:///{folder}/conversations.db")
    (probe,) = routes(OpsChannel(database, shelf)).values()
    answer = asyncio.run(probe(SimpleNamespace(app=SimpleNamespace(ctx=SimpleNamespace()))))
    assert answer.status == 503
    return Reply(yaml.safe_load(answer.body), answer.headers)


def routes(channel):
    """What handles each method and path of a channel."""
    app = Sanic(f"test_{channel.name()}_{os.urandom(4).hex()}")
    app.blueprint(channel.blueprint(None), url_prefix=WEB if channel.name() == "web" else "")
    return {(method, f"/{route.path}"): route.handler for route in app.router.routes for method in route.methods}


@pytest.mark.parametrize("method, path, status", DESCRIBED)
def test_every_described_reply_is_given_so(seen, method, path, status):
    replies = seen[method, path, status]
    assert replies and [reply.body for reply in replies if not as_described(method, path, status, reply)] == []


def test_no_other_reply_is_given(seen):
    assert sorted({where for where, replies in seen.items() if replies} - {*DESCRIBED}) == []


def test_every_kind_of_message_was_held_against_it(seen):
    said = [message for reply in seen["POST", MESSAGES, 200] for message in reply.body["replies"]]
    assert {message["kind"] for message in said} == {
        *DESCRIPTION["components"]["schemas"]["Message"]["properties"]["kind"]["enum"]
    }
    assert {message["urgent"] for message in said} == {True, False}
    assert any("about" in message["metadata"] for message in said) and any(message["buttons"] for message in said)


def test_every_route_is_described(tmp_path):
    shelf, database = Shelf(), Database(f"sqlite:///{tmp_path}/conversations.db")
    found = [*routes(WebChannel(shelf, database, SECRET)), *routes(OpsChannel(database, shelf))]
    assert sorted(found) == sorted(OPERATIONS)


def test_every_region_is_described():
    asked = OPERATIONS["POST", CONVERSATIONS]["requestBody"]["content"]["application/json"]["schema"]
    assert asked["properties"]["region"]["enum"] == ["", *places.read().regions]


def forms(node):
    """Every body that the description gives a form."""
    if isinstance(node, dict):
        if "application/json" in node:
            yield node["application/json"]
        for value in node.values():
            yield from forms(value)


@pytest.mark.parametrize("form", [form for form in forms(DESCRIPTION) if "example" in form or "examples" in form])
def test_the_examples_are_as_described(form):
    for example in [form["example"]] if "example" in form else [named["value"] for named in form["examples"].values()]:
        assert fits(form["schema"], example)


def few(body):
    """`body` with only the first turns of a history."""
    return {"messages": body["messages"][:4]} if "messages" in body else body


def spoilt(body):
    """`body` with one field missing, one too many or one of another type, in every place of it."""

    def places(node, path=()):
        yield path, node
        for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
            yield from places(value, (*path, key))

    for path, node in places(body):
        if isinstance(node, dict):
            yield (*path, "more"), changed(body, path, {**node, "more": -1.5})
            for key in node:
                yield (*path, key), changed(body, path, {name: value for name, value in node.items() if name != key})
        yield path, changed(body, path, -1.5)  # nothing is a fraction


def changed(body, path, value):
    """A copy of `body` that has `value` at `path`."""
    if not path:
        return value
    copied = copy.copy(body)
    copied[path[0]] = changed(body[path[0]], path[1:], value)
    return copied


def test_a_reply_that_differs_would_be_found(seen):
    missed, tried = [], 0
    for where, replies in seen.items():
        if not resolved(OPERATIONS[where[:2]]["responses"][str(where[2])]).get("content"):
            continue
        for reply in (replies[0], replies[-1]):
            for path, body in spoilt(few(reply.body)):
                tried += 1
                if as_described(*where, reply._replace(body=body)) and path[0] not in ("jobs", "withheld"):  # these hold any
                    missed.append((*where, path))
    assert missed == [] and tried > 1000
