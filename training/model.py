"""The network: an encoder with marks, nine tracks of O/B/I under linear-chain CRFs, and vectors that link spans.

One shape of it is the student that ships (MiniLM, a small BERT), the other the teacher (MPNet, of base size); both read
the same word pieces.

Shapes: b windows of t pieces, k tracks. `emissions` is b, t, k, 3; `links` is b, t, 4, LINK_SIZE in the order source query (of
cues), source key, cue query (of contents), cue key.
CRF: Lafferty, McCallum and Pereira 2001; the partition is a product of matrices over the log semiring, halved
pairwise, so that it takes log2(t) steps instead of t. Biaffine linking: Dozat and Manning 2017.
"""

import math
from dataclasses import dataclass

import torch
from corpora import TRACKS
from torch import nn
from torch.nn import functional as F

from whoseword.tag.links import GAPS, STEPS
from whoseword.tag.pieces import MARK_SIZES

LINK_SIZE = 64
LINK_SCALE = 4.0  # of the product of two link vectors, over the root of their size
LABELS = 3  # O, B, I
FORBIDDEN = -1e4
VOCABULARY, POSITIONS = 30522, 512


@dataclass(frozen=True)
class Shape:
    """The size of an encoder; `buckets` counts those of its relative positions (none: absolute ones only)."""

    width: int
    layers: int
    heads: int
    inner: int
    norm_floor: float
    buckets: int = 0


MINILM = Shape(width=384, layers=6, heads=12, inner=1536, norm_floor=1e-12)
MPNET = Shape(width=768, layers=12, heads=12, inner=3072, norm_floor=1e-5, buckets=32)

_COMMON = {"up": "intermediate.dense", "down": "output.dense", "norm": "output.LayerNorm"}
# How BERT and MPNet name the parts of a layer.
QKV_NAMES = ([f"attention.self.{n}" for n in ("query", "key", "value")], [f"attention.attn.{n}" for n in "qkv"])
LAYER_NAMES = (
    {"out": "attention.output.dense", "attention_norm": "attention.output.LayerNorm", **_COMMON},
    {"out": "attention.attn.o", "attention_norm": "attention.LayerNorm", **_COMMON},
)


def relative_buckets(length: int, buckets: int, furthest: int = 128) -> torch.Tensor:
    """length, length: the bucket of the distance from each piece to each other one (Raffel et al. 2020; Song et al. 2020)."""
    places = torch.arange(length)
    distance = places[:, None] - places[None, :]
    half = buckets // 2
    near = half // 2
    far = near + (torch.log(distance.abs().clamp(min=1) / near) / math.log(furthest / near) * (half - near)).long()
    return torch.where(distance < 0, half, 0) + torch.where(distance.abs() < near, distance.abs(), far.clamp(max=half - 1))


class Layer(nn.Module):
    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        width, inner = shape.width, shape.inner
        self.heads = shape.heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.attention_norm = nn.LayerNorm(width, eps=shape.norm_floor)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm = nn.LayerNorm(width, eps=shape.norm_floor)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        b, t, width = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.attention_norm(x + self.drop(self.out(attended.transpose(1, 2).reshape(b, t, width))))
        return self.norm(x + self.drop(self.down(F.gelu(self.up(x)))))


