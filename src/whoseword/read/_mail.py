"""The article in an e-mail: a newsletter, or an alert (RFC 5322, MIME).

The HTML part is read as a page is, and where there is no article in it, the plain part as text. Subject and date are
those of the mail, and the sender is the outlet. Attachments are not opened, nothing is fetched, no link is followed.
"""

import dataclasses
from collections.abc import Callable
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from whoseword.read._article import amend
from whoseword.read._dates import tidy_iso
from whoseword.read._facts import Facts
from whoseword.read._options import Format, ReadOptions, reject
from whoseword.records import Article, Rejected

# bytes, their source, the options and their charset -> what is read of them
ReadPage = Callable[[bytes, str, ReadOptions, str | None], Article | Rejected]

_MOST_PARTS = 200
_LONGEST_FIELD = 2_000  # characters that are looked at: the standard library's parsers take the square of it, and nest
_PARTS: tuple[tuple[str, Format], ...] = (("text/html", "html"), ("text/plain", "text"))


def read_mail(raw: bytes, source: str, options: ReadOptions, read_page: ReadPage) -> Article | Rejected:
    """The article in the mail `raw`, or why there is none."""
    try:
        mail = message_from_bytes(raw)
        parts = [part for part, _ in zip(mail.walk(), range(_MOST_PARTS), strict=False)]
    except (MessageError, ValueError, LookupError, RecursionError) as error:
        return reject(source, "unreadable", f"no mail that can be taken apart: {error}")
    found: Article | Rejected = reject(source, "no-text", "there is no text in the mail: attachments are not opened")
    for media_type, kind in _PARTS:
        for part in parts:
            if part.get_content_type() != media_type or part.get_content_disposition() == "attachment":
                continue
            found = read_page(_body(part), source, dataclasses.replace(options, format=kind), part.get_content_charset())
            if isinstance(found, Article):
                return amend(found, _facts_of(mail), first=True)
    return found


def _body(part: Message) -> bytes:
    """The bytes of one part with their transfer encoding undone; what cannot be undone is left as it stands."""
    try:
        body = part.get_payload(decode=True)
    except (ValueError, LookupError, UnicodeError):
        body = None
    return body if isinstance(body, bytes) else b""


def _facts_of(mail: Message) -> Facts:
    facts = Facts()
    facts.add("title", _words(mail["subject"]), "mail")
    facts.add("outlet", _sender(_words(mail["from"]) or ""), "mail")
    facts.add("published", _moment(mail["date"]), "mail")
    return facts


def _sender(field: str) -> str | None:
    """The name that goes before an address."""
    try:
        return parseaddr(field)[0] or None
    except (ValueError, IndexError, RecursionError):  # brackets in brackets without end
        return None


def _words(field: object) -> str | None:
    """A field with its encoded words (RFC 2047) read; None where there is none."""
    if field is None:
        return None
    given = str(field)[:_LONGEST_FIELD]
    try:
        text = str(make_header(decode_header(given)))
    except (ValueError, LookupError, MessageError):
        text = given
    return " ".join("".join(c if c.isprintable() else " " for c in text).split()) or None


def _moment(field: object) -> str | None:
    """The date of the mail with its zone, as ISO 8601; "-0000" says that the zone is not known."""
    try:
        return tidy_iso(parsedate_to_datetime(str(field)[:_LONGEST_FIELD]).isoformat()) if field is not None else None
    except (ValueError, TypeError, OverflowError, IndexError, RecursionError):
        return None
