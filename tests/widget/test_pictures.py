"""The pictures in docs/: `make pictures` takes them anew. Without it they go where nobody looks, and must still be made."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

STROKE = "one side of her face has dropped and she cannot lift that arm"


@pytest.fixture
def picture(tmp_path):
    folder = Path(os.environ.get("PICTURES") or tmp_path)

    def picture(page, name):
        file = folder / f"{name}.png"
        page.screenshot(path=file)
        assert file.stat().st_size > 10_000

    return picture


def test_an_answer(open_chat, picture):
    chat = open_chat(viewport={"width": 900, "height": 1150}).visit().agree().ask("Is there a cure for lupus?")
    chat.button("Sources, and how sure").click()
    expect(chat.log.get_by_text("Strength of the evidence: moderate.")).to_be_visible()
    picture(chat.page, "chat")


def test_an_emergency(open_chat, picture):
    chat = open_chat(viewport={"width": 900, "height": 1150}).visit().agree().ask(STROKE)
    picture(chat.page, "chat-emergency")


def test_a_phone(open_chat, picture):
    chat = open_chat(viewport={"width": 390, "height": 800}, color_scheme="dark", device_scale_factor=2).visit().agree()
    chat.ask("do stem cells have fewer side effects than my lupus medicine")
    chat.page.evaluate("document.querySelector('lupus-chat').scrollIntoView()")
    picture(chat.page, "chat-phone")


def test_a_visit_sheet(open_chat, picture):
    chat = (
        open_chat(viewport={"width": 900, "height": 1150})
        .visit()
        .agree()
        .ask("Is there a cure for lupus?")
        .ask("what is plaquenil for")
    )
    chat.button("Options").click()
    chat.button("My visit sheet").click()
    expect(chat.page.get_by_role("dialog", name="My visit sheet")).to_be_visible()
    picture(chat.page, "chat-visit-sheet")
