"""The evidence sheet: statements on paper, each with its words in their place and all that a reader needs to check it.

One HTML file without scripts, links to files or requests; all that comes out of an article is escaped, and controls and direction
marks are shown as codes, so that what is printed is what is there.
"""

import functools
import html
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from whoseword import markup
from whoseword.export import joined, read_by
from whoseword.formats._view import View, corrected_by, plain, title_of, web_address, who_said
from whoseword.markup import Mark
from whoseword.records import Span, Statement, digest, marks_of

if TYPE_CHECKING:  # the store is loaded late
    from whoseword.store import StatementRow

_AROUND = 400  # code points of the article shown before and after a statement
_TEXTS = 64  # texts held at once
_STYLE = """
:root { color-scheme: light; }
body { font: 11pt/1.45 Georgia, "Times New Roman", serif; max-width: 44em; margin: 2em auto; padding: 0 1em; color: #111; background: #fff; }
h1 { font-size: 1.4em; margin: 0 0 .2em; } h2 { font-size: 1.1em; margin: 0 0 .3em; }
.about, dt { color: #444; } .about { margin: 0 0 1.5em; }
section { border-top: 1px solid #888; padding: 1em 0; break-inside: avoid; }
blockquote { margin: .5em 0; padding-left: 1em; border-left: 3px solid #888; white-space: pre-wrap; overflow-wrap: anywhere; }
mark { background: #fff3c4; color: inherit; } .cue { background: #cfe8cf; border-bottom: 1px dashed; } .source { background: #cfe0f5; border-bottom: 1px solid; }
dl { display: grid; grid-template-columns: 8em 1fr; gap: .15em 1em; margin: .5em 0 0; font-size: .92em; }
dd { margin: 0; overflow-wrap: anywhere; } .corrected { font-style: italic; }
@page { margin: 1.7cm 1.6cm; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } a { color: inherit; text-decoration: none; } mark, .cue, .source { print-color-adjust: exact; } }
"""


def sheet(rows: "Iterable[StatementRow]", view: View) -> Iterator[bytes]:
    """The sheet as it is written: a head, a section for each statement in the order of the rows, an end."""
    text_of = functools.lru_cache(_TEXTS)(view.text_of)
    title = _shown(view.title)
    yield _bytes(
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
        f"form-action 'none'\">\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f'<p class="about">Evidence sheet, made by whoseword on {_shown(view.made_at)}. In each passage <mark>what was said</mark>, '
        '<span class="cue">the words that report it</span> and <span class="source">its source</span> are marked; offsets count '
        "Unicode code points from the start of the article’s text.</p>\n"
    )
    for number, found in enumerate(rows, 1):
        yield _bytes(_section(number, found, text_of(found.article_id)))
    yield b"</body>\n</html>\n"


def _section(number: int, found: "StatementRow", text: str) -> str:
    statement = found.statement
    rows = "".join(f"<dt>{_shown(name)}</dt><dd>{value}</dd>\n" for name, value in _facts(found, text) if value)
    return (
        f'<section id="statement-{_shown(statement.id)}">\n<h2>{number}. {_shown(who_said(statement))}: {_shown(statement.act)}</h2>\n'
        f"<blockquote>{_passage(statement, text)}</blockquote>\n<dl>\n{rows}</dl>\n</section>\n"
    )


def _facts(found: "StatementRow", text: str) -> list[tuple[str, str | None]]:
    statement = found.statement
    speaker, on, to = statement.speaker, statement.said_on, statement.addressee
    found_by = (
        f"found by {speaker.how}, confidence {speaker.confidence:.2f}" if speaker.how != "corrected" else "as corrected below"
    )
    evidence = f", from “{plain(on.span.text)}”" if on and on.span else f", from {on.from_}" if on else ""
    address = web_address(found)
    facts: list[tuple[str, str | None]] = [
        (
            "Article",
            _shown(", ".join(filter(None, (title_of(found), found.outlet, found.byline, found.published)))),
        ),
        (
            "Address",
            f'<a href="{html.escape(address)}" rel="noreferrer">{_shown(address)}</a>' if address else None,
        ),
        ("Said by", _shown(f"{who_said(statement)}, {speaker.type}; {found_by}" if speaker.name else "not resolved")),
        ("Said to", _shown(f"{to.name} ({to.type})") if to else None),
        ("Said on", _shown(f"{on.value} ({on.precision}{evidence})") if on else None),
        ("Occasion", _shown(statement.occasion.text) if statement.occasion else None),
        ("On whose word", _shown(" <- ".join(party.name for party in statement.chain))),
        ("Form", _shown(f"{statement.kind}, {statement.act}{'' if statement.voiced else ', not voiced'}")),
        ("Words", _offsets(statement.content)),
        ("Record", _shown(f"statement {statement.id} of article {found.article_id}, confidence {statement.confidence:.2f}")),
        ("Read by", _shown(read_by(statement) + (f", {found.read_at}" if found.read_at else ""))),
        ("Text", _shown(f"{len(text):,} code points; its SHA-256 begins {digest(text)}")),
    ]
    return facts + [
        ("Corrected", f'<span class="corrected">{_shown(corrected_by(one))}</span>') for one in statement.corrections
    ]


def _passage(statement: Statement, text: str) -> str:
    spans = (*statement.content, *statement.cue, *statement.source)
    first, last = min((s.start for s in spans), default=0), max((s.end for s in spans), default=0)
    start, end = _opened(text, first), _closed(text, last)
    within = [Mark(mark.start - start, mark.end - start, mark.role, 1) for mark in marks_of([statement])]
    body = "".join(_piece(piece) for piece in markup.cut(text[start:end], within))
    return ("… " if start else "") + body.strip("\n") + (" …" if end < len(text) else "")


def _piece(piece: markup.Piece) -> str:
    text = html.escape(markup.visible(piece.text))
    if not piece.marks:
        return text
    role = piece.marks[-1].role
    return f"<mark>{text}</mark>" if role == "content" else f'<span class="{role}">{text}</span>'


def _opened(text: str, first: int) -> int:
    """Where the passage begins: with the line, but not further back than _AROUND, and then with a word."""
    line = text.rfind("\n", 0, first) + 1
    if first - line <= _AROUND:
        return line
    space = text.find(" ", first - _AROUND, first)
    return space + 1 if space >= 0 else first


def _closed(text: str, last: int) -> int:
    line = text.find("\n", last)
    line = len(text) if line < 0 else line
    if line - last <= _AROUND:
        return line
    space = text.rfind(" ", last, last + _AROUND)
    return space if space >= 0 else last


def _offsets(spans: Sequence[Span]) -> str:
    places = ", ".join(f"{span.start}–{span.end}" for span in spans)
    return f"“{_shown(joined(spans) or '')}” [{places}]"


def _shown(text: str) -> str:
    return html.escape(plain(text) or "")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
