"""Shared passages in generated corpora: accuracy, time against a DuckDB 5-gram join in the same run, peak memory, growth, short quotations.

    python -m benchmarks.text_reuse [--shared ../shared] [--folder DIR] [--sizes 2000 20000] [--seed 7] [--workers 2] [--alone] [--quotes]
    python -m benchmarks.text_reuse --index 100000 1000

Generator and scorer are those of `score/text_reuse` in the shared folder; corpora are made in DIR once. Each program runs in a process of
its own and is timed from the opening of the corpus to the written table, imports aside. Read the ratios of processor time, not the seconds:
seconds belong to the machine. `--alone` leaves DuckDB out (200,000 documents take it long), `--quotes` plants quotations of 8 to 24 words,
`--index` times adding documents to an index.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

WORD = re.compile(r"\w+")
JOIN = """
with few as (select gram from grams group by gram having count(*) between 2 and 100),
     kept as (select grams.* from grams semi join few using (gram))
select a.doc, b.doc, min(a.start), max(a.stop), min(b.start), max(b.stop)
from kept a join kept b on a.gram = b.gram and a.doc < b.doc
     join outlets x on x.doc = a.doc join outlets y on y.doc = b.doc
where x.series <> y.series group by 1, 2 having count(*) >= 3
"""  # a pair of texts of two outlets with three 5-grams in common that stand in no more than 100 places
LENGTHS = ((8, 11), (12, 15), (16, 19), (20, 24))
PLANTED = 200  # quotations a length
BATCHES = 9  # added to an index one after the other, and each to an empty one


class Run(NamedTuple):
    """What one program did with one corpus."""

    wall: float
    processor: float
    peak: float  # MB
    told: dict[str, Any]


def rows(corpus: Path) -> Iterator[dict[str, str]]:
    with (corpus / "docs.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def ours(corpus: Path, out: Path, workers: int) -> dict[str, Any]:
    from twicetold.retelling.reuse import furniture, search, words

    ids: list[str] = []
    outlets: list[str | None] = []
    told: dict[str, Any] = {}

    def texts() -> Iterator[str]:
        for row in rows(corpus):
            ids.append(row["id"])
            outlets.append(row["series"])
            yield row["text"]

    start = time.perf_counter(), time.process_time()
    found = search.search_words(  # the words are no one else's, so that they can go once they are not needed
        words.read(texts(), workers),
        furniture.owners(outlets, len(ids)),
        workers=workers,
        report=lambda sizes: told.update(sizes._asdict()),
    )
    owners = furniture.owners(outlets, len(ids))
    apart = owners[found.a] != owners[found.b]
    columns = (found.a_start, found.a_end, found.b_start, found.b_end)
    with out.open("w", encoding="utf-8") as table:
        for a, b, *places in zip(*(c[apart].tolist() for c in (found.a, found.b, *columns)), strict=True):
            print(ids[a], ids[b], *places, sep="\t", file=table)
    return {"wall": time.perf_counter() - start[0], "processor": time.process_time() - start[1], **told}


def duckdb(corpus: Path, out: Path, workers: int) -> dict[str, Any]:
    import duckdb as database
    import pyarrow as pa

    start = time.perf_counter(), time.process_time()
    ids, outlets = [], []
    parts: list[pa.Table] = []
    for number, row in enumerate(rows(corpus)):
        ids.append(row["id"])
        outlets.append(row["series"])
        found = [(m[0].lower(), m.start(), m.end()) for m in WORD.finditer(row["text"])]
        key = [hash(word) for word, _, _ in found]
        grams = list(map(hash, zip(key, key[1:], key[2:], key[3:], key[4:], strict=False)))
        begin, end = [s for _, s, _ in found][: len(grams)], [e for _, _, e in found][4:]
        part = {"gram": pa.array(grams, pa.int64()), "doc": pa.array([number] * len(grams), pa.int32())}
        parts.append(pa.table({**part, "start": pa.array(begin, pa.int32()), "stop": pa.array(end[: len(grams)], pa.int32())}))
    connection = database.connect()
    connection.execute(f"set threads = {workers}")
    connection.register("grams", pa.concat_tables(parts))
    connection.register("outlets", pa.table({"doc": pa.array(range(len(ids)), pa.int32()), "series": pa.array(outlets)}))
    with out.open("w", encoding="utf-8") as table:
        for a, b, *places in connection.execute(JOIN).fetchall():
            print(ids[a], ids[b], *places, sep="\t", file=table)
    return {"wall": time.perf_counter() - start[0], "processor": time.process_time() - start[1]}


PROGRAMS = {"twicetold": ours, "duckdb": duckdb}


def run(program: str, corpus: Path, workers: int) -> Run:
    """Run one program in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.text_reuse", "--run", program, str(corpus), "--workers", str(workers)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    return Run(told.pop("wall"), told.pop("processor"), told.pop("peak"), told)


