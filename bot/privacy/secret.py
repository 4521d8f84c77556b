"""The secret of this deployment: it signs conversation tokens and keys the pseudonyms of people on other services."""

import contextlib
import os
import secrets
from pathlib import Path

VARIABLE = "LUPUS_BOT_SECRET"
FILE = Path(".secret")
SHORTEST = 32  # characters of a secret


class SecretError(RuntimeError):
    """The secret is unusable; the message says what to do."""


def secret(create: bool = True) -> str:
    """The secret: from the environment in production, else from an ignored file, which is created once unless `create` is
    false. Raises SecretError."""
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


def _create() -> None:
    """Write a new secret to FILE, whole or not at all, even if two processes try at once."""
    draft = FILE.with_name(f"{FILE.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(SHORTEST), encoding="ascii")
    with contextlib.suppress(FileExistsError):
        os.link(draft, FILE)
    draft.unlink()
