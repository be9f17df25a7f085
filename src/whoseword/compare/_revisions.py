"""Sentences of two versions of a text: which are new, gone, moved or worded otherwise; and which of the new ones own up to an edit.

What `whoseword.compare._wording` counts as nothing (case, punctuation, spelling) is no change of a sentence. A note is known by its form
alone, in English; that there is none says that the text owns up to nothing in these words.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from whoseword.compare._wording import wording
from whoseword.compare.differences import Run, align, differences
from whoseword.records import Span

SentenceChange = Literal["added", "cut", "changed", "moved"]

_SENTENCE: Final = re.compile(r"[^\n]+?(?:[.!?…][\"”’»)\]]*(?=\s+[\"“‘«(\[]?[A-Z0-9])|(?=\n)|\Z)")
_ALIKE: Final = (
    0.4  # of the longer sentence's words stand in the other: below it, it is another sentence (no corpus; looked at)
)
_MOST_PAIRS: Final = 40_000  # of sentences that are held side by side
_NOTE: Final = re.compile(
    r"^\W*(?:corrections?|clarifications?|editor['’]?s['’]?\s+note|erratum|corrected|updated?|amended|this\s+is\s+an\s+update)\b\s*(?:[:—–(|]|-\s|on\s|at\s|\d|$)"
    r"|\b(?:an?|the)\s+(?:earlier|previous|original|prior)\s+version\s+of\s+(?:this|the)\s+(?:article|story|report|page|headline|piece|dispatch)\b"
    r"|\b(?:(?:this|the)\s+(?:article|story|headline)|this\s+(?:report|page|piece|dispatch))\s+(?:has\s+been|have\s+been|was|is|had\s+been)\s+"
    r"(?:since\s+)?(?:updated|amended|corrected|edited|changed|revised|clarified)\b",
    re.IGNORECASE,
)
_LONGEST_NOTE: Final = 600


@dataclass(frozen=True, slots=True)
class SentenceEdit:
    """A sentence that is not as it was: where it stood and stands, and of one that was changed the runs of its words, by offsets into each."""

    change: SentenceChange
    old: Span | None
    new: Span | None
    runs: tuple[Run, ...] = ()


def revisions(old: str, new: str) -> tuple[SentenceEdit, ...]:
    """The sentences of two texts that differ, in the order of the newer one, what is gone where it stood."""
    ones, others = list(sentences(old)), list(sentences(new))
    norms, theirs = [_norm(one.text) for one in ones], [_norm(one.text) for one in others]
    found: list[SentenceEdit] = []
    for tag, i, j, k, m in SequenceMatcher(None, norms, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            found.extend(
                _replaced([one for one in ones[i:j] if _norm(one.text)], [one for one in others[k:m] if _norm(one.text)])
            )
    return tuple(_with_moves(found))


def sentences(text: str) -> Iterator[Span]:
    """The sentences of a text, never over a line's end, each with its place."""
    for match in _SENTENCE.finditer(text):
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        if start < match.end():
            yield Span.cut(text, start, start + len(match[0].strip()))


def is_note(line: str) -> bool:
    """Whether a line owns up to an edit: a correction, a clarification, a word on an earlier version.

    >>> is_note("Correction: an earlier version gave another number."), is_note("He corrected the report.")
    (True, False)
    """
    return len(line) <= _LONGEST_NOTE and _NOTE.search(line) is not None


def notes(old: str, new: str) -> tuple[Span, ...]:
    """The lines of the newer text that own up to an edit and that the older one does not have."""
    known, start, found = set(old.splitlines()), 0, []
    for line in new.splitlines(keepends=True):
        bare = line.strip()
        if bare and line.rstrip("\r\n") not in known and is_note(bare):
            begin = start + line.index(bare)
            found.append(Span.cut(new, begin, begin + len(bare)))
        start += len(line)
    return tuple(found)


def _norm(sentence: str) -> tuple[str, ...]:
    return tuple(word.norm for word in wording(sentence))


def _replaced(old: Sequence[Span], new: Sequence[Span]) -> Iterator[SentenceEdit]:
    """What stands in place of what: pairs that are most alike first, in order on both sides, the rest cut or added."""
    pairs = dict(_pairs(old, new)) if len(old) * len(new) <= _MOST_PAIRS else {}
    taken = set(pairs.values())
    waiting = [number for number in range(len(old)) if number not in pairs]
    back = {there: here for here, there in pairs.items()}
    for number, sentence in enumerate(new):
        if number in taken:
            before = [one for one in waiting if one < back[number]]
            yield from (SentenceEdit("cut", old[one], None) for one in before)
            waiting = [one for one in waiting if one > back[number]]
            was = old[back[number]]
            yield SentenceEdit("changed", was, sentence, differences(was.text, sentence.text))
        else:
            yield SentenceEdit("added", None, sentence)
    yield from (SentenceEdit("cut", old[one], None) for one in waiting)


def _pairs(old: Sequence[Span], new: Sequence[Span]) -> Iterator[tuple[int, int]]:
    graded = sorted(
        ((likeness(one.text, other.text), -i, -k) for i, one in enumerate(old) for k, other in enumerate(new)), reverse=True
    )
    chosen: list[tuple[int, int]] = []
    for grade, i, k in graded:
        if grade < _ALIKE:
            return
        if all((-i - a) * (-k - b) > 0 for a, b in chosen):  # in the same order on both sides, and each once
            chosen.append((-i, -k))
            yield -i, -k


def likeness(one: str, other: str) -> float:
    """What share of the longer wording's words stand in the other, in order or moved."""
    words, others = wording(one), wording(other)
    longer = max(len(words), len(others))
    if not longer or (Counter(w.norm for w in words) & Counter(w.norm for w in others)).total() < _ALIKE * longer:
        return 0.0
    return sum(run.first[1] - run.first[0] for run in align(words, others) if run.change in {"equal", "moved"}) / longer


def _with_moves(found: Sequence[SentenceEdit]) -> Iterator[SentenceEdit]:
    """What was cut here and added there, word for word, is told once: as moved."""
    gone = {_norm(one.old.text): one for one in reversed(found) if one.change == "cut" and one.old is not None}
    moved = {_norm(one.new.text) for one in found if one.change == "added" and one.new is not None} & set(gone)
    done: set[tuple[str, ...]] = set()
    for one in found:
        span = one.new or one.old
        norm = _norm(span.text) if span is not None else ()
        if one.change == "added" and norm in moved and norm not in done:
            done.add(norm)
            yield SentenceEdit("moved", gone[norm].old, one.new)
        elif one is not gone.get(norm) or norm not in moved:
            yield one