class Network(nn.Module):
    def __init__(self, shape: Shape = MINILM, dropout: float = 0.1, marks: tuple[int, ...] = MARK_SIZES) -> None:
        super().__init__()
        width = shape.width
        self.words = nn.Embedding(VOCABULARY, width)
        self.positions = nn.Embedding(POSITIONS, width)
        self.kind = nn.Parameter(torch.zeros(width))
        self.relative = nn.Embedding(shape.buckets, shape.heads) if shape.buckets else None
        self.marks = nn.ModuleList(nn.Embedding(size, width) for size in marks)
        self.norm = nn.LayerNorm(width, eps=shape.norm_floor)
        self.drop = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.emit = nn.Linear(width, len(TRACKS) * LABELS)
        self.link = nn.Linear(width, 4 * LINK_SIZE)
        self.transitions = nn.Parameter(torch.zeros(len(TRACKS), LABELS, LABELS))
        self.gap_bias = nn.Parameter(torch.zeros(2, GAPS))
        self.step_bias = nn.Parameter(torch.zeros(2, STEPS))
        self.null_bias = nn.Parameter(torch.zeros(2))
        for table in self.marks:
            nn.init.zeros_(table.weight)

    def forward(self, ids: torch.Tensor, marks: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """ids b, t; marks b, t, 3; mask b, t (1 for a piece, 0 for padding) -> emissions, links."""
        b, t = ids.shape
        x = self.states(ids, marks, mask)
        return self.emit(x).view(b, t, len(TRACKS), LABELS), self.link(x).view(b, t, 4, LINK_SIZE)

    def states(self, ids: torch.Tensor, marks: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """What the last layer makes of every piece: b, t, width."""
        t = ids.shape[1]
        x = self.words(ids) + self.positions.weight[:t] + self.kind
        for number, table in enumerate(self.marks):
            x = x + table(marks[..., number])
        x = self.drop(self.norm(x))
        added = (1.0 - mask.to(x.dtype))[:, None, None, :] * FORBIDDEN
        if self.relative is not None:
            added = added + self.relative(relative_buckets(t, self.relative.num_embeddings)).permute(2, 0, 1)[None]
        for layer in self.layers:
            x = layer(x, added.to(x.dtype))
        return x

    def load(self, weights: dict[str, torch.Tensor]) -> None:
        """Take the weights of a BERT or MPNet checkpoint in the naming of its authors."""
        e = "embeddings."
        mpnet = self.relative is not None
        words, positions = weights[e + "word_embeddings.weight"], weights[e + "position_embeddings.weight"]
        if mpnet:  # the same word pieces four places on, but for padding, opening and closing; positions count from two
            opening, padding, closing = words[0], words[1], words[2]
            words, positions = words[4 : 4 + VOCABULARY].clone(), positions[2:]
            words[0], words[101], words[102] = padding, opening, closing
            self.relative.weight.data.copy_(weights["encoder.relative_attention_bias.weight"])
        else:
            self.kind.data.copy_(weights[e + "token_type_embeddings.weight"][0])
        self.words.weight.data.copy_(words)
        self.positions.weight.data.copy_(positions)
        self.norm.load_state_dict({k: weights[f"{e}LayerNorm.{k}"] for k in ("weight", "bias")})
        for i, layer in enumerate(self.layers):
            base = f"encoder.layer.{i}."
            for k in ("weight", "bias"):
                layer.qkv.get_parameter(k).data.copy_(torch.cat([weights[f"{base}{n}.{k}"] for n in QKV_NAMES[mpnet]]))
                for mine, theirs in LAYER_NAMES[mpnet].items():
                    getattr(layer, mine).get_parameter(k).data.copy_(weights[f"{base}{theirs}.{k}"])

    def allowed(self) -> torch.Tensor:
        """Transition scores with the forbidden O to I."""
        barrier = torch.zeros(LABELS, LABELS)
        barrier[0, 2] = FORBIDDEN
        return self.transitions.float() + barrier

    def chain_loss(
        self, emissions: torch.Tensor, first: torch.Tensor, pairs: torch.Tensor, mask: torch.Tensor, weights: torch.Tensor
    ) -> torch.Tensor:
        """Cross entropy per piece of the chains against a target's chances, weighted by track (b, k).

        The target gives the chance of each label of the first piece (b, k, 3) and of each pair of neighbours' labels
        (b, t - 1, k, 3, 3): ones and zeros for labels by hand, marginals for those of a teacher (structural knowledge
        distillation, Wang et al. 2020). Pieces outside `mask` count as O for certain, for target and partition alike.
        """
        emissions = emissions.float()
        certain = torch.tensor([0.0, FORBIDDEN, FORBIDDEN])
        emissions = torch.where(mask[..., None, None] > 0, emissions, certain)
        transitions = self.allowed()
        score = (first * emissions[:, 0]).sum(-1)
        score = score + (pairs.sum(1) * transitions).sum((-2, -1)) + (pairs.sum(-2) * emissions[:, 1:]).sum((1, 3))
        steps = transitions[None, None] + emissions[:, 1:, :, None, :]
        while steps.shape[1] > 1:
            if steps.shape[1] % 2:
                tail = torch.logsumexp(steps[:, -2][..., :, :, None] + steps[:, -1][..., None, :, :], dim=-2)
                steps = torch.cat([steps[:, :-2], tail[:, None]], dim=1)
                if steps.shape[1] == 1:
                    break
            if steps.shape[1] % 2 == 0:
                steps = torch.logsumexp(steps[:, 0::2][..., :, :, None] + steps[:, 1::2][..., None, :, :], dim=-2)
        total = torch.logsumexp(emissions[:, 0][..., :, None] + steps[:, 0], dim=(-2, -1))
        return ((total - score) * weights).sum() / mask.sum()

    def link_scores(
        self, number: int, queries: torch.Tensor, keys: torch.Tensor, gaps: torch.Tensor, steps: torch.Tensor
    ) -> torch.Tensor:
        """Scores of n queries against m keys and, last, against none: n, m + 1."""
        scores = queries @ keys.T / math.sqrt(LINK_SIZE) * LINK_SCALE
        scores = scores + self.gap_bias[number][gaps] + self.step_bias[number][steps]
        return torch.cat([scores, self.null_bias[number].expand(len(queries), 1)], dim=1)
