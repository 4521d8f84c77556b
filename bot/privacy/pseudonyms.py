"""Stable names for people whom another service knows by an id: the id itself is kept nowhere."""

import base64
import hashlib
import hmac

LENGTH = 32  # characters: 160 bits


def pseudonym(service: str, person: str, key: str) -> str:
    """The conversation id of `person` of `service` ("slack"): the same each time, and nobody without the key can go back
    from it or tell whether a given person is among those kept (HMAC-SHA256, RFC 2104)."""
    code = hmac.new(key.encode(), f"{service}\x00{person}".encode(), hashlib.sha256).digest()
    return base64.b32encode(code)[:LENGTH].decode().lower()
