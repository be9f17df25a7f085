"""From a page's text, blocks and facts to the frozen Article; and from plain text to all of these.

The text is the page's, with newlines unified and NUL, a leading byte order mark and lone surrogates taken
out (these become U+FFFD: no store could hold them). After this, nothing changes it.
"""

import dataclasses
import hashlib
import re
from pathlib import PurePath
from typing import Any

from whoseword.read._blocks import find_kinds, lay_blocks, read_signatures, title_of
from whoseword.read._facts import Facts
from whoseword.read._lines import cut_lines
from whoseword.read._options import ReadOptions, reject
from whoseword.records import Article, Block, Rejected, digest

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NEWLINE = re.compile(r"\r\n?")
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "that",
        "for",
        "it",
        "was",
        "on",
        "with",
        "as",
        "by",
        "at",
        "from",
        "he",
        "his",
        "be",
        "an",
        "are",
        "this",
        "has",
        "have",
        "said",
        "not",
        "but",
        "they",
        "which",
        "were",
        "will",
    ]
)
_LANGUAGE_WORDS = 400  # looked at
_ENGLISH_SHARE = 0.18  # of them: 1,184 of the 1,186 English texts of the corpora have more (PolNeAR, time, world, 2026-11-23)
_FEWEST_WORDS = 8


def tidy_text(text: str) -> str:
    """`text` with newlines unified and without what no text may hold."""
    whole = _SURROGATE.sub("\ufffd", text.removeprefix("\ufeff").replace("\x00", ""))
    return _NEWLINE.sub("\n", whole)


def read_plain(text: str, source: str, options: ReadOptions) -> Article | Rejected:
    """The article that stands in plain `text`."""
    frozen = tidy_text(text)
    if not frozen or frozen.isspace():
        return reject(source, "empty", "there is nothing but white space")
    if not re.search(r"[^\W\d_]", frozen):
        return reject(source, "no-text", "there is no word in it")
    ranges = [(line.start, line.end) for line in cut_lines(frozen)]
    lines = [frozen[start:end] for start, end in ranges]
    kinds = find_kinds(lines)
    facts = Facts()
    if "title" in kinds:
        facts.add("title", title_of(lines[kinds.index("title")]), "text")
    facts.update(read_signatures(lines, kinds))
    return freeze(frozen, lay_blocks(ranges, kinds), facts, source, options)


def freeze(text: str, blocks: tuple[Block, ...], facts: Facts, source: str, options: ReadOptions) -> Article:
    """The Article of `text`; what `options` say of it goes before what the page says."""
    known = Facts()
    for name in ("title", "outlet", "published", "language", "url"):
        known.add(name, getattr(options, name), "argument")
    known.update(facts)
    if source.startswith(("http://", "https://")):
        known.add("url", source, "url")
    for name in ("title", "outlet", "published", "byline"):
        known.add(name, getattr(options.hints, name), "feed")
    if known.get("language") is None and _is_english(text):
        known.add("language", "en", "text")
    checksum = hashlib.sha256(text.encode("utf-8")).hexdigest()
    values = known.values
    return Article(
        id=_id_of(checksum, values.get("url"), source),
        source=source,
        text=text,
        text_sha256=checksum,
        blocks=blocks,
        url=values.get("url"),
        outlet=values.get("outlet"),
        title=values.get("title"),
        byline=values.get("byline"),
        published=values.get("published"),
        published_from=known.origins.get("published"),
        modified=values.get("modified"),
        language=values.get("language"),
        section=values.get("section"),
        origins={name: origin for name, _, origin in known if name != "url"},
    )


def amend(article: Article, facts: Facts, *, first: bool = False) -> Article:
    """The article with what its container says of it: where the page does not say it, or with `first`, before the page.

    What was given as an argument stands. The text and its offsets stay as they are.
    """
    origins = dict(article.origins)
    changed: dict[str, Any] = {}
    for name, value, origin in facts:
        known = getattr(article, name)
        if known is None or (first and origins.get(name) != "argument"):
            changed[name] = value
            origins[name] = origin
    url = changed.get("url", article.url)
    origins.pop("url", None)
    return dataclasses.replace(
        article,
        **changed,
        id=_id_of(article.text_sha256, url, article.source),
        published_from=origins.get("published"),
        origins=origins,
    )


def _id_of(checksum: str, url: str | None, source: str) -> str:
    return digest(checksum, url or PurePath(source).name)


def _is_english(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text[:8_000].lower())[:_LANGUAGE_WORDS]
    return len(words) >= _FEWEST_WORDS and sum(word in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words)
