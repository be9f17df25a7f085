"""The encoder at run time: the network over overlapping windows of articles, put together piece by piece."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-untyped]  # it ships no types
from tokenizers import Tokenizer

from whoseword.errors import ModelError
from whoseword.tag.bundle import NETWORK, TOKENIZER, Bundle
from whoseword.tag.pieces import MARK_SIZES, Pieces, cut_pieces

WINDOW = 382  # pieces; with the two ends, the length of training
OVERLAP = 64  # at least so many pieces are read twice, and each is taken from the window that shows more around it
TRACKS = (
    "source", "cue", "content", "person", "organisation", "place", "nested source", "nested cue", "nested content",
)  # fmt: skip
CLS, SEP = 101, 102
SLOWER = ["SkipLayerNormFusion"]  # onnxruntime 1.32: the fused operator takes nine times the parts' time (2026-11-23)

CONTEXT = 4  # pieces of an overlap beyond a border, at least

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network says of n pieces: emissions n, tracks, 3 and link vectors n, 4, size."""

    emissions: Floats
    links: Floats


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces `start` up to `end`, of which `first` up to `last` are taken from this window."""

    start: int
    end: int
    first: int
    last: int


class Encoder:
    """The network and its tokenizer, as one bundle brings them."""

    def __init__(self, bundle: Bundle, *, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        path = bundle.folder / NETWORK
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER
            )
            self._tokenizer = Tokenizer.from_file(str(bundle.folder / TOKENIZER))
        except Exception as error:  # both libraries raise bare exceptions of their own
            raise ModelError(f"{bundle.folder} cannot be loaded ({error}): install whoseword again") from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def cut(self, text: str, paragraphs: Sequence[tuple[int, int]]) -> Pieces:
        """The pieces of the paragraphs of a text."""
        return cut_pieces(self._tokenizer, text, paragraphs)

    def score(self, pieces: Pieces) -> Scores:
        """Scores of every piece of an article.

        Windows are run one at a time: activations are quantised by their range over a run, so that a window's scores would
        otherwise depend on its neighbours. It is faster, too.
        """
        parts = [self._run(pieces, window) for window in cut_windows(pieces.paragraphs)]
        if not parts:
            return Scores(np.zeros((0, len(TRACKS), 3)), np.zeros((0, 4, 1)))
        emissions, links = zip(*parts, strict=True)
        return Scores(np.concatenate(emissions), np.concatenate(links))

    def _run(self, pieces: Pieces, window: Window) -> tuple[Floats, Floats]:
        size = window.end - window.start
        ids = np.full((1, size + 2), CLS, dtype=np.int64)
        ids[0, 1:-1], ids[0, -1] = pieces.ids[window.start : window.end], SEP
        marks = np.zeros((1, size + 2, len(MARK_SIZES)), dtype=np.int64)
        marks[0, 1:-1] = pieces.marks[window.start : window.end]
        emissions, links = self._session.run(["emissions", "links"], {"ids": ids, "marks": marks})
        own = slice(window.first - window.start + 1, window.last - window.start + 1)
        return emissions[0, own].astype(np.float64), links[0, own].astype(np.float64)


def cut_windows(paragraphs: Ints) -> Iterator[Window]:
    """Windows over pieces of `paragraphs` (n): as few as may be, of one length, at most WINDOW, overlapping by OVERLAP or more.

    What they take tiles the whole, and changes hands where a paragraph opens, if one does where two windows overlap: two
    windows that see one sentence may read it differently, and half of each makes no sense. On PolNeAR dev that brings
    relation F1 from 76.1 to 77.0, on the same bundle (2026-11-24).
    """
    size = len(paragraphs)
    if not size:
        return
    count = max(1, -(-(size - OVERLAP) // (WINDOW - OVERLAP)))
    length = -(-(size + OVERLAP * (count - 1)) // count)
    starts = [number * (size - length) // max(1, count - 1) for number in range(count)]
    opens = np.flatnonzero(np.diff(paragraphs)) + 1
    borders = [0, *(_border(opens, start, before + length) for before, start in itertools.pairwise(starts)), size]
    for number, start in enumerate(starts):
        yield Window(start, start + length, borders[number], borders[number + 1])


def _border(opens: Ints, first: int, last: int) -> int:
    """The opening of a paragraph nearest to the middle of an overlap, and with some context on both sides, else the middle."""
    middle = (first + last) // 2
    inside = opens[(opens > first + CONTEXT) & (opens < last - CONTEXT)]
    return int(inside[np.abs(inside - middle).argmin()]) if len(inside) else middle
