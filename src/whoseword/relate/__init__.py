"""How the statements of one article stand to each other: repeated, nested, answered, contested.

Works on finished statements: only their text, speakers and acts count, so it says nothing across articles
and never changes what was said, by whom, or how. A link is set only where words of the article carry it.
"""

from collections.abc import Sequence
from dataclasses import replace

from whoseword.nesting import enclosing
from whoseword.records import Block, Dispute, Statement
from whoseword.relate.answers import answers
from whoseword.relate.disputes import disputes
from whoseword.relate.repeats import repeats

__all__ = ["disputes", "relate"]


def relate(
    text: str, blocks: Sequence[Block], statements: Sequence[Statement]
) -> tuple[tuple[Statement, ...], tuple[Dispute, ...]]:
    """The statements with `repeats`, `inside` and `about` set, in the same order, and the disputes among them.

    Ids must be those of the statements given. A statement that repeats another has no link of its own and
    takes no side.
    """
    repeated = repeats(blocks, statements)
    parents = enclosing(statements)
    inside = {s.id: statements[p].id for s, p in zip(statements, parents, strict=True) if p is not None}
    fresh = [s for s in statements if s.id not in repeated]
    about = answers(text, fresh, inside)
    linked = tuple(replace(s, repeats=repeated.get(s.id), inside=inside.get(s.id), about=about.get(s.id)) for s in statements)
    return linked, disputes(linked, text)
