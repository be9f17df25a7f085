"""What is contested in one article: statements for and against one matter, from who answers whom how."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from whoseword.records import Dispute, Statement
from whoseword.relate.answers import contests
from whoseword.relate.opposition import contradictions, opposites, warnings
from whoseword.relate.words import same_voice, start_of, stems, whole

# What the same voice says next belongs to the same side when this near (code points) and on the same matter.
_NEXT: Final = 400
_SHARED_STEMS: Final = 0.2
# How long a turn of one side may go on before the other answers it (code points).
_TURN: Final = 2500
# Who passes on little more than a statement stands on its side: of what is passed on it is this much.
_PASSED_ON: Final = 0.5


def disputes(statements: Sequence[Statement], text: str) -> tuple[Dispute, ...]:
    """One dispute for each statement that others deny, reject, refuse or criticise, or oppose; in the order of the text.

    Disputes that share a statement on the same side become one. `about` is the contested content, verbatim.
    """
    by_id = {s.id: s for s in statements}
    fresh = [s for s in statements if s.repeats is None]
    sides: list[tuple[list[str], list[str]]] = []
    for target, statement in _contested(fresh, by_id, text):
        pro = [target.id, *_kin(target, by_id), *_restated(target, by_id)]
        con = [statement.id, *_kin(statement, by_id), *_also(statement, [by_id[one] for one in pro], fresh)]
        pro += [s.id for s in _since([by_id[one] for one in pro], statement, fresh)]
        sides = _merged(sides, [one for one in dict.fromkeys(pro) if one not in con], con)
    return tuple(_dispute(pro, con, by_id, text) for pro, con in sides)


def _contested(
    statements: Sequence[Statement], by_id: Mapping[str, Statement], text: str
) -> Iterator[tuple[Statement, Statement]]:
    """Each statement that is contested with one that contests it."""
    for statement in sorted(statements, key=lambda s: (start_of(s), s.id)):
        target = by_id.get(statement.about) if statement.about else None
        if target is not None and target.act != "ask" and contests(statement):
            yield target, statement
    yield from opposites(statements)
    yield from contradictions(text, statements)
    yield from warnings(text, statements)


def _kin(target: Statement, by_id: Mapping[str, Statement]) -> Iterator[str]:
    """The statements that pass one on, as long as it is most of what they say, or they are the same voice's."""
    size = sum(s.end - s.start for s in target.content)
    holder = by_id.get(target.inside) if target.inside else None
    while holder is not None:
        mostly = size >= _PASSED_ON * sum(s.end - s.start for s in holder.content)
        if not mostly and not same_voice(holder, target):
            return
        yield holder.id
        holder = by_id.get(holder.inside) if holder.inside else None


def _restated(target: Statement, by_id: Mapping[str, Statement]) -> Iterator[str]:
    """What a contested statement itself only speaks of again: `the decision was announced`."""
    other = by_id.get(target.about) if target.about else None
    if other is not None and not contests(target):
        yield other.id


def _also(statement: Statement, held: Sequence[Statement], statements: Sequence[Statement]) -> list[str]:
    """What the same voice says next on the same matter, or against who holds the other side."""
    own = stems(whole(held[0].content)) | stems(whole(statement.content))
    holders = frozenset[str]().union(*(stems(s.speaker.name or "") for s in held))
    found = []
    for other in statements:
        gap = start_of(other) - start_of(statement)
        theirs = stems(whole(other.content))
        follows = 0 < gap <= _NEXT and same_voice(other, statement) and other not in held
        at_them = other.act in ("accuse", "criticise") and bool(holders & theirs)
        free = other.about is None or any(other.about == one.id for one in held)
        if follows and free and (at_them or len(own & theirs) / max(1, len(theirs)) >= _SHARED_STEMS):
            found.append(other.id)
    return found


def _since(held: Sequence[Statement], against: Statement, statements: Sequence[Statement]) -> Iterator[Statement]:
    """What the voices of one side go on to say before the other side answers: it answers them all."""
    first, last = min(start_of(s) for s in held), start_of(against)
    for statement in statements:
        between = max(first, last - _TURN) < start_of(statement) < last
        if between and statement.about is None and any(same_voice(statement, s) for s in held):
            yield statement


def _merged(sides: Sequence[tuple[list[str], list[str]]], pro: list[str], con: list[str]) -> list[tuple[list[str], list[str]]]:
    """The disputes with one more, which is one with those that share a statement with it on the same side."""
    apart = []
    for held, against in sides:
        if set(pro) & set(held) or set(con) & set(against):
            pro, con = [*held, *pro], [*against, *con]
        elif set(pro) & set(against) or set(con) & set(held):  # who contests what contests a statement stands with it
            pro, con = [*held, *con], [*against, *pro]
        else:
            apart.append((held, against))
    pro = list(dict.fromkeys(pro))
    return [*apart, (pro, [one for one in dict.fromkeys(con) if one not in pro])]


def _dispute(pro: list[str], con: list[str], by_id: Mapping[str, Statement], text: str) -> Dispute:
    spans = by_id[pro[0]].content
    about = text[spans[0].start : spans[-1].end] if spans else ""
    return Dispute(about, tuple(pro), tuple(con))
