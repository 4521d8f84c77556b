"""The chat as a person meets it: by roles and names, never by the widget's inner parts."""

import json
import re

from playwright.sync_api import Page, expect

from tests.servers import Rasa

FOLDS = ["Simpler words", "Tell me more", "The numbers", "Sources, and how sure"]


class Chat:
    """A tab with the chat. It remembers what the tab asked for and what its console complained of."""

    def __init__(self, page: Page, server: Rasa) -> None:
        self.page, self.server = page, server
        self.address = f"http://127.0.0.1:{server.port}/chat"
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda line: self.complaints.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.log = page.get_by_role("log")
        self.field = page.get_by_label("Your question")
        self.status = page.locator("lupus-chat").get_by_role("status").first

    def visit(self) -> "Chat":
        self.page.goto(self.address)
        return self

    def agree(self) -> "Chat":
        self.button("I understand. Start").click()
        expect(self.field).to_be_visible()
        return self

    def button(self, name: str | re.Pattern[str]):
        return self.page.get_by_role("button", name=name)

    def type(self, text: str) -> "Chat":
        """Type and send, without waiting for the reply."""
        self.field.fill(text)
        self.field.press("Enter")
        return self

    def ask(self, text: str) -> "Chat":
        """Type, send, and wait for the reply."""
        before = self.said().count("Assistant")
        self.type(text)
        expect(self.log.get_by_role("heading", name=re.compile("^Assistant"))).to_have_count(before + 1, timeout=15_000)
        return self

    def said(self) -> list[str]:
        """Who spoke, in order."""
        headings = self.log.get_by_role("heading", level=3).all_inner_texts()
        return [heading.split()[0] for heading in headings]

    def words(self) -> list[str]:
        """What the person said, in order."""
        return self.log.locator(".said p").all_inner_texts()

    def token(self) -> str:
        """What the tab remembers of who it is."""
        return json.loads(self.page.evaluate("Object.entries(sessionStorage)[0][1]"))["token"]

    def behaved(self) -> None:
        """Nothing left the origin, and the console is quiet (of policies broken, too)."""
        origin = f"http://127.0.0.1:{self.server.port}/"
        assert [url for url in self.asked if not url.startswith((origin, "data:"))] == []
        assert self.complaints == []
