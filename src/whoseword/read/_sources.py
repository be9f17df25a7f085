"""Where articles come from: files, directories, standard input and URLs, behind one `read`.

Order is the sorted order of paths, so that two runs over one directory give the same articles in the same
order. One bad file costs itself only; only a source that is not there at all is an error.
"""

import dataclasses
import io
import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from whoseword.errors import InputError
from whoseword.read._article import amend, read_plain
from whoseword.read._decode import Undecodable, decode
from whoseword.read._facts import Facts
from whoseword.read._fetched import Allows, Asking, Failed, Fetched, Unchanged
from whoseword.read._kinds import ARCHIVE_SUFFIXES, HEAD_BYTES, PAGE_SUFFIXES, kind_of_bytes
from whoseword.read._lists import list_urls, read_sitemap
from whoseword.read._options import Format, Origin, ReadOptions, reject
from whoseword.read._streams import gunzip_at_most, gunzip_head, is_gzip
from whoseword.records import Article, Original, Rejected

# the source of a page and what reads it -> what that gives: so can a caller see to each page, or pass it over
Around = Callable[[str, Callable[[], Article | Rejected]], Article | Rejected]

STANDARD_INPUT = "-"
_DEEPEST = 2  # archives within archives: a WARC in a WACZ in a ZIP
_DEEPEST_SITEMAP = 2
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

    A page, text, mail or PDF gives one Article or one Rejected; a web archive or a ZIP file gives one for each page in it, in its
    order; a sitemap that is named here, and with the format "urls" a list of addresses, one for each page that they list. Raises InputError at the first
    step where `source` is a path at which there is nothing.
    """
    for path in list_sources(source):
        yield from _read_one(path, options)


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


def request(
    url: str,
    options: ReadOptions = ReadOptions(),  # noqa: B008 -- frozen
    asking: Asking = Asking(),  # noqa: B008 -- frozen
    *,
    allows: Allows | None = None,
) -> Fetched | Unchanged | Failed:
    """What a URL gives when it is asked once, within the limits of `options`; no article is made of it. `allows` says where redirects may lead."""
    from whoseword.read._fetch import request as ask  # noqa: PLC0415 -- 0.1 s of httpx that files need not wait for

    return ask(url, options, asking, allows=allows)


def read_fetched(fetched: Fetched, options: ReadOptions = ReadOptions()) -> Article | Rejected:  # noqa: B008 -- frozen
    """The article in what a URL gave, captured when it was had."""
    kind = _MEDIA_FORMATS.get(fetched.media_type, "auto") if options.format == "auto" else options.format
    if fetched.media_type and kind == "auto" and not fetched.media_type.startswith(("text/", "application/x")):
        return reject(fetched.url, "not-text", f"the server says that this is {fetched.media_type}")
    found = _read_raw(fetched.raw, fetched.url, dataclasses.replace(options, format=kind), fetched.charset)
    if isinstance(found, Rejected):
        return found
    if found.original is not None:
        found = dataclasses.replace(found, original=dataclasses.replace(found.original, media_type=fetched.media_type or None))
    taken = Facts()
    taken.add("captured", fetched.at, "fetch")
    return amend(found, taken)


def read_stream(file: BinaryIO, *, source: str, options: ReadOptions = ReadOptions()) -> Iterator[Article | Rejected]:  # noqa: B008 -- frozen
    """Every article in `file`, which can be searched: a page, a text, a mail, a PDF, a web archive, or a ZIP of any of these."""
    yield from _read_opened(file, source, options, _How())


def read_slice(path: str, options: ReadOptions, around: Around, within: range | None = None) -> Iterator[Article | Rejected]:
    """What one file gives, as `read` does, but that no address in it is followed, so that it is the same whenever it is read.

    Each page is read by way of `around`. With `within`, a web archive gives only what stands in records that begin in that range of bytes.
    """
    how = _How(
        read_page=lambda raw, name, given, charset: around(name, lambda: _read_raw(raw, name, given, charset)), within=within
    )
    name = _printable(os.path.abspath(path))  # noqa: PTH100 -- resolve() would follow links
    try:
        with open(path, "rb") as file:  # noqa: PTH123 -- path may hold any bytes
            if file.seekable():
                yield from _read_opened(file, name, options, how)
            else:
                yield reject(name, "unreadable", "it can be read only once, as a pipe can: save it as a file")
    except OSError as error:
        yield reject(name, "unreadable", _plainly(error))


def _read_opened(file: BinaryIO, source: str, options: ReadOptions, how: "_How") -> Iterator[Article | Rejected]:
    head = file.read(HEAD_BYTES)
    file.seek(0)
    kind = kind_of_bytes(head, source)
    if kind == "gzip" and gunzip_head(file, 5) == b"WARC/":
        kind = "warc"
    if kind == "warc":
        from whoseword.read._warc import read_warc  # noqa: PLC0415 -- FastWARC, which pages need not wait for

        yield from read_warc(file, source, options, how.read_page, how.within)
    elif kind in ("zip", "gzip") and how.depth > _DEEPEST:
        yield reject(source, "too-large", f"archives in archives, more than {_DEEPEST} deep: unpack them first")
    elif kind == "zip":
        from whoseword.read._zips import read_zip  # noqa: PLC0415 -- as above

        yield from read_zip(file, source, options, partial(_read_member, how.deeper))
    elif kind == "gzip":
        yield from _read_gzip(file, source, options, how)
    else:
        yield how.read_page(file.read(options.size_bytes + 1), source, options, None)


def _read_member(how: "_How", file: BinaryIO, source: str, options: ReadOptions) -> Iterator[Article | Rejected]:
    yield from _read_opened(file, source, options, how)


def _read_gzip(file: BinaryIO, source: str, options: ReadOptions, how: "_How") -> Iterator[Article | Rejected]:
    try:
        raw = gunzip_at_most(file, options.size_bytes)
    except (OSError, EOFError) as error:
        yield reject(source, "unreadable", f"its compression is damaged: {error}")
        return
    if len(raw) > options.size_bytes:
        yield _too_large(source, options)
        return
    name = re.sub(r"\.gz$", "", source, flags=re.IGNORECASE)
    for found in _read_opened(io.BytesIO(raw), name, options, how.deeper):
        yield dataclasses.replace(found, source=source) if found.source == name else found


def locate(
    article: Article,
    raw: bytes,
    options: ReadOptions = ReadOptions(),  # noqa: B008 -- frozen
    *,
    source: str | None = None,
    charset: str | None = None,
) -> tuple[Origin, ...]:
    """Where each character of the text of `article` stands on the HTML page `raw` that it was read from, in the text's order.

    Give the options that it was read with, the `source` that it was read as, and the charset that was said of it elsewhere. Only white space between words and blocks, and a title that stands in the page's
    head alone, come from no node. Raises InputError where the text is not this page's.
    """
    from whoseword.read._html import locate as locate_in  # noqa: PLC0415 -- as in read_text

    text = decode(raw, charset)
    if isinstance(text, Undecodable):
        raise InputError(f"{article.source}: {text.detail}")
    return locate_in(text, article, options, source or article.source)


def _read_one(path: str, options: ReadOptions) -> Iterator[Article | Rejected]:
    if _is_url(path):
        yield from _read_url(path, options)
        return
    if path == STANDARD_INPUT:
        yield from _read_input(options)
        return
    name = _printable(os.path.abspath(path))  # noqa: PTH100 -- resolve() would follow links
    try:
        with open(path, "rb") as file:  # noqa: PTH123 -- path may hold any bytes
            if not file.seekable():
                yield from _read_unsearchable(file, name, options)
            else:
                yield from _read_named(file, name, options)
    except OSError as error:
        yield reject(name, "unreadable", _plainly(error))


def _read_named(file: BinaryIO, source: str, options: ReadOptions) -> Iterator[Article | Rejected]:
    """What a source gives that the user named: besides what it holds, the pages that it lists."""
    if options.format == "urls":
        yield from _read_list(file.read(options.size_bytes + 1), source, options)
        return
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if kind_of_bytes(head, source) == "sitemap" or _kind_within(file, source) == "sitemap":
        yield from _read_sitemap(file, source, options)
    else:
        yield from _read_opened(file, source, options, _How())


def _kind_within(file: BinaryIO, source: str) -> str | None:
    return kind_of_bytes(gunzip_head(file, HEAD_BYTES), source) if is_gzip(file) else None


def _read_input(options: ReadOptions) -> Iterator[Article | Rejected]:
    yield from _read_unsearchable(sys.stdin.buffer, STANDARD_INPUT, options)


def _read_unsearchable(file: BinaryIO, source: str, options: ReadOptions) -> Iterator[Article | Rejected]:
    """What a pipe gives: pages within their limit of size, archives by way of a file that goes when they are read."""
    head = file.read(HEAD_BYTES)
    if kind_of_bytes(head, source) not in ("warc", "gzip", "zip"):
        yield from _read_named(io.BytesIO(head + file.read(max(0, options.size_bytes + 1 - len(head)))), source, options)
        return
    with tempfile.TemporaryFile() as kept:
        kept.write(head)
        shutil.copyfileobj(file, kept)
        kept.seek(0)
        yield from _read_named(kept, source, options)


def _read_list(raw: bytes, source: str, options: ReadOptions) -> Iterator[Article | Rejected]:
    if len(raw) > options.size_bytes:
        yield _too_large(source, options)
        return
    text = decode(raw)
    if isinstance(text, Undecodable):
        yield reject(source, text.reason, text.detail)
        return
    each = dataclasses.replace(options, format="auto")
    for line, is_address in list_urls(text):
        if is_address:
            yield from _read_url(line, each)
        else:
            yield reject(f"{source}#{line[:200]}", "network", "this line of the list is no http or https address")


def _read_sitemap(file: BinaryIO, source: str, options: ReadOptions, depth: int = 0) -> Iterator[Article | Rejected]:
    """The pages that a sitemap lists, and those of the sitemaps that it lists, two deep."""
    try:
        raw = gunzip_at_most(file, options.size_bytes) if is_gzip(file) else file.read(options.size_bytes + 1)
    except (OSError, EOFError) as error:
        yield reject(source, "unreadable", f"its compression is damaged: {error}")
        return
    listed = read_sitemap(raw) if len(raw) <= options.size_bytes else f"over the limit of {options.size_bytes} bytes"
    if isinstance(listed, str):
        yield reject(source, "unreadable", listed)
        return
    pages, further = listed
    if not pages and not further:
        yield reject(source, "empty", "the sitemap lists no address")
    for page in pages:
        yield from _read_url(page, options)
    for address in further:
        if depth >= _DEEPEST_SITEMAP:
            yield reject(address, "too-large", f"sitemaps of sitemaps, more than {_DEEPEST_SITEMAP} deep")
            continue
        fetched = _fetch(address, options)
        if isinstance(fetched, Rejected):
            yield fetched
        else:
            yield from _read_sitemap(io.BytesIO(fetched.raw), fetched.url, options, depth + 1)


def _fetch(url: str, options: ReadOptions) -> Fetched | Rejected:
    from whoseword.read._fetch import fetch  # noqa: PLC0415 -- 0.1 s of httpx that files need not wait for

    return fetch(url, options)


def _read_url(url: str, options: ReadOptions) -> Iterator[Article | Rejected]:
    fetched = _fetch(url, options)
    if isinstance(fetched, Rejected):
        yield fetched
        return
    options = dataclasses.replace(options, keep=True)  # what stands on the web changes and goes
    if kind_of_bytes(fetched.raw[:HEAD_BYTES], fetched.url) != "page":
        yield from _read_named(io.BytesIO(fetched.raw), fetched.url, options)
    else:
        yield read_fetched(fetched, options)


def reread(original: Original) -> Article | Rejected:
    """The article in kept bytes, read as they were read: its text and the kinds of its blocks are the same under the same rules."""
    options = ReadOptions(format=cast("Format", original.format), url=original.url, size_bytes=max(1, len(original.raw)))
    return _read_raw(original.raw, original.address, options, original.charset)


def _read_raw(raw: bytes, source: str, options: ReadOptions, charset: str | None) -> Article | Rejected:
    found = _read_whole(raw, source, options, charset)
    if isinstance(found, Rejected) or not options.keep:
        return found
    original = Original(raw, source, charset=charset, format=options.format, url=options.url)
    return dataclasses.replace(found, original=original)


def _read_whole(raw: bytes, source: str, options: ReadOptions, charset: str | None) -> Article | Rejected:
    if len(raw) > options.size_bytes:
        return _too_large(source, options)
    if not raw.strip():
        return reject(source, "empty", "there is nothing in it")
    kind = kind_of_bytes(raw[:HEAD_BYTES], source) if options.format == "auto" or raw.startswith(b"%PDF-") else "page"
    if kind == "pdf":
        from whoseword.read._pdf import read_pdf  # noqa: PLC0415 -- 0.2 s of pdfminer.six, which pages need not wait for

        return read_pdf(raw, source, options)
    if kind == "mail":
        from whoseword.read._mail import read_mail  # noqa: PLC0415 -- the standard library's mail, likewise

        return read_mail(raw, source, options, _read_raw)
    if kind == "warc" and raw.startswith(b"WARC/"):
        return reject(source, "not-text", "a web archive holds many pages: read it as a file or a stream")
    if kind == "sitemap":
        return reject(source, "no-text", "a sitemap: name it to read the pages that it lists")
    text = decode(raw, charset)
    if isinstance(text, Undecodable):
        return reject(source, text.reason, text.detail)
    return read_text(text, source=source, options=options)


@dataclasses.dataclass(frozen=True, slots=True)
class _How:
    """How many archives are around what is read, what reads a page, and which records of a web archive are wanted."""

    depth: int = 0
    read_page: Callable[[bytes, str, ReadOptions, str | None], Article | Rejected] = _read_raw
    within: range | None = None

    @property
    def deeper(self) -> "_How":
        return _How(self.depth + 1, self.read_page)


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
        elif entry.name.lower().endswith((*PAGE_SUFFIXES, *ARCHIVE_SUFFIXES)) and not _would_block(entry):
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
