"""How hosts are treated: with a pause between two requests, and as their robots.txt says (RFC 9309)."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from protego import Protego

from whoseword.arriving import host_of
from whoseword.read import Asking, Failed, Fetched, ReadOptions, request

PAUSE_S: Final = 2.0  # between two requests to one host
_LONGEST_PAUSE_S: Final = 60.0  # whatever crawl delay a host asks for
_KEPT_S: Final = 3600.0  # of a robots.txt; RFC 9309 allows a day
_ASKED_AGAIN_S: Final = 300.0  # where robots.txt could not be had
_MOST_HOSTS: Final = 500
_ROBOTS_BYTES: Final = 1_000_000  # RFC 9309 has 500 KiB read at least
_AGENT: Final = "whoseword"


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a host's robots.txt says, or why it could not be had; `until` when it is asked again."""

    until: float
    rules: Protego | None = None
    failure: str | None = None


class Manners:
    """The pauses and the robots.txt of every host that one reader asks. `clock` gives seconds that only go forward."""

    def __init__(self, options: ReadOptions, *, clock: Callable[[], float] = time.monotonic, pause_s: float = PAUSE_S) -> None:
        self._options = replace(options, size_bytes=_ROBOTS_BYTES)
        self._clock = clock
        self._pause_s = pause_s
        self._resting: dict[str, float] = {}
        self._robots: dict[str, _Rules] = {}

    def resting(self) -> set[str]:
        """The hosts that are not to be asked now."""
        now = self._clock()
        self._resting = {host: until for host, until in self._resting.items() if until > now}
        return set(self._resting)

    def rested_in_s(self) -> float | None:
        """How long until the next host may be asked again; None where none rests."""
        return min((until - self._clock() for until in self._resting.values()), default=None)

    def rest(self, host: str, at_least_s: float = 0.0) -> None:
        """Note that a host was asked just now, and that it is left alone for so long at least."""
        known = self._robots.get(host)
        delay = known.rules.crawl_delay(_AGENT) if known and known.rules else None
        pause = min(max(self._pause_s, float(delay or 0)), _LONGEST_PAUSE_S) if self._pause_s else 0.0
        self._resting[host] = max(self._resting.get(host, 0.0), self._clock() + max(pause, at_least_s))

    def forbids(self, url: str) -> Failed | None:
        """Why a URL that a program chose is not to be asked for; None where it may be."""
        known = self._rules(url)
        if known.failure is not None:
            return Failed(url, "network", f"robots.txt of {host_of(url)} could not be had ({known.failure})")
        if known.rules is not None and not known.rules.can_fetch(url, _AGENT):
            return Failed(
                url, "http", f"robots.txt of {host_of(url)} asks programs not to read this page: add it yourself if you may"
            )
        return None

    def _rules(self, url: str) -> _Rules:
        host, now = host_of(url), self._clock()
        known = self._robots.get(host)
        if known is None or known.until <= now:
            known = self._asked(f"{urlsplit(url).scheme}://{host}/robots.txt", now)
            if len(self._robots) >= _MOST_HOSTS:
                self._robots.pop(next(iter(self._robots)))
            self._robots[host] = known
        return known

    def _asked(self, url: str, now: float) -> _Rules:
        answer = request(url, self._options, Asking(accept="text/plain"))
        if isinstance(answer, Fetched):
            return _Rules(now + _KEPT_S, Protego.parse(answer.raw.decode("utf-8", "replace")))
        if isinstance(answer, Failed) and answer.passing:
            return _Rules(now + _ASKED_AGAIN_S, failure=answer.detail)
        return _Rules(now + _KEPT_S)  # there is none; or the host is refused, which asking for the page itself will tell
