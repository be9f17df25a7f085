"""Readings as rows and back: JSON for the whole record, plain columns for what is searched.

The text is kept once, with the article; the statements one a row; the rest of a reading as one JSON object.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from whoseword.days import days
from whoseword.errors import InputError
from whoseword.records import Reading, Statement, check_spans, from_json, to_json

_SURROGATE = re.compile("[\ud800-\udfff]")
_UNKEPT = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A reading that was checked and put into columns, ready to be written."""

    reading: Reading
    fingerprint: str
    record: str
    statements: tuple[dict[str, Any], ...]


def prepared(reading: Reading) -> Prepared:
    """Check a reading and put it into columns.

    Raises InputError where a span is not its text, two statements share an id, the text has a lone surrogate,
    which no UTF-8 can hold, or it is not as it was read but with corrections.
    """
    check_spans(reading)
    if reading.rejected or reading.unplaced or any(one.corrections for one in reading.statements):
        raise InputError(
            f"{reading.article.source}: this reading has corrections: add the reading as it was read, then correct it"
        )
    article = reading.article
    if odd := _SURROGATE.search(article.text):
        where = f"{article.source}: the text has a lone surrogate U+{ord(odd[0]):04X} at {odd.start()}"
        raise InputError(f"{where}: read the article again from its bytes")
    _check_ids(reading)
    record = to_json(reading)
    del record["article"]["text"], record["sourcing"]  # kept in the article's row; follows from the statements
    fingerprint = _fingerprint(record)
    statements = record.pop("statements")
    rows = (_statement_row(reading, position, whole) for position, whole in enumerate(statements))
    return Prepared(reading, fingerprint, dumped(record), tuple(rows))


def article_columns(reading: Reading) -> dict[str, Any]:
    """What a newer reading of the same text may know better."""
    article = reading.article
    return {
        "source": storable(article.source),
        "url": storable(article.url),
        "outlet": storable(article.outlet),
        "outlet_folded": folded(article.outlet),
        "title": storable(article.title),
        "published": storable(article.published),
        "byline": storable(article.byline),
    }


def rebuilt(record: str, text: str, statements: Sequence[str]) -> Reading:
    """The reading that `prepared` took apart; its spans are checked again.

    Raises InputError, or what `json` raises, where it does not hold together.
    """
    whole = json.loads(record)
    whole["article"]["text"] = text
    whole["statements"] = [json.loads(statement) for statement in statements]
    reading = from_json(Reading, whole)
    check_spans(reading)
    return reading


def statement_of(record: str) -> Statement:
    """The statement that a row keeps."""
    return from_json(Statement, json.loads(record))


def folded(name: str | None) -> str | None:
    """A name as it is compared where all of it must be the same: without case or odd spacing."""
    return " ".join(storable(name).casefold().split()) if name is not None else None


def storable(text: str | None) -> Any:
    """`text` with lone surrogates (as in a file name that is no UTF-8) and NUL shown as U+FFFD, which any database can hold.

    Only for columns that are searched or shown; records keep the text itself, escaped.
    """
    return _UNKEPT.sub("\ufffd", text) if text is not None else None


def _check_ids(reading: Reading) -> None:
    seen: set[str] = set()
    for statement in reading.statements:
        if statement.id in seen:
            message = f"{reading.article.source}: two statements have the id {statement.id}: each needs its own"
            raise InputError(message)
        seen.add(statement.id)


def statement_columns(statement: Statement, published: str | None) -> dict[str, Any]:
    """What is searched and sorted by of a statement, in an article published on that day."""
    covered = days(statement.said_on.value) if statement.said_on else None
    if covered is None and published:
        covered = days(published)
    first, last = covered or (None, None)
    return {
        "kind": statement.kind,
        "act": statement.act,
        "speaker": storable(statement.speaker.name),
        "speaker_type": statement.speaker.type,
        "addressee": storable(statement.addressee.name) if statement.addressee else None,
        "on_first": first,
        "on_last": last,
        "quoted": " ".join(span.text for span in statement.content),
        "confidence": statement.confidence,
        "actor": storable(statement.speaker.actor),
        "speaker_confidence": statement.speaker.confidence,
        "again": statement.repeats is not None,
    }


def dumped(value: Any) -> str:
    """JSON as readable UTF-8, or all ASCII where it has a lone surrogate."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return json.dumps(value, separators=(",", ":")) if _SURROGATE.search(text) else text


def _statement_row(reading: Reading, position: int, whole: dict[str, Any]) -> dict[str, Any]:
    statement = reading.statements[position]
    columns = statement_columns(statement, reading.article.published)
    return {"position": position, "id": storable(statement.id), "record": dumped(whole), **columns}


def _fingerprint(record: dict[str, Any]) -> str:
    """The same for two readings that say the same. Where the text was found (`source`) and when are no part of it."""
    article = {name: value for name, value in record["article"].items() if name not in ("source", "captured")}
    article["origins"] = {name: origin for name, origin in article["origins"].items() if name != "captured"}
    canonical = json.dumps(record | {"article": article}, sort_keys=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()[:32]
