"""What each block of an article is, and what its bylines and datelines say of it.

The kinds are judged first line by line, then by place: the first line that can be is the title, a second
copy of it is furniture, a short line with nothing after it is no heading.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from whoseword.read._bylines import (
    Signature,
    is_dateline_alone,
    is_reporting_note,
    opens_with_dateline,
    read_byline,
    read_date_line,
    read_dateline,
)
from whoseword.read._captions import is_caption, is_furniture, is_prose
from whoseword.read._facts import Facts, fold
from whoseword.read._lines import is_list_line
from whoseword.records import Block, BlockKind

_LONGEST_TITLE = 250
_TITLE_WORDS = 40
# A first line that is a sentence is a title up to here: so 908 of the 924 titles of PolNeAR train and dev are found,
# and 4 of the 256 untitled texts of the time corpus are given one (2026-11-23; watched by test_read_shared.py).
_SENTENCE_TITLE_WORDS = 13
_HEADING_WORDS = 12
_HEADING_LENGTH = 100
_DECK_WORDS = 30
_TRAILING_WORDS = 6
_COPY_DISTANCE = 3  # lines; between the copies of a scraped title there are at most a date and a section's name
_LEADING_BLOCKS = 12  # a title, a byline or a date further down than this belongs to something else
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_CLOCK_HEADING = re.compile(r"\d{1,2}(?::\d{2})? ?[ap]\.?m\.?:?", re.IGNORECASE)
_TOLD = re.compile(
    r"\b(?:said|told|says he|added|announced)\b|\bon (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|[a-z]{3}\. [A-Z]"
)


def find_kinds(lines: Sequence[str]) -> list[BlockKind]:
    """The kind of each of an article's lines, given all of them in order; the first title-like one is the title."""
    kinds = [kind_of(line) for line in lines]
    title = _find_title(lines, kinds)
    if title is not None:
        kinds[title] = "title"
        _mark_copies(lines, kinds, title)
        _mark_deck(lines, kinds, title)
    mark_trailing(lines, kinds)
    return kinds


def kind_of(line: str) -> BlockKind:
    """What `line` is, judged by itself alone: never a title."""
    if is_furniture(line):
        return "furniture"
    if read_byline(line) or read_date_line(line) or is_dateline_alone(line) or is_reporting_note(line):
        return "byline"
    if is_caption(line):
        return "caption"
    if _MARKDOWN_HEADING.match(line) and len(line) <= _LONGEST_TITLE:
        return "heading"
    if line.startswith(">") and len(line) > 1:
        return "quote"
    if is_list_line(line):
        return "list"
    return "heading" if _is_heading(line) else "paragraph"


def title_of(line: str) -> str:
    """The title that a title's line gives: without Markdown's marks and on one line."""
    return " ".join(_MARKDOWN_HEADING.sub("", line, count=1).split())


def same_title(one: str, other: str) -> bool:
    """Whether two lines are one title, letter case and punctuation aside."""
    return fold(one) == fold(other)


def read_signatures(lines: Sequence[str], kinds: Sequence[BlockKind]) -> Facts:
    """What the bylines and date lines before the first paragraph, and its dateline, say of the article."""
    facts = Facts()
    for line, kind in islice(zip(lines, kinds, strict=True), _LEADING_BLOCKS):
        if kind == "byline":
            signed = read_byline(line)
            facts.update(_as_facts(signed, "byline"))
            facts.update(_as_facts(read_date_line(line) or read_dateline(line) if signed is None else None, "dateline"))
        elif kind == "paragraph":
            facts.update(_as_facts(read_dateline(line), "dateline"))
            break
    return facts


def lay_blocks(ranges: Sequence[tuple[int, int]], kinds: Sequence[BlockKind]) -> tuple[Block, ...]:
    """Blocks of these kinds over these ranges of the text."""
    return tuple(Block(kind, start, end) for (start, end), kind in zip(ranges, kinds, strict=True))


