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
WINDOWS_AT_ONCE = 8
TRACKS = ("source", "cue", "content", "person", "organisation", "place")
_CLS, _SEP = 101, 102

Floats = npt.NDArray[np.float64]


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
            self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
            self._tokenizer = Tokenizer.from_file(str(bundle.folder / TOKENIZER))
        except Exception as error:  # both libraries raise bare exceptions of their own
            raise ModelError(f"{bundle.folder} cannot be loaded ({error}): install whoseword again") from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def cut(self, text: str, paragraphs: Sequence[tuple[int, int]]) -> Pieces:
        """The pieces of the paragraphs of a text."""
        return cut_pieces(self._tokenizer, text, paragraphs)

    def score(self, articles: Sequence[Pieces]) -> list[Scores]:
        """Scores of every piece of several articles; windows of like length are run together."""
        windows = [(a, window) for a, pieces in enumerate(articles) for window in cut_windows(len(pieces))]
        windows.sort(key=lambda w: w[1].end - w[1].start)
        parts: list[dict[int, tuple[Floats, Floats]]] = [{} for _ in articles]
        for at in range(0, len(windows), WINDOWS_AT_ONCE):
            batch = windows[at : at + WINDOWS_AT_ONCE]
            emissions, links = self._run([(articles[a], w) for a, w in batch])
            for row, (a, w) in enumerate(batch):
                own = slice(w.first - w.start + 1, w.last - w.start + 1)
                parts[a][w.start] = (emissions[row, own], links[row, own])
        return [_join([by_start[start] for start in sorted(by_start)]) for by_start in parts]

    def _run(self, windows: Sequence[tuple[Pieces, Window]]) -> tuple[Floats, Floats]:
        shape = (len(windows), 2 + max(w.end - w.start for _, w in windows))
        ids, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.float32)
        marks = np.zeros((*shape, len(MARK_SIZES)), dtype=np.int64)
        for row, (pieces, w) in enumerate(windows):
            size = w.end - w.start
            ids[row, 0], ids[row, size + 1] = _CLS, _SEP
            ids[row, 1 : size + 1] = pieces.ids[w.start : w.end]
            marks[row, 1 : size + 1] = pieces.marks[w.start : w.end]
            mask[row, : size + 2] = 1.0
        emissions, links = self._session.run(["emissions", "links"], {"ids": ids, "marks": marks, "mask": mask})
        return emissions.astype(np.float64), links.astype(np.float64)


def cut_windows(size: int) -> Iterator[Window]:
    """Windows over `size` pieces, each at most WINDOW long, overlapping by at least OVERLAP; what they take tiles the whole."""
    if size <= WINDOW:
        if size:
            yield Window(0, size, 0, size)
        return
    count = -(-(size - OVERLAP) // (WINDOW - OVERLAP))
    starts = [round(number * (size - WINDOW) / (count - 1)) for number in range(count)]
    borders = [0, *((start + before + WINDOW) // 2 for before, start in itertools.pairwise(starts)), size]
    for number, start in enumerate(starts):
        yield Window(start, start + WINDOW, borders[number], borders[number + 1])


def _join(parts: Sequence[tuple[Floats, Floats]]) -> Scores:
    if not parts:
        return Scores(np.zeros((0, len(TRACKS), 3)), np.zeros((0, 4, 1)))
    emissions, links = zip(*parts, strict=True)
    return Scores(np.concatenate(emissions), np.concatenate(links))
