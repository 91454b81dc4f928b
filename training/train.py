"""Train the reader.

    python train.py WORK OUT --start WEIGHTS --minutes 80 [--facts DATA/facts] [--tokenizer DIR] [--resume]

Every step: some windows of PolNeAR (tags, links, silver entities, the teacher's vectors) and of EWT/GUM (tags, trees, sentence ends, gold
entities) in one forward pass. The learning rate warms up, then falls with the wall clock to 0 at `--minutes`. WORK comes from prepare.py.
A checkpoint is written every few minutes; `--resume` goes on from it. At the end: OUT/last.pt, OUT/ema.pt (fp16) and OUT/training.json.

`--workers 2 --threads 1` trains two copies that never wait for each other: each takes other windows and, every few steps, the mean of its
weights and the other's latest. On a busy machine that is quicker than two threads, which wait for the slower of them in every product.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
import torch.multiprocessing as mp
import torch.nn.functional as F
from augment import Dresser
from features import TAGS, Batch, Doc, Example, Window, collate, cut, example, load_tokenizer, pack
from model import FAR, Reader, crf_loss, load_state
from torch import Tensor

WEIGHTS = {  # of the losses; they bring every head's gradient to the same order
    "tag": 0.5, "crf": 0.6, "link": 0.5, "ner": 0.4, "gum_ner": 0.3, "cos": 3.0, "sim": 20.0,
    "arc": 0.7, "rel": 0.7, "upos": 0.4, "end": 0.15,
}  # fmt: skip
TRIES = 60  # at a paragraph for a window; where it is nearly full, little fits


@dataclass(frozen=True)
class Settings:
    """Hyper-parameters."""

    encoder_rate: float = 1.0e-4
    head_rate: float = 5.0e-4
    step_rate: float = 4.0e-3  # transitions between tags: few numbers that must travel far
    decay: float = 0.01
    betas: tuple[float, float] = (0.9, 0.98)
    clip: float = 1.0
    warmup: int = 60  # steps
    size: int = 256  # pieces in a window
    news: int = 4  # windows of PolNeAR a step
    trees: int = 3  # windows of EWT/GUM a step
    dressed: float = 0.3  # share of articles in another dress
    retold: float = 0.08  # share of PolNeAR windows made of retold attributions and fragments
    ema: float = 0.995
    meet: int = 4  # steps between meetings of the workers
    weights: dict[str, float] = field(default_factory=lambda: dict(WEIGHTS))


# -------------------------------------------------------------------------------------------------------- windows


def news_windows(docs: list[Doc], dresser: Dresser, s: Settings, rng: Random) -> Iterator[Example]:
    """Endless. Half of the articles are cut anywhere, half at sentence ends, as the program cuts them."""
    while True:
        rows: list[tuple[Window, int]] = []
        for doc in docs:
            worn = dresser.dress(doc) if rng.random() < s.dressed else doc
            first, which = rng.randint(40, s.size), rng.randrange(len(doc.readings))
            windows = pack([worn], s.size, first) if rng.random() < 0.5 else [[(worn, i, j)] for i, j in cut(worn, s.size, first)]
            rows += [(w, which) for w in windows]
        rng.shuffle(rows)
        for window, which in rows:
            if rng.random() < s.retold and (made := retold_window(docs, dresser, s, rng)):
                yield example(made)
            yield example(window, which)


def retold_window(docs: list[Doc], dresser: Dresser, s: Settings, rng: Random) -> Window:
    made: Window = []
    total = 2
    limit = rng.randint(30, s.size)
    for _ in range(TRIES):
        make = dresser.retell if rng.random() < 0.6 else dresser.fragment
        doc = make(rng.choice(docs))
        if doc and total + (n := sum(doc.cost(k) for k in range(len(doc.words)))) <= s.size:
            made.append((doc, 0, len(doc.words)))
            total += n
        if total >= limit:
            break
    return made


def tree_windows(banks: list[list[Doc]], s: Settings, rng: Random) -> Iterator[Example]:
    """Endless. Documents shuffled, short ones packed together."""
    while True:
        windows: list[Window] = []
        for bank in banks:
            docs = bank[:]
            rng.shuffle(docs)
            windows += pack(docs, s.size, rng.randint(30, s.size))
        rng.shuffle(windows)
        yield from map(example, windows)


# --------------------------------------------------------------------------------------------------------- losses


def cross_entropy(scores: Tensor, gold: Tensor) -> Tensor:
    return F.cross_entropy(scores.flatten(0, 1), gold.flatten()) if (gold >= 0).any() else scores.sum() * 0


def losses(m: Reader, b: Batch, rows: list[Example], n: int, teacher: Tensor) -> dict[str, Tensor]:
    """Loss by name; the first `n` rows are PolNeAR's."""
    layers = m.enc(b["ids"], b["mask"], b["case"])
    w = m.words(layers[-1], b["first"])
    where = torch.gather(b["psent"], 1, b["first"])
    tags, trees = m.tag(w[:n]), w[n:]
    out = {"tag": cross_entropy(tags, b["tags"][:n]), "crf": crf_loss(tags, b["tags"][:n], m.step)}
    out["ner"], out["gum_ner"] = cross_entropy(m.ner(w[:n]), b["entities"][:n]), cross_entropy(m.ner(trees), b["entities"][n:])
    link = F.log_softmax(m.link(w[:n]).masked_fill((b["words"][:n] == 0)[:, None, :], FAR), -1)
    out["link"] = -(b["links"][:n] * link).sum() / (b["links"][:n].sum(-1) > 0).sum().clamp(min=1)
    at = [(i, s, t) for i, e in enumerate(rows[:n]) for s, t in e.teach]
    if len(at) > 1:  # each vector like the teacher's, and the similarities among them
        mine = m.vectors([x[:n] for x in layers], b["psent"][:n], b["sid"])
        v, t = torch.stack([mine[i, s] for i, s, _ in at]), teacher[[t for _, _, t in at]].float()
        out["cos"], out["sim"] = 1 - (v * t).sum(-1).mean(), (v @ v.T - t @ t.T).pow(2).mean()
    inside = where[n:]
    out["arc"] = cross_entropy(m.arc(trees).masked_fill(inside[:, :, None] != inside[:, None, :], FAR), b["head"][n:])
    out["rel"] = cross_entropy(m.rel_scores(*m.sides(trees), b["head"][n:].clamp(min=0)), b["rel"][n:])
    out["upos"] = cross_entropy(m.upos(trees), b["upos"][n:])
    known = b["ends"] >= 0
    out["end"] = F.binary_cross_entropy_with_logits(m.end(w).squeeze(-1)[known], b["ends"][known].float())
    return out


