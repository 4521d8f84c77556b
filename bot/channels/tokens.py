"""Conversation tokens: issued and signed here, so that nobody can pick or guess another person's conversation."""

import contextlib
import os
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

import jwt

VARIABLE = "LUPUS_BOT_SECRET"
FILE = Path(".secret")
SHORTEST = 32  # characters of a secret
_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
LIFETIME = 24 * 3600  # seconds


class SecretError(RuntimeError):
    """The signing secret is unusable; the message says what to do."""


class TokenError(ValueError):
    """A token that is not ours or no longer valid."""


def secret(create: bool = True) -> str:
    """The signing secret: from the environment in production, else from an ignored file, which is created once unless
    `create` is false. Raises SecretError."""
    value = os.environ.get(VARIABLE)
    if not value:
        if not FILE.exists():
            if not create:
                raise SecretError(f"There is no secret: set {VARIABLE}, or run this where the assistant runs.")
            _create()
        value = FILE.read_text(encoding="ascii").strip()
    if len(value) < SHORTEST:
        where = VARIABLE if os.environ.get(VARIABLE) else str(FILE)
        raise SecretError(f"{where} is shorter than {SHORTEST} characters: set a longer one (or delete the file).")
    return value


@dataclass(frozen=True)
class Conversation:
    """What a token says: the conversation's id, and the region of the page it began on (empty if that named none)."""

    id: str
    region: str


def issue(key: str, region: str = "") -> str:
    """A token for a new conversation."""
    claims = {"sub": secrets.token_urlsafe(24), "exp": int(time.time()) + LIFETIME, "region": region}
    return jwt.encode(claims, key, "HS256")


def conversation(token: str, key: str) -> Conversation:
    """The conversation of `token`. Raises TokenError if it is forged or has expired."""
    try:
        claims = jwt.decode(token, key, ["HS256"], options={"require": ["sub", "exp"]})
    except jwt.PyJWTError as error:
        raise TokenError(type(error).__name__) from None
    if not _ID.fullmatch(str(claims["sub"])):  # signed with our key, yet none that we issued
        raise TokenError("not a conversation's id")
    return Conversation(claims["sub"], str(claims.get("region", "")))


def _create() -> None:
    """Write a new secret to FILE, whole or not at all, even if two processes try at once."""
    draft = FILE.with_name(f"{FILE.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(SHORTEST), encoding="ascii")
    with contextlib.suppress(FileExistsError):
        os.link(draft, FILE)
    draft.unlink()
