import time

import jwt
import pytest

from bot.channels.web import tokens
from bot.channels.web.tokens import LIFETIME, TokenError

KEY = "k" * 64
NOW = int(time.time())


def test_token_names_its_conversation():
    token = tokens.issue(KEY)
    assert tokens.conversation(token, KEY) == tokens.conversation(token, KEY)
    assert len(tokens.conversation(token, KEY).id) >= 32
    assert tokens.conversation(token, KEY).region == ""
    assert tokens.conversation(tokens.issue(KEY, "ie"), KEY).region == "ie"


def test_conversations_differ():
    assert len({tokens.conversation(tokens.issue(KEY), KEY) for _ in range(20)}) == 20


def test_token_expires_after_its_lifetime(monkeypatch):
    claims = jwt.decode(tokens.issue(KEY), KEY, ["HS256"])
    assert NOW + LIFETIME - 1 <= claims["exp"] <= time.time() + LIFETIME
    monkeypatch.setattr(tokens, "LIFETIME", -1)
    with pytest.raises(TokenError, match="Expired"):
        tokens.conversation(tokens.issue(KEY), KEY)


def forged(claims, key=KEY, algorithm="HS256"):
    return jwt.encode(claims, key, algorithm)


def changed(token):
    head, body, signature = token.split(".")
    other = tokens.issue(KEY).split(".")[1]
    assert other != body
    return f"{head}.{other}.{signature}"


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "a.b.c",
        changed(tokens.issue(KEY)),
        tokens.issue("o" * 64),
        forged({"sub": "me", "exp": NOW + 60}, None, "none"),
        forged({"sub": "me", "exp": NOW + 60}, KEY, "HS512"),
        forged({"sub": "me"}),
        forged({"exp": NOW + 60}),
        forged({"sub": "me", "exp": NOW - 1}),
    ],
    ids=["empty", "word", "dots", "changed", "other secret", "unsigned", "other method", "endless", "nameless", "expired"],
)
def test_token_that_is_not_ours_is_refused(token):
    with pytest.raises(TokenError) as error:
        tokens.conversation(token, KEY)
    assert not token or token not in str(error.value)
