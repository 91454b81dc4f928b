"""The network: one MiniLM-L6 encoder, every head in the same pass.

Word-level heads read the encoder's output at a word's first piece:
  tag   BIO of source, cue, content (7)       link  word -> first word of its cue (biaffine with a distance bias)
  upos, arc (biaffine; own index = root), rel           ner   BIO of four kinds of names (9)
  end   whether a sentence ends at the word
Piece-level: `piece`, whose mean over any words, at unit length, is their vector (imitates the original MiniLM's).
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
import torch.nn.functional as F
from features import ENTITIES, MAX_PIECES, TAGS
from torch import Tensor, nn

WIDTH, LAYERS, HEADS, VOCABULARY = 384, 6, 12, 30522
VECTOR_LAYERS = (2, 4, 6)  # outputs that the sentence vectors mix: the last is busiest with words, the middle ones with meaning
FAR = -1e4  # a score that no softmax sees


class Layer(nn.Module):
    """A BERT layer. `fused` attention trains faster; the plain form gives a clean ONNX graph."""

    fused = False

    def __init__(self, width: int = WIDTH, heads: int = HEADS, inner: int = 4 * WIDTH, dropout: float = 0.1) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(4))
        self.ln1, self.ln2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.f1, self.f2 = nn.Linear(width, inner), nn.Linear(inner, width)
        self.drop = nn.Dropout(dropout)

    def attend(self, x: Tensor, bias: Tensor) -> Tensor:
        rows, length, width = x.shape
        q, k, v = (f(x).view(rows, length, self.heads, width // self.heads).transpose(1, 2) for f in (self.q, self.k, self.v))
        if self.fused:
            out = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
        else:
            out = torch.softmax(q @ k.transpose(-1, -2) * (1 / math.sqrt(width // self.heads)) + bias, -1) @ v
        return out.transpose(1, 2).reshape(rows, length, width)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        x = self.ln1(x + self.drop(self.o(self.attend(x, bias))))
        return self.ln2(x + self.drop(self.f2(F.gelu(self.f1(x)))))


class Encoder(nn.Module):
    """MiniLM-L6 with an embedding of case shapes, zero at the start, so that it begins as the original."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.word, self.pos, self.case = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(MAX_PIECES, WIDTH), nn.Embedding(8, WIDTH)
        nn.init.zeros_(self.case.weight)
        self.ln, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout=dropout) for _ in range(LAYERS))

    def forward(self, ids: Tensor, mask: Tensor, case: Tensor) -> list[Tensor]:
        """The embedding's output and that of every layer."""
        x = self.word(ids) + self.case(case) + self.pos(torch.arange(ids.shape[1], device=ids.device))[None]
        out, bias = [self.drop(self.ln(x))], ((1.0 - mask.to(x.dtype)) * FAR)[:, None, None, :]
        for layer in self.layers:
            out.append(layer(out[-1], bias))
        return out

    def load_minilm(self, folder: Path) -> Encoder:
        """The published weights; the single token type is folded into the positions."""
        from safetensors.torch import load_file

        raw = {k.removeprefix("bert."): v.float() for k, v in load_file(str(folder / "model.safetensors")).items()}
        names = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "o": "attention.output.dense"}
        names |= {"ln1": "attention.output.LayerNorm", "f1": "intermediate.dense", "f2": "output.dense", "ln2": "output.LayerNorm"}
        state = self.state_dict()
        state["word.weight"] = raw["embeddings.word_embeddings.weight"]
        state["pos.weight"] = raw["embeddings.position_embeddings.weight"] + raw["embeddings.token_type_embeddings.weight"][0]
        for part in ("weight", "bias"):
            state[f"ln.{part}"] = raw[f"embeddings.LayerNorm.{part}"]
            for i in range(LAYERS):
                for ours, theirs in names.items():
                    state[f"layers.{i}.{ours}.{part}"] = raw[f"encoder.layer.{i}.{theirs}.{part}"]
        self.load_state_dict(state)
        return self


def distance_buckets(reach: int = MAX_PIECES) -> Tensor:
    """Signed distances -reach..reach in 53 buckets: exact below 8, then three an octave."""
    k = torch.arange(-reach, reach + 1)
    m = k.abs().float().clamp(min=1)
    octave = torch.log2(m).floor()
    coarse = 8 + 3 * torch.log2(m / 8).floor() + ((m / 2**octave - 1) * 3).floor()
    return torch.where(k.abs() < 8, k.abs().float(), coarse).long().clamp(max=26) * k.sign() + 26


