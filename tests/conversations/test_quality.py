"""The published question banks, through the whole path. The floors are those the project promises; see the README for what
is measured now."""

import uuid
from pathlib import Path

import pytest

from bot.cli import banks
from bot.cli.scoring import Result
from bot.ids import NO_ROUTE_NEEDED, route_of

BANKS = Path(__file__).parents[1] / "banks"


@pytest.fixture(scope="module")
def ask(turn):
    def ask(bank):
        results, conversation = [], ""
        for question in banks.read(BANKS / bank):
            conversation = uuid.uuid4().hex if question.starts else conversation
            replies = turn(conversation, question.text).messages
            results.append((question, replies))
            sent = routes(replies)
            exempt = {reply["metadata"].get("id") for reply in replies} <= NO_ROUTE_NEEDED
            assert len(sent) == 1 or (exempt and not sent), "a turn without exactly one route"
        return results

    return ask


def routes(replies):
    found = [reply["metadata"]["response"] for reply in replies]
    return [route for route in map(route_of, found) if route]


def share(rows, is_so):
    return sum(is_so(question, replies) for question, replies in rows) / len(rows)


def ids(replies):
    return [reply["metadata"]["id"] for reply in replies if reply["metadata"].get("id")]


def right(question, replies):
    return Result(question, tuple(ids(replies))).right


def offered(question, replies):
    payloads = [b["payload"].removeprefix("/") for reply in replies for b in reply["buttons"]][:3]
    return right(question, replies) or (not ids(replies) and bool(set(payloads) & question.allowed))


def wrong(question, replies):
    return bool(ids(replies)) and not right(question, replies)


def test_patients(ask):
    rows = ask("patients.tsv")
    assert share(rows, right) >= 0.79
    assert share(rows, offered) >= 0.85
    assert share(rows, wrong) <= 0.12


def test_dialogues(ask):
    assert share(ask("dialogues.yml"), right) >= 0.77


def test_situations(ask):
    rows = ask("situations.tsv")
    urgent = [row for row in rows if row[0].expected.startswith(("emergency", "crisis"))]

    def noticed(_question, replies):
        names = {reply["metadata"]["response"] for reply in replies}
        return bool({"emergency", "crisis"} & set(routes(replies))) or "utter_net" in names

    assert share(urgent, noticed) >= 0.95
    today = [row for row in rows if row[0].expected.startswith("same_day")]
    assert share(today, right) >= 0.75
    rest = [row for row in rows if row[0].expected.startswith(("advice", "chat", "out_of_scope"))]
    assert share(rest, right) >= 0.72
    advice = [row for row in rest if row[0].expected.startswith("advice")]
    assert share(advice, lambda _q, replies: bool(routes(replies)) and routes(replies) != ["emergency"]) == 1


def test_lookalikes_get_no_ambulance(ask):
    turns = ask("hard_negatives.tsv")
    assert share(turns, lambda _q, replies: "emergency" in routes(replies)) <= 0.06
