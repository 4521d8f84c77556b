"""The chat on somebody else's site, where the server allows it and where it does not."""

import functools
import gzip
import re
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.content import places
from tests.servers import Rasa, checkout, free_port
from tests.widget.chat import Chat

ROOT = Path(__file__).parents[2]
BUNDLE = ROOT / "bot/channels/web/page/lupus-chat.js"
LARGEST = 25 * 1024  # bytes, gzipped


class _Site(SimpleHTTPRequestHandler):
    policy = ""

    def end_headers(self):
        self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *_args):
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site of another origin, with a policy as strict as docs/embedding.md says it may be."""
    folder = tmp_path_factory.mktemp("site")
    server = ThreadingHTTPServer(("127.0.0.1", free_port()), functools.partial(_Site, directory=str(folder)))
    server.folder, server.origin = folder, f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@pytest.fixture(scope="module")
def host(tmp_path_factory, actions_server, site):
    """An assistant that allows the site."""
    project = checkout(tmp_path_factory.mktemp("project"), clinic=f"origins: [{site.origin}]\n")
    server = Rasa(tmp_path_factory.mktemp("host"), actions_server.server_address[1], project=project)
    yield server
    server.stop()


@pytest.fixture
def embed(open_chat, site, host):
    """Open a page of the site that embeds the chat with `attributes`; the assistant is `server`."""

    def embed(attributes="", server=host, css="", **settings) -> Chat:
        origin = f"http://127.0.0.1:{server.port}"
        _Site.policy = (
            f"default-src 'none'; img-src data:; style-src 'self'; script-src {origin}; connect-src {origin}; "
            "base-uri 'none'; require-trusted-types-for 'script'"
        )
        (site.folder / "site.css").write_text(css, encoding="utf-8")
        (site.folder / "index.html").write_text(
            '<!doctype html><html lang="en"><title>Clinic</title><link rel="icon" href="data:,"><h1>Our clinic</h1>'
            '<link rel="stylesheet" href="site.css">'
            f'<script src="{origin}/chat/lupus-chat.js" defer></script><lupus-chat {attributes}></lupus-chat></html>',
            encoding="utf-8",
        )
        chat = open_chat(server, **settings)
        chat.page.goto(f"{site.origin}/")
        return chat

    return embed


def style(locator, name):
    return locator.evaluate(f"element => getComputedStyle(element).{name}")


def test_an_allowed_site_has_the_whole_chat(embed, site):
    chat = (
        embed('region="uk"')
        .agree()
        .ask("What is lupus?")
        .ask("one side of her face has dropped and she cannot lift that arm")
    )
    expect(chat.page.locator(".pinned").get_by_role("link", name="999")).to_be_visible()
    chat.page.reload()
    expect(chat.log.locator(".said")).to_have_count(2)
    assert {url.split("/")[2] for url in chat.asked if not url.startswith("data:")} == {
        f"127.0.0.1:{chat.server.port}",
        site.origin.removeprefix("http://"),
    }
    assert chat.complaints == []


def test_another_site_is_refused_and_told_the_mend(embed, rasa):
    chat = embed(server=rasa)
    expect(chat.status).to_contain_text("This chat is not set up for this site yet")
    expect(chat.status).to_contain_text(str(places.CLINIC))
    expect(chat.page.locator("lupus-chat").get_by_role("link", name="112")).to_be_visible()
    assert "origin" in rasa.log.read_text(encoding="utf-8")
    expect(chat.button("I understand. Start")).to_have_count(0)


def test_a_floating_chat_waits_to_be_asked(embed):
    chat = embed("floating", viewport={"width": 1000, "height": 800})
    launcher = chat.button("Questions about lupus?")
    expect(launcher).to_be_visible()
    assert not [url for url in chat.asked if "/webhooks/" in url]
    launcher.click()
    panel = chat.page.get_by_role("dialog", name="Lupus questions")
    expect(panel.get_by_role("heading", name="Lupus questions")).to_be_focused()
    chat.agree().ask("What is lupus?")
    chat.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(launcher).to_be_focused()
    launcher.press("Enter")
    expect(chat.field).to_be_focused()
    chat.page.reload()
    expect(chat.log.locator(".said")).to_have_count(1)  # still open, as it was
    assert chat.page.evaluate("document.activeElement.tagName") == "BODY"  # and took no focus
    chat.button("Close the chat").click()
    expect(launcher).to_be_focused()


def test_a_reply_that_comes_while_the_chat_is_shut_is_announced(embed):
    chat = embed("floating")
    chat.button("Questions about lupus?").click()
    chat.agree().type("What is lupus?")
    chat.page.keyboard.press("Escape")
    expect(chat.button("There is a new reply")).to_be_visible(timeout=15_000)


def test_an_emergency_opens_a_chat_that_was_shut(embed):
    chat = embed("floating")
    chat.button("Questions about lupus?").click()
    chat.agree().type("one side of her face has dropped and she cannot lift that arm")
    chat.page.keyboard.press("Escape")
    expect(chat.page.locator(".pinned")).to_be_visible(timeout=15_000)


@pytest.mark.parametrize("accent", ["#ffff00", "#000", "#777777", "#00a0ff"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_any_accent_stays_readable(embed, accent, theme):
    chat = embed(f'accent="{accent}" theme="{theme}"').agree()
    send = chat.button("Send")
    values = [style(send, "color"), style(send, "backgroundColor"), style(chat.page.locator(".panel"), "backgroundColor")]
    on, strong, page = (luminance(value) for value in values)
    assert ratio(on, strong) >= 4.5 and ratio(strong, page) >= 4.5, values


def luminance(colour):
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one, other):
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def test_the_looks_of_the_site_do_not_leak_in(embed):
    odd = "html { font-size: 10px } * { color: red; font-size: 8px } body { text-transform: uppercase; letter-spacing: 1em }"
    chat = embed(css=odd + "body { text-align: right; line-height: 1; visibility: visible; direction: rtl }").agree()
    paragraph = chat.page.get_by_role("region", name="You could begin").get_by_role("heading")
    found = [style(paragraph, name) for name in ("textTransform", "letterSpacing", "textAlign", "direction", "color")]
    assert found == ["none", "normal", "start", "ltr", "rgb(28, 27, 34)"]
    assert float(style(chat.field, "fontSize").removesuffix("px")) >= 17


def test_unknown_values_are_told_to_the_developer_and_harm_nobody(embed):
    chat = embed('region="atlantis" accent="red" heading="Ask about lupus"')
    expect(chat.page.get_by_role("heading", name="Ask about lupus")).to_be_visible()
    chat.agree().ask("What is lupus?")
    assert any("atlantis" in line for line in chat.complaints) and any("red" in line for line in chat.complaints)


def test_an_element_that_is_taken_out_and_put_back_goes_on(embed):
    chat = embed().agree().ask("What is lupus?")
    chat.page.evaluate("{ const chat = document.querySelector('lupus-chat'); chat.remove(); document.body.append(chat) }")
    expect(chat.log.locator(".said")).to_have_count(1)
    chat.ask("Is there a cure for lupus?")


def test_the_script_is_small_and_not_sent_twice(rasa):
    assert len(gzip.compress(BUNDLE.read_bytes(), 9)) <= LARGEST
    _status, _body, headers = rasa.call("GET", "/chat/lupus-chat.js")
    assert rasa.call("GET", "/chat/lupus-chat.js", headers={"If-None-Match": headers["etag"]})[0] == 304
