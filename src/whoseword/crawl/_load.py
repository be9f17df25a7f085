"""From the directory of a crawl into a ledger: again and again, whatever was added meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from whoseword.crawl._parts import Folder
from whoseword.crawl._plan import Shard
from whoseword.store import Added, Store

_BATCH: Final = 50


@dataclass(frozen=True, slots=True)
class Missing:
    """A shard that was not loaded: `first` of its files, and why."""

    first: str
    files: int
    why: str


def load(path: Path, store: Store) -> Iterator[Added | Missing]:
    """Add to the ledger what the complete shards hold, in the order of a reading, and yield what became of each, and of each other shard.

    What is there already is left as it is, so this can be stopped and run again. Raises InputError where `path` is no directory of a
    crawl, StoreError where the ledger cannot be written.
    """
    folder = Folder.opened(path)
    for shard in folder.plan():
        marker = folder.marker(shard)
        if marker is None:
            yield _missing(shard, "it is not complete: run the same crawl again")
        elif (fault := folder.fault(shard, marker)) is not None:
            yield _missing(shard, f"{fault}: delete it and run the same crawl again")
        else:
            yield from store.add_many(folder.outcomes(shard, marker.key), batch=_BATCH)


def _missing(shard: Shard, why: str) -> Missing:
    return Missing(shard.pieces[0].path, len(shard.pieces), why)
