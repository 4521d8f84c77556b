"""Text stays text: nothing a person or a server sends becomes markup, a request or an unsafe link."""

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

BANK = Path(__file__).parents[1] / "banks/hostile.tsv"
with BANK.open(encoding="utf-8", newline="") as file:
    HOSTILE = [row["text"] for row in csv.DictReader(file, delimiter="\t") if row["kind"] in ("html", "markdown", "rtl")]
TAME = {
    "A",
    "BUTTON",
    "DIALOG",
    "DIV",
    "FORM",
    "H2",
    "H3",
    "H4",
    "HEADER",
    "LABEL",
    "LI",
    "P",
    "SECTION",
    "SPAN",
    "STRONG",
    "TEXTAREA",
}
TAME |= {"OL", "TIME", "UL"}


def elements(chat):
    """The names of all elements in the chat."""
    return set(
        chat.page.evaluate("[...document.querySelector('lupus-chat').shadowRoot.querySelectorAll('*')].map(e => e.tagName)")
    )


def test_the_bank_has_markup():
    assert len(HOSTILE) >= 5


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_that_is_typed_stays_text(chat, text):
    dialogs = []
    chat.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    chat.ask(text)
    assert [" ".join(words.split()) for words in chat.words()] == [" ".join(text.split())]
    for _ in range(2):
        assert elements(chat) <= TAME
        assert chat.log.locator(".said a").count() == 0
        chat.page.reload()  # what comes back is masked, and markup all the same
        expect(chat.log.locator(".said")).to_have_count(1)
        assert chat.words()[0][:8] == text.strip()[:8]
    assert dialogs == []
    assert chat.page.url == chat.address


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "http://example.org/", "JaVaScRiPt:1", "//x", " "],
)
def test_an_unsafe_link_is_no_link(open_chat, address):
    def poisoned(route):
        answer = route.fetch().json()
        answer["replies"][0]["metadata"]["sources"] = [{"author": "A", "title": "T1", "year": "2020", "address": address}]
        answer["replies"][0]["text"] += f"\nSee {address} and [here]({address}). <img src=x onerror=alert(1)> **bold**"
        answer["replies"][-1]["metadata"]["phones"] = ["(", "care team"]  # no pattern of theirs is run
        route.fulfill(json=answer)

    chat = open_chat().visit().agree()
    chat.page.route("**/messages", poisoned)
    chat.ask("What is lupus?")
    chat.button("Sources, and how sure").click()
    expect(chat.log.get_by_text("T1")).to_be_visible()
    hrefs = [link.get_attribute("href") for link in chat.log.get_by_role("link").all()]
    assert all(re.match(r"(https://|mailto:|tel:)", href) for href in hrefs)
    assert not any("example.org" in href or "alert" in href for href in hrefs)
    expect(chat.log.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()
    assert elements(chat) <= TAME
    expect(chat.log.locator("strong", has_text=re.compile("^bold$"))).to_be_visible()
    chat.behaved()


def test_links_that_are_safe_are_links(open_chat):
    def linked(route):
        answer = route.fetch().json()
        answer["replies"][0]["text"] = (
            "See https://example.org/a_b?c=1. Write to nurse@example.org, or call (tel:+441234567)."
        )
        route.fulfill(json=answer)

    chat = open_chat().visit().agree()
    chat.page.route("**/messages", linked)
    chat.ask("What is lupus?")
    hrefs = [link.get_attribute("href") for link in chat.log.locator(".card").first.get_by_role("link").all()]
    assert [href for href in hrefs if href][:3] == [
        "https://example.org/a_b?c=1",
        "mailto:nurse@example.org",
        "tel:+441234567",
    ]


def test_what_a_person_writes_is_in_no_address_and_stays_in_the_tab(chat):
    chat.ask("my kidneys hurt since the divorce")
    assert not [url for url in chat.asked if "kidney" in url or "divorce" in url or "token" in url]
    assert chat.page.context.cookies() == []
    assert "kidneys" not in chat.page.evaluate("JSON.stringify({...localStorage})")
    assert chat.page.evaluate("localStorage.length") == 0


def test_the_policy_is_in_force(open_chat):
    chat = open_chat().visit().agree()
    with pytest.raises(Exception, match="TrustedHTML"):
        chat.page.evaluate("document.body.innerHTML = '<b>x</b>'")
    chat.page.evaluate("fetch('https://example.org/').catch(() => {})")
    chat.page.wait_for_timeout(200)
    assert any("Content Security Policy" in line for line in chat.complaints)
