"""Whole conversations in the page, with the real assistant."""

import re
import sqlite3

import pytest
from playwright.sync_api import expect

from bot.content import pages

ALERT = "lupus-chat [role=alert].pinned"


def feedback(server):
    with sqlite3.connect(server.database.removeprefix("sqlite:///")) as database:
        return database.execute("SELECT verdict, reason FROM feedback ORDER BY at").fetchall()


def test_nothing_is_sent_or_remembered_before_the_person_agrees(open_chat):
    chat = open_chat().visit()
    notice = chat.page.get_by_role("region", name="Before you start")
    expect(notice).to_contain_text("computer program, not a doctor")
    expect(notice).to_contain_text("stored on this server for 30 days")
    expect(chat.field).to_be_hidden()
    assert not [url for url in chat.asked if url.endswith("/messages")]
    assert chat.page.evaluate("sessionStorage.length + localStorage.length") == 0
    chat.agree()
    expect(chat.page.get_by_role("heading", name="You could begin with one of these")).to_be_focused()
    chat.behaved()


def test_each_question_to_begin_with_is_answered(open_chat):
    chat = open_chat().visit().agree()
    starters = chat.page.get_by_role("region", name="You could begin").get_by_role("button").all_inner_texts()
    assert starters == pages.read().starters and len(starters) >= 3
    for question in starters:
        chat = open_chat().visit().agree()
        chat.button(question).click()
        expect(chat.log.get_by_text("About: ")).to_be_visible(timeout=15_000)
        expect(chat.button(question)).to_have_count(0)


def test_an_answer_shows_what_it_rests_on_and_whom_to_ask(chat):
    chat.ask("Is there a cure for lupus?")
    expect(chat.log.get_by_text("About: Is there a cure for lupus?")).to_be_visible()
    expect(chat.log.get_by_text("What to do")).to_be_visible()
    sources = chat.log.get_by_role("link", name="Lupus remission")
    expect(sources).to_be_hidden()
    chat.button("Sources, and how sure").click()
    expect(chat.log.get_by_text("Strength of the evidence: moderate.")).to_be_visible()
    expect(chat.log.get_by_text(re.compile(r"Checked against its sources on \d+ \w+ 20\d\d"))).to_be_visible()
    expect(sources).to_have_attribute("href", re.compile("^https://"))
    expect(sources).to_have_attribute("rel", "noopener noreferrer")


def test_a_choice_is_taken_once_and_stays_as_text(chat):
    chat.ask("what are the side effects")
    offered = chat.log.get_by_role("button", name=re.compile("side effects", re.IGNORECASE))
    title = offered.first.inner_text()
    offered.first.click()
    expect(chat.log.get_by_text(f"About: {title}")).to_be_visible(timeout=15_000)
    assert chat.words()[-1] == title
    expect(chat.log.get_by_role("button", name=title, exact=True)).to_have_count(0)
    expect(chat.log.get_by_role("listitem").filter(has_text=title).first).to_be_visible()
    assert chat.page.evaluate("document.activeElement.shadowRoot.activeElement.className") == "turn"  # the focus is not lost


def test_a_follow_up_is_understood(chat):
    chat.ask("what is plaquenil for").ask("and the side effects?")
    expect(chat.log.get_by_text(re.compile("^About: [^?]*side effects of hydroxychloroquine"))).to_be_visible()


def test_an_emergency_cannot_be_missed(chat):
    chat.ask("one side of her face has dropped and she cannot lift that arm")
    alert = chat.page.locator(ALERT)
    expect(alert).to_be_visible()
    expect(alert).to_contain_text("Get help now")
    expect(alert.get_by_role("link", name="911")).to_have_attribute("href", "tel:911")
    expect(chat.log.get_by_role("link", name="999")).to_have_attribute("href", "tel:999")
    expect(chat.field).to_be_focused()
    chat.ask("thanks")
    expect(alert).to_be_visible()
    chat.button("I have read this").click()
    expect(alert).to_be_hidden()
    expect(chat.field).to_be_focused()


def test_no_question_of_ours_stands_before_an_emergency(open_chat):
    chat = open_chat().visit().agree()
    held = []
    chat.page.route("**/messages", lambda route: held.append(route))
    chat.type("one side of her face has dropped and she cannot lift that arm")
    chat.button("Options").click()
    chat.button("Delete my conversation").click()
    expect(chat.page.get_by_role("dialog")).to_be_visible()
    held[0].continue_()
    expect(chat.page.get_by_role("dialog")).to_have_count(0, timeout=15_000)
    expect(chat.page.locator(ALERT)).to_be_visible()


