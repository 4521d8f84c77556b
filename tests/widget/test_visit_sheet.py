"""My visit sheet: what it holds, that what is typed on it stays in the tab, and what comes out of the printer."""

import re
import subprocess

import pytest
from playwright.sync_api import expect


@pytest.fixture
def sheet(open_chat):
    chat = open_chat().visit().agree().ask("Is there a cure for lupus?").ask("what is plaquenil for").ask("thanks")
    chat.sheet = chat.page.get_by_role("dialog", name="My visit sheet")
    open_sheet(chat)
    yield chat
    chat.behaved()


def open_sheet(chat):
    chat.button("Options").click()
    chat.button("My visit sheet").click()
    expect(chat.sheet).to_be_visible()
    return chat


def printed(page, path):
    """The words on paper, from a PDF of what the printer would get."""
    page.pdf(path=path)
    return subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout


def test_it_holds_what_was_asked_told_and_worth_asking(sheet):
    page = sheet.sheet
    expect(page.get_by_role("heading", name="My visit sheet")).to_be_focused()
    assert page.get_by_role("heading", level=3).all_inner_texts()[0] == "Is there a cure for lupus?"
    expect(page.get_by_label("My question: Is there a cure for lupus?")).to_have_value("Is there a cure for lupus?")
    expect(page.get_by_text("There is no cure for lupus yet, but many people reach remission")).to_be_visible()
    for longer in ("Remission is not a cure", "A review (2022) looked at 41 studies"):
        expect(page.get_by_text(longer)).to_have_count(0)
    expect(page.get_by_role("link", name="Lupus remission")).to_have_attribute("href", re.compile("^https://"))
    expect(page.get_by_role("checkbox", name="What would remission look like for me")).not_to_be_checked()
    calls = page.get_by_role("heading", name="What to call for").locator("..")
    expect(calls).to_contain_text("Chest pain or trouble breathing now")
    expect(calls).to_contain_text("A lupus flare now")
    expect(calls.get_by_role("link", name="911")).to_have_attribute("href", "tel:911")
    page.get_by_label("Show the full answers").check()
    for longer in ("Remission is not a cure", "A review (2022) looked at 41 studies"):
        expect(page.get_by_text(longer)).to_be_visible()


def test_what_is_made_of_it_stays_in_the_tab_and_survives_a_reload(sheet):
    page = sheet.sheet
    page.get_by_label("Who I will see, and when").fill("Dr Okoye, Tuesday")
    page.get_by_role("checkbox", name="What would remission look like for me").check()
    page.get_by_label("answer: What would remission").fill("Two years without a flare.")
    page.get_by_label("A question of my own").fill("May I travel?")
    page.get_by_label("A question of my own").press("Enter")
    page.get_by_label("What else I want to say").fill("Tired since spring.")
    page.get_by_role("button", name=re.compile("Leave this out: .*hydroxychloroquine", re.IGNORECASE)).click()
    asked = len(sheet.asked)
    sheet.page.keyboard.press("Escape")
    expect(page).to_have_count(0)
    expect(sheet.button("Options")).to_be_focused()
    assert sheet.asked[asked:] == []
    sheet.page.reload()
    expect(sheet.log.locator(".said")).to_have_count(3)
    open_sheet(sheet)
    expect(page.get_by_label("Who I will see, and when")).to_have_value("Dr Okoye, Tuesday")
    expect(page.get_by_role("checkbox", name="What would remission look like for me")).to_be_checked()
    expect(page.get_by_label("answer: What would remission")).to_have_value("Two years without a flare.")
    expect(page.get_by_role("checkbox", name="May I travel?")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Put back"))).to_be_visible()
    for word in ("Okoye", "travel", "spring"):
        assert word not in str(sheet.server.history(sheet.token()))
        assert word not in sheet.page.evaluate("JSON.stringify({...localStorage})")
    assert sheet.page.url == sheet.address


@pytest.mark.paper
def test_on_paper_there_is_the_sheet_and_nothing_else(sheet, tmp_path):
    long = "Tired since spring. " * 200
    sheet.sheet.get_by_label("What else I want to say").fill(long)
    sheet.sheet.get_by_label("Show the full answers").check()
    words = " ".join(printed(sheet.page, tmp_path / "sheet.pdf").split())
    assert words.count("Tired since spring.") == 200  # fields are not cut off
    for seen in ("My visit sheet", "Is there a cure for lupus?", "Questions to ask", "What to call for", "https://doi.org/"):
        assert seen in words
    for unseen in ("Your question", "Help now", "Many web pages sell", "Leave this out", "Print"):
        assert unseen not in words
    sheet.page.keyboard.press("Escape")
    assert "Many web pages sell" in printed(sheet.page, tmp_path / "page.pdf")  # the page prints as before


def test_the_page_behind_it_cannot_be_reached(sheet):
    for _ in range(40):
        sheet.page.keyboard.press("Tab")
        assert sheet.page.evaluate("document.activeElement.matches('body, [data-lupus-visit-sheet]')")
    assert sheet.page.locator("main").get_attribute("inert") is not None
    sheet.sheet.get_by_role("button", name="Close this sheet").click()
    assert sheet.page.locator("main").get_attribute("inert") is None


def test_it_can_be_used_before_anything_was_asked(open_chat):
    chat = open_chat().visit().agree()
    chat.sheet = chat.page.get_by_role("dialog", name="My visit sheet")
    open_sheet(chat)
    expect(chat.sheet.get_by_text("This sheet fills as you ask questions")).to_be_visible()
    expect(chat.sheet.get_by_role("link", name="911").first).to_be_visible()


def test_it_is_deleted_with_the_conversation(sheet):
    sheet.sheet.get_by_label("What else I want to say").fill("Tired since spring.")
    sheet.page.keyboard.press("Escape")
    sheet.button("Options").click()
    sheet.button("Delete my conversation").click()
    sheet.page.get_by_role("dialog").get_by_role("button", name="Delete my conversation").click()
    expect(sheet.status).to_have_text("Your conversation was deleted.")
    assert "spring" not in sheet.page.evaluate("JSON.stringify({...sessionStorage})")


def test_it_makes_way_for_an_emergency(open_chat):
    chat = open_chat().visit().agree()
    chat.sheet = chat.page.get_by_role("dialog", name="My visit sheet")
    chat.page.context.set_offline(True)
    chat.type("one side of her face has dropped and she cannot lift that arm")
    open_sheet(chat)
    chat.page.context.set_offline(False)
    expect(chat.sheet).to_have_count(0, timeout=15_000)
    expect(chat.page.locator(".pinned")).to_be_visible()
