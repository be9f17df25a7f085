"""whoseword reads news and keeps a ledger of who said what, to whom, when, and on whose word.

    >>> import whoseword                                   # doctest: +SKIP
    >>> reading = whoseword.read("article.html")           # doctest: +SKIP
    >>> [(s.speaker.name, s.act) for s in reading.statements]  # doctest: +SKIP

Importing it loads no model, no database and nothing else that is heavy (`whoseword.late` says how).
"""

import os
from collections.abc import Iterable, Iterator

from whoseword import late
from whoseword.errors import ConfigError, InputError, ModelError, StoreError, WhosewordError
from whoseword.read import ReadOptions
from whoseword.records import (
    Actor,
    Article,
    Block,
    Dispute,
    Party,
    Reading,
    Rejected,
    SaidOn,
    Span,
    Speaker,
    Statement,
    TimeExpression,
    from_json,
    to_json,
)
from whoseword.settings import Settings

__all__ = [
    "Actor",
    "Article",
    "Block",
    "ConfigError",
    "Dispute",
    "InputError",
    "ModelError",
    "Party",
    "ReadOptions",
    "Reading",
    "Rejected",
    "SaidOn",
    "Settings",
    "Span",
    "Speaker",
    "Statement",
    "StoreError",
    "TimeExpression",
    "WhosewordError",
    "from_json",
    "read",
    "read_many",
    "to_json",
]


# The subpackage `whoseword.read` is imported above, so that importing it later cannot take this name again.
def read(source: str | os.PathLike[str], options: ReadOptions | None = None, *, settings: Settings | None = None) -> Reading:
    """Who said what in one article: a file, a URL, or - for standard input.

    Raises InputError where it cannot be read or holds several articles (use `read_many`), ModelError where the bundle
    does not serve.
    """
    readings = read_many([source], options, settings=settings)
    reading, another = next(readings, None), next(readings, None)
    if reading is None or another is not None:
        held = "no article" if reading is None else "more than one article"
        raise InputError(f"{source} holds {held}, but read gives one reading: call read_many")
    if isinstance(reading, Rejected):
        raise InputError(f"{source} cannot be read ({reading.reason}): {reading.detail.removeprefix(f'{source}: ')}")
    return reading


def read_many(
    sources: Iterable[str | os.PathLike[str]], options: ReadOptions | None = None, *, settings: Settings | None = None
) -> Iterator[Reading | Rejected]:
    """The reading of each article of each source, in order, and in its place each that could not be read.

    The bundle is loaded when the first is asked for; articles are read in bounded batches.
    """
    pipeline = late.load_pipeline(settings or Settings())
    several = [sources] if isinstance(sources, str) else sources
    yield from pipeline.run(late.read_sources((os.fspath(one) for one in several), options or ReadOptions()))
