"""Conversation tokens: issued and signed here, so that nobody can pick or guess another person's conversation."""

import os
import secrets
import time
from pathlib import Path

import jwt

VARIABLE = "LUPUS_BOT_SECRET"
FILE = Path(".secret")
SHORTEST = 32  # characters of a secret
LIFETIME = 24 * 3600  # seconds


class SecretError(RuntimeError):
    """The signing secret is unusable; the message says what to do."""


class TokenError(ValueError):
    """A token that is not ours or no longer valid."""


def secret() -> str:
    """The signing secret: from the environment in production, else created once in an ignored file."""
    value = os.environ.get(VARIABLE)
    if not value:
        try:
            file = os.open(FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            value = FILE.read_text(encoding="ascii").strip()
        else:
            value = secrets.token_urlsafe(SHORTEST)
            with os.fdopen(file, "w", encoding="ascii") as handle:
                handle.write(value)
    if len(value) < SHORTEST:
        where = VARIABLE if os.environ.get(VARIABLE) else str(FILE)
        raise SecretError(f"{where} is shorter than {SHORTEST} characters: set a longer one (or delete the file).")
    return value


def issue(key: str) -> str:
    """A token for a new conversation."""
    return jwt.encode({"sub": secrets.token_urlsafe(24), "exp": int(time.time()) + LIFETIME}, key, "HS256")


def conversation(token: str, key: str) -> str:
    """The conversation id of `token`. Raises TokenError if it is forged or has expired."""
    try:
        return str(jwt.decode(token, key, ["HS256"], options={"require": ["sub", "exp"]})["sub"])
    except jwt.PyJWTError as error:
        raise TokenError(type(error).__name__) from None
