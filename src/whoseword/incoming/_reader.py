"""One reader: it takes what waits, one thing at a time, and keeps what became of it."""

import itertools
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from whoseword.across import catch_up
from whoseword.arriving import host_of, name_of, of_entry, options_of
from whoseword.errors import StoreError, WhosewordError
from whoseword.feeds import FeedFault
from whoseword.incoming._manners import Manners
from whoseword.incoming._workshop import Workshop
from whoseword.read import FEEDS, Allows, Asking, Failed, Fetched, ReadOptions, Unchanged, request
from whoseword.records import Article, Reading, Rejected
from whoseword.store import Arrival, Checked, Feed, Postponed, Store

EVERY: Final = timedelta(minutes=30)  # between two checks of a feed
_SELDOM: Final = timedelta(hours=24)  # the longest that a failing feed is left alone
_FEED_BYTES: Final = 10_000_000
_PUT_OFF: Final = timedelta(minutes=2)  # doubled with every try
_MOST_PUT_OFF: Final = 5  # tries
_LONGEST_REST_S: Final = 600.0  # of a host that asks for more: its other pages wait no longer
_COMPARED: Final = 20  # articles between two looks into the inbox
_ALIVE_S: Final = 10.0
_IDLE_S: Final = 1.0
_WAITED_FOR_S: Final = 60.0  # a single run waits so long for a host that rests
_GONE: Final = 410


@dataclass(slots=True)
class Tally:
    """What a reader did so far: arrivals read, rejected and put off; feeds checked and failed."""

    done: Counter[str] = field(default_factory=Counter)


def _now() -> datetime:
    return datetime.now(UTC)


