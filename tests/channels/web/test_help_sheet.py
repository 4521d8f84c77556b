"""Whom to call now: GET /help."""

import asyncio

import pytest

from bot.channels.exchange import Exchange
from bot.channels.web import WebChannel
from bot.channels.web.help_sheet import help_sheet
from bot.channels.web.tokens import Conversation
from bot.content import pages, places
from bot.content.places import NEUTRAL
from bot.content.shelf import Shelf
from bot.store.conversations import Conversations
from bot.store.database import Database
from tests.store.test_database_faults import taken_away

HELP = "/webhooks/web/help"


def ask(server, token):
    status, sheet, headers = server.call("GET", HELP, token=token)
    assert status == 200 and headers["cache-control"] == "no-store"
    assert [line["metadata"]["response"] for line in sheet["help"]] == ["utter_help"]
    assert [call["route"]["metadata"]["response"] for call in sheet["call"]] == [
        "utter_route_emergency",
        "utter_route_same_day",
    ]
    return sheet


def phones(sheet):
    return sheet["help"][0]["metadata"]["phones"]


def test_it_needs_a_token(rasa):
    assert rasa.call("GET", HELP)[0] == 401


@pytest.mark.parametrize(
    "region, numbers, urgent",
    [
        ("us", ["911", "988"], ""),
        ("ca", ["911", "988", "811"], "811"),
        ("uk", ["999", "112", "116 123", "111", "0808 808 8000"], "111"),
        ("ie", ["112", "999", "116 123"], ""),
        ("au", ["000", "13 11 14", "1800 633 422"], "1800 633 422"),
        ("nz", ["111", "1737", "0800 611 116"], "0800 611 116"),
        ("eu", ["112", "116 123", "116 117"], "116 117"),
        ("", ["911", "999", "112", "000", "111", "988", "116 123", "13 11 14", "1737"], ""),
    ],
)
def test_the_numbers_are_those_of_the_region(rasa, region, numbers, urgent):
    sheet = ask(rasa, rasa.begin(region))
    emergency, same_day = (call["route"] for call in sheet["call"])
    assert phones(sheet)[: len(numbers)] == numbers
    lines = places.read().regions[region or NEUTRAL].lines
    rest = [number for kind in ("abuse", "child", "poison", "charity") if kind in lines for number in lines[kind].dial]
    assert phones(sheet)[len(numbers) :] == [number for number in rest if number not in numbers]
    assert set(emergency["metadata"]["phones"]) <= set(numbers) and emergency["metadata"]["phones"][0] == numbers[0]
    assert urgent in same_day["text"] and "{" not in same_day["text"] + sheet["help"][0]["text"]


def test_every_sign_of_danger_is_named_and_the_rest_comes_last(rasa):
    emergency, same_day = (call["signs"] for call in ask(rasa, rasa.begin())["call"])
    all_pages = pages.read().by_id.values()
    assert set(emergency) == {page.title for page in all_pages if page.route == "emergency" and page.group == "emergency"}
    assert set(same_day) == {page.title for page in all_pages if page.group == "same_day"}
    assert emergency[0] == "Very ill on or just off steroids now" and emergency[-1] == "Other danger to life now"


def test_what_the_person_said_of_their_region_counts_most(rasa):
    token = rasa.begin("au")
    assert phones(ask(rasa, token))[0] == "000"
    rasa.say(token, "I'm in Ireland now")
    assert phones(ask(rasa, token))[0] == "112"
    with taken_away(rasa):
        assert phones(ask(rasa, token))[0] == "000"
    assert phones(ask(rasa, token))[0] == "112"


def test_without_the_database_and_a_region_all_numbers_are_named(rasa):
    with taken_away(rasa):
        assert phones(ask(rasa, rasa.begin()))[0] == "911"


@pytest.mark.parametrize("began_in, folder, region", [("", "", None), ("", "gone", NEUTRAL), ("ie", "gone", "ie")])
def test_the_clinics_region_is_not_given_to_somebody_who_may_be_elsewhere(tmp_path, began_in, folder, region):
    database = Database(f"sqlite:///{tmp_path / folder}/c.db")
    channel = WebChannel(Shelf(), database, "k" * 64)
    if not folder:
        database.prepare()
    assert asyncio.run(channel._region(Conversation("somebody", began_in))) == region


def test_the_clinics_own_lines(tmp_path):
    details = 'region: nz\nphone: "020 7946 0000"\nhours: "all day"\nout_of_hours: "the ward"\n'
    (tmp_path / "clinic.yml").write_text(details, encoding="utf-8")
    database = Database(f"sqlite:///{tmp_path}/c.db")
    exchange = Exchange("web", Shelf(clinic=tmp_path / "clinic.yml"), Conversations(database))
    (line,) = help_sheet(exchange, None)["help"]
    assert "phone: 020 7946 0000. It is answered all day. When it is closed: the ward. Healthline" in line["text"]
    assert line["metadata"]["phones"][:4] == ["111", "1737", "020 7946 0000", "0800 611 116"]
    assert "many have a doctor on call" not in line["text"]
    assert help_sheet(exchange, "us")["call"][1]["route"]["metadata"]["phones"] == ["020 7946 0000", "911"]
