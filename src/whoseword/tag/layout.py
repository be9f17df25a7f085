"""Statements that the layout alone gives: the turns of a transcript, and quotations that are signed.

    WALLACE: Will she be there?          source WALLACE, cue ":", content the rest of the turn
    “They broke the truce.” — Ana Sol    source Ana Sol, cue "—", content the quotation

PolNeAR's annotators mostly read both so: 32 of 32 in dev; in train, where 10 are found, one transcript was left out. A reader
who knows the form needs no model for it; what is found so takes the place of what the tagger saw in the same words.
"""

import re
from collections.abc import Iterator, Sequence

from whoseword.quotes import find_quotations
from whoseword.records import Attribution, Block, Span

TURNS_AT_LEAST = 3  # one label with a colon may be anything ("UPDATE: …"); a transcript has turns, and labels come again
SURE = 0.9
_OPENING = "\"“„«'‘"
_CLOSING = "\"”“»'’"
_TURN = re.compile(r"[\"“„«]?(?P<label>[A-Z][A-Z.’'\- ]{1,40}[A-Z.])(?: ?\([^)\n]{1,60}\))?(?P<colon>:)\s+(?P<said>\S)")
_SIGNATURE = re.compile(r"\s*(?P<dash>[―—–]|--?)\s*(?P<name>[A-Z][^\n\"“”:;]{1,80})")


def read_layout(text: str, blocks: Sequence[Block]) -> list[Attribution]:
    """Attributions that the layout of the blocks gives, in the order of the text."""
    said = [block for block in blocks if block.kind not in {"furniture", "title", "byline"}]
    found = [*_turns(text, said), *_signed(text, said)]
    return sorted(found, key=lambda a: a.content[0])


def _turns(text: str, blocks: Sequence[Block]) -> Iterator[Attribution]:
    turns = [(number, m) for number, b in enumerate(blocks) if (m := _TURN.match(text, b.start, b.end))]
    labels = [m["label"] for _, m in turns]
    if len(turns) < TURNS_AT_LEAST or len(set(labels)) == len(labels):
        return
    for number, turn in turns:
        content = [_unquoted(text, turn.start("said"), blocks[number].end)]
        quoted = text[blocks[number].start] in _OPENING
        for block in blocks[number + 1 :]:  # a long turn goes on in paragraphs that open without a label
            if not quoted or text[block.start] not in _OPENING or _TURN.match(text, block.start, block.end):
                break
            content.append(_unquoted(text, block.start, block.end))
        yield Attribution(
            source=(Span.cut(text, turn.start("label"), turn.end("label")),),
            cue=(Span.cut(text, turn.start("colon"), turn.end("colon")),),
            content=tuple(content),
            confidence=SURE,
        )


def _signed(text: str, blocks: Sequence[Block]) -> Iterator[Attribution]:
    for block in blocks:
        quotation = next(find_quotations(text, block.start, block.end), None)
        if quotation is None or quotation.opened != block.start or not quotation.is_closed:
            continue
        signature = _SIGNATURE.fullmatch(text, quotation.closed, block.end)
        if signature and len(signature["name"].split()) <= 8:
            name = signature["name"].rstrip(" .\u00a0")
            yield Attribution(
                source=(Span.cut(text, signature.start("name"), signature.start("name") + len(name)),),
                cue=(Span.cut(text, signature.start("dash"), signature.end("dash")),),
                content=(Span.cut(text, quotation.opened, quotation.closed),),
                confidence=SURE,
            )


def _unquoted(text: str, start: int, end: int) -> Span:
    """The span without a mark that opens it and one that closes it."""
    if text[start] in _OPENING and end - start > 1:
        start += 1
    if text[end - 1] in _CLOSING and end - start > 1 and text[start:end].count(text[end - 1]) == 1:
        end -= 1
    return Span.cut(text, start, end)
