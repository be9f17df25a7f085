"""The network: a small BERT with marks, six tracks of O/B/I under linear-chain CRFs, and vectors that link spans.

Shapes: b windows of t pieces. `emissions` is b, t, 6, 3; `links` is b, t, 4, LINK_SIZE in the order source query (of
cues), source key, cue query (of contents), cue key.
CRF: Lafferty, McCallum and Pereira 2001; the partition is a product of matrices over the log semiring, halved
pairwise, so that it takes log2(t) steps instead of t. Biaffine linking: Dozat and Manning 2017.
"""

import math

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


class Layer(nn.Module):
    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.attention_norm = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        b, t, width = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.attention_norm(x + self.drop(self.out(attended.transpose(1, 2).reshape(b, t, width))))
        return self.norm(x + self.drop(self.down(F.gelu(self.up(x)))))


class Network(nn.Module):
    def __init__(
        self,
        vocabulary: int = 30522,
        width: int = 384,
        layers: int = 6,
        heads: int = 12,
        inner: int = 1536,
        dropout: float = 0.1,
    ) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(512, width)
        self.kind = nn.Parameter(torch.zeros(width))
        self.marks = nn.ModuleList(nn.Embedding(size, width) for size in MARK_SIZES)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.drop = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(width, heads, inner, dropout) for _ in range(layers))
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
        x = self.words(ids) + self.positions.weight[:t] + self.kind
        for number, table in enumerate(self.marks):
            x = x + table(marks[..., number])
        x = self.drop(self.norm(x))
        added = (1.0 - mask.to(x.dtype))[:, None, None, :] * FORBIDDEN
        for layer in self.layers:
            x = layer(x, added.to(x.dtype))
        return self.emit(x).view(b, t, len(TRACKS), LABELS), self.link(x).view(b, t, 4, LINK_SIZE)

    def load_bert(self, weights: dict[str, torch.Tensor]) -> None:
        """Take the weights of a BERT checkpoint in the naming of its authors."""
        e = "embeddings."
        self.words.weight.data.copy_(weights[e + "word_embeddings.weight"])
        self.positions.weight.data.copy_(weights[e + "position_embeddings.weight"])
        self.kind.data.copy_(weights[e + "token_type_embeddings.weight"][0])
        self.norm.load_state_dict({k: weights[f"{e}LayerNorm.{k}"] for k in ("weight", "bias")})
        parts = {"out": "attention.output.dense", "attention_norm": "attention.output.LayerNorm", "up": "intermediate.dense",
                 "down": "output.dense", "norm": "output.LayerNorm"}  # fmt: skip
        for i, layer in enumerate(self.layers):
            base = f"encoder.layer.{i}."
            for k in ("weight", "bias"):
                layer.qkv.get_parameter(k).data.copy_(
                    torch.cat([weights[f"{base}attention.self.{n}.{k}"] for n in ("query", "key", "value")])
                )
                for mine, theirs in parts.items():
                    getattr(layer, mine).get_parameter(k).data.copy_(weights[f"{base}{theirs}.{k}"])

    def allowed(self) -> torch.Tensor:
        """Transition scores with the forbidden O to I."""
        barrier = torch.zeros(LABELS, LABELS)
        barrier[0, 2] = FORBIDDEN
        return self.transitions.float() + barrier

    def chain_loss(
        self, emissions: torch.Tensor, labels: torch.Tensor, mask: torch.Tensor, weights: torch.Tensor
    ) -> torch.Tensor:
        """Negative log likelihood of labels (b, t, 6) per piece, weighted by track (b, 6).

        Pieces outside `mask` count as O for certain, for gold and partition alike.
        """
        emissions = emissions.float()
        certain = torch.tensor([0.0, FORBIDDEN, FORBIDDEN])
        emissions = torch.where(mask[..., None, None] > 0, emissions, certain)
        transitions = self.allowed()
        score = emissions.gather(-1, labels[..., None])[..., 0].sum(1)
        track = torch.arange(len(TRACKS)).expand_as(labels[:, 1:])
        score = score + transitions[track, labels[:, :-1], labels[:, 1:]].sum(1)
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
