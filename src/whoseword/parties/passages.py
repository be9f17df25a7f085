"""Passages taken whole from another: `Sol reports:`, then paragraphs in quotation marks that go on until one closes them.

Who speaks inside such a passage speaks through the one it was taken from. Only its form is read here: a paragraph that ends
with a name, a verb of writing and a colon, and after it a paragraph that opens with a mark.
"""

import functools
import re
from dataclasses import dataclass
from typing import Final

from whoseword.records import Span

_LONGEST: Final = 20  # paragraphs; a passage that nobody closes is no passage
_CLOSERS: Final = {'"': '"', "“": "”", "«": "»", "„": "“"}


@dataclass(frozen=True, slots=True)
class Passage:
    """The stretch of text that was taken over, and the words that name whose it is."""

    start: int
    end: int
    whose: Span


def find_passages(text: str) -> tuple[Passage, ...]:
    """The passages of a text, in order."""
    paragraphs = list(re.finditer(r"[^\n]+", text))
    found = []
    for number, paragraph in enumerate(paragraphs[:-1]):
        whose = _introducing().search(paragraph.group())
        if whose is None:
            continue
        end = _closing([p.group() for p in paragraphs[number + 1 : number + 1 + _LONGEST]])
        if end is not None:
            span = Span.cut(text, paragraph.start() + whose.start("who"), paragraph.start() + whose.end("who"))
            found.append(Passage(paragraphs[number + 1].start(), paragraphs[number + 1 + end].end(), span))
    return tuple(found)


def _closing(paragraphs: list[str]) -> int | None:
    """Which paragraph closes the mark that the first one opens."""
    closer = _CLOSERS.get(paragraphs[0].lstrip()[:1])
    for number, paragraph in enumerate(paragraphs):
        if closer is not None and paragraph.rstrip().endswith(closer) and (number or len(paragraph) > 1):
            return number
    return None


@functools.cache
def _introducing() -> re.Pattern[str]:
    name = r"(?:[Tt]he )?[A-Z][\w.&’'-]{0,40}(?: (?:of |the )?[A-Z][\w.&’'-]{0,40}){0,5}"
    return re.compile(
        rf"(?<![\w.])(?P<who>{name})(?:[^\S\n](?:also|then|later|further))?[^\S\n](?:reports?|reported|writes?|wrote|recounts?|continues|noted|notes|details)[^.:\n]{{0,40}}:\s*$"
    )
