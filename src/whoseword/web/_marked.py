"""An article's text as HTML with its statements marked, rendered here from code point offsets: a browser counts otherwise.

Everything of the article is escaped and its invisible characters shown (`markup.visible`). Marks may overlap and
nest in any way; a piece is drawn by its innermost content and how deep that lies.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from markupsafe import Markup

from whoseword.markup import Mark, Piece, Role, content_ends, cut, visible
from whoseword.records import Article, BlockKind, Statement, marks_of

# A piece names at most so many of the statements it is in, the innermost: an article could nest thousands.
_MOST_NAMED: Final = 12
_DEEPEST: Final = 3


@dataclass(frozen=True, slots=True)
class Note:
    """A statement with its number on the page, and how deep it stands inside others."""

    number: int
    statement: Statement
    depth: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of the text, from `start` to `end`, as HTML, with the notes of the statements whose content begins in it.

    `codes` says which of its characters are shown as codes: at which code point of the passage, and how long the code is.
    """

    kind: BlockKind | None
    html: Markup
    notes: tuple[Note, ...]
    start: int
    end: int
    codes: str = ""


def passages(article: Article, statements: Sequence[Statement]) -> list[Passage]:
    """The whole text, block by block; what stands between blocks and is not blank is a passage without a kind."""
    marks = marks_of(statements)
    stretches = list(_stretches(article))
    starts = {number: _start(statement) for number, statement in enumerate(statements, 1)}
    depths = _depths(statements)
    labels = {number: _label(number, statement) for number, statement in enumerate(statements, 1)}
    drawn = _Drawing(labels, content_ends(marks))
    waiting = deque(sorted(starts, key=lambda number: (starts[number], number)))
    found: list[Passage] = []
    for (kind, start, end), pieces in zip(stretches, _split(article.text, marks, stretches), strict=True):
        html = Markup("".join(drawn.piece(at, piece) for at, piece in pieces))  # noqa: S704 - each piece is escaped
        here: list[Note] = []
        while waiting and starts[waiting[0]] < end:
            number = waiting.popleft()
            here.append(Note(number, statements[number - 1], depths[number - 1]))
        if html.strip() or here:
            found.append(Passage(kind, html, tuple(here), start, end, _codes(article.text[start:end])))
    return found


def excerpt(article: Article, statement: Statement, *, around: int = 1200) -> Markup:
    """The blocks that a statement touches, at most `around` code points more on either side, its parts marked."""
    spans = (*statement.content, *statement.cue, *statement.source)
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    start = min((b.start for b in article.blocks if b.start <= first < b.end), default=first)
    end = max((b.end for b in article.blocks if b.start < last <= b.end), default=last)
    start, end = max(start, first - around), min(end, last + around)
    marks = [Mark(m.start - start, m.end - start, m.role, m.number) for m in marks_of([statement])]
    drawn = _Drawing({}, {})
    return Markup("".join(drawn.part(piece, statement.kind) for piece in cut(article.text[start:end], marks)))  # noqa: S704 - each is escaped


class _Drawing:
    """How pieces become HTML on one page: `labels` for the numbers after a statement, `ends` where those stand."""

    def __init__(self, labels: Mapping[int, tuple[str, str]], ends: Mapping[int, list[int]]) -> None:
        self.labels = labels
        self.ends = ends

    def piece(self, at: int, piece: Piece) -> str:
        """A piece that begins at `at`, with the numbers of the statements that end where it ends."""
        html = _escaped(piece.text)
        contents, parts = _numbers(piece, "content"), _numbers(piece, "cue", "source")
        named = "".join(
            f' data-{letter}="{" ".join(map(str, numbers[:_MOST_NAMED]))}"' for letter, numbers in (("s", contents), ("p", parts)) if numbers
        )  # fmt: skip
        if contents:
            html = f'<mark class="k-{self.labels[contents[0]][0]} d{min(len(contents), _DEEPEST)}"{named}>{html}</mark>'
        elif parts:
            html = f"<span{named}>{html}</span>"
        return html + "".join(map(self.number, self.ends.get(at + len(piece.text), ())))

    def number(self, number: int) -> str:
        """The number after a statement, which leads to its note."""
        kind, label = self.labels[number]
        return f'<a class="num k-{kind}" id="m-{number}" href="#s-{number}" aria-label="{_escaped(label)}">{number}</a>'

    def part(self, piece: Piece, kind: str) -> str:
        """A piece of the one statement that a page is about: its content, cue and source told apart."""
        html = _escaped(piece.text)
        roles = {m.role for m in piece.marks}
        for role in ("source", "cue"):
            if role in roles:
                html = f'<span class="{role}">{html}</span>'
        return f'<mark class="k-{kind} d1">{html}</mark>' if "content" in roles else html


def _codes(text: str) -> str:
    if visible(text) == text:
        return ""
    return " ".join(f"{at}:{len(visible(sign))}" for at, sign in enumerate(text) if visible(sign) != sign)


def _escaped(text: str) -> str:
    return escape(visible(text), quote=True)


def _numbers(piece: Piece, *roles: Role) -> list[int]:
    """The statements of which a piece is such a part, the innermost first."""
    return list(dict.fromkeys(m.number for m in reversed(piece.marks) if m.role in roles))


def _label(number: int, statement: Statement) -> tuple[str, str]:
    return statement.kind, f"{number}, {statement.kind}: {statement.speaker.name or 'unresolved'}"


def _start(statement: Statement) -> int:
    spans = statement.content or statement.cue or statement.source
    return min((span.start for span in spans), default=0)


def _depths(statements: Sequence[Statement]) -> list[int]:
    """How many statements each stands inside, by their links; a ring of links ends where it began."""
    parents = {statement.id: statement.inside for statement in statements}
    depths: list[int] = []
    for statement in statements:
        depth, at, seen = 0, statement.inside, {statement.id}
        while at is not None and at in parents and at not in seen and depth < _DEEPEST:
            seen.add(at)
            depth, at = depth + 1, parents[at]
        depths.append(depth)
    return depths


def _stretches(article: Article) -> Iterator[tuple[BlockKind | None, int, int]]:
    """The blocks in order and what lies between them, which together are the text."""
    at = 0
    for block in sorted(article.blocks, key=lambda one: one.start):
        start, end = max(block.start, at), min(block.end, len(article.text))
        if start > at:
            yield None, at, start
        if end > start:
            yield block.kind, start, end
            at = end
    if at < len(article.text) or at == 0:
        yield None, at, len(article.text)


def _split(
    text: str, marks: Iterable[Mark], stretches: Sequence[tuple[BlockKind | None, int, int]]
) -> Iterator[list[tuple[int, Piece]]]:
    """The pieces of each stretch with where they begin; a piece that crosses a border is cut there."""
    pieces = iter(_placed(text, marks))
    held: tuple[int, Piece] | None = next(pieces, None)
    for _, _, end in stretches:
        here: list[tuple[int, Piece]] = []
        while held is not None and held[0] < end:
            at, piece = held
            stop = end - at
            here.append((at, Piece(piece.text[:stop], piece.marks)))
            held = (end, Piece(piece.text[stop:], piece.marks)) if len(piece.text) > stop else next(pieces, None)
        yield here


def _placed(text: str, marks: Iterable[Mark]) -> Iterator[tuple[int, Piece]]:
    at = 0
    for piece in cut(text, marks):
        yield at, piece
        at += len(piece.text)
