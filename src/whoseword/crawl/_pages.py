"""The pages of a file, one after the other, each taken apart and read in a process that can be killed.

Promises: what takes too long, too much memory, or the process with it costs itself, and comes out as rejected; the others come out as they
would without it, in the same order. A process that somebody else killed is started again where it was. Of a file where not even
the next page can be found, what came before is kept, and the rest is one rejection.
"""

import os
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Self

from whoseword.contained import Contained, Limits, Stopped
from whoseword.crawl._parts import Outcome, outcome_of
from whoseword.crawl._plan import Piece
from whoseword.errors import ModelError, WhosewordError
from whoseword.pipeline import Pipeline
from whoseword.read import ReadOptions, read_slice
from whoseword.records import Article, Rejected
from whoseword.settings import Settings

_SLOWEST_PER_S: Final = 500  # characters; a longer article is given longer
_WALKED_PER_S: Final = 4 << 20  # bytes of a file that are walked over, on a slow disk and a busy core
# Articles, after which the next file has a new process. Over 11,000 short ones the one before grew by some 1.3 kB for each (2026-12-01,
# benchmarks/crawling.py memory): too little to look for, too much for a million.
_RENEWED_AFTER: Final = 5_000
_DEATHS: Final = 3  # of one page, before it is taken for the killer
_REFUSALS: Final = 4  # of pages in one place, before the rest of the file is given up
_REASONS: Final[Mapping[str, str]] = {"time": "too-slow", "memory": "too-large"}


class Halted(Exception):  # noqa: N818 -- no error: the crawl was asked to stop
    """The crawl was stopped; nothing of the shard at hand is kept."""


@dataclass(frozen=True, slots=True)
class How:
    """How pages are read, the same on every machine. `model` and `rules` are what readings must name."""

    settings: Settings
    options: ReadOptions
    limits: Limits
    model: str
    rules: str


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a file: so many results came out of it, for which so many pages were taken apart; which pages are not, and why."""

    piece: Piece
    done: int = 0
    pages: int = 0
    refused: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    found: Article | Rejected
    pages: int
    limited: bool = False


class Pages:
    """Reads the pages of one file after the other; the process, and the model in it, start with the first.

    For one thread; `halt` may come from any. Used as a context.
    """

    def __init__(self, how: How) -> None:
        self._how = how
        self._halted = threading.Event()
        self._contained: Contained[_Bench, Any, Any] = Contained(_work, partial(_Bench.start, how), how.limits)
        self._articles = 0
        self._at_work: int | None = None  # the process that has come as far in the file as we have

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._contained.close()

    def halt(self) -> None:
        """Stop at once: whoever waits for a page gets Halted."""
        self._halted.set()
        pid = self._contained.pid
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, 9)

    def outcomes(self, piece: Piece) -> Iterator[Outcome]:
        """What each page of the file gives, in order. Raises Halted, and ModelError where the bundle does not serve."""
        if self._articles >= _RENEWED_AFTER:
            self._contained.close()
            self._articles = 0
        place = _Place(piece)
        while True:
            found = self._find(place)
            if found is None:
                return
            if isinstance(found, Outcome):
                yield found
                return
            one = found.found
            self._articles += 1
            yield self._read(one) if isinstance(one, Article) else outcome_of(one, limited=found.limited)
            place = _Place(piece, place.done + 1, found.pages)

    def _find(self, place: _Place) -> _Found | Outcome | None:
        """The next thing in the file; None at its end, or an Outcome that ends it."""
        deaths = 0
        while True:
            made = self._run(place, self._walking_s(place))
            if not isinstance(made, Stopped):
                self._at_work = self._contained.pid
                return replace(made, limited=bool(place.refused)) if isinstance(made, _Found) else None
            if made.why == "died" and (deaths := deaths + 1) < _DEATHS:
                continue
            reason = _REASONS.get(made.why, "crash")
            if len(place.refused) >= _REFUSALS or made.why == "raised":
                detail = f"{made.detail.strip()}; what follows in this file is not read"
                return outcome_of(Rejected(printable(place.piece.path), reason, detail), limited=True)
            # Which page it was cannot be asked any more: it is the first that was not taken apart before, or one after it.
            place = replace(place, refused=(*place.refused, (place.pages + len(place.refused), reason, made.detail)))
            deaths = 0

    def _read(self, article: Article) -> Outcome:
        """What reading the article gives."""
        seconds = self._how.limits.seconds + len(article.text) / _SLOWEST_PER_S
        deaths = 0
        while True:
            made = self._run(article, seconds)
            if not isinstance(made, Stopped):
                return made  # type: ignore[no-any-return]  # what _work makes of an Article
            if made.why == "died" and (deaths := deaths + 1) < _DEATHS:
                continue
            return outcome_of(Rejected(article.source, _REASONS.get(made.why, "crash"), made.detail), limited=True)

    def _run(self, given: _Place | Article, seconds: float) -> Any:
        for deaths in range(_DEATHS):
            if self._halted.is_set():
                raise Halted
            try:
                made = self._contained.run(given, seconds=seconds)
            except WhosewordError as error:
                # What cannot be loaded has an error of its own; this one says that the process did not live to load it.
                if type(error) is not WhosewordError or deaths + 1 == _DEATHS:
                    raise
                continue
            if self._halted.is_set():
                raise Halted
            return made
        raise Halted

    def _walking_s(self, place: _Place) -> float:
        """The time for the next page, and for the way to it where the process is not there yet."""
        if place.done and self._at_work is not None and self._at_work == self._contained.pid:
            return self._how.limits.seconds
        size = 0
        with suppress(OSError):
            size = os.stat(place.piece.path).st_size  # noqa: PTH116 -- as in whoseword.read
        return self._how.limits.seconds + min(size, place.piece.stop or size) / _WALKED_PER_S


def printable(path: str) -> str:
    """The name by which articles of a file are known: bytes that are no UTF-8 are U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


