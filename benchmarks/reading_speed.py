"""Words per second of our whole reading against a spaCy CNN pipeline (tagger, parser) that does less, as a ratio.

    python -m benchmarks.reading_speed --spacy PYTHON --model FOLDER [--shared ../shared] [--articles 840]

PYTHON is an interpreter of another environment that has spaCy, FOLDER a pipeline made by `spacy_pipeline.py train`. Ours: words, sentences,
trees, names, quotations, attribution, vectors. One thread each, processor seconds (other work on the machine counts little), the same
articles: every n-th by name of PolNeAR's 840. Ours runs before and after spaCy and the mean counts. Words are what white space separates.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import time
from pathlib import Path

os.environ["TWICETOLD_THREADS"] = "1"
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
os.environ.update(ONE_THREAD)
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
    parse(Document(id="warm", source="benchmark", text="He said so.", body=(Span(0, 11),), language="en"))
    began = time.process_time()
    for document in documents:
        parse(document)
    return time.process_time() - began


def theirs(python: str, model: Path, files: list[Path]) -> float:
    command = [python, str(PIPELINE), "time", str(model), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **ONE_THREAD})
    return float(json.loads(done.stdout)["seconds"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--articles", type=int, default=840)
    parser.add_argument("--spacy", required=True, metavar="PYTHON")
    parser.add_argument("--model", type=Path, required=True, metavar="FOLDER")
    options = parser.parse_args()
    files = articles(options.shared, options.articles)
    texts = [f.read_text(encoding="utf-8") for f in files]
    words = sum(len(t.split()) for t in texts)
    first = ours(texts)
    spacy = theirs(options.spacy, options.model, files)
    mean = (first + ours(texts)) / 2
    print(f"{len(files)} articles, {words} words; words per processor second, one thread:")
    print(f"ours  {words / mean:8.0f}\nspaCy {words / spacy:8.0f}\nratio {spacy / mean:8.2f}")


if __name__ == "__main__":
    main()
