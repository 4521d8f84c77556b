"""How fast somebody may go on: so often within a minute, counted in this process and forgotten with it."""

import time
from ipaddress import ip_address, ip_network
from math import ceil

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sanic.request import Request


class Pace:
    """Lets each key pass `most` times within any minute."""

    def __init__(self, most: int) -> None:
        self._most = RateLimitItemPerMinute(most)
        self._seen = MemoryStorage()
        self._limiter = MovingWindowRateLimiter(self._seen)

    def wait(self, key: str) -> int:
        """Count one for `key`. 0 if it may pass, else the seconds until it may, and it was not counted."""
        # The library keeps a key for ever and looks through all of them at each call: 33 ms with 50,000 of them.
        for idle in [other for other, times in self._seen.events.items() if not times]:
            self._seen.clear(idle)
        if self._limiter.hit(self._most, key):
            return 0
        return max(1, ceil(self._limiter.get_window_stats(self._most, key).reset_time - time.time()))


def address(request: Request) -> str | None:
    """Whose requests are counted together: the client's address as a trusted proxy tells it, else the one that connected.
    None for this machine's own: a proxy on it that names nobody must not make all people one."""
    said = request.remote_addr or request.ip
    try:
        found = ip_address(said.strip("[]"))
    except ValueError:  # a proxy may name its clients by other means
        return str(said)
    found = getattr(found, "ipv4_mapped", None) or found
    if found.is_loopback:
        return None
    return str(ip_network((found, 64), strict=False) if found.version == 6 else found)  # one line has that many addresses
