"""The chat page and its script, as a browser fetches them."""

from hashlib import sha256

import pytest

from bot.channels.errors import WrongSetting
from bot.channels.web import chat_page
from bot.channels.web.chat_page import SCRIPT, ChatPage

BUNDLE = "/chat/lupus-chat.js"


@pytest.mark.parametrize("path, kind", [("/chat", "text/html"), (BUNDLE, "text/javascript"), ("/chat/page.css", "text/css")])
def test_the_page_is_served_under_a_strict_policy(rasa, path, kind):
    status, body, headers = rasa.call("GET", path)
    assert status == 200 and body and headers["content-type"].startswith(kind)
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "require-trusted-types-for 'script'" in policy and "unsafe" not in policy


def test_the_address_of_the_page_may_name_a_region(rasa):
    assert '<lupus-chat region="uk"></lupus-chat>' in rasa.call("GET", "/chat?region=uk")[1]
    for odd in ("", "?region=", "?region=atlantis", "?region=%22%3E%3Cscript%3E"):
        assert "<lupus-chat></lupus-chat>" in rasa.call("GET", f"/chat{odd}")[1]


def test_a_browser_that_has_the_script_is_not_sent_it_again(rasa):
    _, body, headers = rasa.call("GET", BUNDLE)
    assert body == SCRIPT.read_text(encoding="utf-8")
    assert headers["cache-control"] == "no-cache" and headers["cross-origin-resource-policy"] == "cross-origin"
    tag = headers["etag"]
    assert tag == f'"{sha256(SCRIPT.read_bytes()).hexdigest()[:32]}"'
    for known in (tag, f'"other", {tag}', f"W/{tag}"):
        status, body, headers = rasa.call("GET", BUNDLE, headers={"If-None-Match": known})
        assert (status, body) == (304, "")
        assert headers["etag"] == tag and headers["cross-origin-resource-policy"] == "cross-origin"
    for known in ('"other"', tag.strip('"'), ""):
        assert rasa.call("GET", BUNDLE, headers={"If-None-Match": known})[0] == 200


def test_without_its_script_the_server_does_not_start(tmp_path, monkeypatch):
    monkeypatch.setattr(chat_page, "SCRIPT", tmp_path / "lupus-chat.js")
    with pytest.raises(WrongSetting, match=r"lupus-chat\.js is missing; .* 'make widget'"):
        ChatPage.from_credentials(None)
    (tmp_path / "lupus-chat.js").write_text("")
    ChatPage.from_credentials(None)
