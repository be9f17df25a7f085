"""The bytes that articles were read from, as they came: kept once by their SHA-256, compressed, and never changed.

Promises: what is given back is what was kept, checked against its checksum. Of each text of an article the first bytes that gave it are
kept; a page that is fetched again with the same text (its advertisements changed) costs nothing more. Only what was read with
`ReadOptions.keep` comes here. Functions with a connection run inside a transaction that their caller holds.
"""

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select

from whoseword.errors import NotFoundError, StoreError
from whoseword.records import Article, Original
from whoseword.store._columns import storable
from whoseword.store._ledger import Ledger
from whoseword.store._read import article_key
from whoseword.store._tables import articles, captures, originals

_LEVEL: Final = 6


@dataclass(frozen=True, slots=True)
class Kept:
    """That the bytes of an article are kept: by which checksum, how many, what they were called, where they stood, and when they came."""

    article_id: str
    sha256: str
    size_bytes: int
    address: str
    media_type: str | None
    captured: str | None
    kept_at: str


class Originals:
    """The kept bytes of an open ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def find(self, id_prefix: str) -> Kept | None:
        """What is kept of the article whose id begins with `id_prefix`, without the bytes; None where nothing is."""
        with self._ledger.reading() as connection:
            row = self._row(connection, id_prefix, with_bytes=False)
        return _kept(row) if row is not None else None

    def get(self, id_prefix: str) -> Original:
        """The bytes that the article whose id begins with `id_prefix` was read from, as they came.

        NotFoundError where there is no such article or its bytes were not kept, StoreError where they are damaged.
        """
        with self._ledger.reading() as connection:
            row = self._row(connection, id_prefix, with_bytes=True)
        if row is None:
            raise NotFoundError(
                f"of article {id_prefix} the bytes were not kept: pages that are fetched keep them, and files with `read --keep-pages`"
            )
        return _unpacked(self._ledger.path, row)

    def sizes(self) -> tuple[int, int, int]:
        """How many originals there are, how many bytes they had, and how many they take."""
        with self._ledger.reading() as connection:
            packed = func.coalesce(func.sum(func.length(originals.c.packed)), 0)
            row = connection.execute(
                select(func.count(), func.coalesce(func.sum(originals.c.size), 0), packed).select_from(originals)
            ).one()
        return int(row[0]), int(row[1]), int(row[2])

    def _row(self, connection: Connection, id_prefix: str, *, with_bytes: bool) -> Any:
        key = article_key(connection, self._ledger.path, id_prefix)
        columns = [articles.c.id, *captures.c, originals.c.size, *([originals.c.packed] if with_bytes else [])]
        joined = captures.join(originals, originals.c.sha256 == captures.c.sha256)
        joined = joined.join(articles, articles.c.key == captures.c.article_key)
        return connection.execute(select(*columns).select_from(joined).where(captures.c.article_key == key)).one_or_none()


def keep(connection: Connection, key: int, article: Article, at: str) -> None:
    """Keep the bytes that an article carries, unless some are kept of this very text."""
    original = article.original
    if original is None or connection.scalar(select(captures.c.article_key).where(captures.c.article_key == key)) is not None:
        return
    checksum = original.sha256
    if connection.scalar(select(originals.c.sha256).where(originals.c.sha256 == checksum)) is None:
        packed = zlib.compress(original.raw, _LEVEL)
        connection.execute(insert(originals).values(sha256=checksum, size=len(original.raw), packed=packed))
    connection.execute(
        insert(captures).values(
            article_key=key,
            sha256=checksum,
            address=storable(original.address),
            media_type=storable(original.media_type),
            charset=storable(original.charset),
            format=original.format,
            url=storable(original.url),
            captured=article.captured,
            kept_at=at,
        )
    )


def _kept(row: Any) -> Kept:
    return Kept(row.id, row.sha256, row.size, row.address, row.media_type, row.captured, row.kept_at)


def _unpacked(path: Path, row: Any) -> Original:
    try:
        engine = zlib.decompressobj()
        raw = engine.decompress(bytes(row.packed), row.size + 1)
    except zlib.error as error:
        raise StoreError(f"{path}: the kept bytes of article {row.id} are damaged ({error}): read the article again") from error
    original = Original(raw, row.address, row.media_type, row.charset, row.format, row.url)
    if original.sha256 != row.sha256:
        raise StoreError(f"{path}: the kept bytes of article {row.id} are not those of their checksum: read the article again")
    return original
