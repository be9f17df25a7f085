"""What is contested in one article: statements for and against one matter, from who answers whom how."""

from collections.abc import Sequence
from typing import Final

from whoseword.records import Dispute, Statement
from whoseword.relate.answers import contests
from whoseword.relate.words import same_voice, start_of, stems, whole

# An opponent's next words belong to the same dispute when this near (code points) and on the same matter.
_NEXT: Final = 400
_SHARED_STEMS: Final = 0.2


def disputes(statements: Sequence[Statement], text: str) -> tuple[Dispute, ...]:
    """One dispute for each statement that others deny, reject, refuse or criticise; in the order of the text.

    Disputes that share a statement on the same side become one. `about` is the contested content, verbatim.
    """
    by_id = {s.id: s for s in statements}
    sides: list[tuple[list[str], list[str]]] = []
    for statement in sorted(statements, key=lambda s: (start_of(s), s.id)):
        target = by_id.get(statement.about) if statement.about else None
        if target is None or target.act == "ask" or not contests(statement):
            continue
        against = [statement.id, *_also(statement, target, statements)]
        _merge(sides, target.id, against)
    return tuple(_dispute(pro, con, by_id, text) for pro, con in sides)


def _also(statement: Statement, target: Statement, statements: Sequence[Statement]) -> list[str]:
    """What the opponent says next on the same matter."""
    own = stems(whole(target.content)) | stems(whole(statement.content))
    found = []
    for other in statements:
        gap = start_of(other) - start_of(statement)
        theirs = stems(whole(other.content))
        follows = 0 < gap <= _NEXT and same_voice(other, statement) and other.about is None and other.repeats is None
        if follows and len(own & theirs) / max(1, len(theirs)) >= _SHARED_STEMS:
            found.append(other.id)
    return found


def _merge(sides: list[tuple[list[str], list[str]]], target: str, against: list[str]) -> None:
    for pro, con in sides:
        if target in pro or set(against) & set(con):
            pro.extend([] if target in pro else [target])
            con.extend(a for a in against if a not in con and a not in pro)
            return
    sides.append(([target], against))


def _dispute(pro: list[str], con: list[str], by_id: dict[str, Statement], text: str) -> Dispute:
    spans = by_id[pro[0]].content
    about = text[spans[0].start : spans[-1].end] if spans else ""
    return Dispute(about, tuple(pro), tuple(con))
