"""The reader with another graph in place of the shipped one, above all the one before int8: what rounding costs.

    python -m evaluation.precision [--shared ../shared] [--model FILE.onnx]

FILE: what `training/export.py --full` writes. Everything behind the graph is the program's own code, the judge of attributions included:
attributions of the language room (outermost, by the measures of score_polnear.py) and names by silver tokens on PolNeAR dev, trees from
raw text on EWT and GUM dev. Vectors: `python training/evaluate.py WORK FILE --only vectors`. Four minutes of one core for each graph.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path
from unittest.mock import patch

from evaluation import decoder, entities, ud
from twicetold.language import parse, session
from twicetold.types import Document, Span


def news(folder: Path) -> str:
    """Relations and names of PolNeAR dev, each article read once."""
    from score_polnear import read_gold  # beside the data, not a part of the program

    total, hits = Counter[str](), Counter[tuple[str, str]]()
    for name, tokens in entities.silver(folder / "corenlp_tokens.tsv.gz"):
        text = (folder / "text" / f"{name}.txt").read_text(encoding="utf-8")
        parsed = parse(Document(id=name, source="evaluation", text=text, body=(Span(0, len(text)),), language="en"))
        notes = sorted((folder / "attributions").glob(re.sub(r"\[", "[[]", name) + "_*.ann"))
        decoder.score(text, read_gold(notes[0]), parsed.reported, total)
        known = [e for e in parsed.entities if e.kind in entities.CLASSES]
        entities.count(hits, tokens, {k: entities.CLASSES[e.kind] for e in known for k in range(e.start, e.end)})
    found, exact = decoder.f1(total)
    names = 200 * hits["all", "hit"] / (hits["all", "said"] + hits["all", "gold"])
    return f"relation {found:.2f} exact {exact:.2f} names {names:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--model", type=Path)
    options = parser.parse_args()
    sys.path.insert(0, str(options.shared / "score"))
    graph = options.model.read_bytes() if options.model else session._model()
    with patch.object(session, "_model", lambda: graph):
        print("PolNeAR dev", news(options.shared / "data" / "polnear" / "dev"), flush=True)
        for bank in ("ewt", "gum"):
            found = ud.score(options.shared / "data" / "treebanks" / bank / "dev.conllu")
            print(bank.upper(), "dev", " ".join(f"{k} {v:.2f}" for k, v in found.items()), flush=True)


if __name__ == "__main__":
    main()
