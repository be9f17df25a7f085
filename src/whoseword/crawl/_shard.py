"""One shard: from the paths of its files to its parts and its marker. It is the same wherever and however often it is done."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from whoseword.crawl._pages import How, Pages, printable
from whoseword.crawl._parts import FORMAT, Folder, Marker, sha256
from whoseword.crawl._plan import Shard
from whoseword.records import digest

_VERSION: Final = "1"  # of what is written, beside FORMAT: it changes where the same files would give other parts


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a shard: `done` in this run, `known` from an earlier one, or not complete because of a `problem`."""

    shard: str
    articles: int = 0
    statements: int = 0
    rejects: int = 0
    known: bool = False
    problem: str | None = None


def run_shard(shard: Shard, how: How, out: Path, pages: Pages, tell: Callable[[], None]) -> Summary:
    """Read a shard into its parts and mark it as complete, unless it is already; `tell` is called after each page.

    Raises StoreError where the directory cannot be written, and what `Pages.outcomes` raises.
    """
    folder = Folder(out)
    marker = folder.marker(shard)
    if marker is not None and _is_done(folder, shard, marker, how):
        return _summary(shard, marker.counts, known=True)
    files = [_content(piece.path) for piece in shard.pieces]
    key = _key(shard, files, how)
    if marker is not None and key == marker.key and folder.are_there(shard, marker) and _as_far(marker, how):
        counts, limited, limits = marker.counts, marker.limited, marker.limits  # only its files' times are others
    else:
        with folder.writing(shard, key) as parts:
            for piece in shard.pieces:
                for outcome in pages.outcomes(piece):
                    parts.add(outcome)
                    tell()
            counts, limited = parts.counts, parts.limited
            limits = (how.limits.seconds, how.limits.memory_bytes)
    if [_stat(piece.path) for piece in shard.pieces] != [_identity(one) for one in files]:
        return Summary(shard.id, problem="a file was changed while it was read: run the same again")
    plain = {"format": FORMAT, "key": key, "files": files, "counts": counts, "limited": limited, "limits": limits}
    folder.complete(shard, {**plain, "model": how.model, "rules": how.rules})
    return _summary(shard, counts)


def _is_done(folder: Folder, shard: Shard, marker: Marker, how: How) -> bool:
    """Whether the marker holds, by the sizes and times of the files, whose content is then not read again."""
    if [_stat(piece.path) for piece in shard.pieces] != [_identity(one) for one in marker.files]:
        return False
    return marker.key == _key(shard, marker.files, how) and folder.are_there(shard, marker) and _as_far(marker, how)


def _as_far(marker: Marker, how: How) -> bool:
    """Whether pages that were over a limit would be so again."""
    seconds, memory = marker.limits
    return not marker.limited or (how.limits.seconds <= seconds and how.limits.memory_bytes <= memory)


def _key(shard: Shard, files: Sequence[Mapping[str, Any]], how: How) -> str:
    options = how.options
    content = [(one["path"], one["size"], one["sha256"]) for one in files]
    ranges = [(piece.start, piece.stop) for piece in shard.pieces]
    read_by = (how.model, how.rules, how.settings.events, options.outlet, options.published, options.size_bytes)
    return digest(FORMAT, _VERSION, content, ranges, *read_by)


def _content(path: str) -> dict[str, Any]:
    """The file as a marker keeps it; without size and checksum where it cannot be read."""
    size, changed = _stat(path)
    checksum = None
    try:
        checksum = sha256(Path(path))
    except OSError:
        size = changed = None
    return {"path": printable(path), "size": size, "changed": changed, "sha256": checksum}


def _identity(kept: Mapping[str, Any]) -> tuple[int | None, int | None]:
    return kept.get("size"), kept.get("changed")


def _stat(path: str) -> tuple[int | None, int | None]:
    try:
        found = os.stat(path)  # noqa: PTH116 -- as in whoseword.read
    except OSError:
        return None, None
    return found.st_size, found.st_mtime_ns


def _summary(shard: Shard, counts: Mapping[str, int], *, known: bool = False) -> Summary:
    return Summary(shard.id, counts["articles"], counts["statements"], counts["rejects"], known)