class Reader:
    """Reads the inbox of an open ledger. What arrives is read in the `workshop`; `options` are the limits on what is asked for."""

    def __init__(
        self,
        store: Store,
        workshop: Workshop,
        options: ReadOptions,
        *,
        manners: Manners | None = None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self.tally = Tally()
        self._store = store
        self._workshop = workshop
        self._options = options
        self._manners = manners or Manners(options)
        self._clock = clock
        self._name = name_of()
        self._uncompared = True  # a reader before this one may have been stopped before it compared
        self._feeds_turn = False

    def run(self, stop: threading.Event) -> None:
        """Read and check until `stop` is set; what is being read then is finished first."""
        with self._at_work():
            while not stop.is_set():
                if not self.step():
                    stop.wait(_IDLE_S)

    def drain(self) -> None:
        """Read and check until nothing is left to do now."""
        pause = threading.Event()
        with self._at_work():
            while True:
                if self.step():
                    continue
                rest = self._manners.rested_in_s()
                if rest is None or rest > _WAITED_FOR_S or not self._store.inbox.counts()["waiting"]:
                    return
                pause.wait(max(rest, 0.01))
                self._manners.resting()

    def step(self) -> bool:
        """Do one thing, arrivals and feeds by turns; False where there is nothing to do now."""
        turns = (self._check_feed, self._read_arrival) if self._feeds_turn else (self._read_arrival, self._check_feed)
        self._feeds_turn = not self._feeds_turn
        return any(turn() for turn in turns) or self._compare()

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """Say that this reader is there, again and again, and at the end that it is gone."""
        done = threading.Event()

        def tell() -> None:
            while not done.wait(_ALIVE_S):
                with suppress(StoreError):  # it is told again soon
                    self._store.inbox.seen(self._name)

        self._store.inbox.leave(self._name, crashed=True)  # an earlier process that had this one's number
        self._store.inbox.seen(self._name)
        telling = threading.Thread(target=tell, daemon=True)
        telling.start()
        try:
            yield
        finally:
            done.set()
            telling.join()
            self._store.inbox.leave(self._name)

    def _read_arrival(self) -> bool:
        taken = self._store.inbox.take(self._name, resting=self._manners.resting())
        if taken is None:
            return False
        arrival, content = taken
        outcome = self._outcome(arrival, content)
        kept = self._store.inbox.settle(arrival.id, self._name, outcome)
        if kept is not None:
            self.tally.done["put off" if isinstance(outcome, Postponed) else kept.state] += 1
            self._uncompared |= kept.state == "read"
        return True

    def _outcome(self, arrival: Arrival, content: bytes | None) -> Reading | Rejected | Postponed:
        try:
            found = self._article(arrival, content)
        except WhosewordError:  # the workshop does not open, which is not this arrival's fault
            raise
        except Exception as error:  # noqa: BLE001  # the worker's edge: it becomes a Rejected
            return Rejected(arrival.source, "crash", "".join(traceback.format_exception(error)))
        return self._workshop.reading(found) if isinstance(found, Article) else found

    def _article(self, arrival: Arrival, content: bytes | None) -> Article | Rejected | Postponed:
        options = options_of(arrival, self._options)
        if content is not None:
            return self._workshop.article(content, arrival.source, options)
        allows = self._manners.forbids if arrival.how == "feed" else None
        answer = (allows and allows(arrival.source)) or self._ask(arrival.source, options, Asking(), allows)
        if isinstance(answer, Fetched):
            if answer.media_type.endswith(("rss+xml", "atom+xml", "feed+json")):
                return Rejected(arrival.source, "not-text", "this is a feed, not an article: add it under Feeds")
            return self._workshop.article(answer, arrival.source, options)
        if isinstance(answer, Unchanged):
            return Rejected(arrival.source, "http", "the server says that nothing changed, but nothing was known")
        return self._failed(arrival, answer)

    def _failed(self, arrival: Arrival, failed: Failed) -> Rejected | Postponed:
        """Put off what may be had later; a person's own address only where its server answers so, since it may be mistyped."""
        later = failed.passing and (arrival.how == "feed" or failed.status is not None)
        if not later or arrival.tries >= _MOST_PUT_OFF:
            return Rejected(failed.source, failed.reason, failed.detail)
        wait = max(_PUT_OFF * (1 << (arrival.tries - 1)), timedelta(seconds=failed.retry_after_s or 0))
        return Postponed(failed.reason, failed.detail, self._clock() + min(wait, _SELDOM))

    def _ask(self, url: str, options: ReadOptions, asking: Asking, allows: Allows | None) -> Fetched | Unchanged | Failed:
        """Ask, and let who answered rest: the host that was asked, and the one that a redirect led to."""
        answer = request(url, options, asking, allows=allows)
        asked_for = answer.retry_after_s or 0.0 if isinstance(answer, Failed) else 0.0
        for host in {host_of(url), host_of(answer.source if isinstance(answer, Failed) else answer.url)}:
            self._manners.rest(host, min(asked_for, _LONGEST_REST_S))
        return answer

    def _check_feed(self) -> bool:
        feed = self._store.feeds.take(resting=self._manners.resting())
        if feed is None:
            return False
        try:
            checked = self._checked(feed)
        except WhosewordError:  # as for arrivals
            raise
        except Exception as error:  # noqa: BLE001  # the worker's edge: it becomes a failure of this feed
            checked = Checked(
                next_at=self._later(feed, None), error=f"checking it failed: {type(error).__name__} {error}"[:500]
            )
        self._store.feeds.settle(feed.id, checked)
        self.tally.done["feeds checked" if checked.error is None else "feeds failed"] += 1
        return True

    def _checked(self, feed: Feed) -> Checked:
        options = replace(self._options, size_bytes=_FEED_BYTES)
        asking = Asking(accept=FEEDS, etag=feed.etag, modified=feed.modified)
        answer = self._manners.forbids(feed.url) or self._ask(feed.url, options, asking, self._manners.forbids)
        if isinstance(answer, Unchanged):
            return Checked(next_at=self._clock() + EVERY)
        if isinstance(answer, Failed):
            error = "the feed is gone for good: stop it" if answer.status == _GONE else answer.detail
            return Checked(next_at=self._later(feed, answer.retry_after_s), error=error)
        parsed = self._workshop.feed(answer)
        if isinstance(parsed, FeedFault):
            return Checked(next_at=self._later(feed, None), error=parsed.detail)
        title = feed.title or parsed.title
        entries = (of_entry(one, title, allow_private=self._options.allow_private) for one in parsed.entries)
        return Checked(
            next_at=self._clock() + max(EVERY, min(timedelta(minutes=parsed.ttl_min or 0), _SELDOM)),
            entries=tuple(one for one in entries if one is not None),
            title=title,
            etag=answer.etag,
            modified=answer.modified,
        )

    def _later(self, feed: Feed, asked_for_s: float | None) -> datetime:
        """When a feed that failed is checked again: twice as late with every failure, and not before its server wants."""
        wait = max(EVERY * (1 << min(feed.failures, 10)), timedelta(seconds=asked_for_s or 0))
        return self._clock() + min(wait, _SELDOM)

    def _compare(self) -> bool:
        """Compare some of what was read across articles; False where all of it is."""
        if not self._uncompared:
            return False
        done = sum(1 for _ in itertools.islice(catch_up(self._store), _COMPARED))
        self._uncompared = done == _COMPARED
        return done > 0
