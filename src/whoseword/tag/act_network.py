"""The network of acts: how likely each act is for a statement, by the words of its source, its cue and its content.

It is a third network in the bundle and shares the word pieces and the word table of the first, whose file lies beside it. It is
loaded, after its checksum holds, only by who asks for acts. It decides nothing: `whoseword.speech.acts` weighs what it says
with what else is known. Training (`training/act_network.py`) marks statements by `mark_words`, so that both see the same thing.
"""

from collections.abc import Sequence
from typing import Final, get_args

import numpy as np
from tokenizers import Tokenizer

from whoseword.records import Act, Worded
from whoseword.tag.bundle import ACTS, Bundle
from whoseword.tag.encoder import CLS, SEP
from whoseword.tag.roots import Ints, Marked, opened

# In the order of the network's outputs.
ACTS_READ: Final[tuple[Act, ...]] = get_args(Act)
ROLES: Final = 4  # neither, source, cue, content
MOST_SOURCE, MOST_CUE, MOST_CONTENT = 12, 12, 48  # pieces
LENGTH: Final = MOST_SOURCE + MOST_CUE + MOST_CONTENT + 4
_QUOTED: Final = 1000  # the piece ", before a content in quotation marks
_FAR: Final = 1200  # code points of a content that are looked at, and the last so many of a source
_NEAR: Final = 300
_EDGE: Final = " \n\t“”\"'`‘’"
_SURROGATES: Final = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


class ActNetwork:
    """Reads the chances of acts."""

    def __init__(self, bundle: Bundle, *, threads: int) -> None:
        self._session, self._tokenizer = opened(bundle, ACTS, threads=threads)

    def read(self, worded: Sequence[Worded]) -> list[list[float]]:
        """For each statement the logarithm of the chance of every act, in the order of the closed list. None depends on another."""
        return [self._chances(one) for one in worded]

    def _chances(self, worded: Worded) -> list[float]:
        marked = mark_words(self._tokenizer, worded)
        given = {"ids": marked.ids[None], "marks": marked.roles[None, :, None], "pools": pools(marked.roles)}
        scores = self._session.run(["roots"], given)[0][0].astype(np.float64)
        shifted = scores - scores.max()
        return [float(score) for score in shifted - np.log(np.exp(shifted).sum())]


def mark_words(tokenizer: Tokenizer, worded: Worded) -> Marked:
    """The pieces of source and cue, a border, those of the content, each cut to its length; and which part each belongs to."""
    source = _pieces(tokenizer, worded.source[-_NEAR:])[-MOST_SOURCE:]
    cue = _pieces(tokenizer, worded.cue)[:MOST_CUE]
    quoted = [_QUOTED] if worded.quoted else []
    content = [*quoted, *_pieces(tokenizer, worded.content[:_FAR].strip(_EDGE))[:MOST_CONTENT]]
    ids = [CLS, *source, *cue, SEP, *content, SEP]
    roles = [0, *(1 for _ in source), *(2 for _ in cue), 0, *(3 for _ in content), 0]
    return Marked(np.array(ids, dtype=np.int64), np.array(roles, dtype=np.int64))


def pools(roles: Ints) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Which pieces are averaged, 4 by n: the opening one, all, the cue's, the content's."""
    rows = np.stack([np.arange(len(roles)) == 0, roles >= 0, roles == 2, roles == 3])  # the marks of mark_words
    shares: np.ndarray[tuple[int, ...], np.dtype[np.float32]] = (rows / np.maximum(rows.sum(axis=1, keepdims=True), 1)).astype(
        np.float32
    )
    return shares


def _pieces(tokenizer: Tokenizer, words: str) -> list[int]:
    found: list[int] = tokenizer.encode(words.translate(_SURROGATES), add_special_tokens=False).ids
    return found
