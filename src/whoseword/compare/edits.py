"""What an outlet changed of an article after it was published: of its headline, its statements, its sentences, and whether it says so.

Promises: an edit is one of the page's words; where two readings differ over words that are the same on both pages, that is the reader's
doing and is not told. A statement counts as altered by its words, as given to another by its speaker. Nothing here judges whether an edit
is right. An edit is silent where the newer text has no note that the older one lacks, and no later time of modification.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, Literal

from whoseword.compare._flags import Flag, Pair, flags
from whoseword.compare._judging import same_speaker
from whoseword.compare._revisions import SentenceEdit, likeness, notes, revisions
from whoseword.compare._wording import wording
from whoseword.compare.differences import Run, align, differences
from whoseword.records import Article, Reading, Span, Statement
from whoseword.revised import Revised

StatementChange = Literal["altered", "speaker", "cue", "removed", "added"]
Owned = Literal["silent", "dated", "noted"]

# A statement of the newer text is the older one's in other words where so much of the longer one's words stand in both (no corpus; looked at
# on invented edits in tests/unit/test_edits.py, which watch it).
_ALIKE: Final = 0.5
_MOST_PAIRS: Final = 40_000


@dataclass(frozen=True, slots=True)
class StatementEdit:
    """A statement that is not as it was.

    `old` and `new` are its ids in the two readings, None on the side where it is not. `runs` tell its words apart by offsets into
    `old_text` and `new_text` (its content, or where the cue changed the cue's words); `flags` which changes touch negation, numbers, modality or names.
    """

    change: StatementChange
    old: str | None
    new: str | None
    old_text: str | None
    new_text: str | None
    old_speaker: str | None
    new_speaker: str | None
    runs: tuple[Run, ...] = ()
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class HeadlineEdit:
    """A headline that is not as it was."""

    old: str
    new: str
    runs: tuple[Run, ...]
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class Signals:
    """What the newer text says of having been edited: notes that the older one lacks, and the times that both pages give."""

    notes: tuple[Span, ...]
    old_modified: str | None
    new_modified: str | None
    later: bool


@dataclass(frozen=True, slots=True)
class Edits:
    """What changed from one text of an article to another, by their articles' ids; `same_reader` says that one model and rules read both."""

    old: str
    new: str
    headline: HeadlineEdit | None
    statements: tuple[StatementEdit, ...]
    sentences: tuple[SentenceEdit, ...]
    signals: Signals
    same_reader: bool
    DERIVED: ClassVar[tuple[str, ...]] = ("owned",)

    @property
    def owned(self) -> Owned:
        """Whether the newer text owns up to an edit: by a note, by a later time alone, or not at all."""
        return "noted" if self.signals.notes else "dated" if self.signals.later else "silent"


def edits(old: Reading, new: Reading) -> Edits:
    """What changed from an older reading's text to a newer one's; both as they were read."""
    one, other = old.article, new.article
    headline = _headline(one.title, other.title)
    return Edits(
        one.id,
        other.id,
        headline,
        tuple(_Statements(old, new).edits()),
        tuple(found for found in revisions(one.text, other.text) if not _is_headline(found, headline)),
        Signals(notes(one.text, other.text), one.modified, other.modified, _later(one, other)),
        (old.model, old.rules) == (new.model, new.rules),
    )


def _headline(old: str | None, new: str | None) -> HeadlineEdit | None:
    if not old or not new or _same_words(old, new):
        return None
    return HeadlineEdit(old, new, differences(old, new), _flags(old, new))


def _is_headline(found: SentenceEdit, headline: HeadlineEdit | None) -> bool:
    """Whether a sentence is the headline, which is told by itself."""
    return headline is not None and found.old is not None and found.new is not None and found.old.text == headline.old


def _same_words(old: str, new: str) -> bool:
    return [w.norm for w in wording(old)] == [w.norm for w in wording(new)]


def _flags(old: str, new: str) -> tuple[Flag, ...]:
    words = wording(old), wording(new)
    return flags(Pair((old, new), words, align(*words)))


def _later(old: Article, new: Article) -> bool:
    """Whether the newer text gives a later time of modification; of two times one of which lacks a zone the days are held side by side."""
    if new.modified is None or old.modified is None:
        return new.modified is not None and new.modified != new.published
    try:
        one, other = datetime.fromisoformat(old.modified), datetime.fromisoformat(new.modified)
    except ValueError:
        return new.modified[:10] > old.modified[:10]
    if (one.tzinfo is None) != (other.tzinfo is None):
        return other.date() > one.date()
    return other > one


_Places = tuple[tuple[int, int] | None, ...]
_Found = tuple[Statement | None, Statement | None, StatementEdit]


class _Statements:
    """The statements of two readings, and which of them are one."""

    def __init__(self, old: Reading, new: Reading) -> None:
        self._there = Revised(old.article.text, new.article.text)
        self._back = Revised(new.article.text, old.article.text)
        self._old = [one for one in old.statements if one.repeats is None and one.content]
        self._new = [one for one in new.statements if one.repeats is None and one.content]

    def edits(self) -> list[StatementEdit]:
        """What changed, in the order of the newer text, what is gone last; of what is said within another's words only the whole is told."""
        found: list[_Found] = []
        for old, new in self._same():
            self._taken(old, new)
            found.extend((old, new, edit) for edit in self._of_the_same(old, new))
        for old, new in self._alike():
            self._taken(old, new)
            if not (self._stands(old) and self._stood(new)):  # else the page's words are the same, and only the readings differ
                found.extend((old, new, edit) for edit in _altered(old, new))
        found.extend((None, one, _alone("added", one)) for one in self._new if not self._stood(one))
        found.extend((one, None, _alone("removed", one)) for one in self._old if not self._stands(one))
        whole = [(old, new, edit) for old, new, edit in found if not any(_within((old, new), two) for *two, _ in found)]
        whole.sort(key=lambda one: (one[1] is None, _start(one[1] or one[0])))
        return [edit for _, _, edit in whole]

    def _taken(self, old: Statement, new: Statement) -> None:
        self._old = [one for one in self._old if one is not old]
        self._new = [one for one in self._new if one is not new]

    def _same(self) -> list[tuple[Statement, Statement]]:
        """Pairs whose words are the same: at the same place first, then anywhere."""
        found, taken = [], set()
        by_place: dict[_Places, Statement] = {_places(one): one for one in self._new}
        by_words: dict[tuple[str, ...], list[Statement]] = {}
        for one in self._new:
            by_words.setdefault(_words(one), []).append(one)
        for placed in (True, False):
            for old in self._old:
                if old.id in taken:
                    continue
                places = tuple(self._there.place(span.start, span.end) for span in old.content)
                new = (
                    by_place.get(places)
                    if placed
                    else next((n for n in by_words.get(_words(old), ()) if n.id not in taken), None)
                )
                if new is not None and new.id not in taken:
                    found.append((old, new))
                    taken |= {old.id, new.id}
        return found

    def _alike(self) -> list[tuple[Statement, Statement]]:
        """Of those that are left, pairs that say the same in other words, the most alike first."""
        if len(self._old) * len(self._new) > _MOST_PAIRS:
            return []
        graded = sorted(
            ((likeness(_text(old), _text(new)), -i, -k) for i, old in enumerate(self._old) for k, new in enumerate(self._new)),
            reverse=True,
        )
        found: dict[int, int] = {}
        for grade, i, k in graded:
            if grade >= _ALIKE and -i not in found and -k not in found.values():
                found[-i] = -k
        return [(self._old[i], self._new[k]) for i, k in found.items()]

    def _of_the_same(self, old: Statement, new: Statement) -> list[StatementEdit]:
        """What changed about words that are the same: whose they are, or by which cue they are told.

        Where source, cue and all between them are the same, too, only the reading differs: what stands about them has changed, or the reader.
        """
        if self._stands(old, hull=True):
            return []
        if _others(old, new):
            return [_pair("speaker", old, new)]
        cues = " ".join(span.text for span in old.cue), " ".join(span.text for span in new.cue)
        return [_pair("cue", old, new, cues)] if all(cues) and not _same_words(*cues) else []

    def _stands(self, old: Statement, *, hull: bool = False) -> bool:
        """Whether the words of an older statement stand in the newer text; with `hull`, with its cue and source and all between."""
        return all(self._there.keeps(start, end) for start, end in _stretches(old, hull=hull))

    def _stood(self, new: Statement) -> bool:
        return all(self._back.keeps(start, end) for start, end in _stretches(new, hull=False))


def _stretches(one: Statement, *, hull: bool) -> list[tuple[int, int]]:
    if not hull:
        return [(span.start, span.end) for span in one.content]
    spans = [*one.content, *one.cue, *one.source]
    return [(min(span.start for span in spans), max(span.end for span in spans))]


def _within(one: Sequence[Statement | None], other: Sequence[Statement | None]) -> bool:
    """Whether a statement that was edited is part of what another one says, on each side where it stands."""
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a is not None]
    return all(
        b is not None and _hull(a) != _hull(b) and _hull(b)[0] <= _hull(a)[0] and _hull(a)[1] <= _hull(b)[1] for a, b in pairs
    )


