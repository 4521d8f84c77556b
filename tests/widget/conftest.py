"""A real browser (Debian's Chromium) before the real assistant."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.widget.chat import Chat

# What a headless browser of one's own needs; the last four keep it from asking its maker's servers anything.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def browser():
    """For this folder only: Playwright keeps an event loop running, in which other tests could not run theirs."""
    program = shutil.which("chromium")
    assert program, "Chromium is not installed: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_chat(browser, rasa):
    """Open the assistant's own page as somebody would; keyword arguments are the browser context's."""
    contexts = []

    def open_chat(server=rasa, **settings) -> Chat:
        contexts.append(browser.new_context(**settings))
        return Chat(contexts[-1].new_page(), server)

    yield open_chat
    for context in contexts:
        context.close()


@pytest.fixture
def chat(open_chat):
    """A chat in which the person has agreed and may type."""
    chat = open_chat().visit().agree()
    yield chat
    chat.behaved()