def test_a_crisis_line_can_be_called_from_the_page(chat):
    chat.ask("I want to kill myself")
    expect(chat.page.locator(ALERT).get_by_role("link", name="988")).to_have_attribute("href", "tel:988")


def test_help_is_always_at_hand_and_follows_the_region(chat):
    chat.button("Help now").click()
    dialog = chat.page.get_by_role("dialog", name="Help now")
    expect(dialog.get_by_role("link", name="911").first).to_have_attribute("href", "tel:911")
    chat.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(chat.button("Help now")).to_be_focused()
    chat.ask("I'm in Australia")
    chat.button("Help now").click()
    expect(dialog.get_by_role("link", name="000").first).to_be_visible()
    expect(dialog.get_by_role("link", name="911")).to_have_count(0)
    # Once: the end of 0477 13 11 14, which takes texts only, is no number to call.
    expect(dialog.get_by_role("link", name="13 11 14")).to_have_count(1)


def test_the_numbers_follow_a_region_that_is_told_with_a_question(chat):
    with chat.page.expect_response("**/help") as numbers:
        chat.ask("I'm in Australia. What is lupus?")
    numbers.value.finished()
    expect(chat.log.get_by_text("About: What is lupus?")).to_be_visible()
    chat.button("Help now").click()
    dialog = chat.page.get_by_role("dialog", name="Help now")
    expect(dialog.get_by_role("link", name="000").first).to_be_visible()
    expect(dialog.get_by_role("link", name="911")).to_have_count(0)


def test_the_questions_to_begin_with_come_back_with_a_new_conversation(chat):
    offered = chat.page.get_by_role("region", name="You could begin").get_by_role("button")
    questions = offered.all_inner_texts()
    chat.page.reload()
    expect(offered).to_have_text(questions)
    chat.ask("What is lupus?")
    expect(offered).to_have_count(0)
    chat.button("Options").click()
    chat.button("Start over").click()
    chat.page.get_by_role("dialog").get_by_role("button", name="Start over").click()
    expect(offered).to_have_text(questions)


def test_thumbs_and_reports_reach_the_records(chat):
    chat.ask("What is lupus?")
    before = len(feedback(chat.server))
    chat.button("Yes").click()
    expect(chat.button("Yes")).to_have_attribute("aria-pressed", "true")
    expect(chat.status).to_have_text("Thank you for telling us.")
    chat.button(re.compile("^No$")).click()
    reason = chat.page.get_by_label("What was missing or unclear?")
    expect(reason).to_be_focused()
    reason.fill("It did not say who gets it.")
    chat.button("Send this").click()
    expect(reason).to_have_count(0)
    expect(chat.button(re.compile("^No$"))).to_be_focused()
    assert feedback(chat.server)[before:] == [("down", "It did not say who gets it.")]
    chat.button("Report a wrong answer").click()
    chat.page.get_by_label("What is wrong with this answer?").fill("The numbers are old.")
    chat.button("Send this").click()
    expect(chat.page.get_by_label("What is wrong")).to_have_count(0)
    assert feedback(chat.server)[before:] == [("wrong", "The numbers are old.")]


def test_a_reason_is_not_lost_if_it_cannot_be_sent(open_chat):
    chat = open_chat().visit().agree().ask("What is lupus?")
    chat.button("Report a wrong answer").click()
    reason = chat.page.get_by_label("What is wrong with this answer?")
    reason.fill("The numbers are old.")
    chat.page.context.set_offline(True)
    chat.button("Send this").click()
    expect(chat.status).to_have_text("That could not be sent. Please try again.")
    expect(reason).to_have_value("The numbers are old.")


def test_copying_takes_the_sources_along(open_chat):
    chat = open_chat(permissions=["clipboard-read", "clipboard-write"]).visit().agree().ask("Is there a cure for lupus?")
    chat.button(re.compile("^Copy$")).click()
    expect(chat.status).to_have_text("Copied.")
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    order = [
        *(
            "There is no cure for lupus yet",
            "Remission is not a cure",
            "A question for your clinician: What",
        ),
        *("The numbers:\n- A review (2022)", "Strength of the evidence: moderate.\nChecked", "\n[2] Yang Z and others"),
        *(
            "https://doi.org/10.1002/acr.24464\n[3]",
            "We could read only a summary or part of [",
            "Talk this over with your lupus care team",
        ),
    ]
    places = [copied.find(words) for words in order]
    assert -1 not in places and places == sorted(places), copied
    assert "How " not in copied.partition("Talk this over")[2]  # what people ask next is no part of the answer
    chat.button("Options").click()
    chat.button("Copy the conversation").click()
    expect(chat.status).to_have_text("Copied.")
    assert chat.page.evaluate("navigator.clipboard.readText()").startswith("You: Is there a cure for lupus?")


