"""What sort of source some bytes are, told by how they open and, where that does not tell, by their name.

Nothing is opened or unpacked here. What is none of these is a page or a text, and `_decode` says whether it is either.
"""

import re
from typing import Literal

Kind = Literal["page", "warc", "gzip", "zip", "pdf", "mail", "sitemap"]

HEAD_BYTES = 4_096
PAGE_SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml")
MANY_SUFFIXES = (".warc", ".warc.gz", ".wacz", ".zip")  # of sources that give more than one article
ARCHIVE_SUFFIXES = (*MANY_SUFFIXES, ".pdf", ".eml")
_SITEMAP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*|<\?xml-stylesheet[^>]{0,300}>\s*)*<(?:\w+:)?(?:urlset|sitemapindex)\b",
    re.DOTALL,
)
_MAIL_FIELD = re.compile(rb"[!-9;-~]{1,70}:[ \t]?[^\r\n]*\r?\n(?:[ \t]+[^\r\n]*\r?\n)*")
_MAIL_NAMES = (b"from", b"subject", b"date", b"mime-version", b"message-id", b"received", b"return-path", b"delivered-to")
_FEWEST_MAIL_FIELDS = 3  # that only mail has, before what opens like mail without the suffix is taken for it


def kind_of_bytes(head: bytes, name: str) -> Kind:
    """The kind of the source whose first bytes are `head`; `name` is its path or URL."""
    if head.startswith(b"WARC/") or (head and name.lower().endswith((".warc", ".warc.gz"))):
        return "warc"
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head[:1_024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if _SITEMAP.match(head):
        return "sitemap"
    if name.lower().endswith(".eml") or _opens_like_mail(head):
        return "mail"
    return "page"


def _opens_like_mail(head: bytes) -> bool:
    """Whether `head` is header fields of a mail, as RFC 5322 writes them, and enough of those that only mail has."""
    place, names = 0, set()
    while match := _MAIL_FIELD.match(head, place):
        names.add(match[0].split(b":", 1)[0].lower())
        place = match.end()
    return len(names.intersection(_MAIL_NAMES)) >= _FEWEST_MAIL_FIELDS and b"from" in names
