"""What the encoder reads of an article as paragraphs, and how far apart they stand for linking.

Furniture is left out. Title, byline and caption stand far from all else, so that nothing links to them. A paragraph as long
as whole articles are (scraped text without line breaks) is cut at ends of sentences, since the encoder knows paragraphs of the
length that newspapers print.
"""

import re
from collections.abc import Iterator, Sequence

from whoseword.quotes import find_quotations
from whoseword.records import Block

_ALONE = ("title", "byline", "caption")
_APART = 10  # paragraphs: further than any link reaches
# Code points. 99.98 % of the paragraphs of PolNeAR train are shorter (counted 2026-11-23); their mean is 219.
LONGEST = 1500
_PART = 600
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“„«‘(]?[A-Z])")


def cut_paragraphs(text: str, blocks: Sequence[Block]) -> tuple[list[tuple[int, int]], list[int]]:
    """Paragraphs as (start, end) in order, and the place of each: places that differ by n are n paragraphs apart."""
    spans: list[tuple[int, int]] = []
    places: list[int] = []
    at = 0
    for block in blocks:
        if block.kind == "furniture":
            continue
        far = _APART if block.kind in _ALONE else 1
        at += far
        for part in _parts(text, block.start, block.end):
            spans.append(part)
            places.append(at)
            at += 1
        at += far - 2
    return spans, places


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start > LONGEST:
        quoted = [(q.opened, q.closed) for q in find_quotations(text, start, end) if q.is_closed and not q.single]
        inside = iter(quoted)
        current = next(inside, None)
        for match in _SENTENCE_END.finditer(text, start, end):
            while current is not None and current[1] <= match.start():
                current = next(inside, None)
            within = current is not None and current[0] < match.start() < current[1] - 1
            if match.end() - start >= _PART and not within:
                yield start, match.end() - len(match[0]) + len(match[0].rstrip())
                start = match.end()
    yield start, end
