"""Where the words of an attribution stand: its sentence, what is inside whose content, and by which name its source goes.

It reads spans only, in time that grows with the number of spans; what the dates have to do with them is `_attach`'s business.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import heappop, heappush

from whoseword.records import ActorType, Attribution, Span, Speaker

_ABBREVIATIONS = (
    r"[A-Z]|Mr|Mrs|Ms|Dr|St|Jr|Sr|Lt|Gen|Sens?|Reps?|Gov|Col|Sgt|Capt|Adm|Rev|Prof|Hon|Inc|Ltd|Corp|Co|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec|vs|No"
    r"|Calif|Fla|Ariz|Mass|Pa|Va|Wis|Mich|Minn|Ind|Ill|Conn|Tenn|Ala|Colo|Nev|Ore|Wash|Mo|Ga|La|Md|Tex|Okla|Kan|Neb|Del|Miss|Ky|Vt"
)
_NO_NAME = frozenset({"jr", "sr", "inc", "ltd", "corp", "co", "ii", "iii"})
_NAME_LENGTH = 200  # characters of a source in which its name is looked for


@dataclass(frozen=True, slots=True)
class Frame:
    """One attribution placed in its article: offsets into the text, and the attributions in whose content it stands.

    `anchor` is where its cue begins, `start` and `end` are its sentence, `key` is its speaker's name, else the last name
    of its source.
    """

    index: int
    anchor: int
    start: int
    end: int
    source: tuple[int, int] | None
    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    holders: frozenset[int]
    key: str
    type: ActorType = "unresolved"


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(r"[.!?][\"”’')\]]{0,3}(?=\s)|\n")


@cache
def _abbreviation() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.])(?:{_ABBREVIATIONS})\Z|\b(?:[A-Za-z]\.){{1,3}}[A-Za-z]\Z")


def sentence_starts(text: str) -> list[int]:
    """Where each sentence begins; a line always begins one, an abbreviation ends none."""
    starts = [0]
    for end in _ends().finditer(text):
        if end[0] == "." and _abbreviation().search(text, max(0, end.start() - 8), end.start()):
            continue
        if end[0] != "\n" and text[end.end() : end.end() + 3].lstrip()[:1].islower():
            continue
        starts.append(end.end())
    return starts


def frames(
    text: str, attributions: Sequence[Attribution], starts: Sequence[int], speakers: Sequence[Speaker] = ()
) -> tuple[Frame, ...]:
    """The frames of the attributions, in their order; one without any words stands at 0 and has no width."""
    cues = [_extent(attribution.cue or attribution.source or attribution.content) or (0, 0) for attribution in attributions]
    holding = holders(attributions, (low for low, _ in cues))
    placed = []
    for index, (attribution, cue) in enumerate(zip(attributions, cues, strict=True)):
        after = bisect_right(starts, max(cue[0], cue[1] - 1))
        source = _extent(attribution.source)
        speaker = speakers[index] if index < len(speakers) else None
        placed.append(
            Frame(
                index=index,
                anchor=cue[0],
                start=starts[bisect_right(starts, cue[0]) - 1],
                end=starts[after] if after < len(starts) else len(text),
                source=source,
                cue=cue,
                content=tuple((span.start, span.end) for span in attribution.content),
                holders=holding[cue[0]] - {index},
                key=_key(text, source, speaker),
                type=speaker.type if speaker is not None else "unresolved",
            )
        )
    return tuple(placed)


def _extent(spans: Sequence[Span]) -> tuple[int, int] | None:
    ends = [(span.start, span.end) for span in spans]
    return (min(low for low, _ in ends), max(high for _, high in ends)) if ends else None


def holders(attributions: Sequence[Attribution], positions: Iterable[int]) -> dict[int, frozenset[int]]:
    """For each position, the attributions in whose content it lies."""
    contents = sorted(
        (span.start, span.end, index) for index, attribution in enumerate(attributions) for span in attribution.content
    )
    held: dict[int, frozenset[int]] = {}
    open_: list[tuple[int, int]] = []
    at = 0
    for position in sorted(set(positions)):
        while at < len(contents) and contents[at][0] <= position:
            heappush(open_, (contents[at][1], contents[at][2]))
            at += 1
        while open_ and open_[0][0] <= position:
            heappop(open_)
        held[position] = frozenset(index for _, index in open_)
    return held


def _key(text: str, source: tuple[int, int] | None, speaker: Speaker | None) -> str:
    """By what two statements are taken as one voice's: whom the article names as the speaker, else the source's last name."""
    return speaker.name.casefold() if speaker is not None and speaker.name else _source_key(text, source)


def _source_key(text: str, source: tuple[int, int] | None) -> str:
    """The last name of a source in lower case, by which two mentions of it are taken as one; "" where there is none."""
    if source is None:
        return ""
    named = text[source[0] : min(source[1], source[0] + _NAME_LENGTH)]
    head = re.split(r",|\s(?:of|who|whom|from|at|in|for|with|on|by|cited|quoted|familiar|close|whose|that|which)\s|\(", named)[
        0
    ]
    words = [word for word in re.findall(r"[^\W\d_]+(?:[-.'’][^\W\d_]+)*", head) if word.casefold() not in _NO_NAME]
    return re.sub(r"['’]s?\Z", "", words[-1].casefold()) if words else ""
