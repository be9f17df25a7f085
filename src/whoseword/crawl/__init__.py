"""Crawls: millions of pages read on many cores or machines into files, and from there into a ledger.

`crawl` cuts what to read into shards, has each read by a worker of this machine or of a Ray cluster, and keeps what they gave as Parquet in
one directory; `load` adds it to a ledger. Both can be stopped, killed and run again: a shard is there as a whole or not at all, and
what is complete is not done twice. Nothing is compared here, and nothing is fetched.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Literal

from whoseword.contained import Limits
from whoseword.crawl._load import Missing, load
from whoseword.crawl._local import run_local
from whoseword.crawl._pages import How
from whoseword.crawl._parts import Folder
from whoseword.crawl._plan import SLICE_BYTES, Piece, Shard, merged, plan
from whoseword.crawl._shard import Summary
from whoseword.errors import ConfigError, InputError
from whoseword.pipeline import versions
from whoseword.read import ReadOptions
from whoseword.settings import Settings

__all__ = ["LIMITS", "Crawl", "Limits", "Missing", "Piece", "Runner", "Shard", "Summary", "crawl", "load", "plan"]

Runner = Literal["local", "ray"]
LIMITS: Final = Limits(seconds=120.0, memory_bytes=3 << 30)  # of one page, with the model; a longer text is given longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """How to crawl: who runs the shards and how many at once, how pages are read, and what one page may cost."""

    settings: Settings
    workers: int
    runner: Runner = "local"
    options: ReadOptions = ReadOptions()  # noqa: RUF009 -- frozen
    limits: Limits = LIMITS
    slice_bytes: int = SLICE_BYTES


def crawl(sources: Sequence[str], out: Path, asked: Crawl) -> tuple[int, Iterator[Summary | None]]:
    """How many shards there are, and what becomes of each as it comes, with None after each page in between where that can be told.

    Nothing is read before the first is asked for. Raises ConfigError, InputError and ModelError for what cannot be crawled at all; while it
    runs, StoreError where the directory cannot be written.
    """
    shards = plan(sources, slice_bytes=asked.slice_bytes)
    if not shards:
        raise InputError("there is no file to read in these folders: docs/reading.md says which are read")
    model, rules = versions(asked.settings)
    how = How(asked.settings, asked.options, asked.limits, model, rules)
    run = run_local if asked.runner == "local" else _ray()
    return len(shards), _run(partial(run, shards, how), shards, Folder.made(out.absolute()), asked.workers)


def _run(
    run: "Callable[[Path, int], Iterator[Summary | None]]", shards: Sequence[Shard], folder: Folder, workers: int
) -> Iterator[Summary | None]:
    with folder.held():
        folder.put_plan(merged(folder.plan(), shards))
        yield from run(folder.path, workers)
        folder.sweep()


def _ray() -> "Callable[[Sequence[Shard], How, Path, int], Iterator[Summary | None]]":
    try:
        from whoseword.crawl._ray import run_ray  # noqa: PLC0415 -- an optional extra, and seconds to load
    except ImportError as error:
        raise ConfigError(f"--runner ray needs the extra ray ({error}): pip install 'whoseword[ray]'") from error
    return run_ray
