"""The network of events: which PLOVER root one party's act on another has, in a sentence with both marked.

It is a second network in the bundle and shares the word pieces and the word table of the first, whose file lies beside
it. It is loaded, after its checksum holds, only by who asks for roots. It looks at pairs that it is given and finds none:
`whoseword.events` does. Training (`training/events.py`) marks pairs by `mark`, so that both see the same thing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-untyped]  # it ships no types
from tokenizers import Tokenizer

from whoseword.errors import ModelError
from whoseword.records import Pair, Root
from whoseword.tag.bundle import DEFAULT_BUNDLE, EVENTS, TOKENIZER, Bundle, open_bundle
from whoseword.tag.encoder import CLS, SEP, SLOWER

ROOTS: Final[tuple[Root, ...]] = get_args(Root)  # in the order of the network's outputs
ROLES: Final = 3  # neither, source, target
LENGTH: Final = 96  # pieces; what is beyond is cut off, the parties in the middle
_SIGNS: Final = (0, 1008, 1001)  # the pieces * and #, put around source and target
_SURROGATES: Final = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Marked:
    """The n pieces of a sentence with both ends and the signs around its parties, and to which party each belongs (0, 1, 2)."""

    ids: Ints
    roles: Ints

    def pools(self) -> Floats:
        """Which pieces are averaged, 4 by n: the opening one, all, the source's, the target's."""
        rows = np.stack([np.arange(len(self.ids)) == 0, self.roles >= 0, self.roles == 1, self.roles == 2])
        shares: Floats = (rows / np.maximum(rows.sum(axis=1, keepdims=True), 1)).astype(np.float32)
        return shares


def opened(bundle: Bundle, name: str, *, threads: int) -> tuple[onnxruntime.InferenceSession, Tokenizer]:
    """One of a bundle's small networks after its checksum holds, and the bundle's tokenizer, which cuts nothing off."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    path = bundle.vouched(name)
    try:
        session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER
        )
        tokenizer = Tokenizer.from_file(str(bundle.folder / TOKENIZER))
    except Exception as error:  # both libraries raise bare exceptions of their own
        raise ModelError(f"{path} cannot be loaded ({error}): install whoseword again") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return session, tokenizer


class Roots:
    """Reads the root of a pair. `Roots.load()` takes the bundle that comes with the package."""

    def __init__(self, bundle: Bundle, *, threads: int) -> None:
        self._session, self._tokenizer = opened(bundle, EVENTS, threads=threads)

    @classmethod
    def load(cls, bundle: Path | None = None, *, threads: int = 1) -> "Roots":
        """Open a bundle's network of events after its checksum holds; raises ModelError where it has none or it does not serve."""
        return cls(open_bundle(bundle or DEFAULT_BUNDLE), threads=threads)

    def read(self, pairs: Sequence[Pair]) -> list[Mapping[Root, float]]:
        """The chance of every root for each pair, in order. One pair's chances do not depend on another's."""
        return [dict(zip(ROOTS, self._chances(pair), strict=True)) for pair in pairs]

    def _chances(self, pair: Pair) -> list[float]:
        marked = mark(self._tokenizer, pair)
        given = {"ids": marked.ids[None], "marks": marked.roles[None, :, None], "pools": marked.pools()}
        scores = self._session.run(["roots"], given)[0][0].astype(np.float64)
        raised = np.exp(scores - scores.max())
        return [float(chance) for chance in raised / raised.sum()]


def mark(tokenizer: Tokenizer, pair: Pair) -> Marked:
    """Cut a sentence into at most LENGTH pieces, the source between asterisks and the target between number signs.

    A piece that both sides claim is the target's.
    """
    encoded = tokenizer.encode(pair.text.translate(_SURROGATES), add_special_tokens=False)
    starts, ends = (np.array([o[side] for o in encoded.offsets], dtype=np.int64) for side in (0, 1))
    belongs = np.zeros(len(starts), dtype=np.int64)
    for role, spans in enumerate((pair.source, pair.target), 1):
        for span in spans:
            belongs[(starts < span.end) & (ends > span.start)] = role
    ids, roles = [CLS], [0]
    before = 0
    for piece, role in zip((*encoded.ids, SEP), (*belongs.tolist(), 0), strict=True):
        if role != before:
            for signed in filter(None, (before, role)):
                ids.append(_SIGNS[signed])
                roles.append(signed)
        ids.append(piece)
        roles.append(role)
        before = role
    return _shortened(np.array(ids, dtype=np.int64), np.array(roles, dtype=np.int64))


def _shortened(ids: Ints, roles: Ints) -> Marked:
    if len(ids) <= LENGTH:
        return Marked(ids, roles)
    own = np.flatnonzero(roles)
    middle = int(own[0] + own[-1]) // 2 if len(own) else 0
    first = max(1, min(middle - LENGTH // 2, len(ids) - 1 - (LENGTH - 2)))
    kept = np.r_[0, first : first + LENGTH - 2, len(ids) - 1]
    return Marked(ids[kept], roles[kept])