def _hull(one: Statement) -> tuple[int, int]:
    return one.content[0].start, one.content[-1].end


def _altered(old: Statement, new: Statement) -> list[StatementEdit]:
    if _same_words(_text(old), _text(new)):
        return [_pair("speaker", old, new)] if _others(old, new) else []
    return [_pair("altered", old, new)]


def _others(old: Statement, new: Statement) -> bool:
    """Whether two statements are said to be different people's; of an unresolved one that is not said."""
    if old.speaker.actor is not None and old.speaker.actor == new.speaker.actor:
        return False
    return same_speaker(old.speaker.name, new.speaker.name) is False


def _pair(change: StatementChange, old: Statement, new: Statement, words: Sequence[str] | None = None) -> StatementEdit:
    one, other = words or (_text(old), _text(new))
    return StatementEdit(
        change, old.id, new.id, one, other, old.speaker.name, new.speaker.name, differences(one, other), _flags(one, other)
    )


def _alone(change: StatementChange, one: Statement) -> StatementEdit:
    if change == "removed":
        return StatementEdit(change, one.id, None, _text(one), None, one.speaker.name, None)
    return StatementEdit(change, None, one.id, None, _text(one), None, one.speaker.name)


def _text(one: Statement) -> str:
    return " ".join(" … ".join(span.text for span in one.content).split())


def _words(one: Statement) -> tuple[str, ...]:
    return tuple(word.norm for word in wording(_text(one)))


def _places(one: Statement) -> _Places:
    return tuple((span.start, span.end) for span in one.content)


def _start(one: Statement | None) -> int:
    return one.content[0].start if one is not None else 0
