"""What a list of statements is, for whoever writes it: its title, its time, and where things in it can be reached."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from whoseword.export import Cell, done, joined, row
from whoseword.markup import visible
from whoseword.records import Correction, Span, Statement

if TYPE_CHECKING:  # the store is loaded late
    from whoseword.store import StatementRow

# an article's id and a span of its text -> the text nodes (XPath) and offsets at which it begins and ends on its page; None where that is not known
PagePlace = Callable[[str, Span], tuple[tuple[str, int], tuple[str, int]] | None]

# The namespace of the names that things have where no desk gives them an address (RFC 9562, version 5).
_NAMESPACE = uuid.UUID("6f1c2c1e-0b1f-5d43-9a67-77686f736577")


@dataclass(frozen=True, slots=True)
class View:
    """A list of statements as one sees it.

    `title` says what was asked for, `made_at` (ISO 8601 in UTC) when the list was made. `text_of` gives an article's whole text
    by its id. `home` is the address of a desk, where statements and articles have pages; without one they are named by UUIDs that
    follow from their ids. `address` is where this very list is, if anywhere. `notes` say by a statement's id what it is in this list.
    `page_place` gives where a span of an article, by its id, begins and ends on the kept page.
    """

    title: str
    made_at: str
    text_of: Callable[[str], str]
    home: str | None = None
    address: str | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    page_place: PagePlace | None = None

    def name_of(self, kind: str, identity: str) -> str:
        """The IRI of a statement, an article, a correction or a list; the same each time."""
        if self.home is not None and kind in ("statement", "article"):
            return f"{self.home.rstrip('/')}/{kind}s/{identity}"
        return f"urn:uuid:{uuid.uuid5(_NAMESPACE, f'{kind}/{identity}')}"


def row_of(found: "StatementRow") -> dict[str, Cell]:
    """A statement that the ledger found, as a flat row of `whoseword.export.COLUMNS`."""
    article: dict[str, Cell] = {
        "article": found.article_id, "source_file": found.source, "url": found.url, "outlet": found.outlet,
        "title": found.title, "published": found.published,
    }  # fmt: skip
    return row(found.statement, article)


def plain(text: str | None) -> str | None:
    """Text on one line, with controls and direction marks shown as codes; None where there is none."""
    line = visible(" ".join(text.split())) if text else ""
    return line or None


def words_of(statement: Statement) -> str:
    """What was said, on one line, with […] between fragments."""
    return plain(joined(statement.content)) or ""


def who_said(statement: Statement) -> str:
    """The speaker with role, or that it was not resolved."""
    speaker = statement.speaker
    name = plain(speaker.name) or "unresolved speaker"
    role = plain(speaker.role)
    return f"{name} ({role})" if role else name


def remark(found: "StatementRow") -> str:
    """One line on who said it, to whom, when, through whom, and who corrected the record of it."""
    statement = found.statement
    to = f" to {plain(statement.addressee.name)}" if statement.addressee else ""
    when = f", {plain(statement.said_on.value)}" if statement.said_on else ""
    chain = " <- ".join(plain(party.name) or "?" for party in statement.chain)
    through = f"; on the word of {chain}" if chain else ""
    corrections = "; ".join(corrected_by(one) for one in statement.corrections)
    noted = f"; {corrections}" if corrections else ""
    return f"{who_said(statement)}: {statement.act}{to}{when}{through}; statement {statement.id}{noted}"


def corrected_by(correction: Correction) -> str:
    """One line on a correction: which field, by whom, when and why."""
    why = plain(correction.why)
    return f"{done(correction)} by {plain(correction.made_by)} on {plain(correction.made_at)}" + (f": {why}" if why else "")


def web_address(found: "StatementRow") -> str | None:
    """The article's address where it is one of the web, with nothing in it that could end a field of a file."""
    address = found.url if found.url is not None else found.source
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return None
    if scheme not in ("http", "https"):
        return None
    return "".join(_percent(char) for char in address)


def title_of(found: "StatementRow") -> str:
    """The article's title, else the name of its file without its folders, which are nobody's business but the user's."""
    return plain(found.title) or plain(found.source.replace("\\", "/").rstrip("/").rpartition("/")[2]) or "untitled"


def day_parts(value: str | None) -> Iterator[str]:
    """Year, month and day of an ISO date or time, as far as it gives them."""
    if value is None:
        return
    for number, part in enumerate(value[:10].split("-", 2)):
        if len(part) != (4 if number == 0 else 2) or not (part.isascii() and part.isdigit()):
            return
        yield part


def _percent(char: str) -> str:
    """A character of an address, percent-encoded where it is none that RFC 3986 allows."""
    if char.isascii() and (char.isalnum() or char in "-._~:/?#[]@!$&'()*+,;=%"):
        return char
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))
