"""Pages of a web archive: WARC as it is or compressed (ISO 28500), read by FastWARC one record at a time.

Answers with a page in them (HTML, text, PDF) are read; requests, pictures, style and redirects are passed over. A damaged
place costs the records it stands in: reading goes on at the next record that can be found. The page's own address counts
before the one it was captured from, so that a page is the same article from a file and from an archive.
"""

import dataclasses
import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecordType

from whoseword.read._article import amend
from whoseword.read._facts import Facts
from whoseword.read._options import Format, ReadOptions, reject
from whoseword.records import Article, Rejected

# bytes, their source, the options and the charset of the answer's header -> what is read of them
ReadPage = Callable[[bytes, str, ReadOptions, str | None], Article | Rejected]

_WANTED = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
_PAGE_TYPES: dict[str, Format] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "application/pdf": "auto",
}
_START = re.compile(rb"\x1f\x8b\x08|WARC/1\.")
_LENGTH = re.compile(rb"^Content-Length:\s*(\d{1,18})\s*$", re.IGNORECASE | re.MULTILINE)
_CHUNK_BYTES = 1 << 20
_MOST_DRAINED = 1_024  # chunks of a body that is too large: a bomb of more costs a search for the next record
_MOST_DAMAGES = 10_000  # of one archive: after these what is left is not searched
_URL = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)


def read_warc(
    file: BinaryIO, name: str, options: ReadOptions, read_page: ReadPage, within: range | None = None
) -> Iterator[Article | Rejected]:
    """What each page in the archive `file` gives, in its order, and one Rejected for each damaged place.

    With `within` only what stands in records that begin in that range of bytes. What is before them is walked over as ever, since where
    a record begins only the one before it can say: a page may hold what looks like one. So ranges that tile a file give what the file gives.
    """
    start: int | None = file.tell()
    found = damages = 0
    while start is not None and damages < _MOST_DAMAGES and not _is_past(start, within):
        file.seek(start)
        reading = _Reading(file, name, options, read_page, within)
        yield from reading.pages()
        found += reading.records
        if reading.damage is None:
            break
        # What is no start of a record is not named again.
        if (reading.records or not damages) and _is_in(reading.place if reading.records else start, within):
            yield reject(name, "unreadable", reading.damage)
        damages += 1
        start = _next_start(file, reading.good_until if reading.records else start + 1)
    if not found and not damages and _is_in(0, within):
        yield reject(name, "empty", "there is no record of a web archive in it")


def _is_in(place: int, within: range | None) -> bool:
    return within is None or place in within


def _is_past(place: int, within: range | None) -> bool:
    return within is not None and place >= within.stop