def child(program: str, corpus: Path, workers: int) -> None:
    told = PROGRAMS[program](corpus, corpus / f"{program}.tsv", workers)
    print(json.dumps({**told, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def corpus_of(shared: Path, folder: Path, size: int, seed: int) -> Path:
    """The generated corpus of so many documents, made where it is not there yet."""
    place = folder / f"{size}-{seed}"
    if not (place / "passages.tsv").exists():
        generator = shared / "score" / "text_reuse" / "generate.py"
        polnear = shared / "data" / "polnear"
        command = [sys.executable, str(generator), "--polnear", str(polnear), "--n", str(size), "--seed", str(seed), "--out", str(place)]
        subprocess.run(command, check=True)
    return place


def scorer(shared: Path) -> Any:
    found = importlib.util.spec_from_file_location("score", shared / "score" / "text_reuse" / "score.py")
    assert found is not None and found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def table(shared: Path, folder: Path, sizes: list[int], seed: int, workers: int, *, alone: bool) -> None:
    names = ("P", "R", "R 25-39w", "R 40-51%", "extF1")
    heads = ("precision", "recall", "25-39w", "40-51%", "extents")
    print(f"{'documents':>9} {'program':<10}{'wall s':>8}{'cpu s':>8}{'ratio':>7}{'peak MB':>9}" + "".join(f"{h:>10}" for h in heads))
    earlier: dict[str, Any] = {}
    for size in sizes:
        corpus, peer = corpus_of(shared, folder, size, seed), 0.0
        for program in ("twicetold",) if alone else ("duckdb", "twicetold"):
            r = run(program, corpus, workers)
            peer = peer or r.processor
            got = scorer(shared).evaluate(str(corpus), str(corpus / f"{program}.tsv"))
            ratio = f"{'-':>7}" if alone else f"{r.processor / peer:>7.2f}"
            accuracy = "".join(f"{got.get(n, math.nan):>10.3f}" for n in names)
            print(f"{size:>9} {program:<10}{r.wall:>8.1f}{r.processor:>8.1f}{ratio}{r.peak:>9.0f}{accuracy}", flush=True)
        told = {**r.told, "processor": r.processor, "wall": r.wall}
        print(f"{'':>9} " + ", ".join(f"{k} {v}" for k, v in r.told.items()), flush=True)
        if earlier:
            factor = math.log(told["texts"] / earlier["texts"])
            grown, slower = math.log(told["pairs"] / earlier["pairs"]) / factor, told["processor"] / earlier["processor"]
            print(f"{'':>9} candidate pairs grew with exponent {grown:.2f}; {slower:.1f} x the processor time")
        earlier = told


def plant(corpus: Path, seed: int) -> tuple[list[str], list[str | None], list[tuple[int, int, int, int, int, int]]]:
    """Texts and outlets of `corpus`, where quotations of one text were put into another: (words, from, begin, into, begin, characters)."""
    rng = random.Random(seed)
    found = [(row["text"], row["series"]) for row in rows(corpus)]
    texts, outlets = [t for t, _ in found], [o for _, o in found]
    free = [k for k in range(len(texts)) if len(texts[k]) > 2_000]
    rng.shuffle(free)
    planted = []
    for low, high in LENGTHS:
        for _ in range(PLANTED):
            source, target = free.pop(), free.pop()
            spots = [m.start() for m in re.finditer(r"\S+", texts[source])]
            size = rng.randint(low, high)
            first = rng.randrange(5, len(spots) // 2)
            quote = texts[source][spots[first] : spots[first + size] - 1]
            into = texts[target].index(". ", len(texts[target]) // 3) + 2
            texts[target] = f"{texts[target][:into]}“{quote}” {texts[target][into:]}"
            planted.append((size, source, spots[first], target, into + 1, len(quote)))
    return texts, list(outlets), planted


def quotations(corpus: Path, seed: int) -> None:
    """Recall on verbatim quotations of one sentence or less: found when half of it is, on both sides."""
    from twicetold.retelling.reuse.search import search

    texts, outlets, planted = plant(corpus, seed)
    found = search(texts, outlets)
    by_pair: dict[tuple[int, int], list[tuple[int, int, int, int]]] = {}
    for a, b, *place in zip(*(column.tolist() for column in found[:1] + found[3:4] + found[1:3] + found[4:6]), strict=True):
        by_pair.setdefault((a, b), []).append((place[0], place[1], place[2], place[3]))
        by_pair.setdefault((b, a), []).append((place[2], place[3], place[0], place[1]))
    for low, high in LENGTHS:
        mine = [p for p in planted if low <= p[0] <= high]
        hits = sum(
            any(_half(s, s + n, a, b) and _half(t, t + n, c, d) for a, b, c, d in by_pair.get((i, j), ())) for _, i, s, j, t, n in mine
        )
        print(f"quotations of {low}-{high} words among {len(texts)} documents: recall {hits / len(mine):.3f}")


def _hit(planted: tuple[int, int, int, int, int, int], found: list[tuple[int, int, int, int]]) -> bool:
    _, _, here, _, there, size = planted
    return any(_half(here, here + size, a, b) and _half(there, there + size, c, d) for a, b, c, d in found)


def _half(begin: int, end: int, a: int, b: int) -> bool:
    return 2 * (min(end, b) - max(begin, a)) > end - begin


def index(corpus: Path, there: int, more: int) -> None:
    """Processor seconds of adding documents to an index that has many (and was refreshed), against adding the same ones to a new one."""
    from twicetold.retelling.reuse.index import Entry, Index

    entries = [Entry(row["id"], row["series"], row["text"]) for row in rows(corpus)]
    random.Random(7).shuffle(entries)
    batches = [entries[k : k + more] for k in range(there, min(len(entries), there + BATCHES * more), more)]
    entries = entries[:there]
    late, alone = [], []
    with tempfile.TemporaryDirectory() as folder, Index(Path(folder) / "many") as many:
        _added(many, entries)
        start = time.process_time()
        many.refresh()
        print(f"refreshed: {time.process_time() - start:.1f} s", flush=True)
        for number, batch in enumerate(batches):  # by turns, so that what else the machine does weighs on both
            late.append(_added(many, batch))
            with Index(Path(folder) / f"new-{number}") as new:
                alone.append(_added(new, batch))
    times = statistics.median(late) / statistics.median(alone)
    print(f"adding {more} to {there} costs {times:.2f} x what adding them to an empty index costs (medians of {len(batches)})")


def _added(index: Any, batch: Any) -> float:
    before, start = len(index), time.process_time()
    found = index.add(batch)
    seconds, peak = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(batch)} documents added to {before}: {seconds:.2f} s, {len(found)} passages, {peak:.0f} MB", flush=True)
    return seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "twicetold-text-reuse")
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_000, 20_000])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--quotes", action="store_true")
    parser.add_argument("--index", type=int, nargs=2, metavar=("THERE", "MORE"))
    parser.add_argument("--run", nargs=2, metavar=("PROGRAM", "CORPUS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        child(options.run[0], Path(options.run[1]), options.workers)
    elif not (options.shared / "score" / "text_reuse").is_dir():
        print(f"{options.shared} holds no score/text_reuse with generator and scorer.", file=sys.stderr)
        return 3
    elif options.index:
        wanted = options.index[0] + BATCHES * options.index[1]
        size = max(*options.sizes, wanted)
        index(corpus_of(options.shared, options.folder, size, options.seed), *options.index)
    elif options.quotes:
        quotations(corpus_of(options.shared, options.folder, options.sizes[0], options.seed), options.seed)
    else:
        table(options.shared, options.folder, options.sizes, options.seed, options.workers, alone=options.alone)
    return 0


if __name__ == "__main__":
    sys.exit(main())