def mark_trailing(lines: Sequence[str], kinds: list[BlockKind]) -> None:
    """Short lines after which nothing of the article comes are what the page says under it."""
    if "paragraph" not in kinds:
        return
    for i in _from_the_end(kinds):
        telling = len(lines[i].split()) > _TRAILING_WORDS or any(map(str.isdigit, lines[i]))
        kinds[i] = "paragraph" if telling else "furniture"


def _as_facts(signature: Signature | None, origin: str) -> Facts:
    facts = Facts()
    if signature is not None:
        facts.add("byline", signature.byline, origin)
        facts.add("outlet", signature.outlet, origin)
        facts.add("published", signature.published, origin)
        facts.add("modified", signature.modified, origin)
    return facts


def _is_heading(line: str) -> bool:
    words = len(line.split())
    if words > _HEADING_WORDS or len(line) > _HEADING_LENGTH:
        return False
    if _CLOCK_HEADING.fullmatch(line) or (line.isupper() and words <= 4 and line[-1] != ":"):
        return True
    return line[-1] not in ".!?,;:…\"”’'»)]-–—。！？」』؟۔।" and not line[0].islower() and not is_prose(line)


def _find_title(lines: Sequence[str], kinds: Sequence[BlockKind]) -> int | None:
    for i in range(min(len(lines), _LEADING_BLOCKS)):
        if kinds[i] == "furniture" or (kinds[i] == "byline" and not is_dateline_alone(lines[i])):
            continue
        if kinds[i] in ("heading", "paragraph") and _is_title(lines, i):
            return i
        if kinds[i] != "caption":
            return None
    return None


def _is_title(lines: Sequence[str], i: int) -> bool:
    line = lines[i]
    words = len(line.split())
    if i + 1 >= len(lines) or len(line) > _LONGEST_TITLE or words > _TITLE_WORDS:
        return False
    if any(same_title(line, other) for other in lines[i + 1 : i + 1 + _COPY_DISTANCE]) and not is_prose(line):
        return True
    if line.endswith(":") or line[0] in ",;()" or opens_with_dateline(line):
        return False
    if not line.endswith((".", "!", "?", ".”", '."', "?”", '?"', ".'", ".’", "''")):
        return True
    return _in_headline_case(line) or (words <= _SENTENCE_TITLE_WORDS and not _TOLD.search(line))


def _in_headline_case(line: str) -> bool:
    """Whether the long words of `line` all but few have capitals, as American headlines do."""
    long_words = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 4]
    return len(long_words) > 2 and sum(word[0].isupper() for word in long_words) >= 0.8 * len(long_words)


def _mark_copies(lines: Sequence[str], kinds: list[BlockKind], title: int) -> None:
    wanted = fold(lines[title])
    for i, line in enumerate(lines):
        if i != title and len(line) <= _LONGEST_TITLE and fold(line) == wanted:
            kinds[i] = "furniture"


def _mark_deck(lines: Sequence[str], kinds: list[BlockKind], title: int) -> None:
    """The line under a title that ends in a semicolon or has no full stop itself is its deck, a heading."""
    after = next((i for i in range(title + 1, len(lines)) if kinds[i] != "furniture"), None)
    if after is None or kinds[after] != "paragraph" or not _bodies(kinds, after):
        return
    line = lines[after]
    short = len(line.split()) <= _DECK_WORDS
    open_ended = line[-1].isalnum() and not is_prose(line)
    if short and (lines[title].endswith(";") or open_ended):
        kinds[after] = "heading"


def _bodies(kinds: Sequence[BlockKind], after: int) -> bool:
    return "paragraph" in kinds[after + 1 :]


def _from_the_end(kinds: Sequence[BlockKind]) -> Iterator[int]:
    for i in range(len(kinds) - 1, -1, -1):
        if kinds[i] == "heading":
            yield i
        elif kinds[i] not in ("furniture", "byline", "caption"):
            return