class _Bench:
    """In the other process: the model, and the file that is being taken apart."""

    def __init__(self, pipeline: Pipeline, options: ReadOptions) -> None:
        self.pipeline = pipeline
        self._options = options
        self._place: _Place | None = None
        self._found: Iterator[Article | Rejected] = iter(())
        self._pages = 0

    @classmethod
    def start(cls, how: How) -> "_Bench":
        pipeline = Pipeline.load(how.settings)
        if (pipeline.model, pipeline.rules) != (how.model, how.rules):
            here = f"{pipeline.model}, rules {pipeline.rules}"
            raise ModelError(
                f"this machine has {here}, the crawl was started with {how.model}, rules {how.rules}: install the same"
            )
        return cls(pipeline, how.options)

    def find(self, place: _Place) -> _Found | None:
        """The next thing in the file, which is walked again up to it where need be."""
        if self._place != place:
            self._pages = 0
            self._found = self._walk(place)
        found = next(self._found, None)
        if found is None:
            self._place = None
            return None
        self._place = _Place(place.piece, place.done + 1, self._pages)
        return _Found(found, self._pages)

    def _walk(self, place: _Place) -> Iterator[Article | Rejected]:
        refused = {page: (reason, detail) for page, reason, detail in place.refused}

        def around(source: str, read_page: Callable[[], Article | Rejected]) -> Article | Rejected:
            page, self._pages = self._pages, self._pages + 1
            if page < place.pages:
                return Rejected(source, "skipped", "it came out before, and is passed over")
            if page in refused:
                return Rejected(source, *refused[page])
            try:
                return read_page()
            except MemoryError:
                raise
            except Exception as error:  # noqa: BLE001  # the worker's edge: it becomes a Rejected
                return Rejected(source, "crash", "".join(traceback.format_exception(error)))

        for number, found in enumerate(read_slice(place.piece.path, self._options, around, place.piece.within)):
            if number >= place.done:
                yield found


def _work(bench: _Bench, given: _Place | Article) -> _Found | Outcome | None:
    if isinstance(given, _Place):
        return bench.find(given)
    return outcome_of(next(bench.pipeline.run([given])))
