"""Which pages may speak to the channel from a browser: our own, and those of the sites that the operator lists."""

import re
from collections.abc import Iterable, Mapping, MutableMapping

_ODD = re.compile(r"[^A-Za-z0-9._:/\[\]-]")
_LONGEST = 100  # characters of an origin in the log
_MOST_NAMED = 100  # origins that the log names
_ALLOWED = {
    "Access-Control-Expose-Headers": "Retry-After",
    "Vary": "Origin",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Max-Age": "600",
}


class Origins:
    """The origins listed in data/own/clinic.yml."""

    def __init__(self, listed: Iterable[str]) -> None:
        self._listed = frozenset(listed)
        self._named: set[str] = set()

    def allow(self, headers: Mapping[str, str]) -> bool:
        """Whether a request may come in: no page of another site sent it, or a listed one did."""
        origin = headers.get("origin")
        if origin is None or headers.get("sec-fetch-site") == "same-origin":
            return True
        host = origin.partition("://")[2]  # none if a browser keeps the origin to itself: "null"
        return origin in self._listed or bool(host and host == headers.get("host"))

    def let_read(self, headers: Mapping[str, str], answer: MutableMapping[str, str], preflight: bool = False) -> None:
        """Tell the browser of a listed site that its page may read the answer, and nobody else's, whatever was told before:
        `rasa run --cors` would let in any page."""
        for name in [name for name in answer if name.lower().startswith("access-control-")]:
            del answer[name]
        origin = headers.get("origin")
        if origin in self._listed:
            answer.update({"Access-Control-Allow-Origin": origin, **_ALLOWED, **(_PREFLIGHT if preflight else {})})

    def name_once(self, headers: Mapping[str, str]) -> str:
        """The refused origin as it may stand in a log, where anybody can send anything; empty if it was named already, or
        too many were: nobody fills the log this way."""
        origin = _ODD.sub("?", headers.get("origin", "")[:_LONGEST])
        if origin in self._named or len(self._named) >= _MOST_NAMED:
            return ""
        self._named.add(origin)
        return origin
