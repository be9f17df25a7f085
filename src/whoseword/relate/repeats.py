"""Which statements only say again, in a title, a caption or a second copy, what another already gives."""

import itertools
from collections.abc import Sequence
from typing import Final

from whoseword.records import Block, Statement
from whoseword.relate.words import folded, same_voice, start_of, stems, whole

_OUTSIDE: Final = frozenset({"title", "byline", "caption", "heading", "furniture"})
# A quotation this long that stands in another word for word is no accident; set by reading errors on the world dev readings, 2026-11-23.
_FEW_WORDS: Final = 6
_SHARED: Final = 0.9
_SHARED_STEMS: Final = 0.34


def repeats(blocks: Sequence[Block], statements: Sequence[Statement]) -> dict[str, str]:
    """The id of the original for each statement that repeats it; originals stand in the body, or come first.

    A statement outside the body (title, caption, furniture) repeats one of the body that has its words, or
    that is the same speaker's, of the same act and about the same; within the body only long equal
    quotations count.
    """
    outside = [any(b.kind in _OUTSIDE and b.start <= _place(s) < b.end for b in blocks) for s in statements]
    body = [s for s, out in zip(statements, outside, strict=True) if not out]
    found: dict[str, str] = {}
    for statement, out in zip(statements, outside, strict=True):
        earlier = body if out else [b for b in body if start_of(b) < start_of(statement) and b.id not in found]
        original = _same_words(statement, earlier) or (_same_matter(statement, body) if out else None)
        if original is not None and original.id != statement.id:
            found[statement.id] = original.id
    return found


def _place(statement: Statement) -> int:
    """Where the content begins: a source may reach from the title into the body."""
    return statement.content[0].start if statement.content else start_of(statement)


def _same_words(statement: Statement, others: Sequence[Statement]) -> Statement | None:
    words = folded(whole(statement.verbatim or statement.content))
    if len(words) < _FEW_WORDS:
        return None
    for other in others:
        if other.id == statement.id or _overlap(statement, other):
            continue
        theirs = folded(whole(other.verbatim or other.content))
        if len(theirs) >= _FEW_WORDS and same_voice_or_unknown(statement, other) and _contained(words, theirs):
            return other
    return None


def same_voice_or_unknown(one: Statement, other: Statement) -> bool:
    """Whether nothing says that two statements have different speakers."""
    return one.speaker.name is None or other.speaker.name is None or same_voice(one, other)


def _overlap(one: Statement, other: Statement) -> bool:
    """Whether two statements are made of the same stretch of text: then one is part of the other, not its copy."""
    return any(a.start < b.end and b.start < a.end for a in one.content for b in other.content)


def _contained(words: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    short, long = sorted((words, theirs), key=len)
    if " ".join(short) in " ".join(long):
        return True
    pairs = set(itertools.pairwise(long))
    own = list(itertools.pairwise(short))
    return bool(own) and sum(pair in pairs for pair in own) / len(own) >= _SHARED


def _same_matter(statement: Statement, body: Sequence[Statement]) -> Statement | None:
    """The body's statement of the same speaker that a title sums up: same act first, then shared words."""
    own = stems(whole(statement.content))
    best: tuple[float, Statement] | None = None
    for other in body:
        if statement.speaker.name is None or not same_voice(statement, other):
            continue
        theirs = stems(whole(other.content))
        shared = len(own & theirs) / max(1, min(len(own), len(theirs)))
        score = shared + (statement.act == other.act)
        if (statement.act == other.act or shared >= _SHARED_STEMS) and (best is None or score > best[0]):
            best = (score, other)
    return best[1] if best else None
