"""What an issue is, and which statements speak of it: by the words that the user gave, by likeness to examples, or as an answer.

Which statements have an issue's words is the ledger's question (its query grammar is richer than a list of words), so that
its answer comes in as ids; here stands what of a statement bears on the matter, how well, and by which words.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from whoseword.records import Issue, Statement

Found = Literal["words", "example", "answer"]

# Of the telling words of an example or a statement, whichever has fewer, this share must be common, and at least so many. Set on the
# statements of the sample articles, 2026-11-30 (docs/positions.md); tests/unit/test_positions.py watches both sides of it.
LEAST_LIKE: Final = 0.4
_LEAST_SHARED: Final = 2
_ANSWER_SCORE: Final = 0.7  # what answers a statement on the matter, without naming it
_CLOSING: Final = frozenset(",.;:!?…—–")
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_OPERATORS: Final = frozenset({"AND", "OR", "NOT", "NEAR"})
_EMPTY_WORDS: Final = """a an and any are as at be been being but by can could did do does for from had has have he her hers him his i if in
    into is it its itself may me might more most must my no nor not of off on once one only or our out over own shall she should so some such than that
    the their them then there these they this those to under until up us was we were what when where which while who whom whose why will with would
    you your about above after again against all also am because before below between both during each few further how just other same too very through
    said say says told tell ever never without within"""
_BLAND_WORDS: Final = "year years month months week weeks day days time people country government new last first two three"
FUNCTION_WORDS: Final = frozenset(_EMPTY_WORDS.split())
_EMPTY: Final = FUNCTION_WORDS | frozenset(_BLAND_WORDS.split())


@dataclass(frozen=True, slots=True)
class Bears:
    """That a statement speaks of an issue: the passage that does, by which words, how it was found, and how well (0 to 1).

    `matter` finds the words in the passage, accents aside; None where the passage answers another statement and names nothing; `shown` is
    the passage with what it answers behind it.
    """

    passage: str
    shown: str
    words: tuple[str, ...]
    how: Found
    score: float
    matter: re.Pattern[str] | None


class Matter:
    """An issue, ready to be held against statements; `found` are the ids of those in which the ledger found its words."""

    def __init__(self, issue: Issue, statements: Mapping[str, Statement], found: Collection[str]) -> None:
        self._found = frozenset(found)
        self._statements = statements
        self._typed = _typed(issue.words or "")
        texts = [(one, _exemplified(one, statements)) for one in issue.examples]
        self._examples = frozenset(statement.id for _, statement in texts if statement is not None)
        self._like = [stems(content_of(statement) if statement else one) for one, statement in texts]

    def bears(self, statement: Statement) -> tuple[Bears, ...]:
        """What of a statement speaks of the issue, the passages that say most of it first; nothing where none does."""
        own = self._itself(statement)
        target = self.answered(statement)
        about = self._itself(target) if not own and target is not None and target is not statement else ()
        if not about:
            return own
        content, first = " ".join(content_of(statement).split()), about[0]
        score = round(_ANSWER_SCORE * first.score, 3)
        return (Bears(content, f"{content} [to: {first.passage}]", first.words, "answer", score, None),)

    def answered(self, statement: Statement) -> Statement | None:
        """The statement that this one answers."""
        return self._statements.get(statement.about or "")

    def _itself(self, statement: Statement) -> tuple[Bears, ...]:
        content = content_of(statement)
        if statement.id not in self._found and statement.id not in self._examples:
            return self._likened(content)
        how: Found = "words" if statement.id in self._found else "example"
        return tuple(
            Bears(passage, passage, words, how, 1.0, self._typed if words else None)
            for passage, words in _passages(content, self._typed)
        )

    def _likened(self, content: str) -> tuple[Bears, ...]:
        found: list[Bears] = []
        for passage in sentences(content) if self._like else ():
            score, shared = max((_likeness(stems(passage), example) for example in self._like), key=lambda pair: pair[0])
            if score >= LEAST_LIKE:
                words = _in_order(word for word in _WORD.findall(folded(passage)) if _stem(word) in shared)
                found.append(Bears(passage, passage, words, "example", score, _any_of(words)))
        return tuple(sorted(found, key=lambda one: -one.score))


def _likeness(one: frozenset[str], example: frozenset[str]) -> tuple[float, frozenset[str]]:
    """The share of the telling words of the shorter one that the other has too, 0 where that is too few words; and these words."""
    shared = one & example
    enough = len(shared) >= max(1, min(_LEAST_SHARED, len(example)))
    return (round(len(shared) / min(len(one), len(example)), 3) if enough else 0.0), shared


def content_of(statement: Statement) -> str:
    """The content's fragments as one text; a fragment that begins anew stands on a line of its own."""
    parts = [" ".join(span.text.split()) for span in statement.content]
    pairs = zip(["", *parts], parts, strict=False)
    return "".join(
        ("\n" if before[-1:] in _CLOSING and part[:1].isupper() else " ") * bool(before) + part for before, part in pairs
    )


def sentences(text: str) -> list[str]:
    """A text cut behind its full stops and semicolons, and where a line ends."""
    return [one for one in re.split(r"(?<=[.!?…;])[\"”’']*\s+|\n", text) if one]


def folded(text: str) -> str:
    """Lower case without accents, code point for code point, so that offsets hold."""
    if text.isascii():
        return text.lower()
    return "".join((unicodedata.normalize("NFKD", char)[:1] or char).lower()[:1] or char for char in text)


def stems(text: str) -> frozenset[str]:
    """The telling words of a text, cut to rough stems."""
    return frozenset(_stem(word) for word in _WORD.findall(folded(text)) if word not in _EMPTY and len(word) > 2)


def telling(word: str) -> bool:
    """Whether a folded word says something of a matter."""
    return word not in _EMPTY and len(word) > 2


def _stem(word: str) -> str:
    word = re.sub(r"['’]s?$", "", word)
    return word if len(word) <= 4 else word[:5]


def _typed(words: str) -> re.Pattern[str] | None:
    """The words of a query, each as it may stand in a text; what they must not stand with is the ledger's business."""
    plain = re.sub(r"\bNOT\s+(?:\([^()]*\)|\"[^\"]*\"|\S+)|\bNEAR/\d+", " ", words)
    found = [(m[0], plain[m.end() : m.end() + 1] == "*") for m in _WORD.finditer(plain) if m[0] not in _OPERATORS]
    return _any_of([f"{word}*" if begins else word for word, begins in found])


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    parts = sorted({re.escape(folded(word.removesuffix("*"))) + (r"\w*" if word.endswith("*") else "") for word in words})
    return re.compile(rf"(?i)\b(?:{'|'.join(parts)})\b") if parts else None


def _passages(content: str, matter: re.Pattern[str] | None) -> list[tuple[str, tuple[str, ...]]]:
    """The sentences that have words of the matter, with these, those first that have most; all of the content where none has any."""
    if matter is not None:
        held = [(sentence, _in_order(matter.findall(folded(sentence)))) for sentence in sentences(content)]
        having = sorted((pair for pair in held if pair[1]), key=lambda pair: -len(pair[1]))
        if having:
            return having
    return [(" ".join(content.split()), ())]


def _exemplified(example: str, statements: Mapping[str, Statement]) -> Statement | None:
    """The statement whose id an example is, or begins."""
    if not re.fullmatch(r"[0-9a-f]{6,64}", example):
        return None
    known = statements.get(example)
    matching = [known] if known else [one for identity, one in statements.items() if identity.startswith(example)]
    return matching[0] if len(matching) == 1 else None


def _in_order(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
