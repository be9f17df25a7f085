"""Members of a ZIP file, WACZ among them, one at a time and within limits; nothing is written to disk.

A name in an archive is a label and never a path. Bombs are refused by what the directory of the archive says, before
anything is unpacked, and by a limit on each member, whatever it says.
"""

import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO, BinaryIO

from whoseword.read._kinds import ARCHIVE_SUFFIXES, PAGE_SUFFIXES
from whoseword.read._options import ReadOptions, reject
from whoseword.records import Article, Rejected

# a member's stream, its source and the options -> what is read of it
ReadMember = Callable[[BinaryIO, str, ReadOptions], Iterator[Article | Rejected]]

_STREAMED = (".warc", ".warc.gz")  # these have a limit for each of their pages, and none as a whole
_MOST_MEMBERS = 200_000
_MOST_RATIO = 200  # to one; pages shrink to a third or a tenth of their size, a bomb to a thousandth
_RATIO_FROM_BYTES = 1_000_000  # below it a bomb is none
_PACKED = (".zip", ".wacz", ".gz")
_MOST_RATIO_PACKED = (
    10  # what is compressed does not shrink again, but where it is many times the same: each level would multiply
)
_PACKED_FROM_BYTES = 10_000
_IN_MEMORY_BYTES = 20_000_000
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)


def read_zip(file: BinaryIO, name: str, options: ReadOptions, read_member: ReadMember) -> Iterator[Article | Rejected]:
    """What each member of the archive gives that may hold an article, in the sorted order of their names."""
    try:
        archive = zipfile.ZipFile(file)
    except _BROKEN as error:
        yield reject(name, "unreadable", f"no ZIP file that can be opened: {error}")
        return
    with archive:
        refused = _refuse(archive, file)
        if refused is not None:
            yield reject(name, "too-large", refused)
            return
        wacz = any(member.filename == "datapackage.json" for member in archive.infolist())
        members = sorted((m for m in archive.infolist() if _is_read(m, wacz=wacz)), key=lambda member: member.filename)
        if not members:
            yield reject(name, "empty", "no file in it is of a kind that is read here")
        for member in members:
            yield from _read_member(archive, member, name, (options, read_member))


def _refuse(archive: zipfile.ZipFile, file: BinaryIO) -> str | None:
    """Why the archive is not unpacked at all, if so: too many members, or members that lie over one another."""
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS:
        return f"{len(members)} files in one ZIP file, over the limit of {_MOST_MEMBERS}: split it"
    here = file.tell()
    size = file.seek(0, 2)
    file.seek(here)
    if sum(member.compress_size for member in members) > size:
        return "its members claim more room than the file has: they lie over one another, as in a ZIP bomb"
    return None


def _is_read(member: zipfile.ZipInfo, *, wacz: bool) -> bool:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if member.is_dir() or any(part.startswith(".") and part not in (".", "..") for part in path.parts):
        return False
    if "__MACOSX" in path.parts or (wacz and path.parts[0] != "archive"):
        return False  # a WACZ also holds indexes and lists of pages, which repeat what is in its archives
    return path.name.lower().endswith((*PAGE_SUFFIXES, *ARCHIVE_SUFFIXES))


def _read_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, how: tuple[ReadOptions, ReadMember]
) -> Iterator[Article | Rejected]:
    options, read_member = how
    source = f"{name}#{_label(member.filename)}"
    refused = _refuse_member(member, options)
    if refused is not None:
        yield refused_as(source, refused)
        return
    streamed = member.filename.lower().endswith(_STREAMED)
    limit = None if streamed else options.size_bytes
    try:
        with archive.open(member) as packed, tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES) as unpacked:
            size = _copy(packed, unpacked, limit)
            if limit is not None and size > limit:
                yield refused_as(source, f"over the limit of {limit} bytes: raise the limit to read it")
                return
            unpacked.seek(0)
            yield from read_member(unpacked, source, options)  # type: ignore[arg-type]  # a spooled file is a binary one
    except _BROKEN as error:
        yield reject(source, "unreadable", f"it cannot be unpacked: {error}")


def refused_as(source: str, why: str) -> Rejected:
    """A member that is too large."""
    return reject(source, "too-large", why)


def _refuse_member(member: zipfile.ZipInfo, options: ReadOptions) -> str | None:
    streamed = member.filename.lower().endswith(_STREAMED)
    if not streamed and member.file_size > options.size_bytes:
        return f"{member.file_size} bytes, over the limit of {options.size_bytes}: raise the limit to read it"
    ratio = member.file_size / max(member.compress_size, 1)
    packed = member.filename.lower().endswith(_PACKED)
    most, from_bytes = (_MOST_RATIO_PACKED, _PACKED_FROM_BYTES) if packed else (_MOST_RATIO, _RATIO_FROM_BYTES)
    if member.file_size > from_bytes and ratio > most:
        what = "archives" if packed else "pages"
        return f"it unpacks to {ratio:.0f} times its size, as a ZIP bomb does; {what} stay under {most}"
    return None


def _copy(packed: IO[bytes], unpacked: tempfile.SpooledTemporaryFile[bytes], limit: int | None) -> int:
    """Unpack up to a little over `limit`; a stream that gives more than its directory says ends there by itself."""
    size = 0
    while (limit is None or size <= limit) and (chunk := packed.read(65_536)):
        size += len(chunk)
        unpacked.write(chunk)
    return size


def _label(filename: str) -> str:
    return "".join(c if c.isprintable() else "\ufffd" for c in filename)[:500]
