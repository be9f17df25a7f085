"""Where articles come from: files, directories, standard input and URLs, behind one `read`.

Order is the sorted order of paths, so that two runs over one directory give the same articles in the same
order. One bad file costs itself only; only a source that is not there at all is an error.
"""

import dataclasses
import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from whoseword.errors import InputError
from whoseword.read._article import read_plain
from whoseword.read._decode import Undecodable, decode
from whoseword.read._fetched import Asking, Failed, Fetched, Unchanged
from whoseword.read._options import Format, ReadOptions, reject
from whoseword.records import Article, Rejected

STANDARD_INPUT = "-"
_TEXT_SUFFIXES = (".txt", ".text", ".md")
_HTML_SUFFIXES = (".html", ".htm", ".xhtml")
_HTML_OPENING = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}>\s*)*<(?:!doctype\s+html|html|head|body|article|main)\b",
    re.IGNORECASE | re.DOTALL,
)
_MEDIA_FORMATS: dict[str, Format] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "text",
}


def read(source: str, options: ReadOptions = ReadOptions()) -> Iterator[Article | Rejected]:  # noqa: B008 -- frozen
    """Read every article that `source` names: a file, a directory and all under it, "-", or an http(s) URL.

    Each file gives one Article or one Rejected, in sorted order of paths. Raises InputError at the first
    step where `source` is a path at which there is nothing.
    """
    for path in list_sources(source):
        yield _read_one(path, options)


def list_sources(source: str) -> Iterator[str]:
    """The single sources that `read(source)` will read, in its order, without opening any.

    A directory gives its text and HTML files, hidden ones left out, each directory once however it is linked.
    Raises InputError where `source` is a path at which there is nothing.
    """
    if source == STANDARD_INPUT or _is_url(source):
        yield source
        return
    try:
        mode = os.stat(source).st_mode  # noqa: PTH116 -- a Path would drop a trailing slash and its meaning
    except (OSError, ValueError) as error:
        message = f"{source}: there is no such file or directory ({_plainly(error)}): check the path"
        raise InputError(message) from error
    if stat.S_ISDIR(mode):
        yield from _walk(Path(source), set())
    else:
        yield source


def read_bytes(raw: bytes, *, source: str, options: ReadOptions = ReadOptions()) -> Article | Rejected:  # noqa: B008 -- frozen
    """The article in `raw`, bytes of any encoding; `source` names it, and its suffix may say what it is."""
    return _read_raw(raw, source, options, None)


def read_text(text: str, *, source: str, options: ReadOptions = ReadOptions()) -> Article | Rejected:  # noqa: B008 -- frozen
    """The article in `text`: plain text, or HTML where the format, the suffix or the first tag says so."""
    if len(text) > options.size_bytes:
        return _too_large(source, options)
    if _is_html(text, source, options):
        from whoseword.read._html import read_html  # noqa: PLC0415 -- 0.2 s of lxml and trafilatura that plain text need not wait for

        return read_html(text, source, options)
    return read_plain(text, source, options)


def request(url: str, options: ReadOptions = ReadOptions(), asking: Asking = Asking()) -> Fetched | Unchanged | Failed:  # noqa: B008 -- frozen
    """What a URL gives when it is asked once, within the limits of `options`; no article is made of it."""
    from whoseword.read._fetch import request as ask  # noqa: PLC0415 -- 0.1 s of httpx that files need not wait for

    return ask(url, options, asking)


def read_fetched(fetched: Fetched, options: ReadOptions = ReadOptions()) -> Article | Rejected:  # noqa: B008 -- frozen
    """The article in what a URL gave."""
    kind = _MEDIA_FORMATS.get(fetched.media_type, "auto") if options.format == "auto" else options.format
    if fetched.media_type and kind == "auto" and not fetched.media_type.startswith(("text/", "application/x")):
        return reject(fetched.url, "not-text", f"the server says that this is {fetched.media_type}")
    return _read_raw(fetched.raw, fetched.url, dataclasses.replace(options, format=kind), fetched.charset)


def _read_one(path: str, options: ReadOptions) -> Article | Rejected:
    if _is_url(path):
        return _read_url(path, options)
    if path == STANDARD_INPUT:
        return _read_raw(sys.stdin.buffer.read(options.size_bytes + 1), path, options, None)
    name = _printable(os.path.abspath(path))  # noqa: PTH100 -- resolve() would follow links
    try:
        with open(path, "rb") as file:  # noqa: PTH123 -- path may hold any bytes
            raw = file.read(options.size_bytes + 1)
    except OSError as error:
        return reject(name, "unreadable", _plainly(error))
    return _read_raw(raw, name, options, None)


def _read_url(url: str, options: ReadOptions) -> Article | Rejected:
    from whoseword.read._fetch import fetch  # noqa: PLC0415 -- 0.1 s of httpx that files need not wait for

    fetched = fetch(url, options)
    return fetched if isinstance(fetched, Rejected) else read_fetched(fetched, options)


def _read_raw(raw: bytes, source: str, options: ReadOptions, charset: str | None) -> Article | Rejected:
    if len(raw) > options.size_bytes:
        return _too_large(source, options)
    if not raw.strip():
        return reject(source, "empty", "there is nothing in it")
    text = decode(raw, charset)
    if isinstance(text, Undecodable):
        return reject(source, text.reason, text.detail)
    return read_text(text, source=source, options=options)


def _walk(directory: Path, seen: set[tuple[int, int]]) -> Iterator[str]:
    try:
        place = directory.stat()
        entries = sorted(directory.iterdir())
    except OSError:
        yield str(directory)  # reading it says what is wrong
        return
    if (place.st_dev, place.st_ino) in seen:
        return
    seen.add((place.st_dev, place.st_ino))
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if _is_directory(entry):
            yield from _walk(entry, seen)
        elif entry.suffix.lower() in _TEXT_SUFFIXES + _HTML_SUFFIXES and not _would_block(entry):
            yield str(entry)


def _is_directory(entry: Path) -> bool:
    with suppress(OSError):
        return entry.is_dir()
    return False


def _would_block(entry: Path) -> bool:
    """Whether reading `entry` could wait for ever: a pipe, a socket or a device."""
    with suppress(OSError):
        return not stat.S_ISREG(entry.stat().st_mode)
    return False


def _is_html(text: str, source: str, options: ReadOptions) -> bool:
    if options.format != "auto":
        return options.format == "html"
    if not _is_url(source) and source.lower().endswith(_HTML_SUFFIXES):
        return True
    return _HTML_OPENING.match(text.removeprefix("\ufeff"), 0) is not None


def _is_url(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))


def _too_large(source: str, options: ReadOptions) -> Rejected:
    return reject(source, "too-large", f"over the limit of {options.size_bytes} bytes: raise the limit to read it")


def _printable(path: str) -> str:
    """`path` with bytes that are no UTF-8 as U+FFFD, so that it can be printed and stored."""
    return os.fsencode(path).decode("utf-8", "replace")


def _plainly(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