def tag_transitions(docs: list[Doc], weight: float = 0.3) -> Tensor:
    """Where the learned transitions start: weighted pointwise mutual information of neighbouring tags (.3: READER.md)."""
    count = np.full((len(TAGS), len(TAGS)), 0.1)
    for doc in docs:
        tags = doc.readings[0].tags
        np.add.at(count, (tags[:-1], tags[1:]), 1)
    pmi = np.log(count / count.sum(1, keepdims=True)) - np.log(count.sum(0) / count.sum())[None]
    return torch.tensor(weight * pmi, dtype=torch.float32)


# ------------------------------------------------------------------------------------------------------- the loop


class Run:
    """Everything that a checkpoint holds."""

    def __init__(self, reader: Reader, s: Settings) -> None:
        groups: dict[str, list[Any]] = {"enc": [], "step": [], "head": []}
        for name, p in reader.named_parameters():
            groups["enc" if name.startswith("enc.") else "step" if name == "step" else "head"].append(p)
        self.rates = [s.encoder_rate, s.step_rate, s.head_rate]
        params = [{"params": g, "lr": 0.0} for g in groups.values()]
        self.reader, self.optimizer = reader, torch.optim.AdamW(params, weight_decay=s.decay, betas=s.betas, fused=True)
        self.ema = {k: v.detach().clone() for k, v in reader.state_dict().items()}
        self.steps, self.seconds, self.resumed = 0, 0.0, 0
        self.pieces = {"news": 0, "trees": 0}
        self.loss: dict[str, float] = {}

    def save(self, path: Path) -> None:
        keep = {"reader": self.reader.state_dict(), "optimizer": self.optimizer.state_dict(), "ema": self.ema}
        keep |= {k: getattr(self, k) for k in ("steps", "seconds", "resumed", "pieces", "loss")}
        torch.save(keep, path.with_suffix(".tmp"))
        path.with_suffix(".tmp").replace(path)

    def load(self, path: Path) -> None:
        kept = torch.load(path, weights_only=False)
        self.reader.load_state_dict(kept["reader"])
        self.optimizer.load_state_dict(kept["optimizer"])
        self.ema, self.resumed = kept["ema"], kept["resumed"] + 1
        self.steps, self.seconds, self.pieces, self.loss = (kept[k] for k in ("steps", "seconds", "pieces", "loss"))

    def step(self, total: Tensor, s: Settings, fraction: float) -> None:
        scale = min(1.0, (self.steps + 1) / s.warmup) * max(0.0, 1 - fraction)
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * scale
        self.optimizer.zero_grad()
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.reader.parameters(), s.clip)
        self.optimizer.step()
        self.steps += 1

    def average(self, s: Settings) -> None:
        keep = min(s.ema, (1 + self.steps) / (10 + self.steps))
        now = self.reader.state_dict()
        torch._foreach_lerp_(list(self.ema.values()), [now[k] for k in self.ema], 1 - keep)