class _Reading:
    """One pass over an archive from where the file stands, until its end or the first damage.

    What a record gives is held back until the record ends as it should: of one that is cut short, the next one's words would be
    taken for its own.
    """

    def __init__(
        self, file: BinaryIO, name: str, options: ReadOptions, read_page: ReadPage, within: range | None = None
    ) -> None:
        self._file, self._name, self._options, self._read_page = file, name, options, read_page
        self._within = within
        self._base = file.tell()
        self._opening = file.read(5)
        self._plain = self._opening == b"WARC/"
        self.records = self.good_until = self.place = 0
        self.damage: str | None = None

    def pages(self) -> Iterator[Article | Rejected]:
        self._file.seek(self._base)
        records = iter(ArchiveIterator(self._file, record_types=WarcRecordType.any_type, auto_decode="all"))
        held: list[Article | Rejected] = []
        while True:
            try:
                record = next(records, None)
            except (OSError, ValueError, EOFError) as error:
                self.damage = f"damaged after the record at byte {self.place}: {error}"
                record = None
            if self.records and self.damage is not None:
                end = self._end_of(self.place)
                self.good_until = end or self.place + 1
                held = held if end else []
            if self.damage is None or held:
                yield from held
            if record is None:
                if not self.records and self.damage is None and self._opening:
                    self.damage = f"no record begins at byte {self._base}"
                return
            if _is_past(record.stream_pos, self._within):
                return
            self.records += 1
            self.place = record.stream_pos
            held = [one for one in self._page(record) if _is_in(self.place, self._within)]
            if self.damage is not None:
                self.good_until = self.place + 1
                return

    def _end_of(self, place: int) -> int | None:
        """Where the record at `place` ends, if it does as it should; in a compressed archive its checksum says so."""
        if not self._plain:
            return place + 1
        self._file.seek(place)
        head = self._file.read(_CHUNK_BYTES)
        opened = head.find(b"\r\n\r\n")
        length = _LENGTH.search(head[:opened]) if opened > 0 else None
        if length is None:
            return None
        end = place + opened + 4 + int(length[1])
        self._file.seek(end)
        return end if self._file.read(4) == b"\r\n\r\n" else None

    def _page(self, record: Any) -> Iterator[Article | Rejected]:
        """What the record gives: one, or nothing where it holds no page."""
        if not record.record_type & _WANTED:
            return
        url = _clean_url(record.headers.get("WARC-Target-URI"))
        place = f"{self._name}#{url or record.stream_pos}"
        length = _length(record)
        if record.record_type == WarcRecordType.response and record.http_headers is None and length is not None:
            if not record.content_length and not record.reader.read(1):
                self.damage = f"the record at byte {record.stream_pos} breaks off ({url or 'no address'})"
            return
        media_type = _media_type(record)
        if media_type not in _PAGE_TYPES:
            return
        status = record.http_headers.status_code if record.http_headers is not None else 200
        if status is not None and 300 <= status < 400:
            return
        if status is not None and status >= 400:
            yield reject(place, "http", f"the server answered {status}")
            return
        yield from self._read_body(record, place, url, media_type)

    def _read_body(self, record: Any, place: str, url: str | None, media_type: str) -> Iterator[Article | Rejected]:
        limit = self._options.size_bytes
        plain = not _coded(record)
        try:
            raw = record.reader.read(limit + 1)
            if not plain and len(raw) > limit:
                _drain(record)
        except (OSError, ValueError, EOFError) as error:
            if plain:
                self.damage = f"the record at byte {record.stream_pos} is damaged ({url}): {error}"
            else:
                yield reject(place, "unreadable", f"its compression is damaged: {error}")
            return
        if plain and len(raw) < min(record.content_length, limit):
            self.damage = f"the record at byte {record.stream_pos} breaks off ({url or 'no address'})"
            return
        if not _is_in(record.stream_pos, self._within):
            return
        kind = _PAGE_TYPES[media_type] if self._options.format == "auto" else self._options.format
        options = dataclasses.replace(self._options, format=kind)
        page = self._read_page(raw, place, options, record.http_charset)
        yield amend(page, _facts_of(record, url)) if isinstance(page, Article) else page


def _next_start(file: BinaryIO, place: int) -> int | None:
    """Where after `place` the next record may begin."""
    file.seek(place)
    kept = b""
    while chunk := file.read(_CHUNK_BYTES):
        window = kept + chunk
        match = _START.search(window)
        if match:
            return place - len(kept) + match.start()
        kept = window[-8:]
        place += len(chunk)
    return None


def _media_type(record: Any) -> str:
    if record.http_headers is not None:
        return (record.http_content_type or "").split(";")[0].strip().lower()
    return (record.headers.get("Content-Type") or "").split(";")[0].strip().lower()


def _coded(record: Any) -> bool:
    """Whether the body was sent in another form than its own: then its length says nothing of what is read."""
    if record.http_headers is None:
        return False
    return any(record.http_headers.get(name) for name in ("Content-Encoding", "Transfer-Encoding"))


def _drain(record: Any) -> None:
    """Pass over the rest of a coded body: FastWARC would look for the next record in the middle of what is left of it."""
    for _ in range(_MOST_DRAINED):
        if not record.reader.read(_CHUNK_BYTES):
            return


def _length(record: Any) -> int | None:
    stated = record.headers.get("Content-Length") or ""
    return int(stated) if stated.isascii() and stated.isdigit() else None


def _facts_of(record: Any, url: str | None) -> Facts:
    """The address that the record is of, and when it was made (WARC-Date, in UTC)."""
    facts = Facts()
    facts.add("url", url, "warc")
    facts.add("captured", record.headers.get("WARC-Date"), "warc")
    return facts


def _clean_url(value: str | None) -> str | None:
    """The address without the angle brackets that old writers put about it; None where it is none of the web."""
    bare = (value or "").strip().removeprefix("<").removesuffix(">")
    return bare if len(bare) <= 2_000 and _URL.fullmatch(bare) else None
