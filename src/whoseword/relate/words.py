"""The words of a statement, folded so that two reports of one thing can be held against each other."""

import functools
import re
from collections.abc import Iterable
from typing import Final

from whoseword.records import Span, Statement

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_EMPTY_WORDS: Final = """a an and any are as at be been being but by can could did do does for from had has have he her him his i if in into is it its itself
    may me might more most my no not of on one or our out over s she should so some such than that the their them there these they this those
    to under up us was we were what when where which while who whom will with would you your about also after all before because both said say
    says between during through against only other just very new"""
_EMPTY: Final = frozenset(_EMPTY_WORDS.split())


@functools.lru_cache(maxsize=4096)
def folded(text: str) -> tuple[str, ...]:
    """The words in lower case, without quotation marks and spacing.

    >>> folded("“Peace”,  it's 20")
    ('peace', "it's", '20')
    """
    return tuple(w.casefold().replace("’", "'") for w in _WORD.findall(text))


@functools.lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The telling words of a text, cut to rough stems: enough to see that two texts speak of one thing.

    >>> sorted(stems("the conditions were rejected"))
    ['condi', 'rejec']
    """
    return frozenset(_stem(w) for w in folded(text) if w not in _EMPTY and len(w) > 1)


@functools.lru_cache(maxsize=4096)
def matter(text: str) -> frozenset[str]:
    """The stems of those telling words that are no names: names say whom a text is about, and not what it says of them.

    >>> sorted(matter("Berg wants the Sprodj bridge"))
    ['bridg', 'wants']
    """
    return stems(" ".join(word.group() for word in _WORD.finditer(text) if word.group()[:1].islower()))


def whole(spans: Iterable[Span]) -> str:
    """The text of several spans, joined by a space."""
    return " ".join(span.text for span in spans)


def start_of(statement: Statement) -> int:
    """Where the statement begins: its first span of any sort; 0 where it has none."""
    return min((s.start for s in (*statement.source, *statement.cue, *statement.content)), default=0)


def same_voice(one: Statement, other: Statement) -> bool:
    """Whether both are known to be the same speaker's."""
    if one.speaker.name and other.speaker.name:
        return one.speaker.name.casefold() == other.speaker.name.casefold()
    return not one.speaker.name and not other.speaker.name and whole(one.source).casefold() == whole(other.source).casefold()


def _stem(word: str) -> str:
    word = re.sub(r"'s?$", "", word)
    return word if len(word) <= 4 else word[:5]
