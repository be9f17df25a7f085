"""Word pieces of a text with the marks that the encoder's vocabulary does not carry.

The encoder is uncased and knows no paragraphs, so each piece also says whether it stands inside quotation
marks, whether it opens or ends a paragraph, and how it is written. Training and run time both come here, so
that they see the same thing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from whoseword.quotes import find_quotations

QUOTATION_STATES = 7  # outside, opening mark, inside, closing mark, inside unclosed, single mark, inside single marks
PARAGRAPH_STATES = 4  # inside, first piece, last piece, the only piece
CASE_STATES = 5  # no letters, lower, Capitalised, UPPER, miXed
MARK_SIZES = (QUOTATION_STATES, PARAGRAPH_STATES, CASE_STATES)

_SURROGATE = re.compile("[\ud800-\udfff]")
_OPENING, _INSIDE, _CLOSING, _UNCLOSED, _SINGLE_MARK, _SINGLE_INSIDE = 1, 2, 3, 4, 5, 6

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pieces:
    """The n pieces of a text: vocabulary ids (n), offsets into the text (n), marks (n by 3), paragraph numbers (n)."""

    ids: Ints
    starts: Ints
    ends: Ints
    marks: Ints
    paragraphs: Ints

    def __len__(self) -> int:
        return len(self.ids)


def cut_pieces(tokenizer: Tokenizer, text: str, paragraphs: Sequence[tuple[int, int]]) -> Pieces:
    """Cut `text` into word pieces; `paragraphs` are its blocks as (start, end), in order, not overlapping.

    Text outside every paragraph gets no pieces.
    """
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    numbers: list[int] = []
    plain = _SURROGATE.sub("\ufffd", text)  # the tokenizer takes only what is UTF-8; the length stays
    encoded = tokenizer.encode_batch([plain[start:end] for start, end in paragraphs], add_special_tokens=False)
    for number, ((base, _), encoding) in enumerate(zip(paragraphs, encoded, strict=True)):
        ids.extend(encoding.ids)
        starts.extend(base + start for start, _ in encoding.offsets)
        ends.extend(base + end for _, end in encoding.offsets)
        numbers.extend([number] * len(encoding.ids))
    first, last = np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64)
    places = np.array(numbers, dtype=np.int64)
    marks = np.zeros((len(ids), len(MARK_SIZES)), dtype=np.int64)
    if ids:
        marks[:, 0] = _quotation_states(text, paragraphs)[first]
        marks[:, 1] = _paragraph_states(places)
        marks[:, 2] = [_case(text[start:end]) for start, end in zip(starts, ends, strict=True)]
    return Pieces(np.array(ids, dtype=np.int64), first, last, marks, places)


def _quotation_states(text: str, paragraphs: Sequence[tuple[int, int]]) -> Ints:
    states = np.zeros(len(text) + 1, dtype=np.int64)
    for start, end in paragraphs:
        for q in find_quotations(text, start, end):
            inside = _SINGLE_INSIDE if q.single else _INSIDE if q.is_closed else _UNCLOSED
            states[q.opened : q.start] = _SINGLE_MARK if q.single else _OPENING
            states[q.start : q.end] = inside
            states[q.end : q.closed] = _SINGLE_MARK if q.single else _CLOSING
    return states


def _paragraph_states(places: Ints) -> Ints:
    change = np.diff(places) != 0
    first = np.concatenate(([True], change))
    last = np.concatenate((change, [True]))
    return np.where(first, 1, 0) + np.where(last, 2, 0)


def _case(piece: str) -> int:
    if piece.islower():
        return 1
    if piece.isupper():
        return 3 if len(piece) > 1 else 2
    if piece.istitle():
        return 2
    return 4 if any(c.isalpha() for c in piece) else 0
