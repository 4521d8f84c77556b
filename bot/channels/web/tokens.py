"""Conversation tokens: issued and signed here, so that nobody can pick or guess another person's conversation."""

import re
import secrets
import time
from dataclasses import dataclass

import jwt

_ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
LIFETIME = 24 * 3600  # seconds


class TokenError(ValueError):
    """A token that is not ours or no longer valid."""


@dataclass(frozen=True)
class Conversation:
    """What a token says."""

    id: str
    region: str  # of the page it began on; empty if that named none


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
