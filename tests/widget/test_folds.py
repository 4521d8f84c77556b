"""An answer is short; what else there is unfolds in its place, and what people ask next is one press away."""

import re

import pytest
from playwright.sync_api import expect

from bot.content import pages
from tests.widget.chat import FOLDS

CURE = "Is there a cure for lupus?"


def openers(chat, name=re.compile("")):
    """The buttons that say whether what they unfold is open."""
    return chat.log.get_by_role("button", name=name).and_(chat.log.locator("[aria-expanded]"))


def content_of(chat, name):
    """What a button says that it unfolds."""
    return chat.log.locator(f"#{openers(chat, name).get_attribute('aria-controls')}")


def next_questions(chat):
    """The list below the heading."""
    return chat.log.get_by_role("list", name="People also ask")


def test_an_answer_is_short_and_has_its_folds_in_order(chat):
    chat.ask(CURE)
    card = chat.log.locator(".card").first
    assert card.get_by_role("paragraph").all_inner_texts()[0] == f"About: {CURE}"
    assert len(" ".join(card.get_by_role("paragraph").all_inner_texts()[1:]).split()) < 100
    assert openers(chat).all_inner_texts() == FOLDS
    assert chat.log.get_by_role("button", name=re.compile("more|numbers|sources", re.IGNORECASE)).count() == 3  # none twice


def test_what_to_watch_for_stands_with_the_answer(chat):
    chat.ask("what is plaquenil for")
    card = chat.log.locator(".card").first
    expect(card.get_by_text("Never stop it alone")).to_be_visible()
    assert "[" not in card.inner_text()  # no marks in what is read at once
    expect(chat.log.get_by_text("For everything else:")).to_be_visible()


@pytest.mark.parametrize("name", FOLDS)
def test_a_fold_opens_and_closes_by_keyboard_and_tells_so(chat, name):
    chat.ask(CURE)
    opener = openers(chat, name)
    for key, state in [("Enter", "true"), ("Space", "false"), ("Space", "true"), ("Enter", "false")]:
        opener.press(key)
        expect(opener).to_have_attribute("aria-expanded", state)
        expect(content_of(chat, name)).to_be_visible(visible=state == "true")
        expect(opener).to_be_focused()


def test_a_fold_stands_between_its_button_and_the_next(chat):
    chat.ask(CURE)
    for name in FOLDS:
        openers(chat, name).click()
    tops = [top(place) for name in FOLDS for place in (openers(chat, name), content_of(chat, name))]
    assert tops == sorted(tops)
    tree = chat.log.locator(".folds").aria_snapshot()
    places = [tree.find(words) for words in (FOLDS[2], "A review (2022) looked at 41 studies", FOLDS[3], "Strength of")]
    assert -1 not in places and places == sorted(places)


def top(place):
    return place.bounding_box()["y"]


def test_the_folds_hold_the_rest_of_the_answer(chat):
    chat.ask(CURE)
    for name in FOLDS:
        openers(chat, name).click()
    expect(content_of(chat, "Simpler words")).to_contain_text("In simpler words: It cannot be cured yet")
    more = content_of(chat, "Tell me more").get_by_role("paragraph").all_inner_texts()
    page = pages.read().by_id["is_there_a_cure"]
    assert len(more) == 1 + len(page.more.split("\n\n")) and more[0].startswith("Remission is not a cure")
    assert (
        more[-1] == "A question for your clinician: What would remission look like for me, and which medicines would I keep?"
    )
    expect(content_of(chat, "The numbers").get_by_role("listitem")).to_have_count(len(page.numbers))
    grounds = content_of(chat, "Sources, and how sure")
    expect(grounds.get_by_role("listitem").nth(1)).to_contain_text("Yang Z and others")  # [2], as the numbers mark it
    expect(grounds).to_contain_text(re.compile(r"We could read only a summary or part of (\[\d\], )*\[2\]"))


def test_a_source_that_was_read_whole_has_no_note(open_chat):
    def read(route):
        answer = route.fetch().json()
        for source in answer["replies"][0]["metadata"]["sources"]:
            source["read"] = "whole"
        route.fulfill(json=answer)

    chat = open_chat().visit().agree()
    chat.page.route("**/messages", read)
    chat.ask(CURE)
    openers(chat, "Sources").click()
    expect(chat.log.get_by_text("Yang Z and others")).to_be_visible()
    expect(chat.log.get_by_text("only a summary")).to_have_count(0)


def test_an_answer_without_numbers_has_no_button_for_them(open_chat):
    def bare(route):
        answer = route.fetch().json()
        answer["replies"][0]["metadata"]["numbers"] = []
        route.fulfill(json=answer)

    chat = open_chat().visit().agree()
    chat.page.route("**/messages", bare)
    chat.ask(CURE)
    assert openers(chat).all_inner_texts() == [name for name in FOLDS if name != "The numbers"]


def test_folds_open_without_a_network_and_ask_the_server_nothing(chat):
    chat.ask(CURE)
    chat.page.context.set_offline(True)
    asked = len(chat.asked)
    for name in FOLDS:
        openers(chat, name).click()
        expect(content_of(chat, name)).to_be_visible()
    assert chat.asked[asked:] == []


@pytest.mark.parametrize("reloaded", [False, True])
def test_what_people_ask_next_asks_that(chat, reloaded):
    chat.ask(CURE)
    if reloaded:
        chat.page.reload()
    offered = next_questions(chat).get_by_role("button")
    expect(offered).not_to_have_count(0)
    titles = offered.all_inner_texts()
    assert 2 <= len(titles) <= 3
    with chat.page.expect_request("**/messages") as sent:
        offered.first.press("Enter")
    assert sent.value.post_data_json["button"].startswith("/")
    expect(chat.log.get_by_text(f"About: {titles[0]}")).to_be_visible(timeout=15_000)
    assert chat.words() == [CURE, titles[0]]
    earlier = chat.log.locator(".turn").first
    expect(earlier.get_by_role("heading", name="People also ask")).to_be_visible()
    expect(earlier.get_by_role("listitem").filter(has_text=titles[1])).to_be_visible()  # as text: it was offered then
    expect(earlier.get_by_role("button", name=titles[1], exact=True)).to_have_count(0)
    expect(next_questions(chat).get_by_role("button")).not_to_have_count(0)  # of the answer that came


def test_what_people_ask_next_follows_where_to_turn(chat):
    chat.ask(CURE)
    tree = chat.log.aria_snapshot()
    places = [tree.find(words) for words in ("Sources, and how sure", "What to do", "People also ask")]
    assert -1 not in places and places == sorted(places)


def test_a_question_back_offers_choices_and_nothing_next(chat):
    chat.ask("what are the side effects")
    expect(chat.log.locator(".choices")).to_have_count(1)
    expect(chat.log.get_by_role("heading", name="People also ask")).to_have_count(0)
