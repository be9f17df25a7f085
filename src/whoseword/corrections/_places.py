"""Where a corrected statement is in another reading of the same text."""

from collections.abc import Iterable, Sequence

from whoseword.records import Correction, Place, Reading, Span, Statement

# A statement of another reading is the one that was corrected where they share this much of the longer content: the rule is
# the user's to rely on (docs/corrections.md), not tuned on anything.
_SHARED = 0.5

Offsets = Sequence[tuple[int, int]]


def place_of(article_id: str, statement: Statement) -> Place:
    """Where a statement stands."""
    return Place(article_id, _offsets(statement.content), _offsets(statement.cue))


def home(reading: Reading, target_id: str, places: Iterable[Place]) -> Statement | None:
    """The statement of a reading that the corrections of `target_id` are about, made at `places`; None where there is none.

    It is the one with that id. Else it is the one whose content shares most with a place: at least half of the longer of the
    two, in code points, and a part of the cue where both have one. Ties go to the larger share of the cue, then to the earlier
    in the text. A place in another article is nowhere.
    """
    best: tuple[float, float] = (0.0, 0.0)
    found: Statement | None = None
    held = [place for place in places if place.article == reading.article.id]
    for statement in reading.statements:
        if statement.id == target_id:
            return statement
        likeness = max((_likeness(place, statement) for place in held), default=(0.0, 0.0))
        if likeness > best:
            best, found = likeness, statement
    return found


def places_of(corrections: Iterable[Correction]) -> list[Place]:
    """Every place at which corrections of one statement say that it stands, those that they themselves gave it too."""
    found: list[Place] = []
    for one in corrections:
        if one.place is None:
            continue
        found.append(one.place)
        if one.field == "content":
            found.append(Place(one.place.article, tuple((start, end) for start, end in one.value), one.place.cue))
    return found


def _likeness(place: Place, statement: Statement) -> tuple[float, float]:
    """The shares of content and cue that a place and a statement have in common; (0, 0) where they cannot be the same."""
    cue = _offsets(statement.cue)
    content = _share(place.content, _offsets(statement.content))
    cues = _share(place.cue, cue)
    if content < _SHARED or (place.cue and cue and not cues):
        return 0.0, 0.0
    return content, cues


def _share(first: Offsets, second: Offsets) -> float:
    """What two lists of ranges have in common, of the longer of the two."""
    common = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in first for b in second)
    longer = max(sum(end - start for start, end in ranges) for ranges in (first, second))
    return common / longer if longer else 0.0


def _offsets(spans: Iterable[Span]) -> tuple[tuple[int, int], ...]:
    return tuple((span.start, span.end) for span in spans)