def test_starting_over_leaves_the_old_conversation_behind(chat):
    chat.ask("What is lupus?")
    chat.button("Options").click()
    chat.button("Start over").click()
    dialog = chat.page.get_by_role("dialog")
    expect(dialog).to_contain_text("The server still keeps it")
    dialog.get_by_role("button", name="No, keep it").click()
    assert chat.words() == ["What is lupus?"]
    chat.button("Options").click()
    chat.button("Start over").click()
    dialog.get_by_role("button", name="Start over").click()
    expect(dialog).to_have_count(0)
    expect(chat.log.get_by_role("heading")).to_have_count(0)
    chat.ask("and the side effects?")  # of nothing that was spoken of in this conversation
    expect(chat.log.get_by_text(re.compile("^About: [^?]*hydroxychloroquine"))).to_have_count(0)
    assert chat.words() == ["and the side effects?"]


@pytest.mark.parametrize("typed", [True, False])
def test_a_deleted_conversation_is_gone(chat, typed):
    chat.ask("what is plaquenil for")
    token = chat.token()
    assert len(chat.server.history(token)) == 1
    if typed:
        chat.ask("delete my conversation")
        chat.log.locator(".choices button").first.click()
        expect(chat.log.get_by_text("I have deleted this conversation")).to_be_visible(timeout=15_000)
    else:
        chat.button("Options").click()
        chat.button("Delete my conversation").click()
        chat.page.get_by_role("dialog").get_by_role("button", name="Delete my conversation").click()
        expect(chat.status).to_have_text("Your conversation was deleted.")
    expect(chat.log.get_by_text("what is plaquenil for")).to_have_count(0)
    assert "plaquenil" not in chat.page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")
    assert chat.server.history(token) == []
    chat.page.reload()
    expect(chat.button("What is lupus?")).to_be_visible()  # as a question to begin with
    assert chat.words() == []


def test_a_deletion_that_fails_says_so_and_deletes_nothing_here(open_chat):
    chat = open_chat().visit().agree().ask("What is lupus?")
    chat.page.context.set_offline(True)
    chat.button("Options").click()
    chat.button("Delete my conversation").click()
    dialog = chat.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Delete my conversation").click()
    expect(dialog.get_by_role("alert")).to_contain_text("could not be deleted")
    chat.page.keyboard.press("Escape")
    assert chat.words() == ["What is lupus?"]


def test_too_long_a_message_is_not_lost(chat):
    words = "What is lupus? " * 300
    chat.field.fill(words)
    chat.button("Send").click()
    expect(chat.page.get_by_text(re.compile("at most 4000 can be sent"))).to_be_visible()
    expect(chat.field).to_have_attribute("aria-invalid", "true")
    assert chat.field.input_value() == words and chat.words() == []


def test_enter_sends_and_shift_enter_does_not(chat):
    chat.field.fill("What is")
    chat.field.press("Shift+Enter")
    chat.field.press_sequentially("lupus?")
    assert chat.words() == []
    chat.field.press("Enter")
    expect(chat.log.get_by_text("About: ")).to_be_visible(timeout=15_000)
    assert chat.words() == ["What is\nlupus?"]


def test_a_slow_reply_is_spoken_of_and_offers_a_phone(open_chat):
    chat = open_chat().visit().agree()
    held = []
    chat.page.route("**/messages", lambda route: held.append(route))
    chat.page.clock.install()
    chat.type("What is lupus?")
    expect(chat.status).to_have_text("The assistant is looking that up.")
    chat.page.clock.run_for(3_100)
    expect(chat.status).to_have_text("Still working on it. Thank you for waiting.")
    help_now = chat.page.get_by_text("You do not have to wait for me")
    expect(help_now).to_be_hidden()
    chat.page.clock.run_for(7_000)
    expect(help_now).to_be_visible()
    expect(chat.page.locator("lupus-chat .waiting").get_by_role("link", name="911").first).to_have_attribute(
        "href", "tel:911"
    )
    held[0].continue_()
    expect(chat.log.get_by_text("About: What is lupus?")).to_be_visible(timeout=15_000)
    expect(help_now).to_be_hidden()
