"""Long and odd texts: processor seconds per 100,000 characters, peak memory, and whether every place is exact.

    python -m benchmarks.long_texts [--shared ../shared] [--sizes 250000,500000,1000000] [--odd 100000]

`article`: PolNeAR articles joined, one article of each size. The odd ones: one endless sentence (twice as long as --odd), no full stops,
capitals, emoji, marks of direction, zero-width characters, several languages, marks only. Each text has a process of its own, so that
its peak memory is its own; one thread. Checked: words, sentences, names, quotations and reported speech lie in the text, in order, every
word is what stands at its place, every sentence is a tree.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ODD = {
    "endless sentence": "the minister said that the talks with the delegation of the other side had gone on, and ",
    "no full stops": "The minister said on Monday that talks had failed\n",
    "capitals": "THE MINISTER SAID ON MONDAY THAT THE TALKS HAD FAILED. ",
    "emoji": "The minister 👩‍👩‍👧 said: “We are ok 😀, thanks 🇫🇷!” ",
    "directions": "\u202eThe minister said\u202c \u200f“it is over\u200e”, he added. ",
    "zero width": "The mini\u200bster s\u200daid it\ufeff was o\u2060ver. ",
    "languages": "Он сказал: «нет». 习近平说：“我们不同意。” قال الوزير إن المحادثات فشلت. She said “no”. ",
    "marks": "“‘\"(['—…!?",
}


def text(kind: str, size: int, shared: Path) -> str:
    if kind != "article":
        return (ODD[kind] * (size // len(ODD[kind]) + 1))[:size]
    files = sorted((shared / "data" / "polnear" / "train" / "text").glob("*.txt"))
    whole = "\n\n".join(f.read_text(encoding="utf-8") for f in files[:: max(1, len(files) * 4000 // size)])
    return (whole * (size // len(whole) + 1))[:size]


def read(kind: str, size: int, shared: Path) -> None:
    """Reads one text, checks what comes out, prints a line."""
    from twicetold.language import parse
    from twicetold.types import Document, Span

    parse(Document(id="x", source="x", text="He said so.", body=(Span(0, 11),), language="en"))
    long = text(kind, size, shared)
    began = time.process_time()
    parsed = parse(Document(id="x", source="x", text=long, body=(Span(0, size),), language="en"))
    spent = time.process_time() - began
    reported = [s for r in parsed.reported for s in (*r.source, *r.cue, *r.content)]
    places = [(s.start, s.end) for s in (*parsed.tokens, *parsed.sentences, *parsed.entities, *parsed.quotations, *reported)]
    assert all(0 <= a < b <= size for a, b in places)
    assert all(t.text == long[t.start : t.end] for t in parsed.tokens)
    assert all(a.end <= b.start for a, b in zip(parsed.tokens, parsed.tokens[1:], strict=False))
    for sentence in parsed.sentences:
        assert sum(parsed.tokens[k].head == k for k in range(sentence.first, sentence.last)) == 1
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{kind:18}{size:9} characters {len(parsed.tokens):8} words {spent * 1e5 / size:6.1f} s per 100,000 {memory:6} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--sizes", default="250000,500000,1000000")
    parser.add_argument("--odd", type=int, default=100_000)
    parser.add_argument("--one", nargs=2, metavar=("KIND", "SIZE"), help="one text, in this process")
    options = parser.parse_args()
    if options.one:
        read(options.one[0], int(options.one[1]), options.shared)
        return
    wanted = [("article", int(size)) for size in options.sizes.split(",")]
    wanted += [(kind, options.odd * (1 + (kind == "endless sentence"))) for kind in ODD]
    for kind, size in wanted:
        command = [sys.executable, "-m", "benchmarks.long_texts", "--shared", str(options.shared), "--one", kind, str(size)]
        subprocess.run(command, check=True, env={**os.environ, "TWICETOLD_THREADS": "1", "OMP_NUM_THREADS": "1"})


if __name__ == "__main__":
    main()
