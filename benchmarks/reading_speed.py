"""Words per second of our whole reading against a spaCy CNN pipeline (tagger, parser) that does less, as a ratio.

    python -m benchmarks.reading_speed --spacy PYTHON --model FOLDER... [--shared ../shared] [--articles 840] [--block 70]

PYTHON is an interpreter of another environment that has spaCy, each FOLDER a pipeline made by `spacy_pipeline.py train`. Ours: words,
sentences, trees, names, quotations, attribution, vectors. One thread each, processor seconds (other work on the machine counts little),
the same articles: every n-th by name of PolNeAR's 840. They take turns, a block of articles each, so that all meet the same other work.
Words are what white space separates. Also printed: peak memory of the process that reads, and seconds from its start to a first sentence.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

os.environ["TWICETOLD_THREADS"] = "1"
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
os.environ.update(ONE_THREAD)
FIRST = """
from twicetold.language import parse
from twicetold.types import Document, Span
parse(Document(id="x", source="x", text="He said so.", body=(Span(0, 11),), language="en"))
"""
PIPELINE = Path(__file__).with_name("spacy_pipeline.py")


def articles(shared: Path, wanted: int) -> list[Path]:
    """Evenly spread over the publishers, which the names begin with."""
    files = sorted((shared / "data" / "polnear" / "train" / "text").glob("*.txt"))
    return [files[k * len(files) // wanted] for k in range(min(wanted, len(files)))]


def ours(texts: list[str]) -> float:
    """Processor seconds for reading `texts`; loading the model is not counted, as it is not for spaCy."""
    from twicetold.language import parse
    from twicetold.types import Document, Span

    documents = [Document(id=str(k), source="benchmark", text=t, body=(Span(0, len(t)),), language="en") for k, t in enumerate(texts)]
    began = time.process_time()
    for document in documents:
        parse(document)
    return time.process_time() - began


def first_sentence() -> float:
    """Processor seconds of a new interpreter that imports the program and reads one sentence."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", FIRST], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def theirs(python: str, model: Path, files: list[Path]) -> float:
    command = [python, str(PIPELINE), "time", str(model), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **ONE_THREAD})
    return float(json.loads(done.stdout)["seconds"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int, default=840)
    parser.add_argument("--spacy", required=True, metavar="PYTHON")
    parser.add_argument("--model", type=Path, required=True, nargs="+", metavar="FOLDER")
    parser.add_argument("--block", type=int, default=70)
    options = parser.parse_args()
    files = articles(options.shared, options.articles)
    texts = [f.read_text(encoding="utf-8") for f in files]
    ours(["He said so."])
    mine, spacy = 0.0, dict.fromkeys(options.model, 0.0)
    for k in range(0, len(files), options.block):
        mine += ours(texts[k : k + options.block])
        for model in options.model:
            spacy[model] += theirs(options.spacy, model, files[k : k + options.block])
    words = sum(len(t.split()) for t in texts)
    print(f"{len(files)} articles, {words} words; words per processor second, one thread:")
    print(f"ours {words / mine:.0f}")
    for model, seconds in spacy.items():
        print(f"spaCy, {model.name}: {words / seconds:.0f}, ratio {seconds / mine:.2f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB, first sentence after {first_sentence():.2f} s")


if __name__ == "__main__":
    main()