def half(state: dict[str, Tensor], path: Path) -> None:
    torch.save({k: v.half() for k, v in state.items()}, path)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--start", type=Path, required=True, help="a folder with all-MiniLM-L6-v2, or a state dict (.pt) to go on from")
    parser.add_argument("--tokenizer", type=Path, required=True, help="folder with tokenizer.json")
    parser.add_argument("--facts", type=Path, help="folder with the World Factbook's leaders: other names for persons and places")
    parser.add_argument("--minutes", type=float, default=80)
    parser.add_argument("--threads", type=int, default=1, help="of each worker")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--save-every", type=float, default=240, help="seconds between checkpoints")
    parser.add_argument("--freeze", type=int, default=0, help="lowest layers, and the embeddings, that do not learn: quicker when going on")
    parser.add_argument("--news", type=int, default=Settings.news, help="windows of PolNeAR a step")
    parser.add_argument("--trees", type=int, default=Settings.trees, help="windows of EWT/GUM a step")
    parser.add_argument("--resume", action="store_true")
    return parser.parse_args()


def begin(options: argparse.Namespace, data: dict[str, Any], s: Settings) -> Run:
    reader = Reader(len(data["upos"]), len(data["rels"]))
    with torch.no_grad():
        reader.step.copy_(tag_transitions(data["polnear_train"]))
    if options.start.is_dir():
        reader.enc.load_minilm(options.start)
    else:
        load_state(reader, torch.load(options.start))
    for layer in reader.enc.layers:
        layer.fused = True
    if options.freeze:
        for part in (reader.enc.word, reader.enc.pos, reader.enc.case, reader.enc.ln, *reader.enc.layers[: options.freeze]):
            part.requires_grad_(False)
    run = Run(reader.train(), s)
    if options.resume and (options.out / "checkpoint.pt").exists():
        run.load(options.out / "checkpoint.pt")
    return run


class Meeting:
    """The latest weights of every worker, in shared memory. Nobody waits: what the others wrote last is good enough."""

    def __init__(self, reader: Reader, workers: int) -> None:
        self.latest = [[p.detach().clone().share_memory_() for p in reader.parameters()] for _ in range(workers)]

    @torch.no_grad()
    def attend(self, worker: int, reader: Reader) -> None:
        """Publish this worker's weights, then take the mean of all."""
        mine = [p.data for p in reader.parameters()]
        torch._foreach_copy_(self.latest[worker], mine)
        for k, theirs in enumerate(x for i, x in enumerate(self.latest) if i != worker):
            torch._foreach_lerp_(mine, theirs, 1 / (k + 2))


