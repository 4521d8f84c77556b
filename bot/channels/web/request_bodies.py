"""What the bodies of requests hold. Each function raises BadRequest on one of another form."""

import re
from collections.abc import Collection
from typing import Any

from sanic.request import Request

from bot.channels.errors import BadRequest
from bot.store.feedback import VERDICTS

_MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


def region(request: Request, known: Collection[str]) -> str:
    """The region that the page asks for; empty if it asks for none."""
    if not request.body:
        return ""
    body = _json(request)
    wanted = body.get("region", "") if isinstance(body, dict) else None
    if not isinstance(body, dict) or body.keys() - {"region"} or wanted not in ("", *known):
        raise BadRequest(400, f"Send nothing, or region and one of {', '.join(known)}.")
    return str(wanted)


def message(request: Request) -> dict[str, str]:
    """A `message_id` and either `text` or `button`."""
    return _texts(request, {"message_id", "text"}, {"message_id", "button"}, form="message_id and either text or button")


def verdict(request: Request) -> dict[str, str]:
    """A `message_id`, one of VERDICTS as `verdict`, and perhaps a `reason`."""
    form = "message_id, verdict and, if you like, reason"
    body = _texts(request, {"message_id", "verdict"}, {"message_id", "verdict", "reason"}, form=form)
    if body["verdict"] not in VERDICTS:
        raise BadRequest(400, f"verdict is one of {', '.join(VERDICTS)}.")
    return body


def _texts(request: Request, *keys: set[str], form: str) -> dict[str, str]:
    body = _json(request)
    if not isinstance(body, dict) or body.keys() not in keys or not all(isinstance(value, str) for value in body.values()):
        raise BadRequest(400, f"Send {form}, all texts.")
    if not _MESSAGE_ID.fullmatch(body["message_id"]):
        raise BadRequest(400, "message_id must be 8 to 64 letters, digits, hyphens or underscores.")
    return body


def _json(request: Request) -> Any:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise BadRequest(415, "Send application/json.")
    try:
        return request.json
    except Exception:
        raise BadRequest(400, "The body is not valid JSON.") from None
