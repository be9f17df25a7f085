"""The article's text cut into sentences and quoted stretches, for linking; any text at all can be cut."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from whoseword.link import _words as w
from whoseword.quotes import find_quotations
from whoseword.records import Block

_BREAK = re.compile(
    r"[.!?…][\"”’')\]]*[ \xa0\t]+(?=[\"“‘'(\[`]*[A-Z0-9À-Þ])|(?<![ \t\n\xa0])[ \t\xa0]*+\n[ \t\n\xa0]*+(?![a-z])|[.!?][\"”']+(?=[“\"])"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\"“'’-])(?:[A-Z]|(?:[A-Za-z]\.)+[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Sens?|Reps?|Govs?|Lt|Gen|Adm|Col|Maj|Capt|Sgt|Cmdr|St|Jr|Sr|vs|No|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Calif|Fla|Ill|Mass|Pa|Tex|Ariz|Wis|Conn|Va|Md|Mich|Minn|Ohio|Wash|Ore|Colo|Ga|Tenn|Inc|Corp|Co|Ltd|Cie|Bros)\.$"
)
_WORD = re.compile(r"[^\W_]+")
# A line is a headline where this share of its longer words has capitals (PolNeAR train and world, 2026-11-23).
_HEADLINE_SHARE = 0.8
_SMALL = {"with", "from", "that", "over", "into", "after", "about", "than", "upon", "when"}
_HEADLINE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Page:
    """A text with where its sentences start, what is quoted, and which lines are headlines or furniture."""

    text: str
    starts: tuple[int, ...]
    quotes: tuple[tuple[int, int], ...]
    quote_starts: tuple[int, ...]
    turns: tuple[int, ...]
    aside: tuple[tuple[int, int], ...]

    def sentence(self, at: int) -> int:
        """The number of the sentence that holds an offset."""
        return bisect_right(self.starts, at) - 1

    def turn(self, at: int) -> int:
        """The number of the sentence, all of a quotation counted with the sentence in which it starts."""
        return bisect_right(self.turns, at) - 1

    def bounds(self, at: int) -> tuple[int, int]:
        """Where the sentence that holds an offset starts and ends."""
        number = max(self.sentence(at), 0)
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.starts[number], end

    def quote(self, at: int) -> tuple[int, int] | None:
        """The quoted stretch that holds an offset."""
        number = bisect_right(self.quote_starts, at) - 1
        if number >= 0 and self.quotes[number][0] <= at < self.quotes[number][1]:
            return self.quotes[number]
        return None

    def is_aside(self, at: int) -> bool:
        """Whether an offset stands in a headline, byline or furniture, whose capitals say nothing about names."""
        return any(start <= at < end for start, end in self.aside)


def cut(text: str, blocks: Sequence[Block]) -> Page:
    """The page of a text; `blocks` may be empty, then headlines are known by their capitals."""
    starts = [0]
    for match in _BREAK.finditer(text):
        if match[0][0] == "." and _ABBREVIATION.search(text, max(0, match.start() - 12), match.start() + 1):
            continue
        starts.append(match.end())
    quotes = _quotes(text)
    aside = [(b.start, b.end) for b in blocks if b.kind in {"title", "heading", "furniture"}]
    aside += _headlines(text)
    inside = [start for start, _ in quotes]
    turns = tuple(s for s in starts if not _is_within(s, quotes, inside))
    return Page(text, tuple(starts), quotes, tuple(inside), turns, tuple(aside))


def _is_within(at: int, quotes: Sequence[tuple[int, int]], starts: Sequence[int]) -> bool:
    number = bisect_right(starts, at) - 1
    return number >= 0 and quotes[number][0] < at < quotes[number][1]


def _quotes(text: str) -> tuple[tuple[int, int], ...]:
    """Stretches in double marks, marks included; one left open ends with its paragraph."""
    lines = (match.span() for match in re.finditer(r"[^\n]+", text))
    return tuple((q.opened, q.closed) for start, end in lines for q in find_quotations(text, start, end) if not q.single)


def _headlines(text: str) -> list[tuple[int, int]]:
    """Lines without a full stop whose longer words nearly all have capitals."""
    found = []
    for match in re.finditer(r"[^\n]+", text):
        line = match[0].strip()
        if len(line) > 160 or line.endswith(("?”", ".”", '."', ",")) or ". " in line[:-2]:
            continue
        if any(word in w.BE or word in w.SPEECH for word in line.split()):
            continue
        words = [word for word in _WORD.findall(line) if len(word) > 3 and word not in _SMALL]
        capitals = sum(w[0].isupper() for w in words)
        if len(words) >= _HEADLINE_WORDS and capitals >= _HEADLINE_SHARE * len(words):
            found.append((match.start(), match.end()))
    return found
