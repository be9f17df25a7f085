"""The directory of a crawl: what is in it, and how it comes to be whole.

    crawl.json                    says that this is such a directory
    shards.jsonl                  the shards, in the order in which they are loaded
    articles/SHARD-KEY.parquet    an article a row: its text, what the page says of itself, and its whole record as JSON
    statements/SHARD-KEY.parquet  a statement a row, with the columns of an export, for whoever asks the files themselves
    rejects/SHARD-KEY.parquet     what could not be read, and why
    done/SHARD.json               that a shard is complete: its key, its files with their checksums, and those of its parts

A part takes its name once all of it is written, the marker comes last. The key stands for the content of the files, the bundle, the rules
and the options: a marker with another key does not count. Two runs over the same files give the same bytes.
"""

import errno
import fcntl
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from whoseword.crawl._plan import Shard, from_plain, to_plain
from whoseword.errors import ConfigError, InputError, StoreError
from whoseword.export import COLUMNS, Cell, atomic, rows_of
from whoseword.parquet import RowWriter, read_rows
from whoseword.records import Reading, Rejected, from_json, to_json

FORMAT: Final = "whoseword-crawl/1"
ARTICLES: Final[Mapping[str, type]] = {
    "position": int, "id": str, "source": str, "url": str, "outlet": str, "title": str, "byline": str, "published": str,
    "modified": str, "language": str, "text": str, "statements": int, "record": str,
}  # fmt: skip
REJECTS: Final[Mapping[str, type]] = {"position": int, "source": str, "reason": str, "detail": str}
_KINDS: Final[Mapping[str, Mapping[str, type]]] = {"articles": ARTICLES, "statements": COLUMNS, "rejects": REJECTS}
_PLAN, _HEAD, _DONE = "shards.jsonl", "crawl.json", "done"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one page gave, in rows: an article with its statements, or a rejection. `limited`: by a limit on time or memory."""

    article: Mapping[str, Cell] | None
    statements: tuple[Mapping[str, Cell], ...] = ()
    rejected: Rejected | None = None
    limited: bool = False


@dataclass(frozen=True, slots=True)
class Marker:
    """That a shard is complete, under `key`: how many of each kind its parts hold, and the size and checksum of each part."""

    key: str
    files: tuple[Mapping[str, Any], ...]
    counts: Mapping[str, int]
    parts: Mapping[str, tuple[int, str]]
    limited: int
    limits: tuple[float, int]


def outcome_of(found: Reading | Rejected, *, limited: bool = False) -> Outcome:
    """What was read as rows."""
    if isinstance(found, Rejected):
        return Outcome(None, rejected=found, limited=limited)
    article = found.article
    record = to_json(found)
    del record["sourcing"]  # it follows from the statements
    if _encodable(article.text):
        del record["article"]["text"]  # it has a column of its own
    columns = {name: getattr(article, name) for name in ARTICLES if name not in ("position", "statements", "record")}
    row = {**columns, "statements": len(found.statements), "record": _dumped(record)}
    return Outcome(row, tuple(rows_of(found)))


class Folder:
    """The directory of a crawl at `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def made(cls, path: Path) -> "Folder":
        """The directory, made where it is not there; ConfigError where it is in use for something else or cannot be made."""
        try:
            path.mkdir(parents=True, exist_ok=True)
            if not (path / _HEAD).exists():
                if any(path.iterdir()):
                    raise ConfigError(f"{path} holds other things: name a new or empty folder with --out")
                with atomic(path / _HEAD) as sink:
                    sink.write(json.dumps({"format": FORMAT}).encode() + b"\n")
            for name in (*_KINDS, _DONE):
                (path / name).mkdir(exist_ok=True)
        except OSError as error:
            raise _refused(path, error) from error
        return cls.opened(path)

    @classmethod
    def opened(cls, path: Path) -> "Folder":
        """The directory, which is there; InputError where there is none, or of another version."""
        try:
            head = json.loads((path / _HEAD).read_bytes())
        except (OSError, ValueError) as error:
            raise InputError(f"{path} is no directory of a crawl ({_HEAD} cannot be read): name what --out named") from error
        if not isinstance(head, dict) or head.get("format") != FORMAT:
            raise InputError(f"{path} is a crawl of another version; this one reads {FORMAT}: crawl again into a new folder")
        return cls(path)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else crawls into the directory meanwhile; ConfigError where somebody does."""
        with (self.path / _HEAD).open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise ConfigError(f"another crawl writes to {self.path}: wait for it, or name another folder") from error
            yield

    def plan(self) -> tuple[Shard, ...]:
        """The shards, in order; none before the first crawl."""
        try:
            lines = (self.path / _PLAN).read_text("utf-8").splitlines()
        except FileNotFoundError:
            return ()
        try:
            return tuple(from_plain(json.loads(line)) for line in lines)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise InputError(f"{self.path / _PLAN} is damaged ({error!r}): crawl again, which writes it anew") from error

    def put_plan(self, shards: Sequence[Shard]) -> None:
        """Keep the shards, and take out what belongs to none of them."""
        with self._writing(), atomic(self.path / _PLAN) as sink:
            for shard in shards:
                sink.write(json.dumps(to_plain(shard)).encode("ascii") + b"\n")
        self.sweep()

    def sweep(self) -> None:
        """Take out what belongs to no shard, or was left by a worker that was killed. Nobody may be at work."""
        shards = self.plan()
        wanted = {f"{shard.id}-{marker.key}.parquet" for shard in shards if (marker := self.marker(shard)) is not None}
        markers = {f"{shard.id}.json" for shard in shards}
        for folder in (*_KINDS, _DONE):
            for path in (self.path / folder).iterdir():
                if path.name not in (markers if folder == _DONE else wanted):
                    path.unlink(missing_ok=True)

    def marker(self, shard: Shard) -> Marker | None:
        """That the shard is complete; None where it is not, or its marker is damaged."""
        try:
            plain = json.loads((self.path / _DONE / f"{shard.id}.json").read_bytes())
            return Marker(
                str(int(plain["key"], 16)) and plain["key"],
                tuple(plain["files"]),
                {kind: int(plain["counts"][kind]) for kind in _KINDS},
                {kind: (int(plain["parts"][kind][0]), str(plain["parts"][kind][1])) for kind in _KINDS},
                int(plain["limited"]),
                (float(plain["limits"][0]), int(plain["limits"][1])),
            )
        except (OSError, ValueError, TypeError, KeyError, IndexError):
            return None

    def are_there(self, shard: Shard, marker: Marker) -> bool:
        """Whether all parts of the shard are there, by their sizes; what is in them is not looked at."""
        with suppress(OSError):
            return all(self._part(kind, shard, marker.key).stat().st_size == marker.parts[kind][0] for kind in _KINDS)
        return False

    def fault(self, shard: Shard, marker: Marker) -> str | None:
        """What is wrong with the parts of a complete shard, if anything is."""
        for kind in _KINDS:
            path = self._part(kind, shard, marker.key)
            try:
                found = _size_and_sum(path)
            except OSError as error:
                return f"{path} cannot be read ({error.strerror})"
            if found != marker.parts[kind]:
                return f"{path} is damaged: it is not what was written (SHA-256 {marker.parts[kind][1][:12]}…)"
        return None

    @contextmanager
    def writing(self, shard: Shard, key: str) -> Iterator["Parts"]:
        """Where the outcomes of a shard go: its parts appear when all are written, or not at all. StoreError where they cannot be written."""
        with self._writing(), ExitStack() as files:
            sinks = {kind: files.enter_context(atomic(self._part(kind, shard, key))) for kind in _KINDS}
            with ExitStack() as writers:
                yield Parts({kind: writers.enter_context(RowWriter(sinks[kind], _KINDS[kind])) for kind in _KINDS})

    def complete(self, shard: Shard, plain: Mapping[str, Any]) -> None:
        """Mark the shard as complete: the last thing, and all at once. Parts under another key go."""
        with self._writing():
            parts = {kind: _size_and_sum(self._part(kind, shard, plain["key"])) for kind in _KINDS}
            with atomic(self.path / _DONE / f"{shard.id}.json") as sink:
                sink.write(json.dumps({**plain, "parts": parts}, indent=1).encode("ascii") + b"\n")
            for kind in _KINDS:
                for path in (self.path / kind).glob(f"{shard.id}-*.parquet"):
                    if path != self._part(kind, shard, plain["key"]):
                        path.unlink(missing_ok=True)

    def outcomes(self, shard: Shard, key: str) -> Iterator[Reading | Rejected]:
        """What a complete shard holds, in the order in which it was read; InputError where it is damaged."""
        readings = ((row["position"], reading_of(row)) for row in read_rows(self._part("articles", shard, key)))
        rejects = (
            (row["position"], Rejected(row["source"], row["reason"], row["detail"]))
            for row in read_rows(self._part("rejects", shard, key))
        )
        reading, reject = next(readings, None), next(rejects, None)
        while reading is not None or reject is not None:
            if reject is None or (reading is not None and reading[0] < reject[0]):
                yield reading[1]  # type: ignore[index]  # one of the two is there
                reading = next(readings, None)
            else:
                yield reject[1]
                reject = next(rejects, None)

    def _part(self, kind: str, shard: Shard, key: str) -> Path:
        return self.path / kind / f"{shard.id}-{key}.parquet"

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise _refused(self.path, error) from error
        except ConfigError as error:  # of `atomic`, which takes a full disk for a wrong name
            if isinstance(error.__cause__, OSError):
                raise _refused(self.path, error.__cause__) from error
            raise


class Parts:
    """The parts of one shard while they are written."""

    def __init__(self, writers: Mapping[str, RowWriter]) -> None:
        self._writers = writers
        self._position = 0
        self.limited = 0

    def add(self, outcome: Outcome) -> None:
        """Add what one page gave."""
        position = {"position": self._position}
        self._position += 1
        self.limited += outcome.limited
        if outcome.article is not None:
            self._writers["articles"].add({**outcome.article, **position})
        for row in outcome.statements:
            self._writers["statements"].add(row)
        if outcome.rejected is not None:
            self._writers["rejects"].add({**to_json(outcome.rejected), **position})

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind were added."""
        return {kind: writer.rows for kind, writer in self._writers.items()}


def reading_of(row: Mapping[str, Any]) -> Reading:
    """The reading in a row of articles; InputError where it is damaged."""
    try:
        record = json.loads(row["record"])
        record["article"].setdefault("text", row["text"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(f"the record of {row.get('source')} is damaged ({error!r}): crawl again to write it anew") from error
    return from_json(Reading, record)


def sha256(path: Path) -> str:
    """The checksum of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _size_and_sum(path: Path) -> tuple[int, str]:
    return path.stat().st_size, sha256(path)


def _refused(path: Path, error: OSError) -> StoreError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreError(f"{path}: the disk is full; the shards that are complete are kept: make room, and run the same again")
    return StoreError(
        f"{path} cannot be written ({error.strerror or error}): give this user the right to, and run the same again"
    )


def _encodable(text: str) -> bool:
    with suppress(UnicodeEncodeError):
        text.encode("utf-8")
        return True
    return False


def _dumped(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text if _encodable(text) else json.dumps(value, separators=(",", ":"))