def loop(run: Run, worker: int, meeting: Meeting, data: dict[str, Any], s: Settings, options: argparse.Namespace) -> None:
    """Train until the time is over. Worker 0 reports and writes checkpoints."""
    seed = options.seed + 1000 * run.resumed + 100 * worker
    torch.manual_seed(seed)
    rng = Random(seed)
    dresser = Dresser(load_tokenizer(options.tokenizer), options.facts, rng)
    news = news_windows(data["polnear_train"], dresser, s, rng)
    trees = tree_windows([data["ewt_train"], data["gum_train"]], s, Random(seed + 1))
    teacher = torch.from_numpy(np.load(options.work / "teacher.npz")["train"])
    end, saved, last = options.minutes * 60, run.seconds, time.monotonic()
    while run.seconds < end:
        a, b = [next(news) for _ in range(s.news)], [next(trees) for _ in range(s.trees)]
        found = losses(run.reader, collate(a + b), a + b, len(a), teacher)
        run.step(sum(s.weights[k] * v for k, v in found.items()), s, run.seconds / end)  # type: ignore[arg-type]
        if worker == 0:
            run.average(s)
        for name, rows in (("news", a), ("trees", b)):
            run.pieces[name] += sum(len(e.ids) for e in rows)
        for k, v in found.items():
            run.loss[k] = 0.97 * run.loss.get(k, v.item()) + 0.03 * v.item()
        if run.steps % s.meet == 0:
            meeting.attend(worker, run.reader)
        now = time.monotonic()
        run.seconds, last = run.seconds + now - last, now
        if worker == 0 and (run.steps % 25 == 0 or run.steps == 3):
            rate = sum(run.pieces.values()) / run.seconds
            print(f"step {run.steps} {run.seconds:.0f} s {rate:.0f} pieces/s", {k: round(v, 3) for k, v in run.loss.items()}, flush=True)
        if worker == 0 and run.seconds - saved > options.save_every:
            run.save(options.out / "checkpoint.pt")
            saved = run.seconds


def work(worker: int, meeting: Meeting, options: argparse.Namespace) -> None:
    """One worker's life, in its own process, and in its own session, as Linux may share the processors out by session."""
    os.setsid()
    s = replace(Settings(), news=options.news, trees=options.trees)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    data = pickle.loads((options.work / "data.pkl").read_bytes())
    run = begin(options, data, s)
    loop(run, worker, meeting, data, s, options)
    torch._foreach_copy_(meeting.latest[worker], [p.data for p in run.reader.parameters()])
    if worker == 0:
        run.save(options.out / "checkpoint.pt")
        half(run.ema, options.out / "ema.pt")
        story: dict[str, Any] = {
            "start": options.start.name,
            "settings": asdict(s),
            "seed": options.seed,
            "workers": options.workers,
            "frozen": options.freeze,
            "steps of a worker": run.steps,
        }
        story |= {"seconds": round(run.seconds), "resumed": run.resumed, "pieces of a worker": run.pieces, "torch": torch.__version__}
        story |= {"loss": {k: round(v, 4) for k, v in run.loss.items()}}
        (options.out / "training.json").write_text(json.dumps(story, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    options = parse()
    options.out.mkdir(parents=True, exist_ok=True)
    data = pickle.loads((options.work / "data.pkl").read_bytes())
    torch.manual_seed(options.seed)
    reader = begin(options, data, Settings()).reader
    meeting = Meeting(reader, options.workers)
    del data
    mp.spawn(work, (meeting, options), nprocs=options.workers)
    with torch.no_grad():
        for p, *all_latest in zip(reader.parameters(), *meeting.latest, strict=True):
            p.copy_(torch.stack(all_latest).mean(0))
    half(reader.state_dict(), options.out / "last.pt")


if __name__ == "__main__":
    main()