class Biaffine(nn.Module):
    """score[dependent, head] = b(head)·U·a(dependent) + u·b(head) + bias[bucket(head - dependent)]."""

    def __init__(self, inner: int, dropout: float = 0.2) -> None:
        super().__init__()
        self.a, self.b, self.U = nn.Linear(WIDTH, inner), nn.Linear(WIDTH, inner), nn.Linear(inner, inner, bias=False)
        self.ub, self.drop, self.dist = nn.Linear(inner, 1), nn.Dropout(dropout), nn.Embedding(53, 1)
        nn.init.zeros_(self.dist.weight)
        self.register_buffer("bucket", distance_buckets(), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        a, b = self.drop(F.leaky_relu(self.a(x), 0.1)), self.drop(F.leaky_relu(self.b(x), 0.1))
        n = torch.arange(x.shape[1], device=x.device)
        near = self.dist(self.bucket[(n[None, :] - n[:, None]).clamp(-MAX_PIECES, MAX_PIECES) + MAX_PIECES]).squeeze(-1)
        return self.U(a) @ b.transpose(1, 2) + self.ub(b).transpose(1, 2) + near[None]


class Reader(nn.Module):
    """All heads on one encoder. `relations` and `parts of speech` are counted by the data."""

    def __init__(self, n_upos: int, n_rel: int, inner: int = 96) -> None:
        super().__init__()
        self.enc, self.n_rel, self.inner = Encoder(), n_rel, inner
        self.tag, self.ner, self.upos, self.end = (self._linear(n) for n in (len(TAGS), len(ENTITIES), n_upos, 1))
        self.link, self.arc = Biaffine(96), Biaffine(256)
        self.rd, self.rh, self.rp = nn.Linear(WIDTH, inner), nn.Linear(WIDTH, inner), nn.Dropout(0.2)
        self.rU = nn.Linear(inner + 1, (inner + 1) * n_rel, bias=False)
        self.vec = nn.Linear(WIDTH * len(VECTOR_LAYERS), WIDTH)
        self.step = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))  # score of tag j after tag i, learned as a CRF's

    @staticmethod
    def _linear(n: int) -> nn.Sequential:
        return nn.Sequential(nn.Dropout(0.1), nn.Linear(WIDTH, n))

    @staticmethod
    def words(x: Tensor, first: Tensor) -> Tensor:
        return torch.gather(x, 1, first[:, :, None].expand(-1, -1, x.shape[-1]))

    def sides(self, w: Tensor) -> tuple[Tensor, Tensor]:
        """Each word as a dependent and as a head, [B,W,inner+1], for `rel_scores`."""
        one = torch.ones_like(w[:, :, :1])
        return tuple(torch.cat([self.rp(F.leaky_relu(f(w), 0.1)), one], -1) for f in (self.rd, self.rh))  # type: ignore[return-value]

    def rel_scores(self, dependent: Tensor, head: Tensor, heads: Tensor) -> Tensor:
        """Scores of the relation of each word to the word `heads` [B,W] (own index: the root)."""
        chosen = torch.gather(head, 1, heads[:, :, None].expand(-1, -1, self.inner + 1))
        rows, n, _ = dependent.shape
        return (self.rU(dependent).view(rows, n, self.n_rel, self.inner + 1) @ chosen[:, :, :, None]).squeeze(-1)

    def mixed(self, layers: list[Tensor]) -> Tensor:
        return torch.cat([layers[k] for k in VECTOR_LAYERS], -1)

    def vectors(self, layers: list[Tensor], psent: Tensor, sid: Tensor) -> Tensor:
        """[B, sentences, width], unit length."""
        x = self.mixed(layers)
        m = (psent[:, None, :] == sid[None, :, None]).to(x.dtype)
        return F.normalize(self.vec((m @ x) / m.sum(-1, keepdim=True).clamp(min=1.0)), dim=-1)

    def forward(self, ids: Tensor, mask: Tensor, case: Tensor, psent: Tensor, first: Tensor, sid: Tensor) -> tuple[Tensor, ...]:
        """The graph that is exported; outputs in the order of `export.OUTPUTS`."""
        layers = self.enc(ids, mask, case)
        w = self.words(layers[-1], first)
        where = torch.gather(psent, 1, first)
        arc = torch.where(where[:, :, None] == where[:, None, :], raw := self.arc(w), torch.full_like(raw, FAR))
        dependent, head = self.sides(w)
        rel = self.rel_scores(dependent, head, arc.argmax(-1))
        piece = self.vec(self.mixed(layers))
        m = (psent[:, None, :] == sid[None, :, None]).to(piece.dtype)
        vec = (m @ piece) / m.sum(-1, keepdim=True).clamp(min=1.0)
        vec = vec / vec.pow(2).sum(-1, keepdim=True).clamp(min=1e-12).sqrt()
        return (
            self.tag(w), self.link(w), self.upos(w), arc, rel, self.ner(w), vec,
            raw, self.end(w).squeeze(-1), dependent, head, piece,
        )  # fmt: skip


def load_state(reader: Reader, state: dict[str, Tensor]) -> Reader:
    """Weights of this network, or of its prototype (a narrower `vec`, no `end`, no `step`): what is missing starts fresh."""
    state, own = {k: v.float() for k, v in state.items()}, reader.state_dict()
    if state["vec.weight"].shape[1] == WIDTH:
        wide = torch.zeros_like(own["vec.weight"])
        wide[:, -WIDTH:] = state["vec.weight"]
        state["vec.weight"] = wide
    reader.load_state_dict({**own, **state})
    return reader


def crf_loss(scores: Tensor, gold: Tensor, step: Tensor) -> Tensor:
    """Negative log likelihood per word of the gold sequences under a linear chain; rows are padded with negative labels."""
    live = gold >= 0
    y = gold.clamp(min=0)
    both = live[:, 1:] & live[:, :-1]
    right = (scores.gather(2, y[:, :, None]).squeeze(-1) * live).sum() + (step[y[:, :-1], y[:, 1:]] * both).sum()
    alpha = scores[:, 0]
    for i in range(1, scores.shape[1]):
        alpha = torch.where(live[:, i, None], torch.logsumexp(alpha[:, :, None] + step[None], 1) + scores[:, i], alpha)
    return (torch.logsumexp(alpha, 1).sum() - right) / live.sum().clamp(min=1)
