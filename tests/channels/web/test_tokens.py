import stat
import time

import jwt
import pytest

from bot.channels.web import tokens
from bot.channels.web.tokens import FILE, LIFETIME, SHORTEST, VARIABLE, SecretError, TokenError

KEY = "k" * 2 * SHORTEST
NOW = int(time.time())


@pytest.fixture(autouse=True)
def empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)


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
        tokens.issue("o" * 2 * SHORTEST),
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


def test_secret_from_the_environment(monkeypatch):
    monkeypatch.setenv(VARIABLE, KEY)
    assert tokens.secret() == KEY
    assert not FILE.exists()


def test_short_secret_is_refused(monkeypatch):
    monkeypatch.setenv(VARIABLE, "k" * (SHORTEST - 1))
    with pytest.raises(SecretError, match=f"{VARIABLE} is shorter than {SHORTEST}"):
        tokens.secret()


@pytest.mark.parametrize("content", ["", "short\n"])
def test_short_secret_in_the_file_is_refused(content):
    FILE.write_text(content)
    with pytest.raises(SecretError, match="delete the file"):
        tokens.secret()
    assert FILE.read_text() == content


def test_secret_is_created_once_and_for_its_owner_only():
    first = tokens.secret()
    assert len(first) >= SHORTEST
    assert stat.S_IMODE(FILE.stat().st_mode) == 0o600
    assert tokens.secret() == first == FILE.read_text()


def test_each_folder_has_a_secret_of_its_own(tmp_path, monkeypatch):
    first = tokens.secret()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert tokens.secret() != first
