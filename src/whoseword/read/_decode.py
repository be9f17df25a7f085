"""Bytes of unknown encoding to text, or the reason why they are none.

What the bytes prove (a byte order mark, valid UTF-8) goes before what the page declares, and that before a
guess by charset-normalizer. A few broken bytes become U+FFFD; bytes that are no text at all are rejected.
"""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from whoseword.read._options import Reason

_SAMPLE_BYTES = 40_000  # enough to tell an encoding by; charset-normalizer on a whole long page costs seconds
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = (
    b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"\x7fELF", b"MZ\x90", b"Rar!", b"7z\xbc\xaf",
    b"OggS", b"ID3", b"\xd0\xcf\x11\xe0", b"SQLite format 3\x00", b"BZh", b"\xfd7zXZ", b"RIFF", b"wOFF", b"wOF2", b"{\\rtf",
)  # fmt: skip
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b\x00"))
_CONTROL_SHARE = 0.02  # texts have next to none; programs and libraries looked at had 2.5 to 13.5 %
_ZERO_SHARE = 0.05
_BROKEN_SHARE = 0.1  # of the characters beyond ASCII: above it the bytes are of another encoding
_HIGH = bytes(range(0x80, 0x100))
_FEWEST_HIGH = 24  # letters beyond ASCII: with fewer in a Latin text, charset-normalizer finds Chinese in "café"
_LATIN_SHARE = 0.3  # Cyrillic, Greek or Chinese text of one byte per letter or two has over 0.6
_NOT_1252 = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_HTML_LATIN = {"iso8859-1", "ascii", "latin-1"}  # a page that says Latin-1 is Windows-1252 (WHATWG encoding standard)


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Why bytes are no text."""

    reason: Reason
    detail: str


def decode(raw: bytes, declared: str | None = None) -> str | Undecodable:
    """The text of `raw`; `declared` is the charset of an HTTP header, where there was one."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _try_marked(raw, encoding)
    if raw.startswith(_BINARY):
        return Undecodable("not-text", f"the bytes open with {raw[:8]!r}, the mark of a binary file")
    wide = _guess_wide(raw)
    if wide:
        return raw.decode(wide, "replace")
    head = raw[:_SAMPLE_BYTES]
    if head and len(head) - len(head.translate(None, _CONTROL)) > _CONTROL_SHARE * len(head):
        return Undecodable("not-text", "over 2 % of the bytes are control characters: this is a binary file")
    if head.count(0) > max(2, _ZERO_SHARE * len(head)):
        return Undecodable("not-text", "over 5 % of the bytes are NUL: this is a binary file")
    return _decode_narrow(raw, declared)


def _try_marked(raw: bytes, encoding: str) -> str:
    text = raw.decode(encoding, "replace")
    return text.removeprefix("\ufeff")


def _guess_wide(raw: bytes) -> str | None:
    """UTF-16 without its mark, where every second byte gives it away (zero for Latin, 4 for Cyrillic letters)."""
    head = raw[:_SAMPLE_BYTES]
    even, odd = head[::2], head[1::2]
    if len(odd) < 4:
        return None
    for high, low, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if (high.count(0) + high.count(4)) > 0.7 * len(high) and low.count(0) < 0.05 * len(low):
            return encoding
    return None


def _decode_narrow(raw: bytes, declared: str | None) -> str | Undecodable:
    stated = _known(declared) or _known(_in_page(raw))
    if stated is not None and stated.startswith(("iso2022", "hz")):
        return raw.decode(stated, "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    mended = raw.decode("utf-8", "replace")
    broken, beyond = mended.count("\ufffd"), len(mended) - len(mended.encode("ascii", "ignore"))
    if broken < beyond and broken <= max(1, _BROKEN_SHARE * beyond):
        return mended
    if stated is not None and stated != "utf-8":
        try:
            return raw.decode("cp1252" if stated in _HTML_LATIN else stated)
        except (UnicodeDecodeError, LookupError):
            pass
    return _guess(raw)


def _guess(raw: bytes) -> str | Undecodable:
    high = len(raw) - len(raw.translate(None, _HIGH))
    if high <= _FEWEST_HIGH and high < _LATIN_SHARE * len(raw) and not set(raw) & _NOT_1252:
        return raw.decode("cp1252")
    best = from_bytes(_telling(raw)).best()
    if best is None:
        return Undecodable("encoding", "neither UTF-8 nor any other encoding known here: convert the file to UTF-8")
    return raw.decode(best.encoding, "replace")


def _telling(raw: bytes) -> bytes:
    """The part of `raw` with most to say about its encoding: from a little before its first byte beyond ASCII."""
    first = re.search(rb"[\x80-\xff]", raw)
    start = max(0, first.start() - 1_000) if first else 0
    return raw[start : start + _SAMPLE_BYTES]


def _in_page(raw: bytes) -> str | None:
    match = _DECLARED.search(raw[:4_096])
    return match[1].decode("ascii", "ignore") if match else None


def _known(name: str | None) -> str | None:
    if not name:
        return None
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return None if found.startswith(("utf-16", "utf-32", "utf-7")) or not _is_text_codec(found) else found


def _is_text_codec(name: str) -> bool:
    """Whether `name` is an encoding of text: the registry also holds base64, zlib and the like."""
    try:
        return isinstance(b"".decode(name), str)
    except (LookupError, UnicodeError, ValueError):
        return False
