"""Which shards a crawl has: what to read is cut into pieces that any machine can read by themselves, from paths alone.

A web archive is a shard, or several where it is large: ranges of its bytes that tile it. Other archives are a shard each, and pages
are put together by the hundred. Where one shard of pages ends is decided by the names of the files, so that a file more in a folder
changes one shard and leaves the others as they were. Nothing is opened here: only names and sizes are looked at.
"""

import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from whoseword.errors import ConfigError
from whoseword.read import MANY_SUFFIXES, list_sources
from whoseword.records import digest

SLICE_BYTES: Final = 32 << 20  # of a web archive: some 1,300 pages of 25 kB, four minutes of one core
_MOST_SLICES: Final = 32  # each walks over what is before it, so that more would cost more than they gain
_PAGES: Final = 256  # in one shard at most
_ENDS: Final = 64  # one name in so many ends a shard
_WARC: Final = (".warc", ".warc.gz")


@dataclass(frozen=True, slots=True)
class Piece:
    """One file, or of a web archive the records that begin from byte `start` up to byte `stop`."""

    path: str
    start: int = 0
    stop: int | None = None

    @property
    def within(self) -> range | None:
        """The range of bytes, where it is not the whole file."""
        return range(self.start, self.stop) if self.stop is not None else None


@dataclass(frozen=True, slots=True)
class Shard:
    """What is read in one go. `id` names its place, not its content: the same paths give the same id."""

    id: str
    pieces: tuple[Piece, ...]


def plan(sources: Iterable[str], *, slice_bytes: int = SLICE_BYTES) -> tuple[Shard, ...]:
    """The shards of these files and folders, in the order in which `whoseword read` would read them, each file once.

    Raises ConfigError for an address or standard input, which cannot be read again, InputError where there is nothing at a path.
    """
    shards: list[Shard] = []
    pages: list[Piece] = []
    for path in dict.fromkeys(_paths(sources)):
        if path.lower().endswith(MANY_SUFFIXES):
            if pages:
                shards.append(_shard(pages))
            pages = []
            shards.extend(_shard([piece]) for piece in _slices(path, slice_bytes))
            continue
        pages.append(Piece(path))
        if len(pages) >= _PAGES or zlib.crc32(os.fsencode(path)) % _ENDS == 0:
            shards.append(_shard(pages))
            pages = []
    return tuple([*shards, _shard(pages)] if pages else shards)


def merged(kept: Sequence[Shard], planned: Sequence[Shard]) -> tuple[Shard, ...]:
    """The shards of a directory that was planned before, now that `planned` is: its shards take the place of those of the same files."""
    paths = {piece.path for shard in planned for piece in shard.pieces}
    return (*(one for one in kept if not any(piece.path in paths for piece in one.pieces)), *planned)


def to_plain(shard: Shard) -> dict[str, Any]:
    """A shard as plain JSON."""
    return {"id": shard.id, "pieces": [[one.path, one.start, one.stop] for one in shard.pieces]}


def from_plain(value: Any) -> Shard:
    """The shard that `to_plain` gave; ValueError, TypeError or KeyError where it is none."""
    pieces = tuple(Piece(str(path), int(start), None if stop is None else int(stop)) for path, start, stop in value["pieces"])
    if not pieces or value["id"] != _shard(pieces).id:  # the id becomes the name of files
        raise ValueError("a shard has the id of another")
    return Shard(value["id"], pieces)


def _paths(sources: Iterable[str]) -> Iterator[str]:
    for source in sources:
        for path in list_sources(source):
            if path == "-" or path.lower().startswith(("http://", "https://")):
                raise ConfigError(f"{path} is no file: crawl reads files and folders; save it, or use whoseword read")
            yield os.path.abspath(path)  # noqa: PTH100 -- resolve() would follow links


def _slices(path: str, slice_bytes: int) -> Iterator[Piece]:
    size = 0
    with suppress(OSError):  # reading it says what is wrong
        size = os.stat(path).st_size  # noqa: PTH116 -- as in whoseword.read
    count = min(_MOST_SLICES, -(-size // slice_bytes))
    if count <= 1 or not path.lower().endswith(_WARC):
        yield Piece(path)
        return
    step = -(-size // count)
    for start in range(0, size, step):
        yield Piece(path, start, min(size, start + step))


def _shard(pieces: Sequence[Piece]) -> Shard:
    named = (os.fsencode(piece.path).hex() for piece in pieces)
    return Shard(digest(*named, *((piece.start, piece.stop) for piece in pieces)), tuple(pieces))
